/** NewSessionTicket (RFC 9846 section 4.7.1; RFC 5077 section 3.3): what the client shows to resume. */
import { field, opaque, u32 } from '../../wire/notation.ts';
import { inNewSessionTicket } from '../extensions.ts';
import { type BodyOf, message } from '../message.ts';
import { TLS12, TLS13 } from '../numbers/versions.ts';

export const NewSessionTicket = message(
  { type: 4, name: 'NewSessionTicket', rfc: 'RFC 9846 section 4.7.1', version: TLS13 },
  {
    ticketLifetime: field(u32, 'Seconds; at most a week.'),
    ticketAgeAdd: field(u32, 'Added to the age, so that tickets of one client cannot be linked by it.'),
    ticketNonce: field(opaque(0, 255), 'Gives each ticket of a connection a key of its own.'),
    ticket: opaque(1, 65535),
    extensions: inNewSessionTicket,
  },
);
export type NewSessionTicket = BodyOf<typeof NewSessionTicket>;

export const NewSessionTicket12 = message(
  {
    type: 4,
    name: 'NewSessionTicket12',
    title: 'NewSessionTicket',
    rfc: 'RFC 5077 section 3.3',
    version: TLS12,
  },
  { ticketLifetimeHint: field(u32, 'Seconds; 0 says nothing.'), ticket: opaque(0, 65535) },
);
export type NewSessionTicket12 = BodyOf<typeof NewSessionTicket12>;

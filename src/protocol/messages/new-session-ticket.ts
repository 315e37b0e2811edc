/** NewSessionTicket (RFC 9846 section 4.7.1; RFC 5077 section 3.3): what the client shows to resume. */
import type { Of } from '../../wire/codec.ts';
import { field, opaque, struct, u32 } from '../../wire/notation.ts';
import { inNewSessionTicket } from '../extensions.ts';
import type { Message } from '../message.ts';
import { TLS12, TLS13 } from '../numbers/versions.ts';

//     struct {
//         uint32 ticket_lifetime;
//         uint32 ticket_age_add;
//         opaque ticket_nonce<0..255>;
//         opaque ticket<1..2^16-1>;
//         Extension extensions<0..2^16-1>;
//     } NewSessionTicket;
const body = struct('RFC 9846 section 4.7.1', {
  ticketLifetime: field(u32, 'Seconds; at most a week.'),
  ticketAgeAdd: field(u32, 'Added to the age, so that tickets of one client cannot be linked by it.'),
  ticketNonce: field(opaque(0, 255), 'Gives each ticket of a connection a key of its own.'),
  ticket: opaque(1, 65535),
  extensions: inNewSessionTicket,
});

export type NewSessionTicket = Of<typeof body>;
export const NewSessionTicket: Message<NewSessionTicket, 'NewSessionTicket'> = {
  type: 4,
  name: 'NewSessionTicket',
  rfc: 'RFC 9846 section 4.7.1',
  version: TLS13,
  body,
};

const body12 = struct('RFC 5077 section 3.3', {
  ticketLifetimeHint: field(u32, 'Seconds; 0 says nothing.'),
  ticket: opaque(0, 65535),
});

export type NewSessionTicket12 = Of<typeof body12>;
export const NewSessionTicket12: Message<NewSessionTicket12, 'NewSessionTicket12'> = {
  type: 4,
  name: 'NewSessionTicket12',
  title: 'NewSessionTicket',
  rfc: 'RFC 5077 section 3.3',
  version: TLS12,
  body: body12,
};

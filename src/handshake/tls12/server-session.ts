/** TLS 1.2 sessions on the server: whether a ticket is good, and which ticket goes out (RFC 5077). */
import { TlsError } from '../../protocol/errors.ts';
import { NewSessionTicket12 } from '../../protocol/messages/index.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import type { Agreement } from '../established.ts';
import type { Flow } from '../flow.ts';
import { because, type Rule } from '../observed-events.ts';
import { makeTicket, openTicket, type TicketHolder } from '../sessions/resumption.ts';
import type { Session } from '../sessions/session.ts';
import type { Server12 } from './hellos.ts';
import type { Keys12 } from './keys.ts';

/** The session in the client's ticket, if it may be resumed now (RFC 5077 section 3.4). */
export function* findSession(server: Server12): Flow<Session | undefined> {
  const { config, hello, hellos } = server;
  const ticket = hello.extensions.sessionTicket;
  if (!ticket || ticket.length === 0 || !config.tickets) return undefined;
  return yield* openTicket(server, {
    ticket,
    version: TLS12,
    serverName: hellos.serverName,
    rfc: 'RFC 5077 section 3.4',
    refusal: (session) => refusal(session, server),
  });
}

function refusal(
  { cipherSuite, extendedMainSecret }: Session,
  { config, hello, hellos }: Server12,
): Rule | undefined {
  if (!config.suites.some(({ id }) => id === cipherSuite) || !hello.cipherSuites.includes(cipherSuite)) {
    return because('other-suite', 'the ticket’s cipher suite is not offered, or no longer enabled');
  }
  const extended = hellos.extendedMainSecret;
  if (extendedMainSecret && !extended) {
    const said = 'the client resumes a session with an extended main secret without offering one';
    throw new TlsError('extended-main-secret-mismatch', said, 'RFC 7627 section 5.3');
  }
  return !extendedMainSecret && extended
    ? because('no-extended-main-secret', 'the session has no extended main secret, and the client offers one')
    : undefined;
}

/** Whom a resumption's new ticket is for: the old ticket has come, the client's Finished has not. */
export const holderOf = ({ peerChain, expiresAt }: Session): TicketHolder => ({
  chain: peerChain,
  overruled: false,
  validUntil: expiresAt,
});

/** NewSessionTicket (RFC 5077 section 3.3): an empty one where none may be given, since the ServerHello announced one. */
export function* sendTicket(
  { peer, config }: Server12,
  keys: Keys12,
  holder: TicketHolder,
  agreement: Agreement,
): Flow<void> {
  const made = yield* makeTicket(config, holder, agreement, keys.main, 0);
  peer.send(NewSessionTicket12, {
    ticketLifetimeHint: made?.lifetime ?? 0,
    ticket: made?.ticket ?? new Uint8Array(),
  });
}

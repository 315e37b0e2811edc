/** TLS 1.2 sessions on the server: whether a ticket or a session ID is good, and what is given (RFC 5077, RFC 5246 section 7.3). */
import { TlsError } from '../../protocol/errors.ts';
import { NewSessionTicket12 } from '../../protocol/messages/index.ts';
import { TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import type { Agreement } from '../established.ts';
import type { Flow } from '../flow.ts';
import { because, type Rule } from '../observed-events.ts';
import { makeTicket, openTicket, type TicketHolder } from '../sessions/resumption.ts';
import type { Session } from '../sessions/session.ts';
import { findById } from '../sessions/session-ids.ts';
import type { Server12 } from './hellos.ts';
import type { Keys12 } from './keys.ts';

/**
 * The session that the client offers, if it may be resumed now. Where there is a ticket, the session ID is not looked up (RFC
 * 5077 section 3.4).
 */
export function* findSession(server: Server12): Flow<Session | undefined> {
  const { config, hello, hellos } = server;
  const { sessionTicket: ticket, supportedVersions } = hello.extensions;
  const offered = {
    version: TLS12,
    serverName: hellos.serverName,
    refusal: (session: Session) => refusal(session, server),
  } as const;
  if (config.tickets && ticket && ticket.length > 0)
    return yield* openTicket(server, ticket, { ...offered, what: 'ticket', rfc: 'RFC 5077 section 3.4' });
  return yield* findById(server, hello.legacySessionId, {
    ...offered,
    what: 'session ID',
    rfc: 'RFC 5246 section 7.4.1.2',
    // RFC 9846 section 4.2.2: such a client makes up an ID where it has no session.
    isMadeUp: supportedVersions?.includes(TLS13) === true,
  });
}

function refusal(
  { cipherSuite, extendedMainSecret }: Session,
  { config, hello, hellos }: Server12,
): Rule | undefined {
  if (!config.suites.some(({ id }) => id === cipherSuite) || !hello.cipherSuites.includes(cipherSuite)) {
    return because('other-suite', 'the session’s cipher suite is not offered, or no longer enabled');
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

/** TLS 1.2 sessions on the server’s side: is the ticket that came good, and which goes out (RFC 5077)? */
import { TlsError } from '../../protocol/errors.ts';
import { type ClientHello, NewSessionTicket12 } from '../../protocol/messages/index.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import type { ServerConfig } from '../config.ts';
import type { Flow } from '../flow.ts';
import { because, type Rule } from '../observed-events.ts';
import type { Peer } from '../peer.ts';
import { makeTicket, openTicket, type TicketHolder } from '../sessions/resumption.ts';
import type { Session } from '../sessions/session.ts';
import type { Hellos } from './agreement.ts';
import type { Keys12 } from './keys.ts';

/** The session in the client's ticket, when it may be resumed here and now (RFC 5077 section 3.4). */
export function* findSession(
  peer: Peer,
  config: ServerConfig,
  hello: ClientHello,
  serverName: string | undefined,
): Flow<Session | undefined> {
  const ticket = hello.extensions.sessionTicket;
  if (!ticket || ticket.length === 0 || !config.tickets) return undefined;
  return yield* openTicket(peer, config, {
    ticket,
    version: TLS12,
    serverName,
    rfc: 'RFC 5077 section 3.4',
    refusal: (session) => refusal(session, config, hello),
  });
}

function refusal(session: Session, config: ServerConfig, hello: ClientHello): Rule | undefined {
  const { cipherSuite, extendedMainSecret } = session;
  if (!config.suites.some(({ id }) => id === cipherSuite) || !hello.cipherSuites.includes(cipherSuite)) {
    return because('other-suite', 'the ticket’s cipher suite is not offered, or no longer enabled');
  }
  const extended = hello.extensions.extendedMainSecret === true;
  if (extendedMainSecret && !extended) {
    throw new TlsError(
      'extended-main-secret-mismatch',
      'the client resumes a session with an extended main secret without offering one',
      'RFC 7627 section 5.3',
    );
  }
  return !extendedMainSecret && extended
    ? because('no-extended-main-secret', 'the session has no extended main secret, and the client offers one')
    : undefined;
}

/** Whom a new ticket is for in this resumption: the old ticket has arrived, the Finished has not. */
export const holderOf = ({ peerChain, expiresAt }: Session): TicketHolder => ({
  chain: peerChain,
  overruled: false,
  validUntil: expiresAt,
});

/** NewSessionTicket (RFC 5077 section 3.3). Announced means sent: an empty one where none may be given. */
export function* sendTicket(
  peer: Peer,
  config: ServerConfig,
  keys: Keys12,
  holder: TicketHolder,
  hellos: Hellos,
): Flow<void> {
  const { suite, main } = keys;
  const made = yield* makeTicket(config, holder, { ...hellos, version: TLS12, suite }, main, 0);
  peer.send(NewSessionTicket12, {
    ticketLifetimeHint: made?.lifetime ?? 0,
    ticket: made?.ticket ?? new Uint8Array(),
  });
}

/** TLS 1.2 sessions on the client: whether one was resumed, and what is kept for a later one (RFC 5077, RFC 5246 section 7.3). */
import { TlsError } from '../../protocol/errors.ts';
import type { NewSessionTicket12 } from '../../protocol/messages/index.ts';
import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { say, type Words } from '../../wire/words.ts';
import type { ProvedIdentity } from '../credentials/proved.ts';
import type { Agreement } from '../established.ts';
import type { Offer } from '../hello/offer.ts';
import { sessionOf } from '../sessions/resumption.ts';
import type { Session } from '../sessions/session.ts';
import type { Client12 } from './hellos.ts';
import type { Keys12 } from './keys.ts';

const mismatch = (said: Words): TlsError =>
  new TlsError('session-mismatch', said, 'RFC 5246 section 7.4.1.3');

/**
 * A server that resumes echoes the session ID: the session’s own, or the one beside a ticket (RFC 5246 section 7.4.1.3, RFC 5077
 * section 3.4).
 */
export function resumedSession(
  { hello, suite, hellos }: Client12,
  { session, sessionId }: Offer,
): Session | undefined {
  if (sessionId.length === 0 || !sameBytes(hello.legacySessionIdEcho, sessionId)) return undefined;
  const offered = session?.version === TLS12 ? session : undefined;
  if (!offered) throw mismatch('the server resumed a session that was not offered');
  if (offered.cipherSuite !== suite.id) {
    const name = CipherSuite.nameOf(offered.cipherSuite);
    throw mismatch(say`the server resumed a session of ${name} with ${suite.name}`);
  }
  if (offered.extendedMainSecret !== hellos.extendedMainSecret) {
    const said = 'the server resumed a session with another kind of main secret';
    throw new TlsError('extended-main-secret-mismatch', said, 'RFC 7627 section 5.3');
  }
  return offered;
}

/** Seconds that a ticket is kept when the server gives no hint (RFC 5077 section 5.6). */
const UNHINTED_LIFETIME = 2 * 60 * 60;
/** Seconds that a session is kept by its ID (RFC 5246 appendix F.1.4). */
const LIFETIME_OF_IDS = 24 * 60 * 60;

/** @param resumed the application has it already; only a new ticket is told */
export function keepSession(
  { peer, config, hello }: Client12,
  keys: Keys12,
  identity: ProvedIdentity,
  agreement: Agreement,
  given: NewSessionTicket12 | undefined,
  resumed: Session | undefined,
): void {
  if (identity.overruled) return;
  const sessionId = hello.legacySessionIdEcho.slice();
  const secret = keys.main;
  if (given && given.ticket.length > 0) {
    const lifetime = given.ticketLifetimeHint || UNHINTED_LIFETIME;
    peer.keep(sessionOf(config, identity, agreement, lifetime, { secret, ticket: given.ticket.slice() }));
  } else if (!resumed && sessionId.length > 0)
    peer.keep(sessionOf(config, identity, agreement, LIFETIME_OF_IDS, { secret, sessionId }));
}

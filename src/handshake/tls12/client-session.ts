/** TLS 1.2 sessions on the client’s side: was one resumed, and is the new ticket kept (RFC 5077)? */
import { TlsError } from '../../protocol/errors.ts';
import type { NewSessionTicket12 } from '../../protocol/messages/index.ts';
import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { say } from '../../wire/words.ts';
import type { ProvedIdentity } from '../credentials/proved.ts';
import type { Agreement } from '../established.ts';
import type { Offer } from '../hello/offer.ts';
import { sessionOf } from '../sessions/resumption.ts';
import type { Session } from '../sessions/session.ts';
import type { Client12 } from './hellos.ts';
import type { Keys12 } from './keys.ts';

/** The server echoes the session ID that went with the ticket when it takes it (RFC 5077 section 3.4). */
export function resumedSession(
  { hello, suite, hellos }: Client12,
  { session, sessionId }: Offer,
): Session | undefined {
  const echo = hello.legacySessionIdEcho;
  const echoed = sessionId.length > 0 && sameBytes(echo, sessionId);
  const offered = session?.version === TLS12 ? session : undefined;
  if (!echoed) return undefined;
  if (!offered) {
    throw new TlsError(
      'session-mismatch',
      'the server resumed a session that was not offered',
      'RFC 5246 section 7.4.1.3',
    );
  }
  if (offered.cipherSuite !== suite.id) {
    throw new TlsError(
      'session-mismatch',
      say`the server resumed a session of ${CipherSuite.nameOf(offered.cipherSuite)} with ${suite.name}`,
      'RFC 5246 section 7.4.1.3',
    );
  }
  // RFC 7627 section 5.3.
  if (offered.extendedMainSecret !== hellos.extendedMainSecret) {
    throw new TlsError(
      'extended-main-secret-mismatch',
      'the server resumed a session with another kind of main secret',
      'RFC 7627 section 5.3',
    );
  }
  return offered;
}

/** Seconds that a ticket is kept when the server gives no hint (RFC 5077 section 5.6). */
const UNHINTED_LIFETIME = 2 * 60 * 60;

export function keepTicket(
  { peer, config }: Client12,
  keys: Keys12,
  identity: ProvedIdentity,
  agreement: Agreement,
  given: NewSessionTicket12 | undefined,
): void {
  if (!given || given.ticket.length === 0 || identity.overruled) return;
  const lifetime = given.ticketLifetimeHint || UNHINTED_LIFETIME;
  const ticket = given.ticket.slice();
  peer.keep(sessionOf(config, identity, agreement, lifetime, { secret: keys.main, ticketAgeAdd: 0, ticket }));
}

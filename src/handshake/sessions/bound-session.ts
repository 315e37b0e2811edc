/** A ticket whose PSK the client has shown to have, by its binder (RFC 9846 section 4.3.11.2). */
import { equal } from '../../crypto/equal.ts';
import { TlsError } from '../../protocol/errors.ts';
import type { Session } from './session.ts';

/** A session whose secret the client was shown to have. Only {@link BoundSession.check} makes it. */
export class BoundSession {
  declare protected readonly stage: 'bound';
  private constructor(readonly session: Session) {}

  /** Compares the client's binder, in constant time, with what it must be. */
  static check(session: Session, binder: Uint8Array, expected: Uint8Array): BoundSession {
    if (!equal(binder, expected)) {
      throw new TlsError(
        'bad-binder',
        'the client’s binder does not match its ticket',
        'RFC 9846 section 4.3.11.2',
      );
    }
    return new BoundSession(session);
  }
}

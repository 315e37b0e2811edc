/** A pre-shared key: a session's secret, with its ticket as the identity (RFC 9846 section 4.3.11). */
import { equal } from '../../crypto/equal.ts';
import type { Suite, Suite13 } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import { EarlySecret, verifyData } from '../../schedule/schedule13.ts';
import type { Transcript } from '../../schedule/transcript.ts';
import type { Session } from './session.ts';

/** psk_key_exchange_modes: only with a key exchange (RFC 9846 section 4.3.9). */
export const PSK_DHE_KE = 1;

export interface Psk {
  readonly session: Session;
  /** That of its handshake: the key belongs to its hash, and early data to all of it. */
  readonly suite: Suite13;
}

/** Undefined for a session of TLS 1.2, and where its suite is not enabled. */
export function pskOf(session: Session | undefined, suites: readonly Suite[]): Psk | undefined {
  const suite = suites.find((each) => each.id === session?.cipherSuite);
  return session && suite?.version === TLS13 ? { session, suite } : undefined;
}

/** @param before what precedes the hello, which is truncated before its binders (RFC 9846 section 4.3.11.2) */
export function binderOf({ session, suite }: Psk, before: Transcript, truncated: Uint8Array): Uint8Array {
  const early = EarlySecret.from(suite.hash, session.secret);
  const key = early.binderKey('resumption');
  early.erase();
  return verifyData(suite.hash, key, before.digestWith(suite.hash, truncated));
}

/** A key that the client was shown to have. Only {@link BoundPsk.check} makes it. */
export class BoundPsk {
  declare protected readonly stage: 'bound';
  private constructor(
    readonly session: Session,
    readonly suite: Suite13,
  ) {}

  /** Compares the client's binder, in constant time, with what it must be. */
  static check({ session, suite }: Psk, binder: Uint8Array, expected: Uint8Array): BoundPsk {
    if (!equal(binder, expected)) {
      throw new TlsError('bad-binder', 'the client’s binder does not verify', 'RFC 9846 section 4.3.11.2');
    }
    return new BoundPsk(session, suite);
  }
}

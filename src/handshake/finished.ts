/** Finished, checked (RFC 9846 section 4.5.3; RFC 5246 section 7.4.9). */
import { equal } from '../crypto/equal.ts';
import { TlsError } from '../protocol/errors.ts';
import { Finished } from '../protocol/messages/index.ts';
import { type Flow, receive } from './flow.ts';

/** Proof that the peer's Finished was the right one. Only `receive` makes it. */
export class VerifiedFinished {
  static readonly #token = new VerifiedFinished();
  declare protected readonly stage: 'finished';
  private constructor() {}

  /** Waits for the peer's Finished and compares it, in constant time, with what it must be. */
  static *receive(expected: Uint8Array): Flow<VerifiedFinished> {
    const { body } = yield* receive(Finished);
    if (!equal(body.verifyData, expected)) {
      const reason = body.verifyData.length === expected.length ? 'bad-finished' : 'malformed-message';
      const said =
        'the peer’s Finished does not match the handshake: something was changed in transit, or the keys differ';
      throw new TlsError(reason, said, 'RFC 9846 section 4.5.3');
    }
    return VerifiedFinished.#token;
  }
}

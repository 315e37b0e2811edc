/**
 * The transcript: the handshake messages so far, and their hash (RFC 9846 section 4.1).
 *
 * Before the ServerHello nobody knows which hash will be needed, and each PSK binder may need a different one, so the
 * messages are kept as they came; once `use` has named the hash it runs along, and `drop` lets the messages go. What
 * is hashed is the raw bytes of each message, header included, never a re-encoding.
 */

import type { Hash, HashAlgorithm, HashName } from '../crypto/provider.ts';
import { concat } from '../wire/bytes.ts';

export class Transcript {
  /** The messages since the start, or since a HelloRetryRequest's ClientHello1; undefined once dropped. */
  #messages: Uint8Array[] | undefined = [];
  /** What `replaceWithMessageHash` replaced. */
  #replaced: readonly Uint8Array[] | undefined;
  #hash: HashAlgorithm | undefined;
  #running: Hash | undefined;
  /** Of everything so far; several secrets are derived from one. */
  #digest: Uint8Array | undefined;

  /** Adds one handshake message with its header. The bytes are kept, not copied. */
  add(raw: Uint8Array): void {
    this.#messages?.push(raw);
    this.#running?.update(raw);
    this.#digest = undefined;
  }

  /** Names the hash: from here on it runs along. It can be changed until the messages are dropped. */
  use(hash: HashAlgorithm): void {
    if (this.#hash === hash) return;
    this.#running = this.#from(hash);
    this.#digest = undefined;
    this.#hash = hash;
  }

  /** Which hash runs along, if it has been named. */
  get hash(): HashName | undefined {
    return this.#hash?.name;
  }

  /** The hash after each of the last so many messages; undefined before the hash is named, and once they are dropped. */
  digestsOfLast(count: number): readonly Uint8Array[] | undefined {
    if (count === 0 || this.#messages === undefined || this.#hash === undefined) return undefined;
    if (count === 1) return [this.digest()];
    const replaced = this.#replaced ?? [];
    let running = this.#hash.create();
    const digests: Uint8Array[] = [];
    for (const [i, message] of [...replaced, ...this.#messages].entries()) {
      if (i > 0 && i === replaced.length) {
        running = this.#hash.create();
        running.update(messageHash(this.#hash, replaced));
      }
      running.update(message);
      digests.push(running.digest());
    }
    return digests.slice(-count);
  }

  /** The hash of everything added so far. */
  digest(): Uint8Array {
    if (this.#running === undefined) throw new Error('the transcript has no hash yet');
    return (this.#digest ??= this.#running.digest());
  }

  /** The hash of everything added so far and of `suffix`, which is not added: a truncated ClientHello for a binder. */
  digestWith(hash: HashAlgorithm, suffix: Uint8Array): Uint8Array {
    const running = this.#hash === hash ? this.#running!.copy() : this.#from(hash);
    running.update(suffix);
    return running.digest();
  }

  /**
   * On a HelloRetryRequest the first message, ClientHello1, gives way to a message_hash that holds its hash; what was
   * added after it stays. Needs the messages, so it comes before `drop`.
   */
  replaceWithMessageHash(): void {
    if (this.#messages === undefined || this.#replaced !== undefined) {
      throw new Error('only a first ClientHello is replaced by its hash');
    }
    this.#replaced = this.#messages.slice(0, 1);
    this.#messages = this.#messages.slice(1);
    if (this.#hash !== undefined) this.#running = this.#from(this.#hash);
    this.#digest = undefined;
  }

  /** A copy that goes on from here independently. */
  fork(): Transcript {
    const other = new Transcript();
    other.#messages = this.#messages?.slice();
    other.#replaced = this.#replaced;
    other.#hash = this.#hash;
    other.#running = this.#running?.copy();
    return other;
  }

  /**
   * All messages in one: what a TLS 1.2 CertificateVerify signs (RFC 5246 section 7.4.8). Undefined once dropped, and
   * after a HelloRetryRequest, which TLS 1.2 does not have.
   */
  get raw(): Uint8Array | undefined {
    if (this.#messages === undefined || this.#replaced !== undefined) return undefined;
    return concat(this.#messages);
  }

  /** Lets the messages go; the running hash stays. */
  drop(): void {
    this.#messages = undefined;
    this.#replaced = undefined;
  }

  #from(hash: HashAlgorithm): Hash {
    if (this.#messages === undefined) throw new Error('the messages of the transcript are gone');
    const running = hash.create();
    if (this.#replaced !== undefined) running.update(messageHash(hash, this.#replaced));
    for (const message of this.#messages) running.update(message);
    return running;
  }
}

/** The synthetic message of type message_hash (254) that holds Hash(ClientHello1) (RFC 9846 section 4.1). */
function messageHash(hash: HashAlgorithm, replaced: readonly Uint8Array[]): Uint8Array {
  const message = new Uint8Array(4 + hash.length);
  message[0] = 254;
  message[3] = hash.length;
  message.set(hash.digest(concat(replaced)), 4);
  return message;
}

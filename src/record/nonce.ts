/** The sequence number of a record, and the nonce that an AEAD makes of it. */
import type { Aead, AeadAlgorithm } from '../crypto/provider.ts';
import type { Epoch } from '../protocol/epoch.ts';
import { MAX_PLAINTEXT } from './record.ts';

/** One direction in one epoch, protected by an AEAD. */
export abstract class AeadDirection {
  protected readonly cipher: AeadAlgorithm;
  protected readonly aead: Aead;
  protected readonly nonce: SequenceNonce;

  constructor(
    { cipher }: { readonly cipher: AeadAlgorithm },
    { key, iv }: { readonly key: Uint8Array; readonly iv: Uint8Array },
    readonly epoch: Epoch,
  ) {
    this.cipher = cipher;
    this.aead = cipher.create(key);
    this.nonce = new SequenceNonce(iv);
  }

  get sequence(): number {
    return this.nonce.sequence;
  }

  hasRoomFor(content: number): boolean {
    const { recordLimit } = this.cipher;
    return recordLimit === undefined || this.sequence + Math.ceil(content / MAX_PLAINTEXT) < recordLimit;
  }
}

/** The per-record nonce: the IV with the sequence number mixed into its last 8 bytes (RFC 9846 section 5.3). */
export class SequenceNonce {
  sequence = 0;
  readonly #iv = new Uint8Array(12);
  readonly #nonce = new Uint8Array(12);
  readonly #number = new Uint8Array(8);

  /** @param iv 12 bytes, or the 4 that GCM of TLS 1.2 derives; zeros fill the rest */
  constructor(iv: Uint8Array) {
    this.#iv.set(iv);
  }

  /** The nonce for this record; the array is used again for the next. */
  next(): Uint8Array {
    writeSequence(this.#number, 0, this.sequence);
    this.#nonce.set(this.#iv);
    for (let i = 0; i < 8; i++) this.#nonce[4 + i] = this.#iv[4 + i]! ^ this.#number[i]!;
    this.sequence++;
    return this.#nonce;
  }
}

/** As 8 bytes, in network order. */
export function writeSequence(out: Uint8Array, at: number, sequence: number): void {
  const high = Math.floor(sequence / 2 ** 32);
  for (let i = 0; i < 4; i++) {
    out[at + i] = high >>> (24 - 8 * i);
    out[at + 4 + i] = sequence >>> (24 - 8 * i);
  }
}

/** The number that every record of an epoch has, and the nonce that is made of it. */

/** The per-record nonce: the IV with the sequence number mixed into its last 8 bytes (RFC 9846 section 5.3). */
export class SequenceNonce {
  sequence = 0;
  readonly #iv: Uint8Array;
  readonly #nonce = new Uint8Array(12);
  readonly #number = new Uint8Array(8);

  constructor(iv: Uint8Array) {
    this.#iv = iv;
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

/** A growing buffer; a vector's length is filled in after its body is written. */
import { say } from './words.ts';

export class Writer {
  #bytes: Uint8Array;
  #pos = 0;

  constructor(capacity = 512) {
    this.#bytes = new Uint8Array(capacity);
  }

  /** Forgets what was written; the buffer is used again. */
  empty(): this {
    this.#pos = 0;
    return this;
  }

  get length(): number {
    return this.#pos;
  }

  uint(width: number, value: number): void {
    this.#grow(width);
    this.#fill(this.#pos, width, value);
    this.#pos += width;
  }

  put(bytes: Uint8Array): void {
    this.#grow(bytes.length);
    this.#bytes.set(bytes, this.#pos);
    this.#pos += bytes.length;
  }

  /** Writes `body` after a length of `width` bytes. Throws RangeError when the body does not fit `min..max`. */
  sized(width: number, min: number, max: number, body: () => void): void {
    const at = this.#pos;
    this.uint(width, 0);
    body();
    const length = this.#pos - at - width;
    if (length < min || length > max)
      throw new RangeError(say`length ${length} is outside ${min}..${max}`.text);
    this.#fill(at, width, length);
  }

  /** Writes `body` first, then calls `header` with its length and puts what that writes before it (DER). */
  prefixed(body: () => void, header: (length: number) => Uint8Array): void {
    const at = this.#pos;
    body();
    const length = this.#pos - at;
    const prefix = header(length);
    this.#grow(prefix.length);
    this.#bytes.copyWithin(at + prefix.length, at, at + length);
    this.#bytes.set(prefix, at);
    this.#pos += prefix.length;
  }

  /** What was written, as a copy of exactly that length. */
  done(): Uint8Array {
    return this.#bytes.slice(0, this.#pos);
  }

  #grow(by: number): void {
    if (this.#pos + by <= this.#bytes.length) return;
    const next = new Uint8Array(Math.max(this.#bytes.length * 2, this.#pos + by));
    next.set(this.#bytes.subarray(0, this.#pos));
    this.#bytes = next;
  }

  #fill(at: number, width: number, value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= limits[width]!) {
      throw new RangeError(say`${value} does not fit in ${width} bytes`.text);
    }
    const bytes = this.#bytes;
    for (let i = at + width - 1, rest = value; i >= at; i--, rest >>>= 8) bytes[i] = rest;
  }
}

/** The first number that does not fit, by the width in bytes. */
const limits = [1, 2 ** 8, 2 ** 16, 2 ** 24, 2 ** 32];

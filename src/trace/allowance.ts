/** How many bytes a trace may keep; the rest is only counted, and the count is shown. */
export class Allowance {
  #left: number;

  /** @param most bytes */
  constructor(most: number) {
    this.#left = most;
  }

  /** Reserves so many bytes; false if there is no room. */
  take(length: number): boolean {
    if (length > this.#left) return false;
    this.#left -= length;
    return true;
  }
}

/** A copy if the bytes are a small part of a larger buffer, so that keeping them does not retain it. */
export const onItsOwn = (bytes: Uint8Array): Uint8Array =>
  bytes.buffer.byteLength > 2 * bytes.length ? new Uint8Array(bytes) : bytes;

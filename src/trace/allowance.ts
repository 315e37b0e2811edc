/** How many bytes a trace may keep: what no longer fits is counted, and that is told. */
export class Allowance {
  #left: number;

  /** @param most bytes */
  constructor(most: number) {
    this.#left = most;
  }

  /** Whether there is room for so many bytes, which are then taken. */
  take(length: number): boolean {
    if (length > this.#left) return false;
    this.#left -= length;
    return true;
  }
}

/** Bytes that are kept for long, without the buffer of the socket that they may be a small part of. */
export const onItsOwn = (bytes: Uint8Array): Uint8Array =>
  bytes.buffer.byteLength > 2 * bytes.length ? new Uint8Array(bytes) : bytes;

/** When bytes came: what is fed while the handshake waits is only opened later. */

/** Marks to keep; what comes beyond that counts as having come with the last. */
const MOST = 256;

export class Arrivals {
  readonly #marks: { end: number; readonly at: number }[] = [];
  #end = 0;

  /** So many bytes came at this time. */
  came(length: number, at: number): void {
    this.#end += length;
    const last = this.#marks.at(-1);
    if (last && (last.at === at || this.#marks.length >= MOST)) last.end = this.#end;
    else this.#marks.push({ end: this.#end, at });
  }

  /** When the byte before this offset came; nobody asks for an earlier one again. */
  of(end: number): number | undefined {
    while (this.#marks.length > 1 && this.#marks[0]!.end < end) this.#marks.shift();
    return this.#marks[0]?.at;
  }
}

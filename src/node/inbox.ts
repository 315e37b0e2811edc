/**
 * Bytes that have arrived but are not processed yet. They are passed on in pieces, at once while this turn of the event loop
 * has time left, otherwise in the next.
 */
import { inTurns } from './loop-share.ts';
import { Pieces } from './record-batches.ts';

export class Inbox {
  readonly #work: (bytes: Uint8Array) => void;
  readonly #mayWork: () => boolean;
  readonly #pieces = new Pieces();
  #chunks: Uint8Array[] = [];
  #length = 0;
  #working = false;

  /**
   * @param work does not throw
   * @param mayWork when it becomes true again, {@link goOn} must be called
   */
  constructor(work: (bytes: Uint8Array) => void, mayWork: () => boolean) {
    this.#work = work;
    this.#mayWork = mayWork;
  }

  get length(): number {
    return this.#length;
  }

  add(bytes: Uint8Array): void {
    this.#chunks.push(bytes);
    this.#length += bytes.length;
    this.goOn();
  }

  goOn(): void {
    if (this.#working || this.#length === 0 || !this.#mayWork()) return;
    this.#working = true;
    inTurns(() => {
      if (this.#mayWork()) this.#work(this.#piece());
      this.#working = this.#length > 0 && this.#mayWork();
      return this.#working;
    });
  }

  clear(): void {
    this.#chunks = [];
    this.#length = 0;
  }

  #piece(): Uint8Array {
    const first = this.#chunks.shift() ?? new Uint8Array();
    const piece = first.subarray(0, this.#pieces.next(first));
    if (piece.length < first.length) this.#chunks.unshift(first.subarray(piece.length));
    this.#length -= piece.length;
    return piece;
  }
}

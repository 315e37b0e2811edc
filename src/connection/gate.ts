/** Whether application data may pass in one direction now, and how much of it: a flow opens it, and new keys shut it. */
import type { Epoch } from '../protocol/epoch.ts';

export class Gate {
  #left: number | undefined;

  get isOpen(): boolean {
    return this.#left !== undefined;
  }

  /** Only early data is limited (RFC 9846 section 4.7.1). */
  get isLimited(): boolean {
    return this.#left !== undefined && this.#left !== Number.POSITIVE_INFINITY;
  }

  /** @param most bytes until it is opened again */
  open(most = Number.POSITIVE_INFINITY): void {
    this.#left = most;
  }

  /** A change of keys shuts it, unless it is a KeyUpdate. */
  keysChanged({ generation }: Epoch): void {
    if (generation === 0) this.#left = undefined;
  }

  /** Whether so many bytes may pass; they are counted. */
  pass(length: number): boolean {
    if (this.#left === undefined || length > this.#left) return false;
    this.#left -= length;
    return true;
  }
}

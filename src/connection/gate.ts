/** Whether application data may pass in one direction now, and how much of it: a flow opens it, and new keys shut it. */
import type { Epoch } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';

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

  close(): void {
    this.#left = undefined;
  }

  /** A change of keys shuts it, unless it is a KeyUpdate. */
  keysChanged({ generation }: Epoch): void {
    if (generation === 0) this.close();
  }

  /** Throws for data that the peer may not send now. */
  admit(length: number): void {
    if (!this.isOpen) {
      throw new TlsError(
        'unexpected-record',
        'the peer sent application data in the middle of a handshake',
        'RFC 9846 section 5.2',
      );
    }
    if (!this.pass(length)) {
      throw new TlsError(
        'too-much-early-data',
        'the client sent more early data than its ticket allows',
        'RFC 9846 section 4.7.1',
      );
    }
  }

  /** Whether this many bytes may pass; if so, they are counted. */
  pass(length: number): boolean {
    if (this.#left === undefined || length > this.#left) return false;
    this.#left -= length;
    return true;
  }
}

import { TlsError } from '../protocol/errors.ts';

/**
 * How long somebody may keep us waiting: the peer during a handshake, where only its own time counts, not that of a person,
 * an HSM or a KMS on our side; or our own side, for an answer.
 */
export class Countdown {
  #left: number;
  #deadline: number | undefined;

  /**
   * @param now monotonic milliseconds
   * @param limit milliseconds; Infinity for no limit
   */
  constructor(
    private readonly now: () => number,
    limit: number,
  ) {
    if (!(limit > 0))
      throw new TlsError('misuse', 'a time limit must be a number of milliseconds above 0, or Infinity');
    this.#left = limit;
  }

  /** Monotonic milliseconds at which it runs out; undefined while the clock is stopped. */
  get deadline(): number | undefined {
    return this.#deadline;
  }

  get over(): boolean {
    return this.#deadline !== undefined && this.now() >= this.#deadline;
  }

  start(): void {
    if (this.#deadline === undefined && Number.isFinite(this.#left)) this.#deadline = this.now() + this.#left;
  }

  /** What is left is kept for the next start. */
  stop(): void {
    if (this.#deadline === undefined) return;
    this.#left = Math.max(0, this.#deadline - this.now());
    this.#deadline = undefined;
  }
}

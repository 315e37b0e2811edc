import { TlsError } from '../protocol/errors.ts';

/**
 * How long somebody may keep us waiting: the peer a handshake, where only its time counts and not that of a person, an
 * HSM or a KMS of ours; or whoever is asked on our side, an answer.
 */
export class Patience {
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

  /** Monotonic milliseconds at which it ends; undefined while it is not waited for. */
  get deadline(): number | undefined {
    return this.#deadline;
  }

  get over(): boolean {
    return this.#deadline !== undefined && this.now() >= this.#deadline;
  }

  /** It is waited for. */
  start(): void {
    if (this.#deadline === undefined && Number.isFinite(this.#left)) this.#deadline = this.now() + this.#left;
  }

  /** It is not, or no longer. */
  stop(): void {
    if (this.#deadline === undefined) return;
    this.#left = Math.max(0, this.#deadline - this.now());
    this.#deadline = undefined;
  }
}

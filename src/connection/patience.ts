/** How long a peer may keep a handshake waiting. Only its time counts: not that of a person, an HSM or a KMS of ours. */
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
    this.#left = limit;
  }

  /** Monotonic milliseconds at which it ends; undefined while nobody is waited for. */
  get deadline(): number | undefined {
    return this.#deadline;
  }

  get over(): boolean {
    return this.#deadline !== undefined && this.now() >= this.#deadline;
  }

  /** The peer is waited for. */
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

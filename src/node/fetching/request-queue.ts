/**
 * Limits how many requests run at a time, per host and in all; others wait for their turn, or until they are aborted.
 *
 * The limits of http.Agent were rejected: it opens a queued request’s socket with the options of the one that has just
 * closed, and so under that one's rules on where it may go.
 */
export class Turns {
  readonly #perHost: number;
  readonly #inAll: number;
  /** How many are running, by host; hosts without any are not listed. */
  readonly #busy = new Map<string, number>();
  #total = 0;
  readonly #waiting = new Set<{ readonly host: string; readonly go: () => void }>();

  constructor(perHost: number, inAll: number) {
    this.#perHost = perHost;
    this.#inAll = inAll;
  }

  /** Does `work` when its turn comes. Rejects with the signal’s reason if that is aborted before. */
  async take<T>(host: string, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
    if (this.#free(host)) this.#count(host, 1);
    else await this.#turn(host, signal);
    try {
      signal.throwIfAborted();
      return await work();
    } finally {
      this.#count(host, -1);
      this.#callNext();
    }
  }

  /** Once it resolves, the turn has been counted. */
  #turn(host: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        this.#waiting.delete(place);
        reject(signal.reason as Error);
      };
      const place = {
        host,
        go: () => {
          signal.removeEventListener('abort', leave);
          resolve();
        },
      };
      signal.addEventListener('abort', leave, { once: true });
      this.#waiting.add(place);
    });
  }

  #free(host: string): boolean {
    return this.#total < this.#inAll && (this.#busy.get(host) ?? 0) < this.#perHost;
  }

  #count(host: string, change: 1 | -1): void {
    const busy = (this.#busy.get(host) ?? 0) + change;
    if (busy === 0) this.#busy.delete(host);
    else this.#busy.set(host, busy);
    this.#total += change;
  }

  #callNext(): void {
    for (const place of this.#waiting) {
      if (!this.#free(place.host)) continue;
      this.#waiting.delete(place);
      this.#count(place.host, 1);
      place.go();
      return;
    }
  }
}

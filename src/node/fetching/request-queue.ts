/**
 * So many at a time for one host, and so many in all; others wait for their turn, or for their own end.
 *
 * The bounds of http.Agent were refused: it opens a queued request’s socket with the options of the one that has just
 * closed, and with them under another’s rules of where it may go.
 */
export class Turns {
  readonly #perHost: number;
  readonly #inAll: number;
  /** How many are having their turn, by host; those that have none are not there. */
  readonly #busy = new Map<string, number>();
  #total = 0;
  readonly #waiting = new Set<{ readonly host: string; readonly go: () => void }>();

  constructor(perHost: number, inAll: number) {
    this.#perHost = perHost;
    this.#inAll = inAll;
  }

  /** Does `work` when it is its turn. Rejects with the signal’s reason when that is aborted before. */
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

  /** Whoever is called has been counted. */
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

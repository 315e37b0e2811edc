/**
 * Fetched answers, kept while they are valid; requests for what is already being fetched share that fetch.
 *
 * What is kept is bounded in number and in bytes, and the least recently used makes room. A failure is kept too, briefly,
 * so that a dead responder costs time once and not for every connection. A fetch that nobody is waiting for any more is
 * given up.
 */
import { owns } from '../../wire/bare.ts';

export interface Fresh<T> {
  readonly value: T;
  /** Its size in bytes. */
  readonly size: number;
  /** Milliseconds from now for which it may be used again. */
  readonly holds: number;
}

export interface AnswersLimits {
  readonly most: number;
  readonly mostBytes: number;
  /** Milliseconds for which a failure is kept. */
  readonly failuresHold: number;
}

/** What a failure counts for, in bytes. */
const FAILURE_SIZE = 1024;

export class Answers<T> {
  readonly #limits: AnswersLimits;
  readonly #now: () => number;
  /** The least recently used comes first. */
  readonly #kept = new Map<string, Kept<T>>();
  readonly #flights = new Map<string, Flight<T>>();
  #bytes = 0;

  /** @param now monotonic milliseconds */
  constructor(limits: AnswersLimits, now: () => number) {
    this.#limits = limits;
    this.#now = now;
  }

  /**
   * The answer under `key`, fetched if there is no valid one.
   *
   * @param signal ends the waiting, with its reason
   */
  async ask(key: string, fetch: (signal: AbortSignal) => Promise<Fresh<T>>, signal: AbortSignal): Promise<T> {
    signal.throwIfAborted();
    const kept = this.#find(key);
    if (kept) {
      if (owns(kept, 'error')) throw kept.error;
      return kept.value;
    }
    const flight = this.#flights.get(key) ?? this.#begin(key, fetch);
    return flight.join(signal);
  }

  #find(key: string): Kept<T> | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    this.#forget(key, kept);
    if (this.#now() >= kept.until) return undefined;
    this.#keep(key, kept);
    return kept;
  }

  #begin(key: string, fetch: (signal: AbortSignal) => Promise<Fresh<T>>): Flight<T> {
    const flight: Flight<T> = new Flight(fetch, () => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    this.#flights.set(key, flight);
    flight.landed.then(
      ({ value, size, holds }) => this.#keep(key, { value, size, until: this.#now() + holds }),
      (error: Error) => {
        const until = this.#now() + this.#limits.failuresHold;
        if (!flight.givenUp) this.#keep(key, { error, size: FAILURE_SIZE, until });
      },
    );
    return flight;
  }

  #keep(key: string, kept: Kept<T>): void {
    const { most, mostBytes } = this.#limits;
    const before = this.#kept.get(key);
    if (before) this.#forget(key, before);
    if (kept.size > mostBytes || kept.until <= this.#now()) return;
    this.#kept.set(key, kept);
    this.#bytes += kept.size;
    for (const [oldest, it] of this.#kept) {
      if (this.#kept.size <= most && this.#bytes <= mostBytes) break;
      this.#forget(oldest, it);
    }
  }

  #forget(key: string, { size }: Kept<T>): void {
    this.#kept.delete(key);
    this.#bytes -= size;
  }
}

type Kept<T> = { readonly size: number; readonly until: number } & (
  | { readonly value: T }
  | { readonly error: Error }
);

/** One fetch under way, and those who wait for it. */
class Flight<T> {
  readonly landed: Promise<Fresh<T>>;
  readonly #abort = new AbortController();
  readonly #done: () => void;
  #waiting = 0;

  /** @param done called when nobody can join any more */
  constructor(fetch: (signal: AbortSignal) => Promise<Fresh<T>>, done: () => void) {
    this.#done = done;
    this.landed = fetch(this.#abort.signal).finally(done);
  }

  /** Nobody was waiting for it any more. */
  get givenUp(): boolean {
    return this.#abort.signal.aborted;
  }

  join(signal: AbortSignal): Promise<T> {
    this.#waiting++;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        reject(signal.reason as Error);
        if (--this.#waiting > 0) return;
        this.#abort.abort(signal.reason);
        this.#done();
      };
      signal.addEventListener('abort', leave, { once: true });
      const stay = (): void => signal.removeEventListener('abort', leave);
      this.landed.then(
        ({ value }) => {
          stay();
          resolve(value);
        },
        (error: Error) => {
          stay();
          reject(error);
        },
      );
    });
  }
}

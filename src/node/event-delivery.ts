/**
 * Delivers events to a handler that may throw: the exception is reported before anything else is delivered, since the
 * program may want no more, and no event is lost.
 */
import type { Event } from '../options/engine.ts';
import { heard } from './uncaught-exception.ts';

export interface Handlers {
  /** Every event of the connection, in order. May call every method of the transport. */
  onEvent(event: Event): void;
  /**
   * The socket is closed and nothing follows.
   *
   * @param cause the socket's error, if it failed
   */
  onClose?(cause: Error | undefined): void;
}

export class EventDelivery {
  readonly #handle: (event: Event) => void;
  readonly #goOn: () => void;
  readonly #events: Event[] = [];
  #interrupted = false;

  /** @param goOn called when the exception has been reported */
  constructor(handle: (event: Event) => void, goOn: () => void) {
    this.#handle = handle;
    this.#goOn = goOn;
  }

  /** The handler has thrown, and the exception has not been reported yet. */
  get interrupted(): boolean {
    return this.#interrupted;
  }

  add(events: readonly Event[]): void {
    this.#events.push(...events);
  }

  next(): Event | undefined {
    return this.#events.shift();
  }

  hand(event: Event): void {
    if (heard(() => this.#handle(event))) return;
    this.#interrupted = true;
    process.nextTick(() => {
      this.#interrupted = false;
      this.#goOn();
    });
  }
}

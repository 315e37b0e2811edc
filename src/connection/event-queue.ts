/** Events in order, until they are taken. Those that only observers want are not even made when nobody observes. */
import type { ConnectionEvent, Event, ObservedEvent } from '../handshake/events.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { Observer } from './observer.ts';

export class EventQueue {
  #events: Event[] = [];
  /** Undefined when nobody observes. */
  readonly observer: Observer | undefined;

  /** @param isOver from then on nothing happens any more, whatever a flow that cannot be stopped still does */
  constructor(
    private readonly options: Pick<ConnectionOptions, 'observe' | 'secrets' | 'now'>,
    private readonly isOver: () => boolean,
  ) {
    if (options.observe) this.observer = new Observer((event) => this.tell(event), options.now);
  }

  /** For observers; secrets only if they were asked for. */
  tell(event: () => ObservedEvent): void {
    if (!this.observer) return;
    const told = event();
    if (told.type === 'secret' && !this.hasSecrets) return;
    this.report(withOwnBytes(told));
  }

  /** The key log is wanted, even if nobody observes. */
  get hasSecrets(): boolean {
    return this.options.secrets === true;
  }

  /** For everybody. The event gets its time, and is the queue's from here on. */
  report(event: ConnectionEvent | ObservedEvent): void {
    if (this.isOver()) return;
    this.#events.push(Object.assign(event, { at: this.options.now() }));
  }

  take(): readonly Event[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

/** Observers get copies: the handshake goes on using these bytes. */
function withOwnBytes(told: ObservedEvent): ObservedEvent {
  const own: Record<string, unknown> = { ...told };
  for (const [name, value] of Object.entries(own)) if (value instanceof Uint8Array) own[name] = value.slice();
  return own as unknown as ObservedEvent;
}

/** What happened, in order, until somebody takes it. What only a watcher wants is not even made when nobody watches. */
import type { ConnectionEvent, Event, ObservedEvent, ScheduleEvent } from '../handshake/events.ts';
import type { ConnectionOptions } from './connection-options.ts';

export class EventQueue {
  readonly #options: Pick<ConnectionOptions, 'observe' | 'secrets' | 'now'>;
  #events: Event[] = [];

  constructor(options: Pick<ConnectionOptions, 'observe' | 'secrets' | 'now'>) {
    this.#options = options;
  }

  /** For whoever watches; a secret only for whom asked for secrets. */
  tell(event: () => ObservedEvent): void {
    if (!this.#options.observe) return;
    const told = event();
    const hasSecrets = this.#options.secrets === true;
    if (told.type === 'secret' && !hasSecrets) return;
    this.report(withOwnBytes(told.type === 'schedule' && !hasSecrets ? withoutBytes(told) : told));
  }

  /** For everybody. The event is stamped and becomes the queue's. */
  report(event: ConnectionEvent | ObservedEvent): void {
    this.#events.push(Object.assign(event, { at: this.#options.now() }));
  }

  take(): readonly Event[] {
    const events = this.#events;
    this.#events = [];
    return events;
  }
}

const withoutBytes = ({ inputs, output, ...step }: ScheduleEvent): ScheduleEvent => ({
  ...step,
  inputs: inputs.map((value) => ({ ...value, bytes: undefined })),
  output: { ...output, bytes: undefined },
});

/** What a watcher is told is the watcher's: the handshake goes on with these bytes, and more of them may be on their way. */
function withOwnBytes(told: ObservedEvent): ObservedEvent {
  const own = Object.entries(told).map(([name, value]) => [
    name,
    value instanceof Uint8Array ? value.slice() : value,
  ]);
  return Object.fromEntries(own);
}

/** Which records a message is in. What we send is reported before its records, and fills them in order. */
import type { MessageEvent, RecordEvent } from '../handshake/events.ts';

interface Logged {
  readonly event: MessageEvent;
  /** Its place among the steps. */
  readonly step: number;
  /** Bytes not in a record yet. */
  left: number;
  records?: readonly [first: number, last: number];
}

export class MessageLog {
  readonly #all: Logged[] = [];

  get all(): readonly Logged[] {
    return this.#all;
  }

  get events(): readonly MessageEvent[] {
    return this.#all.map(({ event }) => event);
  }

  add(event: MessageEvent, step: number): void {
    const { records, raw } = event;
    this.#all.push({ event, step, left: records ? 0 : raw.length, ...(records && { records }) });
  }

  /** A record of handshake content goes out. */
  place({ number, content }: RecordEvent): void {
    let room = content.length;
    for (const message of this.#all) {
      if (room === 0) return;
      if (message.left === 0 || message.event.direction !== 'sent') continue;
      const taken = Math.min(room, message.left);
      message.left -= taken;
      room -= taken;
      message.records = [message.records?.[0] ?? number, number];
    }
  }
}

/**
 * Where messages are: in which records, and where in the stream of handshake bytes of their direction. What we send is
 * reported before its records, and what we receive after them; both fill them in order.
 */
import type { Direction, MessageEvent, RecordEvent } from '../handshake/events.ts';
import type { Range } from './step-document.ts';
import { hasNoKnownEnd, mayHaveTickets, ticketsOf } from './tickets.ts';

export interface Logged {
  readonly event: MessageEvent;
  /** Its place among the steps. */
  readonly step: number;
  /** Where it begins in the stream of handshake bytes. */
  readonly start: number;
  /** Where that is, and what it is, was read behind a damaged message. */
  readonly isBehindDamage: boolean;
  records?: readonly [first: number, last: number];
  transcript?: { readonly hash: string; readonly digest: Uint8Array };
}

/** Of one direction. */
interface Stream {
  /** Bytes of the messages so far. */
  length: number;
  /** And of the records that they went out in. */
  placed: number;
  /** Messages that may have a secret in them and go over the wire in cleartext. */
  readonly open: {
    readonly start: number;
    readonly length: number;
    readonly event: MessageEvent | undefined;
    readonly isBehindDamage: boolean;
  }[];
  isDamaged: boolean;
}

export class MessageLog {
  readonly #all: Logged[] = [];
  /** By the numbers of the messages told, which are more than those kept. */
  readonly #byNumber = new Map<number, Logged>();
  #told = 0;
  readonly #streams: Readonly<Record<Direction, Stream>> = {
    sent: { length: 0, placed: 0, open: [], isDamaged: false },
    received: { length: 0, placed: 0, open: [], isDamaged: false },
  };

  get all(): readonly Logged[] {
    return this.#all;
  }

  get events(): readonly MessageEvent[] {
    return this.#all.map(({ event }) => event);
  }

  /** @param step undefined for one that is not kept */
  add(event: MessageEvent, step: number | undefined): void {
    const { records, raw, direction, epoch } = event;
    const stream = this.#streams[direction];
    const start = stream.length;
    const { length } = raw;
    stream.length += length;
    const kept = step === undefined ? undefined : event;
    const isOpen = epoch.level === 'cleartext';
    const isBehindDamage = isOpen && stream.isDamaged;
    if (isOpen && (isBehindDamage || mayHaveTickets(event)))
      stream.open.push({ start, length, event: kept, isBehindDamage });
    stream.isDamaged ||= isOpen && hasNoKnownEnd(event);
    const number = this.#told++;
    if (step === undefined) return;
    const logged: Logged = { event, step, start, isBehindDamage, ...(records && { records }) };
    this.#all.push(logged);
    this.#byNumber.set(number, logged);
  }

  /** The transcript's hash after a message. */
  covered(message: number, hash: string, digest: Uint8Array): void {
    const logged = this.#byNumber.get(message);
    if (logged) logged.transcript = { hash, digest };
  }

  /** A record of handshake content goes out. */
  place({ number, content }: RecordEvent): void {
    const from = this.#streams.sent.placed;
    const to = from + content.length;
    this.#streams.sent.placed = to;
    for (const message of this.#all) {
      const { event, start, records } = message;
      if (event.direction === 'sent' && start < to && start + event.raw.length > from)
        message.records = [records?.[0] ?? number, number];
    }
  }

  /**
   * Which bytes of a part of the stream are a secret, counted from where the part begins. What belongs to a message that
   * never became whole may be one.
   */
  secretIn(direction: Direction, start: number, length: number): readonly Range[] {
    const { open, length: whole } = this.#streams[direction];
    const secrets = open.flatMap(
      ({ start: begins, length: long, event, isBehindDamage }): readonly Range[] =>
        event
          ? ticketsOf(event, isBehindDamage).map(([from, to]): Range => [begins + from, begins + to])
          : [[begins, begins + long]],
    );
    return [...secrets, [whole, Number.POSITIVE_INFINITY] as const]
      .map(([from, to]): Range => [Math.max(0, from - start), Math.min(length, to - start)])
      .filter(([from, to]) => from < to);
  }
}

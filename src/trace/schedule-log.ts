/** The steps of the key schedule, with the messages that they cover. */
import type { ScheduleEvent } from '../handshake/events.ts';
import { hex } from '../wire/bytes.ts';
import { round } from './document.ts';
import type { ScheduleDocument } from './schedule-document.ts';

/** A handshake takes some thirty, and each KeyUpdate three. */
const MOST = 256;

export class ScheduleLog {
  readonly #steps: ScheduleDocument[] = [];
  #notKept = 0;
  /** The messages of the transcript so far, by their places among the steps of the trace. */
  #over: number[] = [];

  get all(): readonly ScheduleDocument[] {
    return this.#steps;
  }

  get notKept(): number {
    return this.#notKept;
  }

  /** A message of the transcript; the first one of another handshake begins another transcript. */
  covers(step: number, isFirst: boolean): void {
    if (isFirst) this.#over = [];
    this.#over.push(step);
  }

  add({ operation, hash, label, inputs, output, took }: ScheduleEvent, at: number, secrets: boolean): void {
    if (this.#steps.length >= MOST) {
      this.#notKept++;
      return;
    }
    const value = ({ name, length, bytes }: ScheduleEvent['output']) => ({
      name,
      length,
      bytes: secrets && bytes ? hex(bytes) : null,
    });
    this.#steps.push({
      at,
      took: round(took),
      operation,
      hash,
      label: label ?? null,
      inputs: inputs.map((input) => ({ as: input.as, ...value(input), step: input.step ?? null })),
      output: value(output),
      over: inputs.some(({ name }) => coversMessages(name)) ? [...this.#over] : null,
    });
  }
}

/** Not the hash of no messages, nor that of an exporter's context. */
const coversMessages = (name: string): boolean =>
  name === 'session_hash' ||
  name === 'Hash(handshake_messages)' ||
  (name.startsWith('Transcript-Hash(') && name !== 'Transcript-Hash("")');

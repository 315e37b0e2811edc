/** The records of a connection that are shown: the first ones, up to a byte limit; the others are counted. */

import type { RecordEvent } from '../handshake/events.ts';
import { epochName } from '../protocol/epoch.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { hex } from '../wire/bytes.ts';
import { Allowance, onItsOwn } from './allowance.ts';
import type { RecordDocument, Role } from './document.ts';
import { fieldsOfRecord, type ProtectionForm } from './fields.ts';

interface Kept {
  /** The content is shown with the messages, or is application data, which is not shown. */
  readonly event: Omit<RecordEvent, 'content'>;
  readonly contentLength: number;
  readonly from: Role;
  readonly at: number;
}

export class RecordLog {
  readonly #kept: Kept[] = [];
  readonly #room: Allowance;
  readonly #most: number;
  #notKept = 0;

  /** @param mostBytes limit for all kept records together */
  constructor(mostBytes: number, most: number) {
    this.#most = most;
    this.#room = new Allowance(mostBytes);
  }

  get notKept(): number {
    return this.#notKept;
  }

  add({ content, ...event }: RecordEvent, from: Role, at: number): void {
    if (this.#kept.length >= this.#most || !this.#room.take(event.bytes.length)) this.#notKept++;
    else {
      const bytes = onItsOwn(event.bytes);
      this.#kept.push({ event: { ...event, bytes }, contentLength: content.length, from, at });
    }
  }

  documents(form: ProtectionForm, version: string | undefined): RecordDocument[] {
    return this.#kept.map(({ event, contentLength, from, at }) => ({
      direction: event.direction,
      from,
      number: event.number,
      at,
      offset: event.offset,
      length: event.bytes.length,
      epoch: epochName(event.epoch),
      sequence: event.sequence,
      contentType: ContentType.nameOf(event.contentType),
      contentLength,
      padding: event.padding,
      bytes: hex(event.bytes),
      fields: fieldsOfRecord(event, contentLength, form, version),
    }));
  }
}

/** The records of a connection that are shown: the first ones, up to a byte limit; the others are counted. */
import type { Direction, RecordEvent } from '../handshake/events.ts';
import { epochName } from '../protocol/epoch.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { RECORD_HEADER } from '../record/record.ts';
import { hex } from '../wire/bytes.ts';
import { Allowance, onItsOwn } from './allowance.ts';
import type { RecordDocument, Role } from './document.ts';
import { round } from './document.ts';
import { fieldsOfRecord, type ProtectionForm } from './fields.ts';
import type { MessageLog } from './message-log.ts';
import { protectionDocument } from './record-protection.ts';
import { ticketsBesides, withZeros } from './tickets.ts';

interface Kept {
  readonly event: Omit<RecordEvent, 'content'>;
  /** Undefined where nobody asked for secrets: it is shown with the messages, or is application data, which is not shown. */
  readonly content: Uint8Array | undefined;
  readonly contentLength: number;
  readonly from: Role;
  readonly at: number;
  readonly arrived: number | null;
  /** Where its content begins in the stream of handshake bytes; undefined for other content. */
  readonly start: number | undefined;
  /** What the sender's nonces are made of; undefined where nobody asked for secrets. */
  readonly iv: Uint8Array | undefined;
}

export class RecordLog {
  readonly #kept: Kept[] = [];
  readonly #room: Allowance;
  readonly #most: number;
  readonly #secrets: boolean;
  readonly #handshake: Record<Direction, number> = { sent: 0, received: 0 };
  #notKept = 0;

  /**
   * @param mostBytes limit for all kept records together
   * @param secrets keep what was encrypted
   */
  constructor(mostBytes: number, most: number, secrets: boolean) {
    this.#most = most;
    this.#secrets = secrets;
    this.#room = new Allowance(mostBytes);
  }

  get notKept(): number {
    return this.#notKept;
  }

  /** @param iv of the sender's keys, where secrets are known */
  add(
    { content, ...event }: RecordEvent,
    from: Role,
    times: { readonly at: number; readonly arrived: number | null },
    iv: Uint8Array | undefined,
  ): void {
    const start = this.#handshake[event.direction];
    const isHandshake = event.contentType === ContentType.handshake;
    if (isHandshake) this.#handshake[event.direction] += content.length;
    if (this.#kept.length >= this.#most || !this.#room.take(event.bytes.length)) {
      this.#notKept++;
      return;
    }
    this.#kept.push({
      event: { ...event, bytes: onItsOwn(event.bytes) },
      content: this.#secrets ? onItsOwn(content) : undefined,
      contentLength: content.length,
      from,
      ...times,
      start: isHandshake ? start : undefined,
      iv,
    });
  }

  documents(form: ProtectionForm, version: string | undefined, messages: MessageLog): RecordDocument[] {
    return this.#kept.map(({ event, content, contentLength, from, at, arrived, start, iv }) => {
      const isProtected = event.bytes.length !== RECORD_HEADER + contentLength;
      const inContent =
        isProtected || start === undefined ? [] : messages.secretIn(event.direction, start, contentLength);
      const secret = this.#secrets
        ? []
        : start === undefined
          ? ticketsBesides(event.bytes)
          : inContent.map(([from, to]) => [RECORD_HEADER + from, RECORD_HEADER + to] as const);
      const bytes = withZeros(event.bytes, secret);
      const record = {
        direction: event.direction,
        from,
        number: event.number,
        at,
        arrived,
        took: event.took === undefined ? null : round(event.took),
        offset: event.offset,
        length: bytes.length,
        epoch: epochName(event.epoch),
        sequence: event.sequence,
        contentType: ContentType.nameOf(event.contentType),
        contentLength,
        padding: event.padding,
        bytes: hex(bytes),
        ...(secret.length > 0 && { withheld: secret }),
      };
      const fields = fieldsOfRecord(record, form, version);
      const protection = isProtected
        ? protectionDocument(event, { form, fields, contentLength, content, iv })
        : null;
      return { ...record, fields, protection };
    });
  }
}

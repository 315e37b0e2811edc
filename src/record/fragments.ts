/**
 * Handshake messages from the contents of handshake records: one record may hold several messages, and one message
 * may span several records (RFC 9846 section 5.1), even of one byte each.
 *
 * An unfinished message takes as much memory as has arrived of it, up to the length announced in its header: a peer that
 * announces much and sends little costs us little. Keeping the records was rejected: an object per byte is just what an
 * attacker wants.
 */
import { TlsError } from '../protocol/errors.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { HandshakeType } from '../protocol/numbers/content.ts';
import { say } from '../wire/words.ts';
import { longestOf } from './longest-messages.ts';
import { MAX_PLAINTEXT } from './record.ts';

export interface WholeMessage {
  /** Header and body: bytes of their own, or part of one record's content, which nobody else holds. */
  readonly raw: Uint8Array;
  /** The numbers of the received records that it came in, first and last. */
  readonly records: readonly [number, number];
}

const none = new Uint8Array();

export class Fragments {
  /** The unread rest of the latest record. */
  #content: Uint8Array = none;
  #record = 0;
  /** A message that more records must complete. */
  #message: Uint8Array = none;
  #filled = 0;
  /** Its length, from its header. */
  #total = 0;
  #firstRecord = 0;

  /** @param longest most bytes of any message, header included; most types have far lower limits */
  constructor(readonly longest: number | undefined) {}

  /** Whether part of a message is pending; a key change must not happen then (RFC 9846 section 5.1). */
  get pending(): boolean {
    return this.#filled > 0 || this.#content.length > 0;
  }

  /** How much there is of a message that spans records; undefined until its header has come. */
  get begun(): { readonly has: number; readonly of: number } | undefined {
    return this.#filled < HEADER_LENGTH ? undefined : { has: this.#filled, of: this.#total };
  }

  /** Takes the content of the next record, when {@link next} has nothing left to give. The bytes become ours. */
  add(content: Uint8Array, record: number): void {
    if (this.#content.length > 0) throw new Error('a record was added before the last one was used up');
    this.#content = content;
    this.#record = record;
  }

  /**
   * The next whole message, or undefined until more is added. Throws TlsError as soon as the first four bytes announce
   * more than the type's limit.
   */
  next(): WholeMessage | undefined {
    const content = this.#content;
    if (content.length === 0) return undefined;
    if (this.#filled > 0 || content.length < HEADER_LENGTH) return this.#gathered();
    const total = this.#announced(content);
    if (content.length < total) return this.#gathered();
    // The usual case: the whole message is in one record.
    this.#content = content.length === total ? none : content.subarray(total);
    return { raw: content.subarray(0, total), records: [this.#record, this.#record] };
  }

  #gathered(): WholeMessage | undefined {
    if (this.#filled === 0) this.#firstRecord = this.#record;
    if (this.#filled < HEADER_LENGTH) {
      if (!this.#fill(HEADER_LENGTH)) return undefined;
      this.#total = this.#announced(this.#message);
    }
    if (!this.#fill(this.#total)) return undefined;
    const raw = this.#message;
    this.#message = none;
    this.#filled = 0;
    return { raw, records: [this.#firstRecord, this.#record] };
  }

  /** Copies what is there of the message, up to this length; true once that much is there. */
  #fill(length: number): boolean {
    const content = this.#content;
    const missing = length - this.#filled;
    const part = content.length <= missing ? content : content.subarray(0, missing);
    this.#content = part === content ? none : content.subarray(missing);
    if (this.#filled + part.length > this.#message.length) this.#grow(this.#filled + part.length, length);
    this.#message.set(part, this.#filled);
    this.#filled += part.length;
    return this.#filled === length;
  }

  /** The next size to allocate: a peer that has sent a record's worth is trusted with the announced length. */
  #grow(needed: number, length: number): void {
    const grown = new Uint8Array(needed <= MAX_PLAINTEXT ? Math.min(length, MAX_PLAINTEXT) : length);
    grown.set(this.#message.subarray(0, this.#filled));
    this.#message = grown;
  }

  #announced(header: Uint8Array): number {
    const total = HEADER_LENGTH + ((header[1]! << 16) | (header[2]! << 8) | header[3]!);
    const limit = longestOf(header[0]!, this.longest);
    if (total > limit) {
      throw new TlsError(
        'message-too-large',
        say`the peer announced a ${HandshakeType.nameOf(header[0]!)} of ${total} bytes; the limit is ${limit}`,
        'RFC 9846 section 4',
      );
    }
    return total;
  }
}

/**
 * Handshake messages out of the contents of handshake records: one record may hold several messages, and one message
 * may span several records (RFC 9846 section 5.1).
 */
import { TlsError } from '../protocol/errors.ts';
import { HEADER_LENGTH } from '../protocol/message.ts';
import { HandshakeType } from '../protocol/numbers/content.ts';

export interface WholeMessage {
  /** Header and body: bytes of their own, or part of one record's content, which nobody else holds. */
  readonly raw: Uint8Array;
  /** The numbers of the received records that it came in, first and last. */
  readonly records: readonly [number, number];
}

export class Fragments {
  #pieces: { bytes: Uint8Array; readonly record: number }[] = [];
  #length = 0;

  /** @param limit the most bytes that one message may have, header included */
  constructor(readonly limit: number) {}

  /** Whether part of a message is pending; a key change must not happen then (RFC 9846 section 5.1). */
  get pending(): boolean {
    return this.#length > 0;
  }

  add(content: Uint8Array, record: number): void {
    this.#pieces.push({ bytes: content, record });
    this.#length += content.length;
  }

  /** The next whole message, or undefined until more is added. Throws TlsError when one is announced over the limit. */
  next(): WholeMessage | undefined {
    if (this.#length < HEADER_LENGTH) return undefined;
    const header = this.#peek(HEADER_LENGTH);
    const total = HEADER_LENGTH + ((header[1]! << 16) | (header[2]! << 8) | header[3]!);
    if (total > this.limit) {
      throw new TlsError(
        'message-too-large',
        `the peer announced a ${HandshakeType.nameOf(header[0]!)} of ${total} bytes; the limit is ${this.limit}`,
        'RFC 9846 section 4',
      );
    }
    if (this.#length < total) return undefined;
    const piece = this.#pieces[0]!;
    if (piece.bytes.length >= total) return this.#within(piece, total);
    const first = piece.record;
    const raw = new Uint8Array(total);
    let filled = 0;
    let last = first;
    while (filled < total) {
      const piece = this.#pieces[0]!;
      const part = piece.bytes.subarray(0, total - filled);
      raw.set(part, filled);
      filled += part.length;
      last = piece.record;
      if (part.length === piece.bytes.length) this.#pieces.shift();
      else piece.bytes = piece.bytes.subarray(part.length);
    }
    this.#length -= total;
    return { raw, records: [first, last] };
  }

  /** The usual case: the whole message stands in one record, whose content is ours already. */
  #within(piece: { bytes: Uint8Array; readonly record: number }, total: number): WholeMessage {
    const raw = piece.bytes.subarray(0, total);
    if (piece.bytes.length === total) this.#pieces.shift();
    else piece.bytes = piece.bytes.subarray(total);
    this.#length -= total;
    return { raw, records: [piece.record, piece.record] };
  }

  #peek(count: number): Uint8Array {
    const first = this.#pieces[0]!.bytes;
    if (first.length >= count) return first;
    const out = new Uint8Array(count);
    let filled = 0;
    for (const { bytes } of this.#pieces) {
      const part = bytes.subarray(0, count - filled);
      out.set(part, filled);
      filled += part.length;
      if (filled === count) break;
    }
    return out;
  }
}

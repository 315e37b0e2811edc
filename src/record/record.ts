/**
 * Records as they stand on the wire (RFC 9846 section 5.1).
 *
 *     struct {
 *         ContentType type;
 *         ProtocolVersion legacy_record_version;
 *         uint16 length;
 *         opaque fragment[TLSPlaintext.length];
 *     } TLSPlaintext;
 */
import { TlsError } from '../protocol/errors.ts';
import { AlertDescription, AlertLevel } from '../protocol/numbers/alerts.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { ProtocolVersion } from '../protocol/numbers/versions.ts';
import type { Of } from '../wire/codec.ts';
import { struct, u16 } from '../wire/notation.ts';

export const RECORD_HEADER = 5;
/** Most bytes of content in one record (RFC 9846 section 5.1). */
export const MAX_PLAINTEXT = 2 ** 14;
/** Most bytes that protection may add: 256 in TLS 1.3, 2048 before (RFC 9846 section 5.2, RFC 5246 section 6.2.3). */
const MAX_EXPANSION = 2048;

export const RecordHeader = struct('RFC 9846 section 5.1', {
  type: ContentType,
  legacyRecordVersion: ProtocolVersion,
  length: u16,
});

export const Alert = struct('RFC 9846 section 6', { level: AlertLevel, description: AlertDescription });
export type Alert = Of<typeof Alert>;

export interface RawRecord {
  readonly type: number;
  readonly version: number;
  /** Where it began in the stream of bytes from the peer. */
  readonly offset: number;
  /** Header and fragment: a view that holds until more bytes are fed. */
  readonly bytes: Uint8Array;
}

/** Cuts the stream from the peer into records. Holds at most one partial record beyond what was fed last. */
export class RecordReader {
  #buffer: Uint8Array<ArrayBufferLike> = new Uint8Array();
  #start = 0;
  #end = 0;
  #owned = false;
  #offset = 0;

  /** Takes bytes from the peer. They are not copied when nothing was left over, so they must not change. */
  feed(bytes: Uint8Array): void {
    const left = this.#end - this.#start;
    if (left === 0) {
      this.#buffer = bytes;
      this.#start = 0;
      this.#end = bytes.length;
      this.#owned = false;
      return;
    }
    if (this.#owned && left + bytes.length <= this.#buffer.length) {
      if (this.#end + bytes.length > this.#buffer.length) this.#move(this.#buffer, left);
    } else {
      this.#move(new Uint8Array(Math.max(2 * (left + bytes.length), RECORD_HEADER + MAX_PLAINTEXT)), left);
      this.#owned = true;
    }
    this.#buffer.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** Puts what waits at the beginning of a buffer, which may be the one it is in. */
  #move(buffer: Uint8Array<ArrayBufferLike>, left: number): void {
    buffer.set(this.#buffer.subarray(this.#start, this.#end));
    this.#buffer = buffer;
    this.#start = 0;
    this.#end = left;
  }

  /** How many bytes wait to be read. */
  get buffered(): number {
    return this.#end - this.#start;
  }

  /** The bytes that wait, as they came; for saying what it was that is not TLS. */
  peek(): Uint8Array {
    return this.#buffer.subarray(this.#start, this.#end);
  }

  /** The next whole record, or undefined until more bytes are fed. Throws TlsError for what cannot be a record. */
  next(): RawRecord | undefined {
    if (this.buffered < RECORD_HEADER) return undefined;
    const at = this.#start;
    const bytes = this.#buffer;
    const type = bytes[at]!;
    const version = (bytes[at + 1]! << 8) | bytes[at + 2]!;
    const length = (bytes[at + 3]! << 8) | bytes[at + 4]!;
    if (version >> 8 !== 3) {
      throw new TlsError(
        'wrong-record-version',
        `the peer sent a record of version ${ProtocolVersion.nameOf(version)}`,
        'RFC 9846 section 5.1',
      );
    }
    if (length > MAX_PLAINTEXT + MAX_EXPANSION) {
      throw new TlsError(
        'record-overflow',
        `the peer sent a record of ${length} bytes, more than any version allows`,
        'RFC 9846 section 5.2',
      );
    }
    if (this.buffered < RECORD_HEADER + length) return undefined;
    this.#start += RECORD_HEADER + length;
    const offset = this.#offset;
    this.#offset += RECORD_HEADER + length;
    return { type, version, offset, bytes: bytes.subarray(at, this.#start) };
  }
}

/** Writes a record's header into the first five bytes. */
export function writeHeader(record: Uint8Array, type: number, version: number, length: number): void {
  record[0] = type;
  record[1] = version >> 8;
  record[2] = version & 0xff;
  record[3] = length >> 8;
  record[4] = length & 0xff;
}

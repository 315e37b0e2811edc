/** Records as they are on the wire: a header and a fragment (RFC 9846 section 5.1). */
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { ProtocolVersion } from '../protocol/numbers/versions.ts';
import { struct, u16 } from '../wire/notation.ts';
import { say } from '../wire/words.ts';

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

export interface RawRecord {
  readonly type: number;
  readonly version: number;
  /** Where it began in the stream of bytes from the peer. */
  readonly offset: number;
  /** Header and fragment: a view that is valid until the next record is read or more bytes are fed. */
  readonly bytes: Uint8Array;
}

const none = new Uint8Array();
/** Smallest allocation for a record that arrives in parts, in bytes. */
const SMALLEST_PART = 64;

/**
 * Cuts the stream from the peer into records. A record that arrives in parts is assembled in a buffer of our own, which grows
 * as it arrives; bytes that were fed are not retained once they have been read.
 */
export class RecordReader {
  /** The beginning of a record whose rest has not been fed yet. */
  #part: Uint8Array = none;
  #partLength = 0;
  /** What was fed, from `#start` on. */
  #fed: Uint8Array = none;
  #start = 0;
  /** The end of the data in `#fed`; there may be room after it. */
  #end = 0;
  /** `#fed` is ours to write to. */
  #owned = false;
  #offset = 0;

  /** Takes bytes from the peer. They are not copied if all earlier ones have been read, so they must not change. */
  feed(bytes: Uint8Array): void {
    const left = this.#end - this.#start;
    if (left === 0) {
      // A Buffer's slice() would be a view, so records would share somebody else's bytes.
      this.#fed =
        bytes.constructor === Uint8Array
          ? bytes
          : new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      this.#start = 0;
      this.#end = bytes.length;
      this.#owned = false;
      return;
    }
    const needed = left + bytes.length;
    if (!this.#owned || this.#end + bytes.length > this.#fed.length) {
      const grown = new Uint8Array(2 * needed);
      grown.set(this.#fed.subarray(this.#start, this.#end));
      this.#fed = grown;
      this.#owned = true;
      this.#start = 0;
      this.#end = left;
    }
    this.#fed.set(bytes, this.#end);
    this.#end += bytes.length;
  }

  /** How many bytes wait to be read. */
  get buffered(): number {
    return this.#partLength + this.#end - this.#start;
  }

  /** How much there is of a record whose rest has not come; undefined until its header has. */
  get begun(): { readonly has: number; readonly of: number } | undefined {
    if (this.#partLength < RECORD_HEADER) return undefined;
    return { has: this.#partLength, of: RECORD_HEADER + ((this.#part[3]! << 8) | this.#part[4]!) };
  }

  /** The first unread bytes, at most so many; for telling what it was if it is not TLS. */
  peek(most: number): Uint8Array {
    const first = this.#part.subarray(0, Math.min(most, this.#partLength));
    const then = this.#fed.subarray(this.#start, Math.min(this.#end, this.#start + most - first.length));
    return first.length === 0 ? then : Uint8Array.of(...first, ...then);
  }

  /** The next whole record, or undefined until more bytes are fed. Throws TlsError for what cannot be a record. */
  next(): RawRecord | undefined {
    if (this.#partLength === 0 && this.#end - this.#start >= RECORD_HEADER) {
      const at = this.#start;
      const length = wholeLength(this.#fed, at);
      if (this.#end - at >= length) {
        const bytes = this.#fed.subarray(at, at + length);
        this.#start += length;
        if (this.#start === this.#end) this.#release();
        return this.#record(bytes);
      }
    }
    if (!this.#fill(RECORD_HEADER)) return undefined;
    const length = wholeLength(this.#part, 0);
    if (!this.#fill(length)) return undefined;
    const bytes = this.#part.subarray(0, length);
    this.#part = none;
    this.#partLength = 0;
    return this.#record(bytes);
  }

  #record(bytes: Uint8Array): RawRecord {
    const offset = this.#offset;
    this.#offset += bytes.length;
    return { type: bytes[0]!, version: (bytes[1]! << 8) | bytes[2]!, offset, bytes };
  }

  /** Moves fed bytes to the part, up to this length; true once that much is there. */
  #fill(length: number): boolean {
    const taken = Math.min(length - this.#partLength, this.#end - this.#start);
    if (taken <= 0) return this.#partLength >= length;
    const filled = this.#partLength + taken;
    if (filled > this.#part.length) {
      const grown = new Uint8Array(Math.max(SMALLEST_PART, Math.min(2 * filled, length)));
      grown.set(this.#part.subarray(0, this.#partLength));
      this.#part = grown;
    }
    this.#part.set(this.#fed.subarray(this.#start, this.#start + taken), this.#partLength);
    this.#partLength = filled;
    this.#start += taken;
    if (this.#start === this.#end) this.#release();
    return filled === length;
  }

  #release(): void {
    this.#fed = none;
    this.#start = 0;
    this.#end = 0;
    this.#owned = false;
  }
}

/** Header and fragment of the record that begins here. Throws TlsError if it cannot be a record. */
function wholeLength(bytes: Uint8Array, at: number): number {
  const type = bytes[at]!;
  const version = (bytes[at + 1]! << 8) | bytes[at + 2]!;
  const length = (bytes[at + 3]! << 8) | bytes[at + 4]!;
  if (version >> 8 !== 3) {
    throw new TlsError(
      'wrong-record-version',
      say`the peer sent a record of version ${ProtocolVersion.nameOf(version)}`,
      'RFC 9846 section 5.1',
    );
  }
  if (!ContentType.known.has(type)) throw badContentType(type);
  if (length > MAX_PLAINTEXT + MAX_EXPANSION) {
    throw new TlsError(
      'record-overflow',
      say`the peer sent a record of ${length} bytes, more than any version allows`,
      'RFC 9846 section 5.2',
    );
  }
  return RECORD_HEADER + length;
}

export const badContentType = (type: number): TlsError =>
  new TlsError(
    'bad-content-type',
    say`the peer sent a record of type ${ContentType.nameOf(type)}`,
    'RFC 9846 section 5',
  );

/** Writes a record's header into the first five bytes. */
export function writeHeader(record: Uint8Array, type: number, version: number, length: number): void {
  record[0] = type;
  record[1] = version >> 8;
  record[2] = version & 0xff;
  record[3] = length >> 8;
  record[4] = length & 0xff;
}

/**
 * Sealing and opening one record: what every protection offers (protection13.ts, protection12.ts, cbc.ts), and cleartext,
 * which has none.
 *
 * A Sealer or an Opener is one direction in one epoch: keys, and the sequence number that began at zero with them.
 */
import { cleartext, type Epoch } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { MAX_PLAINTEXT, type RawRecord, RECORD_HEADER, writeHeader } from './record.ts';

export interface Sealer {
  readonly epoch: Epoch;
  /** How many records it has sealed. */
  readonly sequence: number;
  /** Whether its key may protect so many bytes of content more, in as few records as possible. */
  hasRoomFor(content: number): boolean;
  /** Length of a whole record with this many bytes of content. */
  lengthOf(content: number): number;
  /** Fills `record`, which has exactly that length; the content has at most 2^14 bytes. */
  seal(type: number, content: Uint8Array, record: Uint8Array): void;
}

export interface Opener {
  readonly epoch: Epoch;
  readonly sequence: number;
  /** Undefined for a record that is skipped. Throws TlsError. */
  open(record: RawRecord): Opened | undefined;
}

export interface Opened {
  readonly type: number;
  readonly content: Uint8Array;
  /** Bytes of padding that were removed. */
  readonly padding: number;
  /** It was not protected: in cleartext, or where the version allows that among protected records. */
  readonly bare: boolean;
}

/** No protection yet: the first epoch of every connection. */
export class PlainSealer implements Sealer {
  readonly epoch = cleartext;
  sequence = 0;

  /** @param version legacy_record_version: 0x0301 in the first ClientHello, else 0x0303 */
  constructor(public version: number) {}

  hasRoomFor(): boolean {
    return true;
  }

  lengthOf(content: number): number {
    return RECORD_HEADER + content;
  }

  seal(type: number, content: Uint8Array, record: Uint8Array): void {
    writeHeader(record, type, this.version, content.length);
    record.set(content, RECORD_HEADER);
    this.sequence++;
  }
}

export class PlainOpener implements Opener {
  readonly epoch = cleartext;
  sequence = 0;

  open({ type, bytes }: RawRecord): Opened {
    const content = bytes.slice(RECORD_HEADER);
    refuseOverflow(content.length);
    if (type === ContentType.application_data) {
      throw new TlsError(
        'unexpected-record',
        'the peer sent application data before there were keys',
        'RFC 9846 section 5',
      );
    }
    this.sequence++;
    return { type, content, padding: 0, bare: true };
  }
}

export function refuseOverflow(length: number): void {
  if (length > MAX_PLAINTEXT) {
    throw new TlsError('record-overflow', 'the peer’s record is over 2^14 bytes', 'RFC 9846 section 5.1');
  }
}

/** One error for everything that can be wrong with a protected record (RFC 5246 section 7.2.2). */
export const badRecord = (): TlsError =>
  new TlsError(
    'bad-record-mac',
    'a record from the peer cannot be decrypted: it was changed on the way, or the keys differ',
    'RFC 9846 section 5.2',
  );

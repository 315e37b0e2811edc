/** TLS 1.3's record protection (RFC 9846 section 5.2): an AEAD, with the content's type and any padding inside. */
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { say } from '../wire/words.ts';
import { AeadDirection } from './nonce.ts';
import { badRecord, type Opened, type Opener, refuseOverflow, type Sealer } from './protection.ts';
import { MAX_PLAINTEXT, type RawRecord, RECORD_HEADER, writeHeader } from './record.ts';

export class Sealer13 extends AeadDirection implements Sealer {
  lengthOf(content: number): number {
    return RECORD_HEADER + content + 1 + this.cipher.tagLength;
  }

  seal(type: number, content: Uint8Array, record: Uint8Array): void {
    const end = RECORD_HEADER + content.length + 1;
    writeHeader(record, ContentType.application_data, 0x0303, end + this.cipher.tagLength - RECORD_HEADER);
    record.set(content, RECORD_HEADER);
    record[end - 1] = type;
    this.aead.seal(record, RECORD_HEADER, end, this.nonce.next(), record.subarray(0, RECORD_HEADER));
  }
}

export class Opener13 extends AeadDirection implements Opener {
  open({ type, bytes }: RawRecord): Opened {
    if (this.#mayBeBare(type)) return { type, content: bytes.slice(RECORD_HEADER), padding: 0, bare: true };
    if (type !== ContentType.application_data) {
      throw new TlsError(
        'unexpected-record',
        say`the peer sent an unprotected ${ContentType.nameOf(type)} record after the keys changed`,
        'RFC 9846 section 5',
      );
    }
    if (bytes.length - RECORD_HEADER > MAX_PLAINTEXT + 256) {
      throw new TlsError(
        'record-overflow',
        'the peer’s record is over 2^14 + 256 bytes',
        'RFC 9846 section 5.2',
      );
    }
    const inner = this.aead.open(
      bytes.subarray(RECORD_HEADER),
      this.nonce.next(),
      bytes.subarray(0, RECORD_HEADER),
    );
    if (!inner) throw badRecord();
    let end = inner.length - 1;
    while (end >= 0 && inner[end] === 0) end--;
    if (end < 0)
      throw new TlsError('bad-content-type', 'the peer’s record is all padding', 'RFC 9846 section 5.4');
    refuseOverflow(inner.length - 1);
    if (end === 0 && (inner[0] === ContentType.handshake || inner[0] === ContentType.alert)) {
      throw new TlsError(
        'empty-record',
        say`the peer sent a record of type ${ContentType.nameOf(inner[0])} without content`,
        'RFC 9846 section 5.4',
      );
    }
    const padding = inner.length - 1 - end;
    return { type: inner[end]!, content: inner.subarray(0, end), padding, bare: false };
  }

  /** RFC 9846 section 5: a ChangeCipherSpec during the handshake, and an alert of a peer that has no keys yet. */
  #mayBeBare(type: number): boolean {
    if (this.epoch.level === 'application') return false;
    return type === ContentType.change_cipher_spec || (type === ContentType.alert && this.sequence === 0);
  }
}

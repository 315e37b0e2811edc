/** TLS 1.3's record protection (RFC 9846 section 5.2): an AEAD, with the content's type and any padding inside. */
import type { Aead, Suite13 } from '../crypto/provider.ts';
import type { Epoch } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import type { TrafficKeys } from '../schedule/schedule13.ts';
import { say } from '../wire/words.ts';
import { SequenceNonce } from './nonce.ts';
import { badRecord, type Opened, type Opener, refuseOverflow, type Sealer, TAG } from './protection.ts';
import { MAX_PLAINTEXT, type RawRecord, RECORD_HEADER, writeHeader } from './record.ts';

/** TLS 1.3: the content's type moves inside, and zeros may follow it (RFC 9846 section 5.2). */
export class Sealer13 implements Sealer {
  readonly limit: number | undefined;
  readonly #aead: Aead;
  readonly #nonce: SequenceNonce;

  constructor(
    suite: Suite13,
    { key, iv }: TrafficKeys,
    readonly epoch: Epoch,
  ) {
    this.limit = suite.cipher.recordLimit;
    this.#aead = suite.cipher.create(key);
    this.#nonce = new SequenceNonce(iv);
  }

  get sequence(): number {
    return this.#nonce.sequence;
  }

  lengthOf(content: number): number {
    return RECORD_HEADER + content + 1 + TAG;
  }

  seal(type: number, content: Uint8Array, record: Uint8Array): void {
    const end = RECORD_HEADER + content.length + 1;
    writeHeader(record, ContentType.application_data, 0x0303, end + TAG - RECORD_HEADER);
    record.set(content, RECORD_HEADER);
    record[end - 1] = type;
    this.#aead.seal(record, RECORD_HEADER, end, this.#nonce.next(), record.subarray(0, RECORD_HEADER));
  }
}

export class Opener13 implements Opener {
  readonly #aead: Aead;
  readonly #nonce: SequenceNonce;

  constructor(
    suite: Suite13,
    { key, iv }: TrafficKeys,
    readonly epoch: Epoch,
  ) {
    this.#aead = suite.cipher.create(key);
    this.#nonce = new SequenceNonce(iv);
  }

  get sequence(): number {
    return this.#nonce.sequence;
  }

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
    const inner = this.#aead.open(
      bytes.subarray(RECORD_HEADER),
      this.#nonce.next(),
      bytes.subarray(0, RECORD_HEADER),
    );
    if (!inner) throw badRecord();
    let end = inner.length - 1;
    while (end >= 0 && inner[end] === 0) end--;
    if (end < 0) {
      // RFC 9846 section 5.4: no non-zero octet means no content type.
      throw new TlsError('bad-content-type', 'the peer’s record is all padding', 'RFC 9846 section 5.4');
    }
    refuseOverflow(inner.length - 1);
    if (end === 0 && (inner[0] === ContentType.handshake || inner[0] === ContentType.alert)) {
      throw new TlsError(
        'empty-record',
        say`the peer sent a record of type ${ContentType.nameOf(inner[0])} without content`,
        'RFC 9846 section 5.4',
      );
    }
    return {
      type: inner[end]!,
      content: inner.subarray(0, end),
      padding: inner.length - 1 - end,
      bare: false,
    };
  }

  /** RFC 9846 section 5: a ChangeCipherSpec during the handshake, and an alert of a peer that has no keys yet. */
  #mayBeBare(type: number): boolean {
    if (this.epoch.level === 'application') return false;
    return type === ContentType.change_cipher_spec || (type === ContentType.alert && this.sequence === 0);
  }
}

/**
 * Sealing and opening one record (RFC 9846 section 5.2; RFC 5246 section 6.2.3).
 *
 * A Sealer or an Opener is one direction in one epoch: keys, and the sequence number that began at zero with them.
 */
import type { Aead, Suite12, Suite13 } from '../crypto/provider.ts';
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import type { TrafficKeys } from '../schedule/schedule13.ts';
import { MAX_PLAINTEXT, type RawRecord, RECORD_HEADER, writeHeader } from './record.ts';

export interface Sealer {
  readonly epoch: string;
  /** How many records it has sealed. */
  readonly sequence: number;
  /** How many it may seal; undefined where there is no limit that matters. */
  readonly limit: number | undefined;
  /** A whole record with this content, of at most 2^14 bytes. */
  seal(type: number, content: Uint8Array): Uint8Array;
}

export interface Opener {
  readonly epoch: string;
  readonly sequence: number;
  /** Undefined for a record that is passed over. Throws TlsError. */
  open(record: RawRecord): Opened | undefined;
}

export interface Opened {
  readonly type: number;
  readonly content: Uint8Array;
  /** Bytes of padding that were taken away. */
  readonly padding: number;
}

/** No protection yet: the first epoch of every connection. */
export class PlainSealer implements Sealer {
  readonly epoch = 'cleartext';
  readonly limit = undefined;
  sequence = 0;

  /** @param version legacy_record_version: 0x0301 in the first ClientHello, else 0x0303 */
  constructor(public version: number) {}

  seal(type: number, content: Uint8Array): Uint8Array {
    const record = new Uint8Array(RECORD_HEADER + content.length);
    writeHeader(record, type, this.version, content.length);
    record.set(content, RECORD_HEADER);
    this.sequence++;
    return record;
  }
}

export class PlainOpener implements Opener {
  readonly epoch = 'cleartext';
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
    return { type, content, padding: 0 };
  }
}

/** TLS 1.3: the content's type moves inside, and zeros may follow it (RFC 9846 section 5.2). */
export class Sealer13 implements Sealer {
  readonly limit: number | undefined;
  readonly #aead: Aead;
  readonly #nonce: SequenceNonce;

  constructor(
    suite: Suite13,
    { key, iv }: TrafficKeys,
    readonly epoch: string,
  ) {
    this.limit = suite.cipher.recordLimit;
    this.#aead = suite.cipher.create(key);
    this.#nonce = new SequenceNonce(iv);
  }

  get sequence(): number {
    return this.#nonce.sequence;
  }

  seal(type: number, content: Uint8Array): Uint8Array {
    const end = RECORD_HEADER + content.length + 1;
    const record = new Uint8Array(end + TAG);
    writeHeader(record, ContentType.application_data, 0x0303, end + TAG - RECORD_HEADER);
    record.set(content, RECORD_HEADER);
    record[end - 1] = type;
    this.#aead.seal(record, RECORD_HEADER, end, this.#nonce.next(), record.subarray(0, RECORD_HEADER));
    return record;
  }
}

export class Opener13 implements Opener {
  readonly #aead: Aead;
  readonly #nonce: SequenceNonce;

  constructor(
    suite: Suite13,
    { key, iv }: TrafficKeys,
    readonly epoch: string,
  ) {
    this.#aead = suite.cipher.create(key);
    this.#nonce = new SequenceNonce(iv);
  }

  get sequence(): number {
    return this.#nonce.sequence;
  }

  open({ type, bytes }: RawRecord): Opened {
    if (type !== ContentType.application_data) {
      throw new TlsError(
        'unexpected-record',
        `the peer sent an unprotected ${ContentType.nameOf(type)} record after the keys changed`,
        'RFC 9846 section 5',
      );
    }
    if (bytes.length - RECORD_HEADER > MAX_PLAINTEXT + 256) {
      throw new TlsError(
        'record-overflow',
        'the peer sent a record of more than 2^14 + 256 bytes',
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
      throw new TlsError(
        'bad-content-type',
        'the peer sent a record of nothing but padding',
        'RFC 9846 section 5.4',
      );
    }
    refuseOverflow(inner.length - 1);
    if (end === 0 && (inner[0] === ContentType.handshake || inner[0] === ContentType.alert)) {
      throw new TlsError(
        'empty-record',
        `the peer sent a record of type ${ContentType.nameOf(inner[0])} without content`,
        'RFC 9846 section 5.4',
      );
    }
    return { type: inner[end]!, content: inner.subarray(0, end), padding: inner.length - 1 - end };
  }
}

/** One direction's part of the TLS 1.2 key block. */
export interface WriteKeys12 {
  readonly mac: Uint8Array;
  readonly key: Uint8Array;
  readonly iv: Uint8Array;
}

type AeadProtection = Extract<Suite12['protection'], { kind: 'AEAD' }>;

/**
 * TLS 1.2 with an AEAD cipher. GCM sends 8 bytes of the nonce in each record (RFC 5288 section 3), and they are the
 * sequence number; ChaCha20-Poly1305 sends none and mixes the number in as TLS 1.3 does (RFC 7905 section 2).
 */
export class Sealer12 implements Sealer {
  readonly epoch = 'application';
  readonly limit: number | undefined;
  readonly #aead: Aead;
  readonly #nonce: SequenceNonce;
  readonly #explicit: 0 | 8;

  constructor({ cipher }: AeadProtection, { key, iv }: WriteKeys12) {
    this.limit = cipher.recordLimit;
    this.#aead = cipher.create(key);
    this.#explicit = explicitNonceLength(cipher.name);
    this.#nonce = new SequenceNonce(this.#explicit ? withZeros(iv) : iv);
  }

  get sequence(): number {
    return this.#nonce.sequence;
  }

  seal(type: number, content: Uint8Array): Uint8Array {
    const additional = additionalData12(this.sequence, type, content.length);
    const nonce = this.#nonce.next();
    const start = RECORD_HEADER + this.#explicit;
    const end = start + content.length;
    const record = new Uint8Array(end + TAG);
    writeHeader(record, type, 0x0303, end + TAG - RECORD_HEADER);
    if (this.#explicit) record.set(nonce.subarray(4), RECORD_HEADER);
    record.set(content, start);
    this.#aead.seal(record, start, end, nonce, additional);
    return record;
  }
}

export class Opener12 implements Opener {
  readonly epoch = 'application';
  readonly #aead: Aead;
  readonly #nonce: SequenceNonce;
  readonly #explicit: 0 | 8;

  constructor({ cipher }: AeadProtection, { key, iv }: WriteKeys12) {
    this.#aead = cipher.create(key);
    this.#explicit = explicitNonceLength(cipher.name);
    this.#nonce = new SequenceNonce(this.#explicit ? withZeros(iv) : iv);
  }

  get sequence(): number {
    return this.#nonce.sequence;
  }

  open({ type, bytes }: RawRecord): Opened {
    const sequence = this.sequence;
    const nonce = this.#nonce.next();
    const length = bytes.length - RECORD_HEADER - this.#explicit - TAG;
    if (length < 0) throw badRecord();
    refuseOverflow(length);
    const sealed = bytes.subarray(RECORD_HEADER + this.#explicit);
    // The sender chooses the explicit part; it need not be the sequence number.
    if (this.#explicit) nonce.set(bytes.subarray(RECORD_HEADER, RECORD_HEADER + this.#explicit), 4);
    const content = this.#aead.open(sealed, nonce, additionalData12(sequence, type, length));
    if (!content) throw badRecord();
    return { type, content, padding: 0 };
  }
}

const TAG = 16;

const explicitNonceLength = (cipher: string): 0 | 8 => (cipher === 'ChaCha20-Poly1305' ? 0 : 8);

function withZeros(salt: Uint8Array): Uint8Array {
  const iv = new Uint8Array(12);
  iv.set(salt);
  return iv;
}

/** `seq_num + type + version + length` (RFC 5246 section 6.2.3.3). */
export function additionalData12(sequence: number, type: number, length: number): Uint8Array {
  const data = new Uint8Array(13);
  writeSequence(data, 0, sequence);
  writeHeader(data.subarray(8), type, 0x0303, length);
  return data;
}

/** The per-record nonce: the IV with the sequence number mixed into its last 8 bytes (RFC 9846 section 5.3). */
class SequenceNonce {
  sequence = 0;
  readonly #iv: Uint8Array;
  readonly #nonce = new Uint8Array(12);
  readonly #number = new Uint8Array(8);

  constructor(iv: Uint8Array) {
    this.#iv = iv;
  }

  /** The nonce for this record; the array is used again for the next. */
  next(): Uint8Array {
    writeSequence(this.#number, 0, this.sequence);
    this.#nonce.set(this.#iv);
    for (let i = 0; i < 8; i++) this.#nonce[4 + i] = this.#iv[4 + i]! ^ this.#number[i]!;
    this.sequence++;
    return this.#nonce;
  }
}

function writeSequence(out: Uint8Array, at: number, sequence: number): void {
  const high = Math.floor(sequence / 2 ** 32);
  for (let i = 0; i < 4; i++) {
    out[at + i] = high >>> (24 - 8 * i);
    out[at + 4 + i] = sequence >>> (24 - 8 * i);
  }
}

export function refuseOverflow(length: number): void {
  if (length > MAX_PLAINTEXT) {
    throw new TlsError(
      'record-overflow',
      'the peer sent a record of more than 2^14 bytes',
      'RFC 9846 section 5.1',
    );
  }
}

/** One error for everything that can be wrong with a protected record (RFC 5246 section 7.2.2). */
export const badRecord = (): TlsError =>
  new TlsError(
    'bad-record-mac',
    'a record from the peer cannot be decrypted: it was changed on the way, or the keys differ',
    'RFC 9846 section 5.2',
  );

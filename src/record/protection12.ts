/** TLS 1.2's record protection with an AEAD (RFC 5246 section 6.2.3.3); that with CBC and a MAC is in cbc.ts. */
import { AeadDirection, writeSequence } from './nonce.ts';
import { badRecord, type Opened, type Opener, refuseOverflow, type Sealer } from './protection.ts';
import { type RawRecord, RECORD_HEADER, writeHeader } from './record.ts';

/**
 * TLS 1.2 with an AEAD cipher. GCM sends 8 bytes of the nonce in each record (RFC 5288 section 3), and they are the
 * sequence number; ChaCha20-Poly1305 sends none and mixes the number in as TLS 1.3 does (RFC 7905 section 2).
 */
export class Sealer12 extends AeadDirection implements Sealer {
  readonly #explicit = explicitNonceLength(this.cipher.name);

  lengthOf(content: number): number {
    return RECORD_HEADER + this.#explicit + content + this.cipher.tagLength;
  }

  seal(type: number, content: Uint8Array, record: Uint8Array): void {
    const additional = additionalData12(this.sequence, type, content.length);
    const nonce = this.nonce.next();
    const start = RECORD_HEADER + this.#explicit;
    const end = start + content.length;
    writeHeader(record, type, 0x0303, end + this.cipher.tagLength - RECORD_HEADER);
    if (this.#explicit) record.set(nonce.subarray(4), RECORD_HEADER);
    record.set(content, start);
    this.aead.seal(record, start, end, nonce, additional);
  }
}

export class Opener12 extends AeadDirection implements Opener {
  readonly #explicit = explicitNonceLength(this.cipher.name);

  open({ type, bytes }: RawRecord): Opened {
    const sequence = this.sequence;
    const nonce = this.nonce.next();
    const length = bytes.length - RECORD_HEADER - this.#explicit - this.cipher.tagLength;
    if (length < 0) throw badRecord();
    refuseOverflow(length);
    const sealed = bytes.subarray(RECORD_HEADER + this.#explicit);
    // The sender chooses the explicit part; it need not be the sequence number.
    if (this.#explicit) nonce.set(bytes.subarray(RECORD_HEADER, RECORD_HEADER + this.#explicit), 4);
    const content = this.aead.open(sealed, nonce, additionalData12(sequence, type, length));
    if (!content) throw badRecord();
    return { type, content, padding: 0, bare: false };
  }
}

const explicitNonceLength = (cipher: string): 0 | 8 => (cipher === 'ChaCha20-Poly1305' ? 0 : 8);

/** `seq_num + type + version + length` (RFC 5246 section 6.2.3.3). */
export function additionalData12(sequence: number, type: number, length: number): Uint8Array {
  const data = new Uint8Array(13);
  writeSequence(data, 0, sequence);
  writeHeader(data.subarray(8), type, 0x0303, length);
  return data;
}

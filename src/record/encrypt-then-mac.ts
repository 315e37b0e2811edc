/**
 * TLS 1.2 records with a CBC suite, where both sides agreed on it: padding, then encryption, then MAC (RFC 7366 section 3).
 * A record that somebody changed is never decrypted, so there is no padding to ask about.
 */
import { equal } from '../crypto/equal.ts';
import { CbcOpening, CbcSealing, checkPadding } from './cbc-direction.ts';
import { badRecord, type Opened, type Opener, refuseOverflow } from './protection.ts';
import { additionalData12 } from './protection12.ts';
import { type RawRecord, RECORD_HEADER, writeHeader } from './record.ts';

export class EncryptThenMacSealer extends CbcSealing {
  lengthOf(content: number): number {
    return RECORD_HEADER + this.encryptedLength(content) + this.protection.mac.length;
  }

  seal(type: number, content: Uint8Array, record: Uint8Array): void {
    const { mac } = this.protection;
    const length = this.encryptedLength(content.length);
    const end = RECORD_HEADER + length;
    const header = additionalData12(this.sequence, type, length);
    this.encrypt(record, content, new Uint8Array());
    record.set(mac.hmac(this.keys.mac, header, record.subarray(RECORD_HEADER, end)), end);
    writeHeader(record, type, 0x0303, length + mac.length);
  }
}

export class EncryptThenMacOpener extends CbcOpening implements Opener {
  open({ type, bytes }: RawRecord): Opened {
    const { cipher, mac } = this.protection;
    const end = bytes.length - mac.length;
    const length = end - RECORD_HEADER;
    // An IV and at least one block.
    if (length % cipher.blockLength !== 0 || length < 2 * cipher.blockLength) throw badRecord();
    const encrypted = bytes.subarray(RECORD_HEADER, end);
    const { sequence } = this;
    this.admit(length);
    const expected = mac.hmac(this.keys.mac, additionalData12(sequence, type, length), encrypted);
    if (!equal(expected, bytes.subarray(end))) throw badRecord();
    const plaintext = this.decrypt(encrypted);
    const padding = checkPadding(plaintext, 0);
    if (!padding.good) throw badRecord();
    const contentLength = plaintext.length - 1 - padding.length;
    refuseOverflow(contentLength);
    return { type, content: plaintext.subarray(0, contentLength), padding: padding.length, bare: false };
  }
}

/**
 * TLS 1.2 records with a CBC suite: MAC, then padding, then encryption (RFC 5246 section 6.2.3.2). Only when asked for.
 *
 * Padding oracles (Vaudenay, Lucky Thirteen): every failure is one error; padding is checked without branches on its
 * bytes; the MAC is always computed, taking the padding as empty if it is wrong; and extra blocks are hashed, as many as
 * the longest padding could have removed, so that the number of compressions tells nothing. What JavaScript
 * cannot promise about time is in docs/limits.md.
 */
import { equal } from '../crypto/equal.ts';
import type { HashAlgorithm } from '../crypto/provider.ts';
import { CbcOpening, CbcSealing, checkPadding, roundUp } from './cbc-direction.ts';
import { badRecord, type Opened, type Opener, refuseOverflow } from './protection.ts';
import { additionalData12 } from './protection12.ts';
import { type RawRecord, RECORD_HEADER, writeHeader } from './record.ts';

export class CbcSealer extends CbcSealing {
  lengthOf(content: number): number {
    return RECORD_HEADER + this.encryptedLength(content + this.protection.mac.length);
  }

  seal(type: number, content: Uint8Array, record: Uint8Array): void {
    const { mac } = this.protection;
    const header = additionalData12(this.sequence, type, content.length);
    const tag = mac.hmac(this.keys.mac, header, content);
    this.encrypt(record, content, tag);
    writeHeader(record, type, 0x0303, this.encryptedLength(content.length + mac.length));
  }
}

export class CbcOpener extends CbcOpening implements Opener {
  open({ type, bytes }: RawRecord): Opened {
    const { cipher, mac } = this.protection;
    const block = cipher.blockLength;
    const fragment = bytes.subarray(RECORD_HEADER);
    // Lengths are public: what is too short for a MAC and padding, or not a whole number of blocks, was never sealed.
    if (fragment.length % block !== 0 || fragment.length < block + roundUp(mac.length + 1, block))
      throw badRecord();
    const { sequence } = this;
    this.admit(fragment.length);
    const plaintext = this.decrypt(fragment);
    const padding = checkPadding(plaintext, mac.length);
    const contentLength = plaintext.length - mac.length - 1 - padding.length;
    const content = plaintext.subarray(0, contentLength);
    const expected = mac.hmac(this.keys.mac, additionalData12(sequence, type, contentLength), content);
    evenOut(mac, contentLength, plaintext.length - mac.length - 1);
    const right = equal(expected, plaintext.subarray(contentLength, contentLength + mac.length));
    if (!(+right & padding.good)) throw badRecord();
    refuseOverflow(contentLength);
    return { type, content, padding: padding.length, bare: false };
  }
}

/** HMAC's first compressions: the key's block and 13 bytes of header come before the content. */
const HMAC_HEADER = 13;
/** A hash's own padding: one byte, and a length of 8 bytes, or of 16 with blocks of 128 (FIPS 180-4 section 5.1). */
const trailerOf = ({ block }: HashAlgorithm): number => 1 + block / 8;

/** Hashes the blocks that the longest possible content would have had beyond this one (RFC 5246, note in 6.2.3.2). */
function evenOut(mac: HashAlgorithm, contentLength: number, longest: number): void {
  const blocks = (length: number): number => Math.ceil((HMAC_HEADER + length + trailerOf(mac)) / mac.block);
  const missing = blocks(longest) - blocks(contentLength);
  const hash = mac.create();
  hash.update(new Uint8Array(missing * mac.block));
}

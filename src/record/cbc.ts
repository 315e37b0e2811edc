/**
 * TLS 1.2 records with a CBC suite: MAC, then padding, then encryption (RFC 5246 section 6.2.3.2). Only when asked for.
 *
 * Padding oracles (Vaudenay, Lucky Thirteen): every failure is one error; padding is checked without branches on its
 * bytes; the MAC is always computed, taking the padding as empty if it is wrong; and extra blocks are hashed, as many as
 * the longest padding could have removed, so that the number of compressions tells nothing. What JavaScript
 * cannot promise about time is in docs/limits.md.
 */
import { equal } from '../crypto/equal.ts';
import type { Suite12 } from '../crypto/provider.ts';
import type { Epoch, WriteKeys12 } from '../protocol/epoch.ts';
import { badRecord, type Opened, type Opener, refuseOverflow, type Sealer } from './protection.ts';
import { additionalData12 } from './protection12.ts';
import { type RawRecord, RECORD_HEADER, writeHeader } from './record.ts';

type CbcProtection = Extract<Suite12['protection'], { kind: 'CBC' }>;

abstract class CbcDirection {
  sequence = 0;
  readonly #keys: WriteKeys12;

  constructor(
    protected readonly protection: CbcProtection,
    keys: WriteKeys12,
    readonly epoch: Epoch,
  ) {
    this.#keys = keys;
  }

  /** Not a field: whoever logs a connection sees no key. */
  protected get keys(): WriteKeys12 {
    return this.#keys;
  }
}

export class CbcSealer extends CbcDirection implements Sealer {
  readonly limit = undefined;
  readonly #random: (length: number) => Uint8Array;

  constructor(
    protection: CbcProtection,
    keys: WriteKeys12,
    epoch: Epoch,
    random: (length: number) => Uint8Array,
  ) {
    super(protection, keys, epoch);
    this.#random = random;
  }

  lengthOf(content: number): number {
    const { cipher, mac } = this.protection;
    return RECORD_HEADER + cipher.blockLength + roundUp(content + mac.length + 1, cipher.blockLength);
  }

  seal(type: number, content: Uint8Array, record: Uint8Array): void {
    const { cipher, mac } = this.protection;
    const block = cipher.blockLength;
    const tag = mac.hmac(this.keys.mac, additionalData12(this.sequence, type, content.length), content);
    const filled = content.length + tag.length + 1;
    const plaintext = new Uint8Array(roundUp(filled, block));
    plaintext.set(content);
    plaintext.set(tag, content.length);
    plaintext.fill(plaintext.length - filled, content.length + tag.length);
    const iv = this.#random(block);
    const ciphertext = cipher.encrypt(this.keys.key, iv, plaintext);
    writeHeader(record, type, 0x0303, block + ciphertext.length);
    record.set(iv, RECORD_HEADER);
    record.set(ciphertext, RECORD_HEADER + block);
    this.sequence++;
  }
}

export class CbcOpener extends CbcDirection implements Opener {
  open({ type, bytes }: RawRecord): Opened {
    const { cipher, mac } = this.protection;
    const block = cipher.blockLength;
    const fragment = bytes.subarray(RECORD_HEADER);
    // Lengths are public: what is too short for a MAC and padding, or not a whole number of blocks, was never sealed.
    if (fragment.length % block !== 0 || fragment.length < block + roundUp(mac.length + 1, block))
      throw badRecord();
    const plaintext = cipher.decrypt(this.keys.key, fragment.subarray(0, block), fragment.subarray(block));
    const padding = checkPadding(plaintext, mac.length);
    const contentLength = plaintext.length - mac.length - 1 - padding.length;
    const content = plaintext.subarray(0, contentLength);
    const expected = mac.hmac(this.keys.mac, additionalData12(this.sequence, type, contentLength), content);
    evenOut(mac, contentLength, plaintext.length - mac.length - 1);
    const right = equal(expected, plaintext.subarray(contentLength, contentLength + mac.length));
    this.sequence++;
    if (!(+right & padding.good)) throw badRecord();
    refuseOverflow(contentLength);
    return { type, content, padding: padding.length, bare: false };
  }
}

const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;

/**
 * The padding's length, or zero with `good` 0 when it is wrong. Always looks at as many bytes as the longest padding
 * that fits, whatever they say.
 */
function checkPadding(
  plaintext: Uint8Array,
  macLength: number,
): { readonly length: number; readonly good: 0 | 1 } {
  const claimed = plaintext[plaintext.length - 1]!;
  const most = Math.min(255, plaintext.length - macLength - 1);
  // Negative numbers have their sign bits set: all ones when `claimed` is more than there can be.
  let wrong = (most - claimed) >> 31;
  for (let i = 0; i <= most; i++) {
    const counts = ~((claimed - i) >> 31);
    wrong |= counts & (plaintext[plaintext.length - 1 - i]! ^ claimed);
  }
  const good = ((wrong | -wrong) >>> 31) ^ 1;
  return { length: claimed & -good, good: good as 0 | 1 };
}

/** HMAC's first compressions: the key's block and 13 bytes of header come before the content. */
const HMAC_HEADER = 13;
/** A hash's own padding: one byte and a length of 8 bytes (SHA-1, SHA-256). */
const HASH_TRAILER = 9;

/** Hashes the blocks that the longest possible content would have had beyond this one (RFC 5246, note in 6.2.3.2). */
function evenOut(mac: CbcProtection['mac'], contentLength: number, longest: number): void {
  const blocks = (length: number): number => Math.ceil((HMAC_HEADER + length + HASH_TRAILER) / mac.block);
  const missing = blocks(longest) - blocks(contentLength);
  const hash = mac.create();
  hash.update(new Uint8Array(missing * mac.block));
}

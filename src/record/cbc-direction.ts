/** What both ways of protecting CBC records have in common: keys, counts, IVs and padding (RFC 5246 section 6.2.3.2). */
import type { Suite12 } from '../crypto/provider.ts';
import type { Epoch, WriteKeys12 } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import type { Sealer } from './protection.ts';
import { MAX_PLAINTEXT, RECORD_HEADER } from './record.ts';

export type CbcProtection = Extract<Suite12['protection'], { kind: 'CBC' }>;

abstract class CbcDirection {
  sequence = 0;
  /** How many have been encrypted or decrypted, IVs included. */
  #blocks = 0;
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

  /** Whether the key may be used for so many bytes of ciphertext more. */
  protected fits(length: number): boolean {
    const { blockLength, blockLimit = Infinity } = this.protection.cipher;
    return this.#blocks + length / blockLength <= blockLimit;
  }

  /** Counts a record with so many bytes of ciphertext, IV included. */
  protected count(length: number): void {
    this.sequence++;
    this.#blocks += length / this.protection.cipher.blockLength;
  }
}

export abstract class CbcSealing extends CbcDirection implements Sealer {
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

  abstract lengthOf(content: number): number;
  abstract seal(type: number, content: Uint8Array, record: Uint8Array): void;

  hasRoomFor(content: number): boolean {
    return this.fits(Math.ceil(content / MAX_PLAINTEXT) * this.lengthOf(MAX_PLAINTEXT));
  }

  /** Length in bytes of an IV and of so much plaintext with its padding. */
  protected encryptedLength(plaintext: number): number {
    const { blockLength } = this.protection.cipher;
    return blockLength + roundUp(plaintext + 1, blockLength);
  }

  /** Writes a fresh IV and the ciphertext of both parts, padded, behind the record's header. */
  protected encrypt(record: Uint8Array, content: Uint8Array, tag: Uint8Array): void {
    const { cipher } = this.protection;
    const block = cipher.blockLength;
    const filled = content.length + tag.length + 1;
    const plaintext = new Uint8Array(roundUp(filled, block));
    plaintext.set(content);
    plaintext.set(tag, content.length);
    plaintext.fill(plaintext.length - filled, filled - 1);
    const iv = this.#random(block);
    record.set(iv, RECORD_HEADER);
    record.set(cipher.encrypt(this.keys.key, iv, plaintext), RECORD_HEADER + block);
    this.count(block + plaintext.length);
  }
}

export abstract class CbcOpening extends CbcDirection {
  /** Counts a record with so many bytes of ciphertext, IV included. Throws where its key has been used enough. */
  protected admit(length: number): void {
    if (!this.fits(length)) {
      throw new TlsError(
        'record-limit',
        'the peer has protected as much with one key as is safe',
        'RFC 9325 section 4.4',
      );
    }
    this.count(length);
  }

  /** @param encrypted IV and ciphertext */
  protected decrypt(encrypted: Uint8Array): Uint8Array {
    const { cipher } = this.protection;
    const block = cipher.blockLength;
    return cipher.decrypt(this.keys.key, encrypted.subarray(0, block), encrypted.subarray(block));
  }
}

export const roundUp = (n: number, to: number): number => Math.ceil(n / to) * to;

/**
 * The padding's length, or zero with `good` 0 when it is wrong. Always looks at as many bytes as the longest padding
 * that fits, whatever they say.
 */
export function checkPadding(
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

/** The record ciphers over node:crypto: AEADs, and AES and 3DES in CBC mode for old suites. */

import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { say } from '../../wire/words.ts';
import type { Aead, AeadAlgorithm, CbcAlgorithm } from '../provider.ts';
import { plain, secretKey } from './node-hash.ts';

/** 2^24.5 full-size records keep the adversary's advantage at 2^-57 (RFC 9846 section 5.5). */
const gcmRecords = Math.floor(2 ** 24.5);

/** AES-CCM stays below the same bound for 2^23 records (RFC 9147 section 4.5.3). */
const ccmRecords = 2 ** 23;

export const aes128Gcm = aead('AES-128-GCM', 16, 16, gcmRecords);
export const aes256Gcm = aead('AES-256-GCM', 32, 16, gcmRecords);
export const chacha20Poly1305 = aead('ChaCha20-Poly1305', 32, 16);
export const aes128Ccm = aead('AES-128-CCM', 16, 16, ccmRecords);
export const aes256Ccm = aead('AES-256-CCM', 32, 16, ccmRecords);
export const aes128Ccm8 = aead('AES-128-CCM-8', 16, 8, ccmRecords);
export const aes256Ccm8 = aead('AES-256-CCM-8', 32, 8, ccmRecords);

export const aes128Cbc: CbcAlgorithm = cbc('AES-128-CBC', 'aes-128-cbc', 16, 16);
export const aes256Cbc: CbcAlgorithm = cbc('AES-256-CBC', 'aes-256-cbc', 32, 16);
/**
 * Blocks of 8 bytes begin to repeat after 2^32 of them, and each repetition gives away 8 bytes of plaintext (Sweet32). NIST
 * allows 2^20, which are 8 MiB (SP 800-67 section 3.3).
 */
export const tripleDesCbc: CbcAlgorithm = {
  ...cbc('3DES-EDE-CBC', 'des-ede3-cbc', 24, 8),
  blockLimit: 2 ** 20,
};

/** Those that there are are one type to node's typings, as the methods that they share. */
type CcmName = 'aes-128-ccm';

function aead(
  name: AeadAlgorithm['name'],
  keyLength: 16 | 32,
  tagLength: 8 | 16,
  recordLimit?: number,
): AeadAlgorithm {
  const nodeName = name.replace(/-8$/, '').toLowerCase() as CcmName;
  return {
    name,
    keyLength,
    tagLength,
    ...(recordLimit !== undefined && { recordLimit }),
    create: (key) => new NodeAead(nodeName, keyLength, tagLength, key),
  };
}

class NodeAead implements Aead {
  readonly #name: CcmName;
  readonly #tagLength: 8 | 16;
  readonly #key: KeyObject | Uint8Array;

  constructor(name: CcmName, keyLength: number, tagLength: 8 | 16, key: Uint8Array) {
    if (key.length !== keyLength) throw new RangeError(say`${name} takes a key of ${keyLength} bytes`.text);
    this.#name = name;
    this.#tagLength = tagLength;
    this.#key = secretKey(key);
  }

  seal(buffer: Uint8Array, start: number, end: number, nonce: Uint8Array, additionalData: Uint8Array): void {
    if (end + this.#tagLength > buffer.length) throw new RangeError('no room for the tag');
    const cipher = createCipheriv(this.#name, this.#key, nonce, { authTagLength: this.#tagLength });
    // CCM has to know the length first, and the others do not mind (RFC 3610 section 2.2).
    cipher.setAAD(additionalData, { plaintextLength: end - start });
    const sealed = cipher.update(buffer.subarray(start, end));
    cipher.final();
    buffer.set(sealed, start);
    buffer.set(cipher.getAuthTag(), end);
  }

  open(sealed: Uint8Array, nonce: Uint8Array, additionalData: Uint8Array): Uint8Array | undefined {
    const end = sealed.length - this.#tagLength;
    if (end < 0) return undefined;
    const decipher = createDecipheriv(this.#name, this.#key, nonce, { authTagLength: this.#tagLength });
    decipher.setAuthTag(sealed.subarray(end));
    decipher.setAAD(additionalData, { plaintextLength: end });
    const opened = decipher.update(sealed.subarray(0, end));
    try {
      decipher.final();
    } catch {
      opened.fill(0); // nobody may see what was decrypted under a wrong tag
      return undefined;
    }
    return plain(opened);
  }
}

function cbc(
  name: CbcAlgorithm['name'],
  nodeName: string,
  keyLength: CbcAlgorithm['keyLength'],
  blockLength: CbcAlgorithm['blockLength'],
): CbcAlgorithm {
  return {
    name,
    keyLength,
    blockLength,
    encrypt(key, iv, plaintext) {
      const cipher = createCipheriv(nodeName, key, iv).setAutoPadding(false);
      const sealed = cipher.update(plaintext);
      cipher.final(); // throws unless the plaintext is whole blocks
      return plain(sealed);
    },
    decrypt(key, iv, ciphertext) {
      const decipher = createDecipheriv(nodeName, key, iv).setAutoPadding(false);
      const opened = decipher.update(ciphertext);
      decipher.final();
      return plain(opened);
    },
  };
}

/** The record ciphers over node:crypto: AES-GCM and ChaCha20-Poly1305, and AES-CBC for old suites. */

import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import { say } from '../../wire/words.ts';
import type { Aead, AeadAlgorithm, CbcAlgorithm } from '../provider.ts';
import { plain, secretKey } from './node-hash.ts';

/** 2^24.5 full-size records keep the adversary's advantage at 2^-57 (RFC 9846 section 5.5). */
const gcmRecords = Math.floor(2 ** 24.5);

export const aes128Gcm: AeadAlgorithm = {
  name: 'AES-128-GCM',
  keyLength: 16,
  tagLength: 16,
  recordLimit: gcmRecords,
  create: (key) => new NodeAead('aes-128-gcm', 16, key),
};

export const aes256Gcm: AeadAlgorithm = {
  name: 'AES-256-GCM',
  keyLength: 32,
  tagLength: 16,
  recordLimit: gcmRecords,
  create: (key) => new NodeAead('aes-256-gcm', 32, key),
};

export const chacha20Poly1305: AeadAlgorithm = {
  name: 'ChaCha20-Poly1305',
  keyLength: 32,
  tagLength: 16,
  create: (key) => new NodeAead('chacha20-poly1305', 32, key),
};

export const aes128Cbc: CbcAlgorithm = cbc('AES-128-CBC', 'aes-128-cbc', 16);
export const aes256Cbc: CbcAlgorithm = cbc('AES-256-CBC', 'aes-256-cbc', 32);

/** The three are one type to node's typings, as the methods that they share. */
type GcmName = 'aes-128-gcm';

const options = { authTagLength: 16 };

class NodeAead implements Aead {
  readonly #name: GcmName;
  readonly #key: KeyObject | Uint8Array;

  constructor(name: 'aes-128-gcm' | 'aes-256-gcm' | 'chacha20-poly1305', keyLength: number, key: Uint8Array) {
    if (key.length !== keyLength) throw new RangeError(say`${name} takes a key of ${keyLength} bytes`.text);
    this.#name = name as GcmName;
    this.#key = secretKey(key);
  }

  seal(buffer: Uint8Array, start: number, end: number, nonce: Uint8Array, additionalData: Uint8Array): void {
    if (end + 16 > buffer.length) throw new RangeError('no room for the tag');
    const cipher = createCipheriv(this.#name, this.#key, nonce, options);
    cipher.setAAD(additionalData);
    const sealed = cipher.update(buffer.subarray(start, end));
    cipher.final();
    buffer.set(sealed, start);
    buffer.set(cipher.getAuthTag(), end);
  }

  open(sealed: Uint8Array, nonce: Uint8Array, additionalData: Uint8Array): Uint8Array | undefined {
    const end = sealed.length - 16;
    if (end < 0) return undefined;
    const decipher = createDecipheriv(this.#name, this.#key, nonce, options);
    decipher.setAAD(additionalData);
    decipher.setAuthTag(sealed.subarray(end));
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

function cbc(name: CbcAlgorithm['name'], nodeName: string, keyLength: 16 | 32): CbcAlgorithm {
  return {
    name,
    keyLength,
    blockLength: 16,
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

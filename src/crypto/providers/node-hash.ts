/**
 * Hashes, HMAC and random bytes over node:crypto.
 *
 * A Buffer from node is returned as a Uint8Array over the same memory: `slice` of a Buffer is a view, of a Uint8Array a
 * copy, and code that means one must not get the other.
 */
import {
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  type Hash as NodeHash,
  hash as oneShot,
  randomFillSync,
} from 'node:crypto';
import type { Hash, HashAlgorithm, HashName } from '../provider.ts';

export const nodeHashes: Readonly<Record<HashName, HashAlgorithm>> = {
  'SHA-1': algorithm('SHA-1', 'sha1', 20, 64),
  'SHA-256': algorithm('SHA-256', 'sha256', 32, 64),
  'SHA-384': algorithm('SHA-384', 'sha384', 48, 128),
  'SHA-512': algorithm('SHA-512', 'sha512', 64, 128),
};

/** The name by which node knows a hash. */
export const nodeHashName: Readonly<Record<HashName, string>> = {
  'SHA-1': 'sha1',
  'SHA-256': 'sha256',
  'SHA-384': 'sha384',
  'SHA-512': 'sha512',
};

/**
 * Random bytes from a pool, since one call into node costs as much for 4 KiB as for 32 bytes. Each byte is handed
 * out once, as a copy, and the pool keeps zeros where it was.
 */
export function nodeRandom(length: number): Uint8Array {
  if (length > pool.length) return randomFillSync(new Uint8Array(length));
  if (left < length) {
    randomFillSync(pool);
    left = pool.length;
  }
  const bytes = pool.slice(left - length, left);
  pool.fill(0, left - length, left);
  left -= length;
  return bytes;
}

/** A Buffer's bytes as a plain Uint8Array. */
export function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}

const pool = new Uint8Array(4096);
let left = 0;

function algorithm(name: HashName, nodeName: string, length: number, block: number): HashAlgorithm {
  return {
    name,
    length,
    block,
    create: () => new RunningHash(createHash(nodeName)),
    digest: (data) => plain(oneShot(nodeName, data, 'buffer')),
    hmac: hmacOf(nodeName),
  };
}

/**
 * A secret key in the form that is cheapest for node. From Node 24 on, HMACs and ciphers take four times as long with bytes
 * as with a key object, which costs almost nothing to make; before, a key object is just one more object to collect.
 */
export const secretKey: (key: Uint8Array) => KeyObject | Uint8Array =
  Number(process.versions.node.split('.')[0]) >= 24 ? createSecretKey : (key) => key;

function hmacOf(nodeName: string): HashAlgorithm['hmac'] {
  return (key, ...parts) => {
    // A key object cannot be empty.
    const hmac = createHmac(nodeName, key.length > 0 ? secretKey(key) : key);
    for (const part of parts) hmac.update(part);
    return plain(hmac.digest());
  };
}

class RunningHash implements Hash {
  readonly #hash: NodeHash;

  constructor(hash: NodeHash) {
    this.#hash = hash;
  }

  update(data: Uint8Array): void {
    this.#hash.update(data);
  }

  digest(): Uint8Array {
    return plain(this.#hash.copy().digest());
  }

  copy(): Hash {
    return new RunningHash(this.#hash.copy());
  }
}

/**
 * A hash that reports each operation of the key schedule done with it (hkdf.ts, prf.ts), as it was done: the arrays
 * themselves, so that whoever is told sees what comes from what. With any other hash an operation costs one type check.
 */
import type { Hash, HashAlgorithm, HashName } from './provider.ts';

/** One operation, in the words of RFC 9846 section 7.1 or RFC 5246 section 5; `cut` takes a part of a longer value. */
export interface Taken {
  readonly operation: 'HKDF-Extract' | 'Derive-Secret' | 'HKDF-Expand-Label' | 'HMAC' | 'PRF' | 'cut';
  readonly hash: HashName;
  /** Without the prefix "tls13 "; of `cut`, the name of the part; undefined where the operation has none. */
  readonly label: string | undefined;
  /** By the names that the operation gives them. */
  readonly inputs: Readonly<Record<string, Uint8Array>>;
  readonly output: Uint8Array;
  /** Milliseconds. */
  readonly took: number;
}

export class ObservedHash implements HashAlgorithm {
  readonly name: HashName;
  readonly length: number;
  readonly block: number;
  readonly #hash: HashAlgorithm;
  readonly #now: () => number;
  readonly #tell: (taken: Taken) => void;
  #spent = 0;

  /** @param now monotonic milliseconds */
  constructor(hash: HashAlgorithm, now: () => number, tell: (taken: Taken) => void) {
    this.name = hash.name;
    this.length = hash.length;
    this.block = hash.block;
    this.#hash = hash;
    this.#now = now;
    this.#tell = tell;
  }

  create(): Hash {
    return this.#hash.create();
  }

  digest(data: Uint8Array): Uint8Array {
    return this.#hash.digest(data);
  }

  hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
    const began = this.#now();
    const mac = this.#hash.hmac(key, ...parts);
    this.#spent += this.#now() - began;
    return mac;
  }

  /** The schedule erases some of these bytes once it is done with them. */
  took(
    operation: Taken['operation'],
    label: string | undefined,
    inputs: Readonly<Record<string, Uint8Array>>,
    output: Uint8Array,
  ): void {
    const took = this.#spent;
    this.#spent = 0;
    this.#tell({ operation, hash: this.name, label, inputs, output, took });
  }
}

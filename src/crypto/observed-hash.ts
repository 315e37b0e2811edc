/**
 * A hash that reports each step of the key schedule taken with it (hkdf.ts, prf.ts): what is derived from what, as data.
 * With any other hash a step costs one type check.
 */
import type { Hash, HashAlgorithm, HashName } from './provider.ts';

/** One step, in the words of RFC 9846 section 7.1 or RFC 5246 section 5. */
export interface ScheduleStep {
  readonly operation: 'HKDF-Extract' | 'Derive-Secret' | 'HKDF-Expand-Label' | 'HMAC' | 'PRF';
  readonly hash: HashName;
  /** Without the prefix "tls13 "; undefined where the operation has none. */
  readonly label: string | undefined;
  readonly inputs: readonly ScheduleValue[];
  readonly output: ScheduleValue;
}

export interface ScheduleValue {
  /** As the RFC calls it. */
  readonly name: string;
  /** In bytes. */
  readonly length: number;
  /** Undefined unless secrets were asked for. */
  readonly bytes: Uint8Array | undefined;
}

export class ObservedHash implements HashAlgorithm {
  readonly name: HashName;
  readonly length: number;
  readonly block: number;
  readonly #hash: HashAlgorithm;
  readonly #withSecrets: boolean;
  readonly #tell: (step: ScheduleStep) => void;

  /** @param withSecrets values come with their bytes */
  constructor(hash: HashAlgorithm, withSecrets: boolean, tell: (step: ScheduleStep) => void) {
    this.name = hash.name;
    this.length = hash.length;
    this.block = hash.block;
    this.#hash = hash;
    this.#withSecrets = withSecrets;
    this.#tell = tell;
  }

  create(): Hash {
    return this.#hash.create();
  }

  digest(data: Uint8Array): Uint8Array {
    return this.#hash.digest(data);
  }

  hmac(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
    return this.#hash.hmac(key, ...parts);
  }

  /** The bytes are copied, since the schedule erases its own. */
  took(
    operation: ScheduleStep['operation'],
    label: string | undefined,
    inputs: Readonly<Record<string, Uint8Array>>,
    output: Uint8Array,
  ): void {
    const value = ([name, bytes]: [string, Uint8Array]): ScheduleValue => ({
      name,
      length: bytes.length,
      bytes: this.#withSecrets ? bytes.slice() : undefined,
    });
    this.#tell({
      operation,
      hash: this.name,
      label,
      inputs: Object.entries(inputs).map(value),
      output: value(['output', output]),
    });
  }
}

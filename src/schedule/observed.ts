/**
 * Cipher suites whose key schedule tells observers its steps. The same arrays are handed from step to step, so each value is
 * recognised where it is used, and named as the RFCs name it, though nobody looks at its bytes.
 */
import { ObservedHash, type Taken } from '../crypto/observed-hash.ts';
import type { HashAlgorithm, HashName, Suite } from '../crypto/provider.ts';
import { inputName, outputName } from './value-names.ts';

/** One step, in the words of RFC 9846 section 7.1 or RFC 5246 section 5. */
export interface ScheduleStep {
  /** `cut` takes a part of a longer value: the keys of TLS 1.2 out of its key_block. */
  readonly operation: Taken['operation'];
  readonly hash: HashName;
  /** Without the prefix "tls13 "; undefined where the operation has none. */
  readonly label: string | undefined;
  readonly inputs: readonly ScheduleInput[];
  readonly output: ScheduleValue;
  /** Milliseconds. */
  readonly took: number;
}

export interface ScheduleValue {
  /** As the RFC calls it: `client_handshake_traffic_secret`. */
  readonly name: string;
  /** In bytes. */
  readonly length: number;
  /** Undefined unless secrets were asked for. */
  readonly bytes: Uint8Array | undefined;
}

export interface ScheduleInput extends ScheduleValue {
  /** What the operation calls it: `salt`, `Secret`, `seed`. */
  readonly as: string;
  /** The step that it came out of, counted from 0; undefined for what came from elsewhere. */
  readonly step: number | undefined;
}

/**
 * Suites that shared a hash still do: the schedule and the transcript tell hashes apart as objects.
 *
 * @param withSecrets values come with their bytes, which are copied, since the schedule erases its own
 * @param now monotonic milliseconds
 */
export function observedSuites(
  suites: readonly Suite[],
  withSecrets: boolean,
  now: () => number,
  tell: (step: ScheduleStep) => void,
): readonly Suite[] {
  const told = teller(withSecrets, tell);
  const observed = new Map<HashAlgorithm, HashAlgorithm>();
  for (const { hash } of suites) observed.set(hash, new ObservedHash(hash, now, told));
  return suites.map((suite) => ({ ...suite, hash: observed.get(suite.hash)! }));
}

/** A value that a step has made, and the secret that this step started from. */
interface Made {
  readonly name: string;
  readonly base: string | undefined;
  readonly step: number;
}

function teller(withSecrets: boolean, tell: (step: ScheduleStep) => void): (taken: Taken) => void {
  const made = new WeakMap<Uint8Array, Made>();
  let steps = 0;
  const value = (name: string, bytes: Uint8Array): ScheduleValue => ({
    name,
    length: bytes.length,
    bytes: withSecrets ? bytes.slice() : undefined,
  });
  return (taken) => {
    const { operation, hash, inputs: given, output, took } = taken;
    const [first] = Object.values(given);
    const start = first && made.get(first);
    const base = operation === 'HMAC' ? start?.base : start?.name;
    const inputs = Object.entries(given).map(([as, bytes]): ScheduleInput => {
      const from = made.get(bytes);
      const name = from?.name ?? inputName(taken, as, base, () => bytes.every((byte) => byte === 0));
      return { as, ...value(name, bytes), step: from?.step };
    });
    const name = outputName(taken, base);
    made.set(output, { name, base, step: steps++ });
    const label = operation === 'cut' ? undefined : taken.label;
    tell({ operation, hash, label, inputs, output: value(name, output), took });
  };
}

/** Cipher suites whose key schedule tells observers its steps. */
import { ObservedHash, type ScheduleStep } from '../crypto/observed-hash.ts';
import type { HashAlgorithm, Suite } from '../crypto/provider.ts';

/** Suites that shared a hash still do: the schedule and the transcript tell hashes apart as objects. */
export function observedSuites(
  suites: readonly Suite[],
  withSecrets: boolean,
  tell: (step: ScheduleStep) => void,
): readonly Suite[] {
  const observed = new Map<HashAlgorithm, HashAlgorithm>();
  for (const { hash } of suites) observed.set(hash, new ObservedHash(hash, withSecrets, tell));
  return suites.map((suite) => ({ ...suite, hash: observed.get(suite.hash)! }));
}

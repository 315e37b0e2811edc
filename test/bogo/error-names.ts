/** What BoringSSL calls an error of ours. */
import today from './config.json' with { type: 'json' };
import of2023 from './config-2023.json' with { type: 'json' };

/**
 * Every name of the `ErrorMap` that an error of ours stands for. The runner of 2023 takes one string a name, so it is told
 * the names; that of today maps them itself.
 */
export function namesOf(told: string): string[] {
  return Object.entries({ ...today.ErrorMap, ...of2023.Errors })
    .filter(([, ours]) => ours.some((each) => told.includes(each)))
    .map(([name]) => name);
}

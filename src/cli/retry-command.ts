/** The command line that was typed, to be tried again with other flags. */
import { cleanText } from '../trace/text.ts';
import { inShell } from './files.ts';

/** What a `connect` does without being told. */
const defaults: Readonly<Record<string, unknown>> = { timeout: '10s', revocation: 'soft', aia: true };
/** Whoever gives another of these wants the first as well. */
const repeatable: readonly string[] = ['--ca-file', '--ca-dir', '--crl', '--pin'];
/** What was typed of these does not go with the other. */
const rivals: Readonly<Record<string, readonly string[]>> = {
  '--tls': ['--kx', '--ciphers'],
  '--kx': ['--tls', '--ciphers'],
};

/**
 * @param typed flags as commander gives them
 * @param next flags that take the place of those typed, but for the repeatable
 */
export function againWith(place: string, typed: object, next: string): string {
  const replaced = (next.match(/--[\w-]+/g) ?? [])
    .filter((flag) => !repeatable.includes(flag))
    .flatMap((flag) => [flag, ...(rivals[flag] ?? [])]);
  const kept = Object.entries(typed).flatMap(([name, value]: [string, unknown]) => {
    const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (value === undefined || value === defaults[name] || replaced.includes(`--${flag}`)) return [];
    if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`];
    return [value].flat().map((each) => `--${flag} ${inShell(cleanText(String(each)))}`);
  });
  return ['handglass connect', inShell(place), ...kept, next].join(' ');
}

/** The command line as it was typed, with other flags to try. */
import { cleanText } from '../trace/text.ts';
import { inShell } from './files.ts';

/** The defaults of `connect`. */
const defaults: Readonly<Record<string, unknown>> = { timeout: '10s', revocation: 'soft', aia: true };
/** Another one of these adds to the first. */
const repeatable: readonly string[] = ['--ca-file', '--ca-dir', '--crl', '--pin'];
/** Flags that are dropped when this one is proposed. */
const rivals: Readonly<Record<string, readonly string[]>> = {
  '--tls': ['--kx', '--ciphers'],
  '--kx': ['--tls', '--ciphers'],
};
/** Flags that are refused without one of these; the first is proposed with them. */
const needed: Readonly<Record<string, readonly string[]>> = {
  '--allow-common-name': ['--ca-file', '--ca-dir'],
};

/**
 * @param typed flags as commander gives them
 * @param next flags that replace those typed, except for the repeatable ones
 */
export function againWith(place: string, typed: object, next: string): string {
  const proposed = next.match(/--[\w-]+/g) ?? [];
  const replaced = proposed
    .filter((flag) => !repeatable.includes(flag))
    .flatMap((flag) => [flag, ...(rivals[flag] ?? [])]);
  const kept = Object.entries(typed).flatMap(([name, value]: [string, unknown]) => {
    const flag = name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    if (value === undefined || value === defaults[name] || replaced.includes(`--${flag}`)) return [];
    if (typeof value === 'boolean') return [value ? `--${flag}` : `--no-${flag}`];
    return [value].flat().map((each) => `--${flag} ${inShell(cleanText(String(each)))}`);
  });
  const missing = proposed.flatMap((flag) => {
    const any = needed[flag];
    return any && !kept.some((each) => any.includes(each.split(' ')[0]!)) ? [`${any[0]} FILE`] : [];
  });
  return ['handglass connect', inShell(place), ...kept, ...missing, next].join(' ');
}

/** The command line as it was typed, changed as a remedy proposes. */
import { cleanText } from '../trace/text.ts';
import { inShell } from './files.ts';
import type { Change } from './remedy-flags.ts';

const defaults: Readonly<Record<'connect' | 'serve', Readonly<Record<string, unknown>>>> = {
  connect: { timeout: '10s', revocation: 'soft', aia: true, tickets: true, verbose: 0 },
  serve: {
    host: '127.0.0.1',
    clientAuth: 'none',
    timeout: '10s',
    idle: '60s',
    maxConnections: '256',
    resumption: 'both',
    verbose: 0,
  },
};
/** Another one of these adds to the first. */
const repeatable: readonly string[] = ['--ca-file', '--ca-dir', '--crl', '--pin'];
/** Flags that are dropped when this one is proposed. */
const rivals: Readonly<Record<string, readonly string[]>> = {
  '--tls': ['--kx', '--ciphers'],
};
/** Flags that are refused without one of these; the first is proposed with them. */
const needed: Readonly<Record<string, readonly string[]>> = {
  '--allow-common-name': ['--ca-file', '--ca-dir'],
};

/**
 * The arguments of a new `handglass connect`, its own name first.
 *
 * @param place the server, `localhost:443`
 * @param typed flags as commander gives them
 * @param change flags that replace those typed, except for the repeatable ones
 */
export function again(place: string, typed: object, change: Change): string[] {
  const { port } = change;
  const target = port === undefined ? place : place.replace(/:\d+$/, `:${port}`);
  return ['handglass', 'connect', target, ...changed('connect', typed, change)];
}

/** The same for `handglass serve`. */
export const serveAgain = (typed: object, change: Change): string[] => [
  'handglass',
  'serve',
  ...changed('serve', typed, change),
];

function changed(command: 'connect' | 'serve', typed: object, { add = [], drop = [] }: Change): string[] {
  const proposed = add.filter((word) => word.startsWith('--'));
  const replaced = [
    ...drop,
    ...proposed
      .filter((flag) => !repeatable.includes(flag))
      .flatMap((flag) => [flag, ...(rivals[flag] ?? [])]),
  ];
  const kept = Object.entries(typed).flatMap(([name, value]: [string, unknown]): string[][] => {
    const flag = `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
    if (value === undefined || value === defaults[command][name] || replaced.includes(flag)) return [];
    if (typeof value === 'number') return [[`-${'v'.repeat(value)}`]];
    if (flag === '--resume') return [[value === 'end' ? flag : `${flag}=${value}`]];
    if (typeof value === 'boolean') return [[value ? flag : flag.replace('--', '--no-')]];
    return [value].flat().map((each) => [flag, String(each)]);
  });
  const missing = proposed.flatMap((flag) => {
    const any = needed[flag];
    return any && !kept.some(([each]) => any.includes(each!)) ? [any[0]!, 'FILE'] : [];
  });
  return [...kept.flat(), ...missing, ...add];
}

/** A command line for a shell to read, harmless on a terminal. */
export const commandLine = (argv: readonly string[]): string =>
  argv.map((word) => inShell(cleanText(word))).join(' ');

/**
 * Flags as OpenSSL's s_client, s_server and verify and as curl spell them, turned into ours, so that a line from elsewhere
 * works as it is pasted. Each is applied, or refused with what to do instead; one that has nothing to change here is dropped.
 */
import type { Command, Option } from 'commander';
import { say, type Words } from '../wire/words.ts';
import { UsageError } from './io.ts';

type Habit =
  /** Our flag, with the value that follows. */
  | { readonly flag: string; readonly shape?: (value: string) => string }
  /** These words instead. */
  | { readonly words: readonly string[] }
  /** The value is what the command is about. */
  | 'argument'
  /** It is so already. */
  | 'already'
  /** As in OpenSSL: `file:`, `env:`. */
  | 'passphrase'
  | { readonly instead: Words };

const tls12 = { words: ['--tls', '1.2'] };
const tls13 = { words: ['--tls', '1.3'] };
const tooOld = {
  instead: 'SSL 3.0, TLS 1.0 and TLS 1.1 are not spoken here, since they can be broken (RFC 8996)',
};
/** Of what is typed, every list of processes shows it. */
export const plainPassphrase = {
  instead: 'everybody on this machine could read the passphrase: use --pass-file FILE or --pass-env NAME',
};

/** Of every command that speaks TLS. */
const both: Readonly<Record<string, Habit>> = {
  '--cacert': { flag: '--ca-file' },
  '-CAfile': { flag: '--ca-file' },
  '--capath': { flag: '--ca-dir' },
  '-CApath': { flag: '--ca-dir' },
  '-cert': { flag: '--cert' },
  '-E': { flag: '--cert' },
  '-key': { flag: '--key' },
  '-pass': 'passphrase',
  '-passin': 'passphrase',
  '--pass': plainPassphrase,
  '-alpn': { flag: '--alpn' },
  '-tls1_2': tls12,
  '-tls1_3': tls13,
  '--tlsv1.3': tls13,
  '-no_tls1_2': tls13,
  '-no_tls1_3': tls12,
  '-ssl3': tooOld,
  '-tls1': tooOld,
  '-tls1_1': tooOld,
  '-no_ssl3': 'already',
  '-no_tls1': 'already',
  '-no_tls1_1': 'already',
  '--tlsv1.0': 'already',
  '--tlsv1.1': 'already',
  '--tlsv1.2': 'already',
  '-cipher': { flag: '--ciphers' },
  '-ciphersuites': { flag: '--ciphers' },
  '--tls13-ciphers': { flag: '--ciphers' },
  '-groups': { flag: '--groups' },
  '-curves': { flag: '--groups' },
  '--curves': { flag: '--groups' },
  '-keylogfile': { flag: '--keylog' },
  '-msg': { words: ['--fields'] },
  '-trace': { words: ['--fields'] },
  '-quiet': 'already',
  '-brief': 'already',
  '-state': 'already',
};

const connect: Readonly<Record<string, Habit>> = {
  ...both,
  '-connect': 'argument',
  '--url': 'argument',
  '-servername': { flag: '--sni' },
  '--hostname': { flag: '--sni' },
  '--servername': { flag: '--sni' },
  '-verify_hostname': { instead: 'use --sni NAME, which asks for a name and checks the certificate for it' },
  '-sess_out': { flag: '--session-out' },
  '-sess_in': { flag: '--session-in' },
  '-reconnect': { words: ['--resume'] },
  '-starttls': { instead: 'TLS begins with the first byte here: STARTTLS is not spoken' },
  '-status': 'already',
  '-verify_return_error': 'already',
  '-showcerts': { instead: 'use handglass certs HOST' },
  '--connect-timeout': { flag: '--timeout' },
  '--max-time': { flag: '--timeout' },
  '-m': { flag: '--timeout' },
  '--pinnedpubkey': { flag: '--pin' },
};

const tables: Readonly<Record<string, Readonly<Record<string, Habit>>>> = {
  connect,
  serve: {
    ...both,
    '-accept': { flag: '--port', shape: (value) => value.replace(/^.*:/, '') },
    '-port': { flag: '--port' },
    '-dcert': { flag: '--cert' },
    '-dkey': { flag: '--key' },
    '-status_file': { flag: '--staple' },
    '-www': 'already',
  },
  certs: {
    '--cacert': { flag: '--ca-file' },
    '-CAfile': { flag: '--ca-file' },
    '--capath': { flag: '--ca-dir' },
    '-CApath': { flag: '--ca-dir' },
    '-connect': 'argument',
    '-servername': { flag: '--sni' },
    '--hostname': { flag: '--sni' },
    '-showcerts': 'already',
    '-attime': { flag: '--at' },
  },
  verify: {
    '--cacert': { flag: '--ca-file' },
    '-CAfile': { flag: '--ca-file' },
    '--capath': { flag: '--ca-dir' },
    '-CApath': { flag: '--ca-dir' },
    '-untrusted': 'argument',
    '--hostname': { flag: '--for' },
    '-verify_hostname': { flag: '--for' },
    '-verify_ip': { flag: '--for' },
    '-purpose': { flag: '--purpose', shape: (value) => value.replace(/^ssl(server|client)$/, '$1') },
    '-attime': { flag: '--at' },
    '-CRLfile': { flag: '--crl' },
  },
};

/** Commands under the names that OpenSSL has for them. */
export const commandHabits: ReadonlyMap<string, string> = new Map([
  ['s_client', 'connect'],
  ['s_server', 'serve'],
]);

export interface Understood {
  /** The words behind the command’s name, in our spelling. */
  readonly argv: readonly string[];
  /** The first that is neither a flag nor the value of one, as it was typed; not one of -connect. */
  readonly firstArgument: string | undefined;
}

/**
 * Throws UsageError for what is refused.
 *
 * @param argv behind the command's name
 */
export function understood(command: Command, argv: readonly string[]): Understood {
  const table = tables[command.name()] ?? {};
  const kept: string[] = [];
  const lists: Record<string, string[]> = {};
  let firstArgument: string | undefined;
  for (let at = 0; at < argv.length; at++) {
    const word = argv[at]!;
    if (word === '--') {
      kept.push(...argv.slice(at));
      firstArgument ??= argv[at + 1];
      break;
    }
    const own = optionOf(command, word);
    if (own) {
      kept.push(word);
      if (own.required && !word.includes('=') && at + 1 < argv.length) kept.push(argv[++at]!);
      continue;
    }
    const [name, joined] = split(word);
    const habit = Object.hasOwn(table, name) ? table[name]! : undefined;
    if (habit === undefined) {
      if (!word.startsWith('-')) firstArgument ??= word;
      kept.push(word);
      continue;
    }
    const value = (): string => {
      const given = joined ?? argv[++at];
      if (given === undefined) throw new UsageError(say`${name} needs a value`);
      return given;
    };
    if (habit === 'already') continue;
    if (habit === 'argument') kept.push(value());
    else if (habit === 'passphrase') kept.push(...passphrase(name, value()));
    else if ('instead' in habit) throw new UsageError(say`${name} is not taken: ${habit.instead}`);
    else if ('words' in habit) kept.push(...habit.words.map((each) => known(command, name, each)));
    else {
      const flag = known(command, name, habit.flag);
      const given = (habit.shape ?? String)(value());
      // -cipher and -ciphersuites are one list here.
      if (flag === '--ciphers') (lists[flag] ??= []).push(given);
      else kept.push(flag, given);
    }
  }
  const merged = Object.entries(lists).flatMap(([flag, values]) => [flag, values.join(',')]);
  return { argv: [...merged, ...kept], firstArgument };
}

/** One of a command that it has by this spelling, with its value behind `=` or not. */
function optionOf({ options }: Command, word: string): Option | undefined {
  const [name] = split(word);
  return options.find(({ short, long }) => name === long || name === short);
}

function split(word: string): readonly [name: string, value: string | undefined] {
  const at = word.startsWith('--') ? word.indexOf('=') : -1;
  return at < 0 ? [word, undefined] : [word.slice(0, at), word.slice(at + 1)];
}

function known(command: Command, typed: string, flag: string): string {
  if (!flag.startsWith('-') || optionOf(command, flag)) return flag;
  throw new UsageError(say`${typed} would be ${flag}, which ${command.name()} does not have`);
}

function passphrase(name: string, value: string): readonly string[] {
  const [, from, where] = /^(file|env):(.+)$/s.exec(value) ?? [];
  if (from === undefined) throw new UsageError(say`${name} is not taken: ${plainPassphrase.instead}`);
  return [from === 'file' ? '--pass-file' : '--pass-env', where!];
}

/** The flags that clients and servers share, from text to the options of a connection. */

import { nodeProvider } from '../crypto/providers/node.ts';
import { groupsNamed, suitesNamed } from '../node/openssl-names.ts';
import type { ClientOptions } from '../options/options.ts';
import { checkedPin, mayUseCommonName, type PeerQuestion, type Profile } from '../x509/index.ts';
import { UsageError } from './io.ts';

export interface NegotiationFlags {
  readonly tls?: string;
  readonly kx?: string;
  readonly ciphers?: string;
  readonly groups?: string;
  readonly alpn?: string;
}

type Negotiation = Pick<
  ClientOptions,
  'versions' | 'keyExchanges' | 'cipherSuites' | 'groups' | 'applicationProtocols'
>;

/** Throws UsageError for a name that is not known, and for flags that contradict each other. */
export function negotiationOf({ tls, kx, ciphers, groups, alpn }: NegotiationFlags): Negotiation {
  const keyExchanges = kx === undefined ? undefined : items('--kx', kx).map(keyExchangeNamed);
  const suites =
    ciphers === undefined
      ? undefined
      : named('--ciphers', () => suitesNamed(nodeProvider, items('--ciphers', ciphers).join(':')));
  const versions = tls === undefined ? undefined : items('--tls', tls).map(versionNamed);
  if (keyExchanges && !keyExchanges.includes('ECDHE') && versions?.includes('TLS 1.3'))
    throw new UsageError(`--kx ${kx} is of TLS 1.2 alone: leave --tls ${tls} out`);
  const stranger =
    keyExchanges &&
    suites?.find((suite) => !keyExchanges.includes('keyExchange' in suite ? suite.keyExchange : 'ECDHE'));
  if (stranger) throw new UsageError(`--ciphers ${stranger.name} is not of --kx ${kx}`);
  return {
    ...(versions && { versions }),
    ...(keyExchanges && { keyExchanges }),
    ...(suites && { cipherSuites: suites.map(({ name }) => name) }),
    ...(groups !== undefined && {
      groups: named('--groups', () => groupsNamed(nodeProvider, items('--groups', groups).join(':'))),
    }),
    ...(alpn !== undefined && { applicationProtocols: items('--alpn', alpn) }),
  };
}

export interface IdentityFlags {
  readonly pin?: readonly string[];
  readonly allowCommonName?: boolean;
}

/** A `--pin` may hold several between semicolons, as curl takes them. Throws UsageError. */
export function identityOf(
  { pin, allowCommonName }: IdentityFlags,
  { profile }: { readonly profile: Profile },
): Pick<PeerQuestion, 'pins' | 'commonName'> {
  if (allowCommonName && !mayUseCommonName(profile))
    throw new UsageError('--allow-common-name is for a CA of one’s own: name it with --ca-file or --ca-dir');
  return {
    ...(pin && {
      pins: pin.flatMap((text) => text.split(';')).map((text) => named('--pin', () => checkedPin(text))),
    }),
    ...(allowCommonName && { commonName: 'when-no-names' }),
  };
}

/** Seconds as `10`, `10s` or `500ms`, in milliseconds. */
export function durationOf(text: string, flag = '--timeout'): number {
  const parts = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text);
  const milliseconds = Number(parts?.[1]) * (parts?.[2] === 'ms' ? 1 : 1000);
  if (!parts || milliseconds < 1 || milliseconds > 2 ** 31 - 1) {
    throw new UsageError(`${flag} ${text} is not a time such as 10s or 500ms`);
  }
  return milliseconds;
}

/** A whole number from 1 to a million. */
export function countOf(text: string, flag: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError(`${flag} ${text} is not a number such as 256`);
}

/** Lists are separated by commas; OpenSSL's colons are taken too. */
function items(flag: string, list: string): string[] {
  const all = list.split(/[,:]/).map((item) => item.trim());
  if (all.some((item) => item === '')) throw new UsageError(`${flag} has an empty name in its list`);
  return all;
}

function versionNamed(name: string): 'TLS 1.2' | 'TLS 1.3' {
  const number = /^(?:TLS[ v]?)?1\.([23])$/i.exec(name)?.[1];
  if (number === undefined) throw new UsageError(`--tls ${name}: only 1.2 and 1.3 are spoken`);
  return number === '2' ? 'TLS 1.2' : 'TLS 1.3';
}

function keyExchangeNamed(name: string): 'ECDHE' | 'RSA' {
  const upper = name.toUpperCase();
  if (upper !== 'ECDHE' && upper !== 'RSA') throw new UsageError(`--kx ${name}: rsa and ecdhe are spoken`);
  return upper;
}

/** An option has another name in node:tls than here. */
function named<T>(flag: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof TypeError) {
      throw new UsageError(
        error.message.replace(/^the option \w+ names (\S+), which is not/, `${flag} $1 is not`),
      );
    }
    throw error;
  }
}

/** A day or a second of UTC, or with an offset: a time without either means another moment on another machine. */
export function timeOf(flag: string, text: string): number {
  const day = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/i.exec(text)?.[1];
  const at = day === undefined ? Number.NaN : Date.parse(text);
  // Date carries over what does not exist, such as 30 February.
  const exists = at >= Date.UTC(1950, 0) && new Date(Date.parse(day!)).toISOString().startsWith(day!);
  if (exists) return at;
  throw new UsageError(`${flag} ${text} is not a time such as 2026-12-31 or 2026-12-31T23:59:59Z`);
}

/** The same, or seconds since 1970; now when not given. */
export function momentOf(text: string | undefined): number {
  if (text === undefined) return Date.now();
  return /^\d{1,11}$/.test(text) ? Number(text) * 1000 : timeOf('--at', text);
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `30d` in milliseconds. The unit must be said: 30 of what? */
export function periodOf(flag: string, text: string): number {
  const parts = /^(\d{1,9})([smhdw])$/.exec(text);
  if (!parts) throw new UsageError(`${flag} ${text} is not a time such as 30d; there are s, m, h, d and w`);
  return Number(parts[1]) * units[parts[2]!]! * 1000;
}

export function revocationMode(text: string): 'off' | 'soft' | 'hard' {
  if (text === 'off' || text === 'soft' || text === 'hard') return text;
  throw new UsageError(`--revocation ${text} is not off, soft or hard`);
}

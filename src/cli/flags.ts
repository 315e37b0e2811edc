/** The flags that clients and servers share, from text to the options of a connection. */

import type { Suite } from '../crypto/provider.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import { groupNamed, suiteNamed } from '../node/openssl-names.ts';
import type { RecordCut } from '../options/engine.ts';
import type { ClientOptions } from '../options/options.ts';
import type { Restriction } from '../trace/document.ts';
import { say } from '../wire/words.ts';
import { checkedPin, mayUseCommonName, type PeerQuestion, type Profile, referenceOf } from '../x509/index.ts';
import { UsageError } from './io.ts';

export interface NegotiationFlags {
  readonly tls?: string;
  readonly kx?: string;
  readonly ciphers?: string;
  readonly groups?: string;
  readonly alpn?: string;
}

type KeyExchange = NonNullable<ClientOptions['keyExchanges']>[number];
type Negotiation = Pick<
  ClientOptions,
  'versions' | 'keyExchanges' | 'cipherSuites' | 'groups' | 'applicationProtocols'
>;

/** Throws UsageError for unknown names and contradictory flags. */
export function negotiationOf({ tls, kx, ciphers, groups, alpn }: NegotiationFlags): Negotiation {
  const keyExchanges = kx === undefined ? undefined : items('--kx', kx).map(keyExchangeNamed);
  const suites = ciphers === undefined ? undefined : suitesNamed(ciphers);
  const versions = tls === undefined ? undefined : items('--tls', tls).map(versionNamed);
  if (keyExchanges && !keyExchanges.includes('ECDHE') && versions?.includes('TLS 1.3'))
    throw new UsageError(say`--kx ${kx} is for TLS 1.2 only: leave out --tls ${tls}`);
  const stranger =
    keyExchanges &&
    suites?.find((suite) => !keyExchanges.includes('keyExchange' in suite ? suite.keyExchange : 'ECDHE'));
  if (stranger) throw new UsageError(say`--ciphers ${stranger.name} does not go with --kx ${kx}`);
  return {
    ...(versions && { versions }),
    ...(keyExchanges && { keyExchanges }),
    ...(suites && { cipherSuites: suites.map(({ name }) => name) }),
    ...(groups !== undefined && { groups: items('--groups', groups).map(group) }),
    ...(alpn !== undefined && { applicationProtocols: items('--alpn', alpn) }),
  };
}

/** What a client leaves out that is on by default. */
export const restrictionsOf = ({ tls, kx, ciphers, groups }: NegotiationFlags): Restriction[] => [
  ...(tls !== undefined && items('--tls', tls).length < 2 ? (['versions'] as const) : []),
  ...(kx === undefined ? [] : (['keyExchanges'] as const)),
  ...(ciphers === undefined || ciphers === ALL_SUITES ? [] : (['cipherSuites'] as const)),
  ...(groups === undefined ? [] : (['groups'] as const)),
];

export interface IdentityFlags {
  readonly pin?: readonly string[];
  readonly allowCommonName?: boolean;
}

/** A `--pin` may hold several, separated by semicolons as in curl. Throws UsageError. */
export function identityOf(
  { pin, allowCommonName }: IdentityFlags,
  { profile }: { readonly profile: Profile },
): Pick<PeerQuestion, 'pins' | 'commonName'> {
  if (allowCommonName && !mayUseCommonName(profile))
    throw new UsageError('--allow-common-name is for private CAs: name yours with --ca-file or --ca-dir');
  return {
    ...(pin && { pins: pin.flatMap((text) => text.split(';')).map(pinIn) }),
    ...(allowCommonName && { commonName: 'when-no-names' }),
  };
}

/** `--records`: how our handshake messages are put into records. */
export function recordsOf(text: string | undefined): RecordCut | undefined {
  if (text === undefined || text === 'flight' || text === 'message') return text;
  if (/^\d+$/.test(text)) return numberOf('--records', text, 1, 16_384);
  throw new UsageError(say`--records ${text} is neither message, flight nor a number of bytes`);
}

/** Seconds as `10`, `10s` or `500ms`, in milliseconds. */
export function durationOf(text: string, flag = '--timeout'): number {
  const parts = /^(\d+(?:\.\d+)?)(ms|s)?$/.exec(text);
  const milliseconds = Number(parts?.[1]) * (parts?.[2] === 'ms' ? 1 : 1000);
  if (!parts || milliseconds < 1 || milliseconds > 2 ** 31 - 1) {
    throw new UsageError(say`${flag} ${text} is not a duration such as 10s or 500ms`);
  }
  return milliseconds;
}

/** A whole number, in digits. */
export function numberOf(flag: string, text: string, min: number, max: number): number {
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  throw new UsageError(say`${flag} ${text} is not a number from ${min} to ${max}`);
}

/** One of a few words, compared after `shape`. */
export function choiceOf<T extends string>(
  flag: string,
  text: string,
  choices: readonly T[],
  shape = (word: string): string => word,
): T {
  const chosen = choices.find((choice) => shape(choice) === shape(text));
  if (chosen !== undefined) return chosen;
  throw new UsageError(say`${flag} ${text} is not one of ${choices.join(', ')}`);
}

/** A DNS name in A-labels, or an IP address. */
export function referenceNamed(flag: string, name: string): NonNullable<ReturnType<typeof referenceOf>> {
  const reference = referenceOf(name);
  if (reference) return reference;
  throw new UsageError(say`${flag} ${JSON.stringify(name)} is neither a DNS name nor an IP address`);
}

/** Lists are separated by commas, or by colons as in OpenSSL. */
function items(flag: string, list: string): string[] {
  const all = list.split(/[,:]/).map((item) => item.trim());
  if (all.some((item) => item === '')) throw new UsageError(say`${flag} has an empty name in its list`);
  return all;
}

function versionNamed(name: string): 'TLS 1.2' | 'TLS 1.3' {
  return `TLS ${choiceOf('--tls', name, ['1.2', '1.3'], (word) => word.replace(/^TLS[ v]?/i, ''))}`;
}

const keyExchangeNamed = (name: string): KeyExchange =>
  choiceOf('--kx', name, ['RSA', 'DHE', 'ECDHE'], (word) => word.toLowerCase());

/** `all` is every suite that is spoken, old ones too: by this word alone. */
const suitesNamed = (names: string): readonly Suite[] =>
  names === ALL_SUITES ? nodeProvider.suites : items('--ciphers', names).map(cipherSuite);
const ALL_SUITES = 'all';

function cipherSuite(name: string): Suite {
  const suite = suiteNamed(nodeProvider, name);
  if (suite) return suite;
  throw new UsageError(say`--ciphers ${name} is not a cipher suite that handglass supports`);
}

const group = (name: string): string =>
  groupNamed(nodeProvider, name) ?? choiceOf('--groups', name, groupNames);
const groupNames = nodeProvider.groups.map(({ name }) => name);

function pinIn(text: string): string {
  try {
    return checkedPin(text);
  } catch (error) {
    if (error instanceof TypeError) throw new UsageError(error.message);
    throw error;
  }
}

/** A date, or a time with Z or an offset: without one it would mean a different moment on each machine. */
export function timeOf(flag: string, text: string): number {
  const day = /^(\d{4}-\d\d-\d\d)(T\d\d:\d\d(:\d\d)?(Z|[+-]\d\d:\d\d))?$/i.exec(text)?.[1];
  const at = day === undefined ? Number.NaN : Date.parse(text);
  // Date carries 30 February over into March.
  const exists = at >= Date.UTC(1950, 0) && new Date(Date.parse(day!)).toISOString().startsWith(day!);
  if (exists) return at;
  throw new UsageError(say`${flag} ${text} is not a time such as 2026-12-31 or 2026-12-31T23:59:59Z`);
}

/** The same, or seconds since 1970; now when not given. */
export function momentOf(text: string | undefined): number {
  if (text === undefined) return Date.now();
  return /^\d{1,11}$/.test(text) ? Number(text) * 1000 : timeOf('--at', text);
}

const units: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };

/** `30d` in milliseconds. The unit is required: 30 of what? */
export function periodOf(flag: string, text: string): number {
  const parts = /^(\d{1,9})([smhdw])$/.exec(text);
  if (!parts)
    throw new UsageError(say`${flag} ${text} is not a duration such as 30d; the units are s, m, h, d and w`);
  return Number(parts[1]) * units[parts[2]!]! * 1000;
}

/** What only one of the two forms of a result has. */
export function refuseMixed({ json, compact, keys }: Readonly<Record<string, unknown>>): void {
  if (compact && !json) throw new UsageError('--compact is a form of --json: add that');
  if (keys && json) throw new UsageError('--keys is text; --json has the same in schedule');
}

/** The flags that do what a trace proposes; the trace knows remedies only by their ids. */
import type { Restriction } from '../trace/document.ts';
import type { ClientRemedies, Remedy, ServerRemedies } from '../trace/remedies.ts';
import { say, type Words } from '../wire/words.ts';

/** What becomes of a command line that was typed. */
export interface Change {
  readonly add?: readonly string[];
  /** Flags to leave out, with their values. */
  readonly drop?: readonly string[];
  readonly port?: number;
}

type Changes<Remedies> = { readonly [Id in keyof Remedies]: (remedy: Remedies[Id]) => Change };

const restrictions: Readonly<Record<Restriction, string>> = {
  versions: '--tls',
  keyExchanges: '--kx',
  cipherSuites: '--ciphers',
  groups: '--groups',
  serverName: '--sni',
};

const name = (isNamed: boolean): readonly string[] => (isNamed ? ['--sni', 'NAME'] : []);

/** Of `connect`. Capitals stand for what only the user knows. */
const connect: Changes<ClientRemedies> = {
  'offer-version': ({ version }) => ({ add: ['--tls', version.replace('TLS ', '')] }),
  'offer-otherwise': ({ version, isNamed }) => ({
    add: [...name(isNamed), '--tls', version.replace('TLS ', '')],
  }),
  'offer-everything': ({ isNamed }) => ({
    add: [...name(isNamed), '--ciphers', 'all'],
    drop: ['--tls', '--kx', '--ciphers', '--groups'],
  }),
  'drop-restrictions': ({ of }) => ({ drop: of.map((restriction) => restrictions[restriction]) }),
  'offer-protocols': () => ({ add: ['--alpn', 'NAMES'] }),
  'offer-no-protocols': () => ({ drop: ['--alpn'] }),
  'ask-for-name': ({ name }) => ({ add: ['--sni', name ?? 'NAME'] }),
  'use-port': ({ port }) => ({ port }),
  'present-certificate': () => ({ add: ['--cert', 'FILE', '--key', 'FILE'] }),
  'ignore-authorities': () => ({ add: ['--ignore-authorities'] }),
  trust: () => ({ add: ['--ca-file', 'FILE'] }),
  'fetch-private': () => ({ add: ['--fetch-private'] }),
  pin: () => ({ add: ['--pin', 'PIN'] }),
  'hand-in-crl': () => ({ add: ['--crl', 'FILE'] }),
  'allow-common-name': () => ({ add: ['--allow-common-name'] }),
  overrule: () => ({ add: ['--insecure'] }),
  'wait-longer': ({ seconds }) => ({ add: ['--timeout', `${seconds}s`] }),
};

/** Of `serve`. */
const serve: Changes<ServerRemedies> = {
  'request-certificate': () => ({ add: ['--client-auth', 'request'] }),
  'trust-client-authority': () => ({ add: ['--ca-file', 'FILE'] }),
  'accept-version': ({ version }) => ({ add: ['--tls', version.replace('TLS ', '')] }),
  'accept-old-suites': ({ exchange }) => ({
    add: exchange === null ? ['--ciphers', 'all'] : ['--kx', `ecdhe,${exchange.toLowerCase()}`],
    drop: ['--tls', '--kx', '--ciphers'],
  }),
  'accept-groups': ({ groups }) => ({ add: ['--groups', groups.join(',')] }),
  'accept-protocols': ({ protocols }) => ({
    add: protocols.length === 0 ? [] : ['--alpn', protocols.join(',')],
    drop: ['--alpn'],
  }),
  'lift-restrictions': ({ of }) => ({ drop: of.map((restriction) => restrictions[restriction]) }),
  'serve-certificate': () => ({ add: ['--cert', 'FILE', '--key', 'FILE'] }),
  'serve-chain': () => ({ add: ['--cert', 'FILE'] }),
};

/** For a new `connect`; undefined if none of its flags does it. */
export const connecting = (remedy: Remedy): Change | undefined => changeIn(connect, remedy);

/** For a `serve` that is started again; undefined if none of its flags does it. */
export const serving = (remedy: Remedy): Change | undefined => changeIn(serve, remedy);

/** For a `verify` of the same files, which takes the flags of `connect` that judge. */
export function verifying(remedy: Remedy): Words | undefined {
  return remedy.id === 'allow-common-name'
    ? say`verify with ${(connecting(remedy)?.add ?? []).join(' ')}`
    : undefined;
}

function changeIn(
  table: { readonly [id: string]: (remedy: never) => Change },
  remedy: Remedy,
): Change | undefined {
  return Object.hasOwn(table, remedy.id) ? table[remedy.id]!(remedy as never) : undefined;
}

/**
 * The options of a context, read and checked. What is not set is absent, so that a context for a name can be laid over its
 * server's.
 *
 * Decision: every option is applied or refused. node:tls ignores options that it does not know, so a misspelt
 * `rejectUnauthorised: true` goes unnoticed until it matters.
 */
import { nodeProvider } from '../crypto/providers/node.ts';
import type { Credential } from '../options/engine.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import { namesOf } from '../wire/known-options.ts';
import { ownOptions } from '../wire/own-options.ts';
import { say } from '../wire/words.ts';
import { checkedPin, type TrustStore, trustStore } from '../x509/index.ts';
import { type CredentialOptions, credentialsFrom } from './credentials.ts';
import { bytesOption, invalidOption, refuseUnknown, unusableOption } from './errors.ts';
import { groupsNamed, schemesNamed, suitesNamed } from './openssl-names.ts';
import { type RevocationSettings, revocationSaid, type SaidOfRevocation } from './revocation.ts';
import { type CertificateSource, trustFrom, trustNamed } from './trust.ts';
import type { StoreName } from './trust-stores.ts';

export type Version = 'TLSv1.2' | 'TLSv1.3';

export interface SecureContextOptions extends CredentialOptions, RevocationSettings {
  /** Whom to trust instead of what Node trusts: PEM. */
  readonly ca?: CertificateSource | readonly CertificateSource[] | undefined;
  /**
   * Whom to trust besides `ca`, or in place of what Node trusts: the system’s store, Mozilla’s list as shipped with Node,
   * what Node trusts, or a store of the engine’s.
   */
  readonly trust?: StoreName | TrustStore | undefined;
  /**
   * Pins: base64 of the SHA-256 of a public key (RFC 7469 section 2.4), alone or as curl writes it (`sha256//…`). The peer's
   * path must have one of these keys, whatever else is trusted; `rejectUnauthorized: false` does not overrule that.
   */
  readonly pins?: string | readonly string[] | undefined;
  /** A colon list of OpenSSL or IANA names. Without a TLS 1.3 name in it, TLS 1.3 keeps its suites, as in node:tls. */
  readonly ciphers?: string | undefined;
  /** Which key exchanges TLS 1.2 may use when `ciphers` is not given; `['ECDHE']` when absent. */
  readonly keyExchanges?: readonly ('ECDHE' | 'DHE' | 'RSA')[] | undefined;
  readonly minVersion?: Version | undefined;
  readonly maxVersion?: Version | undefined;
  /** A colon list, most preferred first. */
  readonly sigalgs?: string | undefined;
  /** A colon list, most preferred first, or `auto`. */
  readonly ecdhCurve?: string | undefined;
  /** The same as `ecdhCurve`, as a list of the RFC's names. */
  readonly groups?: readonly string[] | undefined;
  /** Lifetime of our tickets in seconds, at most a week; 2 hours when absent. */
  readonly sessionTimeout?: number | undefined;
  /** 48 secret bytes from which the ticket key is derived; without them a server makes its own and rotates them. */
  readonly ticketKeys?: Uint8Array | undefined;
  /** The server's order of suites always decides. */
  readonly honorCipherOrder?: true | undefined;
}

/** The names of the options above. */
export const contextOptions = namesOf<SecureContextOptions>({
  ca: true,
  trust: true,
  pins: true,
  cert: true,
  key: true,
  passphrase: true,
  ocspResponse: true,
  revocation: true,
  fetchPrivate: true,
  crl: true,
  ciphers: true,
  keyExchanges: true,
  minVersion: true,
  maxVersion: true,
  sigalgs: true,
  ecdhCurve: true,
  groups: true,
  sessionTimeout: true,
  ticketKeys: true,
  honorCipherOrder: true,
});

/** Whom to trust. */
interface Trusted {
  readonly store: TrustStore;
  /** Some were named one by one: such a CA counts as private, and the rules of the Web PKI do not apply to it. */
  readonly named: boolean;
  /** All of them were. */
  readonly onlyNamed: boolean;
}

/** One field per group of options: setting any part replaces the whole group of the base context. */
export interface Said extends SaidOfRevocation {
  readonly credentials?: readonly Credential[];
  readonly trusted?: Trusted;
  readonly pins?: readonly string[];
  readonly suites?: {
    /** Undefined if only key exchanges are given. */
    readonly names: readonly string[] | undefined;
    readonly keyExchanges: readonly ('ECDHE' | 'DHE' | 'RSA')[] | undefined;
    readonly only13: boolean;
  };
  readonly minVersion?: Version;
  readonly maxVersion?: Version;
  readonly groups?: readonly string[] | 'auto';
  readonly signatureSchemes?: readonly string[];
  /** Seconds. */
  readonly sessionTimeout?: number;
  readonly ticketKeys?: Uint8Array;
}

/** Throws a TypeError with a code for unknown options and invalid values. */
export function saidBy(given: SecureContextOptions): Said {
  const options = ownOptions(given);
  refuseUnknown(options, contextOptions);
  const { pins, ciphers, keyExchanges, minVersion, maxVersion, ecdhCurve, groups, sigalgs } = options;
  const { sessionTimeout, ticketKeys, honorCipherOrder } = options;
  if (honorCipherOrder !== undefined && honorCipherOrder !== true) {
    throw invalidOption('honorCipherOrder', (it) => say`${it} can only be true: the server’s order decides`);
  }
  if (ecdhCurve !== undefined && groups !== undefined)
    throw invalidOption('groups', (it) => say`${it} means the same as ecdhCurve: give one of them`);
  if (sessionTimeout !== undefined && !(sessionTimeout > 0 && sessionTimeout <= LONGEST_SESSION)) {
    throw invalidOption(
      'sessionTimeout',
      (it) => say`${it} must be between 1 second and a week (RFC 9846 section 4.7.1)`,
    );
  }
  const credentials = credentialsFrom(options);
  const trusted = trustedBy(options);
  const suites = suitesFrom(ciphers, keyExchanges);
  return {
    ...(credentials.length > 0 && { credentials }),
    ...(trusted && { trusted }),
    ...(pins !== undefined && { pins: pinsFrom(pins) }),
    ...revocationSaid(options),
    ...(suites && { suites }),
    ...(minVersion !== undefined && { minVersion: versionNamed('minVersion', minVersion) }),
    ...(maxVersion !== undefined && { maxVersion: versionNamed('maxVersion', maxVersion) }),
    ...(groups !== undefined && { groups: [...groups] }),
    ...(ecdhCurve !== undefined && {
      groups: ecdhCurve === 'auto' ? 'auto' : groupsNamed(nodeProvider, ecdhCurve),
    }),
    ...(sigalgs !== undefined && { signatureSchemes: schemesNamed(sigalgs) }),
    ...(sessionTimeout !== undefined && { sessionTimeout: Math.floor(sessionTimeout) }),
    ...(ticketKeys !== undefined && { ticketKeys: ticketKeysFrom(ticketKeys) }),
  };
}

const LONGEST_SESSION = 7 * 24 * 60 * 60;
const TICKET_KEYS = 48;

/** A copy. Throws a TypeError with a code. */
export function ticketKeysFrom(given: Uint8Array): Uint8Array {
  const keys = bytesOption('ticketKeys', given);
  if (keys.length !== TICKET_KEYS)
    throw invalidOption('ticketKeys', (it) => say`${it} must have ${TICKET_KEYS} bytes`);
  return keys.slice();
}

function trustedBy({ ca, trust }: SecureContextOptions): Trusted | undefined {
  const given = ca === undefined ? undefined : trustFrom(ca);
  const other = trust === undefined ? undefined : trustNamed(trust);
  if (!given && !other) return undefined;
  const otherNamed = typeof trust === 'object';
  // Roots named by hand come first, so that one that is also public is held to fewer rules.
  const store = given && other ? trustStore([...given.anchors, ...other.anchors]) : (given ?? other)!;
  return {
    store,
    named: given !== undefined || otherNamed,
    onlyNamed: other === undefined || otherNamed,
  };
}

function suitesFrom(
  ciphers: SecureContextOptions['ciphers'],
  keyExchanges: SecureContextOptions['keyExchanges'],
): Said['suites'] {
  if (ciphers === undefined)
    return keyExchanges && { names: undefined, keyExchanges: [...keyExchanges], only13: false };
  if (keyExchanges !== undefined)
    throw invalidOption(
      'keyExchanges',
      (it) => say`${it} has no effect beside ciphers, which names the suites themselves`,
    );
  const named = suitesNamed(nodeProvider, ciphers);
  const named13 = named.some(({ version }) => version === TLS13);
  const all = named13 ? named : [...nodeProvider.suites.filter(({ version }) => version === TLS13), ...named];
  return {
    names: all.map(({ name }) => name),
    keyExchanges: undefined,
    only13: named.every(({ version }) => version === TLS13),
  };
}

function pinsFrom(option: string | readonly string[]): readonly string[] {
  const pins = [option].flat();
  if (pins.length === 0)
    throw invalidOption('pins', (it) => say`${it} is an empty list, which would refuse everybody`);
  try {
    return pins.map(checkedPin);
  } catch (error) {
    throw unusableOption('pins', error);
  }
}

export const supportedVersions: readonly Version[] = ['TLSv1.2', 'TLSv1.3'];

function versionNamed(option: 'minVersion' | 'maxVersion', version: Version): Version {
  if (supportedVersions.includes(version)) return version;
  throw invalidOption(
    option,
    (it) => say`${it} is ${JSON.stringify(version)}; TLSv1.2 and TLSv1.3 are spoken`,
  );
}

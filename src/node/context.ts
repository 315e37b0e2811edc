/**
 * A secure context: what many connections share, read and checked once.
 *
 * Decision: an option is applied or refused. node:tls ignores what it does not know, so that a misspelt
 * `rejectUnauthorised: true` costs nothing until it costs everything.
 */
import { type Spoken, spokenBy } from '../connection/spoken.ts';
import type { Provider } from '../crypto/provider.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import type { Credential } from '../handshake/config.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';

import { checkedPin, parseCertificate, privateProfile, type TrustStore, trustStore } from '../x509/index.ts';

import { type CredentialOptions, credentialsFrom } from './credentials.ts';
import { invalidOption, refuseUnknown } from './errors.ts';
import { groupsNamed, schemesNamed, suitesNamed } from './names.ts';
import { type Revocation, type RevocationSettings, revocationFrom } from './revocation.ts';
import { type CertificateSource, nodeTrust, trustFrom, trustNamed } from './trust.ts';
import type { StoreName } from './trust-stores.ts';

type Version = 'TLSv1.2' | 'TLSv1.3';

export interface SecureContextOptions extends CredentialOptions, RevocationSettings {
  /** Whom to trust instead of what Node trusts: PEM. */
  readonly ca?: CertificateSource | readonly CertificateSource[] | undefined;
  /**
   * Whom to trust besides `ca`, or in place of what Node trusts: the system’s store, Mozilla’s list as Node carries it, what
   * Node trusts, or a store of the engine’s.
   */
  readonly trust?: StoreName | TrustStore | undefined;
  /**
   * Pins: base64 of the SHA-256 of a public key (RFC 7469 section 2.4), alone or as curl writes it (`sha256//…`). The peer's
   * path must have one of these keys, whatever else is trusted; `rejectUnauthorized: false` does not overrule that.
   */
  readonly pins?: string | readonly string[] | undefined;
  /** A colon list of OpenSSL or IANA names. Without a TLS 1.3 name in it, TLS 1.3 keeps its suites, as in node:tls. */
  readonly ciphers?: string | undefined;
  /** Which key exchanges TLS 1.2 may use where `ciphers` does not say; `['ECDHE']` when absent. */
  readonly keyExchanges?: readonly ('ECDHE' | 'RSA')[] | undefined;
  readonly minVersion?: Version | undefined;
  readonly maxVersion?: Version | undefined;
  /** A colon list, most preferred first. */
  readonly sigalgs?: string | undefined;
  /** A colon list, most preferred first, or `auto`. */
  readonly ecdhCurve?: string | undefined;
  /** The same as `ecdhCurve`, as a list of the RFC's names. */
  readonly groups?: readonly string[] | undefined;
  /** Seconds that a ticket of ours holds, at most a week; 2 hours when absent. */
  readonly sessionTimeout?: number | undefined;
  /** 48 secret bytes from which the ticket key is derived; without them a server makes its own and rotates them. */
  readonly ticketKeys?: Uint8Array | undefined;
  /** The server's order of suites decides; that is the only way there is. */
  readonly honorCipherOrder?: true | undefined;
}

/** The names of the options above. */
export const contextOptions: ReadonlySet<string> = new Set([
  'ca',
  'trust',
  'pins',
  'cert',
  'key',
  'passphrase',
  'ocspResponse',
  'revocation',
  'fetchPrivate',
  'crl',
  'ciphers',
  'keyExchanges',
  'minVersion',
  'maxVersion',
  'sigalgs',
  'ecdhCurve',
  'groups',
  'sessionTimeout',
  'ticketKeys',
  'honorCipherOrder',
] satisfies (keyof SecureContextOptions)[]);

const monotonic = (): number => performance.now();

/** Made by {@link createSecureContext} alone, so that whoever has one has one that was checked. */
export class SecureContext {
  readonly provider: Provider = nodeProvider;
  readonly credentials: readonly Credential[];
  readonly versions: readonly ('TLS 1.2' | 'TLS 1.3')[];
  readonly cipherSuites: readonly string[] | undefined;
  readonly keyExchanges: readonly ('ECDHE' | 'RSA')[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly signatureSchemes: readonly string[] | undefined;
  /** Seconds. */
  readonly sessionTimeout: number;
  readonly ticketKeys: Uint8Array | undefined;
  readonly revocation: Revocation;
  /** Whether all who are trusted were named one by one. */
  readonly namesTrust: boolean;
  readonly #pins: readonly string[] | undefined;
  readonly #named: boolean;
  #trust: TrustStore | undefined;
  #spoken: Spoken | undefined;

  constructor(options: SecureContextOptions) {
    refuseUnknown(options, contextOptions);
    const { ca, trust, ciphers, keyExchanges, ecdhCurve, groups, sigalgs, sessionTimeout, ticketKeys } =
      options;
    if (ciphers !== undefined && keyExchanges !== undefined) {
      throw invalidOption('keyExchanges', 'says nothing beside ciphers, which names the suites themselves');
    }
    if (ecdhCurve !== undefined && groups !== undefined)
      throw invalidOption('groups', 'is the same as ecdhCurve: give one');
    if (options.honorCipherOrder !== undefined && options.honorCipherOrder !== true) {
      throw invalidOption('honorCipherOrder', 'can only be true: the server’s order decides');
    }
    if (ticketKeys && ticketKeys.length !== 48) throw invalidOption('ticketKeys', 'must have 48 bytes');
    if (sessionTimeout !== undefined && !(sessionTimeout > 0 && sessionTimeout <= LONGEST_SESSION)) {
      throw invalidOption('sessionTimeout', 'must be between 1 second and a week (RFC 9846 section 4.7.1)');
    }
    this.credentials = credentialsFrom(options);
    const named = ciphers === undefined ? undefined : suitesNamed(this.provider, ciphers);
    const only13 = named?.every(({ version }) => version === TLS13) ?? false;
    this.versions = versionsBetween(
      options.minVersion ?? (only13 ? 'TLSv1.3' : 'TLSv1.2'),
      options.maxVersion ?? 'TLSv1.3',
    );
    this.cipherSuites =
      named &&
      [
        ...(named.some(({ version }) => version === TLS13)
          ? []
          : this.provider.suites.filter(({ version }) => version === TLS13)),
        ...named,
      ].map(({ name }) => name);
    this.keyExchanges = keyExchanges;
    this.groups =
      groups ??
      (ecdhCurve === undefined || ecdhCurve === 'auto' ? undefined : groupsNamed(this.provider, ecdhCurve));
    this.signatureSchemes = sigalgs === undefined ? undefined : schemesNamed(sigalgs);
    this.sessionTimeout = Math.floor(sessionTimeout ?? DEFAULT_SESSION);
    this.ticketKeys = ticketKeys;
    this.revocation = revocationFrom(options);
    this.#pins = options.pins === undefined ? undefined : pinsFrom(options.pins);
    const others = trust === undefined ? undefined : trustNamed(trust);
    const given = ca === undefined ? undefined : trustFrom(ca);
    // What was named by hand comes first: a root that is also a public one is then held to less.
    this.#trust = given && others ? trustStore([...given.anchors, ...others.anchors]) : (given ?? others);
    this.#named = given !== undefined || typeof trust === 'object';
    this.namesTrust = this.#named && (trust === undefined || typeof trust === 'object');
  }

  /**
   * What the engine's options take from here for both roles. A CA that was named by hand is a private one: it is not
   * held to the rules of the Web PKI.
   */
  get engineOptions() {
    const { provider } = this;
    this.#spoken ??= spokenBy(this);
    const profile = this.#named ? privateProfile : undefined;
    const pins = this.#pins;
    return { provider, spoken: this.#spoken, profile, pins, now: monotonic, wallClock: Date.now };
  }

  /** Of a certificate of ours, where it was given with it or by `ca`. DER. */
  issuerOf({ chain: [leaf, next] }: Credential): Uint8Array | undefined {
    if (next) return next;
    const { issuer } = parseCertificate(leaf!);
    return this.#named ? this.#trust!.named(issuer)[0]?.certificate?.der : undefined;
  }

  /** What `ca` and `trust` say; without them what Node trusts, read when it is first needed. */
  get trust(): TrustStore {
    this.#trust ??= nodeTrust();
    return this.#trust;
  }
}

/** Reads and checks the options. Throws a TypeError with code ERR_INVALID_ARG_VALUE that says what is wrong. */
export const createSecureContext = (options: SecureContextOptions = {}): SecureContext =>
  new SecureContext(options);

/** The part of `options` that makes a secure context. */
export function contextFrom(options: SecureContextOptions): SecureContext {
  return createSecureContext(
    Object.fromEntries(Object.entries(options).filter(([name]) => contextOptions.has(name))),
  );
}

function pinsFrom(option: string | readonly string[]): readonly string[] {
  const pins = [option].flat();
  if (pins.length === 0) throw invalidOption('pins', 'is an empty list, which would refuse everybody');
  try {
    return pins.map(checkedPin);
  } catch (error) {
    throw invalidOption('pins', `cannot be taken: ${(error as Error).message}`, error);
  }
}

const DEFAULT_SESSION = 2 * 60 * 60;
const LONGEST_SESSION = 7 * 24 * 60 * 60;

const spoken: readonly Version[] = ['TLSv1.2', 'TLSv1.3'];

function versionsBetween(min: Version, max: Version): ('TLS 1.2' | 'TLS 1.3')[] {
  for (const [name, value] of [
    ['minVersion', min],
    ['maxVersion', max],
  ] as const) {
    if (!spoken.includes(value))
      throw invalidOption(name, `is ${JSON.stringify(value)}; TLSv1.2 and TLSv1.3 are spoken`);
  }
  const between = spoken.filter((version) => version >= min && version <= max);
  if (between.length === 0) throw invalidOption('maxVersion', `leaves no version: minVersion is ${min}`);
  return between.map((version) => (version === 'TLSv1.3' ? 'TLS 1.3' : 'TLS 1.2'));
}

/** A secure context: what many connections share, read and checked once. */

import type { Provider } from '../crypto/provider.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import type { Credential } from '../options/engine.ts';
import { type Supported, supportedBy } from '../options/supported.ts';
import { ownOptions } from '../wire/own-options.ts';
import { say } from '../wire/words.ts';
import { parseCertificate, privateProfile, type TrustStore } from '../x509/index.ts';
import {
  contextOptions,
  type Said,
  type SecureContextOptions,
  saidBy,
  supportedVersions,
} from './context-options.ts';
import { invalidOption } from './errors.ts';
import { loopTurn } from './event-loop.ts';
import { type Revocation, revocationOf } from './revocation.ts';
import { nodeTrust } from './trust.ts';

/** Made only by {@link createSecureContext}, so every one has been checked. */
export class SecureContext {
  readonly provider: Provider = nodeProvider;
  readonly credentials: readonly Credential[];
  readonly versions: readonly ('TLS 1.2' | 'TLS 1.3')[];
  readonly cipherSuites: readonly string[] | undefined;
  readonly keyExchanges: readonly ('ECDHE' | 'DHE' | 'RSA')[] | undefined;
  readonly groups: readonly string[] | undefined;
  readonly signatureSchemes: readonly string[] | undefined;
  /** Seconds. */
  readonly sessionTimeout: number;
  readonly revocation: Revocation;
  readonly #said: Said;
  #supported: Supported | undefined;

  constructor(given: Said) {
    const said = ownOptions(given);
    const { suites, groups } = said;
    this.#said = said;
    this.credentials = said.credentials ?? [];
    this.versions = versionsBetween(said);
    this.cipherSuites = suites?.names;
    this.keyExchanges = suites?.keyExchanges;
    this.groups = groups === 'auto' ? undefined : groups;
    this.signatureSchemes = said.signatureSchemes;
    this.sessionTimeout = said.sessionTimeout ?? DEFAULT_SESSION;
    this.revocation = revocationOf(said);
  }

  /** This context, with defaults from `base`. Throws if the two together leave nothing to negotiate. */
  over(base: SecureContext): SecureContext {
    return new SecureContext({ ...base.#said, ...this.#said });
  }

  /**
   * The engine's options from here, for both roles. A CA named by hand is a private one: the rules of the Web PKI do not
   * apply to it.
   */
  get engineOptions() {
    const { provider } = this;
    this.#supported ??= supportedBy(this);
    const { trusted, pins } = this.#said;
    const profile = trusted?.named ? privateProfile : undefined;
    return { provider, supported: this.#supported, profile, pins, wallClock: Date.now, turn: loopTurn };
  }

  /** The issuer of our certificate, if given with it or by `ca`. DER. */
  issuerOf({ chain: [leaf, next] }: Credential): Uint8Array | undefined {
    if (next) return next;
    const { issuer } = parseCertificate(leaf!);
    const { trusted } = this.#said;
    return trusted?.named ? trusted.store.named(issuer)[0]?.certificate?.der : undefined;
  }

  /** What `ca` and `trust` say; without them what Node trusts, read when it is first needed. */
  get trust(): TrustStore {
    return this.#said.trusted?.store ?? nodeTrust();
  }

  /** Whether every trusted CA was named one by one. */
  get namesTrust(): boolean {
    return this.#said.trusted?.onlyNamed ?? false;
  }

  get ticketKeys(): Uint8Array | undefined {
    return this.#said.ticketKeys;
  }
}

/** Reads and checks the options. Throws a TypeError with code ERR_INVALID_ARG_VALUE that says what is wrong. */
export const createSecureContext = (options: SecureContextOptions = {}): SecureContext =>
  new SecureContext(saidBy(options));

/** The part of `options` that makes a secure context. */
export function contextFrom(options: SecureContextOptions): SecureContext {
  return createSecureContext(
    Object.fromEntries([...contextOptions].map((name) => [name, options[name as keyof typeof options]])),
  );
}

const DEFAULT_SESSION = 2 * 60 * 60;

function versionsBetween({ suites, minVersion, maxVersion = 'TLSv1.3' }: Said): ('TLS 1.2' | 'TLS 1.3')[] {
  const min = minVersion ?? (suites?.only13 ? 'TLSv1.3' : 'TLSv1.2');
  const between = supportedVersions.filter((version) => version >= min && version <= maxVersion);
  if (between.length === 0)
    throw invalidOption('maxVersion', (it) => say`${it} leaves no version: minVersion is ${min}`);
  return between.map((version) => (version === 'TLSv1.3' ? 'TLS 1.3' : 'TLS 1.2'));
}

/**
 * What a side speaks: versions, cipher suites, groups and signature schemes, by their names (docs/defaults.md gives the
 * reasons for the defaults). Computed once, it serves any number of connections.
 */

import type { AeadAlgorithm, Group, Provider, Suite, Suite12 } from '../crypto/provider.ts';
import { TlsError } from '../protocol/errors.ts';
import { isCurve, isFiniteField } from '../protocol/numbers/groups.ts';
import { defaultSchemes, SignatureScheme } from '../protocol/numbers/schemes.ts';
import { CipherSuite, refusedSuite } from '../protocol/numbers/suites.ts';
import { ProtocolVersion, type SpokenVersion, TLS12, TLS13 } from '../protocol/numbers/versions.ts';
import { unknownIn } from '../wire/known-options.ts';
import { say, type Words } from '../wire/words.ts';

export interface SupportedOptions {
  readonly provider: Provider;
  /** `TLS 1.2`, `TLS 1.3`; both when absent. */
  readonly versions?: readonly ('TLS 1.2' | 'TLS 1.3')[] | undefined;
  /** IANA names, most preferred first: exactly these. */
  readonly cipherSuites?: readonly string[] | undefined;
  /** The key exchanges of TLS 1.2 that are on when `cipherSuites` is absent; `ECDHE` when this is absent as well. */
  readonly keyExchanges?: readonly Suite12['keyExchange'][] | undefined;
  /** Names, most preferred first; the provider's when absent. */
  readonly groups?: readonly string[] | undefined;
  /** Names, most preferred first. */
  readonly signatureSchemes?: readonly string[] | undefined;
}

export interface Supported {
  readonly provider: Provider;
  /** Newest first. */
  readonly versions: readonly SpokenVersion[];
  readonly suites: readonly Suite[];
  readonly groups: readonly Group[];
  readonly signatureSchemes: readonly number[];
}

/** Throws TlsError 'misuse' for an unknown name, and when a requested version is left without a suite. */
export function supportedBy(options: SupportedOptions): Supported {
  const { provider } = options;
  const chosen = options.versions?.map(spokenVersion) ?? [TLS13, TLS12];
  const enabled = enabledSuites(options).filter(({ version }) => chosen.includes(version));
  const groups =
    options.groups?.map((name) => groupNamed(provider, name)) ?? defaultGroups(provider, enabled);
  // RFC 8422 section 4: ECDHE in TLS 1.2 needs a curve, and a hybrid is not one.
  const hasCurve = groups.some(({ id }) => isCurve(id));
  const suites = enabled.filter(
    (suite) => suite.version === TLS13 || suite.keyExchange !== 'ECDHE' || hasCurve,
  );
  const versions = [...new Set(chosen)]
    .sort((a, b) => b - a)
    .filter((version) => suites.some((suite) => suite.version === version));
  const unspoken = (options.versions ? chosen : []).find((version) => !versions.includes(version));
  if (unspoken !== undefined || versions.length === 0) {
    const what = unspoken === undefined ? 'any version' : ProtocolVersion.nameOf(unspoken);
    throw misuse(say`no cipher suite is left for ${what}`);
  }
  return {
    provider,
    versions,
    suites,
    groups,
    signatureSchemes: options.signatureSchemes?.map(schemeNamed) ?? defaultSchemes,
  };
}

/** Finite fields are on beside DHE alone, and larger ones by name. */
const defaultGroups = ({ groups }: Provider, suites: readonly Suite[]): readonly Group[] => {
  const dhe = suites.some((suite) => suite.version === TLS12 && suite.keyExchange === 'DHE');
  return groups.filter(({ id, shareLength }) => !isFiniteField(id) || (dhe && shareLength <= 4096 / 8));
};

/** Off unless asked for by name: RSA and DHE key exchange, CBC (RFC 9325 sections 4.1 and 4.2) and CCM. */
function enabledSuites({
  provider,
  cipherSuites,
  keyExchanges = ['ECDHE'],
}: SupportedOptions): readonly Suite[] {
  if (!cipherSuites) {
    return provider.suites.filter((suite) =>
      suite.version === TLS13
        ? isCommon(suite.cipher) && keyExchanges.includes('ECDHE')
        : suite.protection.kind === 'AEAD' &&
          isCommon(suite.protection.cipher) &&
          keyExchanges.includes(suite.keyExchange),
    );
  }
  return cipherSuites.map((name) => {
    const suite = provider.suites.find((candidate) => candidate.name === name);
    if (suite) return suite;
    const number = CipherSuite[name as keyof typeof CipherSuite];
    const why =
      typeof number === 'number'
        ? (refusedSuite(number) ?? 'it is not implemented')
        : 'there is no such suite';
    throw misuse(say`the cipher suite ${name} is not supported: ${why}`);
  });
}

/** CCM is for small devices, and takes two passes of AES for each block. */
const isCommon = ({ name }: AeadAlgorithm): boolean => !name.includes('CCM');

function spokenVersion(name: string): SpokenVersion {
  if (name === 'TLS 1.3') return TLS13;
  if (name === 'TLS 1.2') return TLS12;
  throw misuse(say`${name} is not a supported version`);
}

function groupNamed(provider: Provider, name: string): Group {
  const group = provider.groups.find((candidate) => candidate.name.toLowerCase() === name.toLowerCase());
  if (!group)
    throw misuse(
      say`the group ${name} is not one of ${provider.groups.map((known) => known.name).join(', ')}`,
    );
  return group;
}

function schemeNamed(name: string): number {
  const scheme = SignatureScheme[name as keyof typeof SignatureScheme];
  if (typeof scheme !== 'number') throw misuse(say`there is no signature scheme ${name}`);
  return scheme;
}

/** Throws TlsError 'misuse' for an option that does not exist. */
export function refuseUnknown(options: object, known: ReadonlySet<string>, of = ''): void {
  const unknown = unknownIn(options, known);
  if (unknown) throw misuse(unknown.saidOf(say`the option ${of}${unknown.name}`));
}

export const misuse = (message: Words): TlsError => new TlsError('misuse', message);

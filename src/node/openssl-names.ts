/**
 * OpenSSL's names for things that have a name in TLS, as programs for node:tls write and read them.
 *
 * Only plain lists are accepted: OpenSSL's cipher string language (`HIGH:!aNULL:@STRENGTH`) was rejected, since the meaning
 * of such a string depends on the version that reads it.
 */
import type { Group, Provider, Suite } from '../crypto/provider.ts';
import { openSslSuite } from '../protocol/numbers/openssl-suites.ts';
import { SignatureScheme } from '../protocol/numbers/schemes.ts';
import { say } from '../wire/words.ts';
import { invalidOption } from './errors.ts';

export const openSslName = ({ name }: Pick<Suite, 'name'>): string => openSslSuite(name);

/** The suites of a colon list of OpenSSL or IANA names, in its order. Throws a TypeError for a name that is not spoken. */
export function suitesNamed(provider: Provider, list: string): readonly Suite[] {
  return itemsOf('ciphers', list).map((item) => {
    const suite = suiteNamed(provider, item);
    if (!suite)
      throw invalidOption(
        'ciphers',
        (it) => say`${it} names ${item}, which is not a cipher suite that is spoken here`,
      );
    return suite;
  });
}

/** Java keeps SSL's prefix for the suites that are as old as SSL. */
export const suiteNamed = ({ suites }: Provider, wanted: string): Suite | undefined => {
  const name = wanted.replace(/^SSL_/, 'TLS_');
  return suites.find((suite) => suite.name === name || openSslName(suite) === wanted);
};

/** OpenSSL's own and NIST's names of curves (RFC 8422 appendix A). */
const curveAliases: Readonly<Record<string, string>> = {
  prime256v1: 'secp256r1',
  'p-256': 'secp256r1',
  'p-384': 'secp384r1',
  'p-521': 'secp521r1',
};

export function groupsNamed(provider: Provider, list: string): readonly string[] {
  return itemsOf('ecdhCurve', list).map((item) => {
    const group = groupNamed(provider, item);
    if (!group)
      throw invalidOption(
        'ecdhCurve',
        (it) =>
          say`${it} names ${item}, which is not one of ${provider.groups.map(({ name }) => name).join(', ')}`,
      );
    return group;
  });
}

export function groupNamed({ groups }: Provider, wanted: string): string | undefined {
  const name = curveAliases[wanted.toLowerCase()] ?? wanted.toLowerCase();
  return groups.find((group) => group.name.toLowerCase() === name)?.name;
}

const opensslCurves: Readonly<Record<string, string>> = {
  secp256r1: 'prime256v1',
  x25519: 'X25519',
  x448: 'X448',
};
const bits: Readonly<Record<string, number>> = {
  secp256r1: 256,
  secp384r1: 384,
  secp521r1: 521,
  x25519: 253,
  x448: 448,
};

/** How node:tls describes an ephemeral key: `{ type: 'ECDH', name: 'prime256v1', size: 256 }`. */
export function ephemeralKeyInfo({ name }: Pick<Group, 'name'>): {
  type: 'ECDH' | 'DH';
  name?: string;
  size?: number;
} {
  if (name.startsWith('ffdhe')) return { type: 'DH', size: Number(name.slice('ffdhe'.length)) };
  const size = bits[name.toLowerCase()];
  return {
    type: 'ECDH',
    name: opensslCurves[name.toLowerCase()] ?? name,
    ...(size !== undefined && { size }),
  };
}

/** `ECDSA+SHA256`, `RSA-PSS+SHA384`, or the RFC's names, which OpenSSL accepts too. */
export function schemesNamed(list: string): readonly string[] {
  return itemsOf('sigalgs', list).map((item) => {
    const name = schemeAliases[item.toUpperCase()] ?? item.toLowerCase();
    if (typeof SignatureScheme[name as keyof typeof SignatureScheme] !== 'number') {
      throw invalidOption('sigalgs', (it) => say`${it} names ${item}, which is not a signature scheme`);
    }
    return name;
  });
}

const schemeAliases: Readonly<Record<string, string>> = {
  'ECDSA+SHA256': 'ecdsa_secp256r1_sha256',
  'ECDSA+SHA384': 'ecdsa_secp384r1_sha384',
  'ECDSA+SHA512': 'ecdsa_secp521r1_sha512',
  'RSA+SHA256': 'rsa_pkcs1_sha256',
  'RSA+SHA384': 'rsa_pkcs1_sha384',
  'RSA+SHA512': 'rsa_pkcs1_sha512',
  'RSA-PSS+SHA256': 'rsa_pss_rsae_sha256',
  'RSA-PSS+SHA384': 'rsa_pss_rsae_sha384',
  'RSA-PSS+SHA512': 'rsa_pss_rsae_sha512',
};

function itemsOf(option: string, list: string): readonly string[] {
  const items = list.split(':');
  if (items.some((item) => item === ''))
    throw invalidOption(option, (it) => say`${it} has an empty name in its list`);
  return items;
}

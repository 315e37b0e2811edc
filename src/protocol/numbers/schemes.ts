/**
 * The IANA registry of signature schemes (RFC 9846 section 4.3.3), with the algorithm and the key that each needs.
 *
 * A scheme number means two things: in TLS 1.3 an ECDSA scheme names its curve, in TLS 1.2 the same number names only
 * the hash (RFC 9846 section 4.3.3, RFC 5246 section 7.4.1.4.1).
 */

import type { KeyKind, SignatureAlgorithm } from '../../crypto/provider.ts';
import { named, u16 } from '../../wire/notation.ts';
import { withGrease } from './grease.ts';
import { TLS13 } from './versions.ts';

export const SignatureScheme = withGrease(
  named(u16, {
    rsa_pkcs1_md5: 0x0101,
    rsa_pkcs1_sha1: 0x0201,
    ecdsa_sha1: 0x0203,
    rsa_pkcs1_sha256: 0x0401,
    rsa_pkcs1_sha384: 0x0501,
    rsa_pkcs1_sha512: 0x0601,
    ecdsa_secp256r1_sha256: 0x0403,
    ecdsa_secp384r1_sha384: 0x0503,
    ecdsa_secp521r1_sha512: 0x0603,
    rsa_pss_rsae_sha256: 0x0804,
    rsa_pss_rsae_sha384: 0x0805,
    rsa_pss_rsae_sha512: 0x0806,
    ed25519: 0x0807,
    ed448: 0x0808,
    rsa_pss_pss_sha256: 0x0809,
    rsa_pss_pss_sha384: 0x080a,
    rsa_pss_pss_sha512: 0x080b,
    mldsa44: 0x0904,
    mldsa65: 0x0905,
    mldsa87: 0x0906,
  }),
);

interface Scheme {
  readonly algorithm: SignatureAlgorithm;
  readonly key: KeyKind['type'];
  readonly curve?: NonNullable<KeyKind['curve']>;
  /** May not sign handshakes in TLS 1.3 (RFC 9846 section 4.3.3). */
  readonly only12?: true;
}

type Row = readonly [number, Scheme];

/** Most preferred first. rsa_pkcs1 comes last: TLS 1.2 needs it, and certificates are signed with it. */
const offered: readonly Row[] = [
  [0x0403, { algorithm: { kind: 'ECDSA', hash: 'SHA-256' }, key: 'EC', curve: 'secp256r1' }],
  [0x0807, { algorithm: { kind: 'Ed25519' }, key: 'Ed25519' }],
  [0x0804, { algorithm: { kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 }, key: 'RSA' }],
  [0x0503, { algorithm: { kind: 'ECDSA', hash: 'SHA-384' }, key: 'EC', curve: 'secp384r1' }],
  [0x0603, { algorithm: { kind: 'ECDSA', hash: 'SHA-512' }, key: 'EC', curve: 'secp521r1' }],
  [0x0805, { algorithm: { kind: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 }, key: 'RSA' }],
  [0x0806, { algorithm: { kind: 'RSA-PSS', hash: 'SHA-512', saltLength: 64 }, key: 'RSA' }],
  [0x0809, { algorithm: { kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 }, key: 'RSA-PSS' }],
  [0x080a, { algorithm: { kind: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 }, key: 'RSA-PSS' }],
  [0x080b, { algorithm: { kind: 'RSA-PSS', hash: 'SHA-512', saltLength: 64 }, key: 'RSA-PSS' }],
  [0x0401, { algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-256' }, key: 'RSA', only12: true }],
  [0x0501, { algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-384' }, key: 'RSA', only12: true }],
  [0x0601, { algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-512' }, key: 'RSA', only12: true }],
];
/** Only by name: Ed448, and SHA-1 (RFC 9155). */
const notOffered: readonly Row[] = [
  [0x0808, { algorithm: { kind: 'Ed448' }, key: 'Ed448' }],
  [0x0201, { algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-1' }, key: 'RSA', only12: true }],
  [0x0203, { algorithm: { kind: 'ECDSA', hash: 'SHA-1' }, key: 'EC', only12: true }],
];
const schemes: ReadonlyMap<number, Scheme> = new Map([...offered, ...notOffered]);

/** What both sides offer unless told otherwise, most preferred first. */
export const defaultSchemes: readonly number[] = offered.map(([scheme]) => scheme);

/** How a scheme signs; undefined for one that handglass does not know. */
export const algorithmOf = (scheme: number): SignatureAlgorithm | undefined => schemes.get(scheme)?.algorithm;

/** Whether a key of this kind can sign by this scheme in this version. */
export function schemeFits(scheme: number, key: KeyKind, version: number): boolean {
  const known = schemes.get(scheme);
  if (!known || known.key !== key.type) return false;
  if (version < TLS13) return true;
  return !Object.hasOwn(known, 'only12') && (!Object.hasOwn(known, 'curve') || known.curve === key.curve);
}

/**
 * Public keys out of a certificate's SubjectPublicKeyInfo, over node:crypto.
 *
 * On Node 20 an import as SPKI costs 100 to 200 µs, since OpenSSL looks for a decoder each time, so the wrapping is
 * read here and the key imported in the form that is cheapest: RSA as its PKCS#1 body (6 µs), Ed25519 and Ed448 as JWK
 * (7 µs), P-256 as JWK too (65 µs). P-384 and P-521 stay with SPKI (110 µs): with a JWK node multiplies the point by
 * the curve's order, to check it, which takes up to a millisecond there. The last 64 keys on these curves are kept,
 * since issuers and servers come again; what a peer sends can at worst push others out.
 */

import { constants, createPublicKey, createVerify, type KeyObject, publicEncrypt, verify } from 'node:crypto';
import { only, owns } from '../../wire/bare.ts';
import type { KeyKind, PublicKey, SignatureAlgorithm, Verifier } from '../provider.ts';
import { nodeHashName, plain } from './node-hash.ts';
import { rsaSizes } from './rsa-key-size.ts';

/** Imports a DER SubjectPublicKeyInfo; undefined when its type, size or encoding is not supported. */
export function nodePublicKey(spki: Uint8Array): PublicKey | undefined {
  try {
    const imported = ecKey(spki) ?? edwardsKey(spki) ?? rsaKey(spki);
    return imported && new NodePublicKey(imported.kind, imported.key);
  } catch {
    return undefined;
  }
}

/** What `sign` and `verify` of node:crypto want to hear for an algorithm, or undefined when the key cannot do it. */
export function nodeSignature(
  algorithm: SignatureAlgorithm,
  { type }: KeyKind,
): { hash: string | null; padding?: number; saltLength?: number } | undefined {
  switch (algorithm.kind) {
    case 'ECDSA':
      return type === 'EC' ? { hash: nodeHashName[algorithm.hash] } : undefined;
    case 'RSA-PKCS1':
      return type === 'RSA'
        ? { hash: nodeHashName[algorithm.hash], padding: constants.RSA_PKCS1_PADDING }
        : undefined;
    case 'RSA-PSS': // node takes the hash itself for MGF1 (RFC 9846 section 4.3.3)
      return type === 'RSA' || type === 'RSA-PSS'
        ? {
            hash: nodeHashName[algorithm.hash],
            padding: constants.RSA_PKCS1_PSS_PADDING,
            saltLength: algorithm.saltLength,
          }
        : undefined;
    default:
      return type === algorithm.kind ? { hash: null } : undefined;
  }
}

class NodePublicKey implements PublicKey {
  readonly type: KeyKind['type'];
  readonly bits: number;
  readonly curve?: NonNullable<KeyKind['curve']>;
  readonly encrypt?: (plaintext: Uint8Array) => Uint8Array;
  readonly #key: KeyObject;

  constructor(kind: KeyKind, key: KeyObject) {
    this.type = kind.type;
    this.bits = kind.bits;
    if (kind.curve !== undefined) this.curve = kind.curve;
    this.#key = key;
    if (kind.type === 'RSA') {
      this.encrypt = (plaintext) =>
        plain(publicEncrypt(only({ key, padding: constants.RSA_PKCS1_PADDING }), plaintext));
    }
  }

  verify(algorithm: SignatureAlgorithm, data: Uint8Array, signature: Uint8Array): boolean {
    const how = nodeSignature(algorithm, this);
    if (how === undefined || !this.#fits(how, signature)) return false;
    const { hash, ...rest } = how;
    try {
      return verify(hash, data, only({ key: this.#key, ...rest }), signature);
    } catch {
      return false;
    }
  }

  verifier(algorithm: SignatureAlgorithm): Verifier | undefined {
    const how = nodeSignature(algorithm, this);
    if (how === undefined || how.hash === null) return undefined;
    const { hash, ...rest } = how;
    const pieces = createVerify(hash);
    return {
      update: (data) => void pieces.update(data),
      verify: (signature) => {
        if (!this.#fits(how, signature)) return false;
        try {
          return pieces.verify(only({ key: this.#key, ...rest }), signature);
        } catch {
          return false;
        }
      },
    };
  }

  /** RFC 8017 sections 8.1.2 and 8.2.2, step 1. OpenSSL takes an RSA-PSS signature without its leading zero bytes. */
  #fits(how: { padding?: number }, signature: Uint8Array): boolean {
    return !owns(how, 'padding') || signature.length === Math.ceil(this.bits / 8);
  }
}

interface Imported {
  readonly kind: KeyKind;
  readonly key: KeyObject;
}

/** SEQUENCE { SEQUENCE { id-ecPublicKey, the curve }, BIT STRING { 04 ... up to the point (RFC 5480 section 2). */
const curves = [
  {
    kind: { type: 'EC', bits: 256, curve: 'secp256r1' },
    prefix: bytesOf('3059301306072a8648ce3d020106082a8648ce3d03010703420004'),
    length: 32,
    jwk: 'P-256',
  },
  {
    kind: { type: 'EC', bits: 384, curve: 'secp384r1' },
    prefix: bytesOf('3076301006072a8648ce3d020106052b8104002203620004'),
    length: 48,
    jwk: undefined,
  },
  {
    kind: { type: 'EC', bits: 521, curve: 'secp521r1' },
    prefix: bytesOf('30819b301006072a8648ce3d020106052b810400230381860004'),
    length: 66,
    jwk: undefined,
  },
] as const;

function ecKey(spki: Uint8Array): Imported | undefined {
  for (const { kind, prefix, length, jwk } of curves) {
    if (spki.length !== prefix.length + 2 * length || !startsWith(spki, prefix)) continue;
    return { kind, key: recent(spki, () => (jwk ? fromPoint(spki, prefix.length, jwk) : fromSpki(spki))) };
  }
  return undefined;
}

/** A point on P-256, which is checked to be one. */
function fromPoint(spki: Uint8Array, start: number, crv: 'P-256'): KeyObject {
  const x = base64url(spki, start, 32);
  const y = base64url(spki, start + 32, 32);
  return createPublicKey({ key: { kty: 'EC', crv, x, y }, format: 'jwk' });
}

const kept = 64;
/** The keys that were used last, by the characters of their SPKI, in order of use. */
const recentKeys = new Map<string, KeyObject>();

function recent(spki: Uint8Array, imported: () => KeyObject): KeyObject {
  const name = Buffer.from(spki.buffer, spki.byteOffset, spki.length).toString('latin1');
  const key = recentKeys.get(name) ?? imported();
  recentKeys.delete(name);
  recentKeys.set(name, key);
  if (recentKeys.size > kept) recentKeys.delete(recentKeys.keys().next().value!);
  return key;
}

/** RFC 8410 section 4. */
const edwards = [
  {
    kind: { type: 'Ed25519', bits: 255 },
    prefix: bytesOf('302a300506032b6570032100'),
    length: 32,
  },
  {
    kind: { type: 'Ed448', bits: 448 },
    prefix: bytesOf('3043300506032b6571033a00'),
    length: 57,
  },
] as const;

function edwardsKey(spki: Uint8Array): Imported | undefined {
  for (const { kind, prefix, length } of edwards) {
    if (spki.length !== prefix.length + length || !startsWith(spki, prefix)) continue;
    const x = base64url(spki, prefix.length, length);
    return { kind, key: createPublicKey({ key: { kty: 'OKP', crv: kind.type, x }, format: 'jwk' }) };
  }
  return undefined;
}

function rsaKey(spki: Uint8Array): Imported | undefined {
  const sizes = rsaSizes(spki);
  if (sizes === undefined) return undefined;
  const kind: KeyKind = { type: sizes.type, bits: sizes.bits };
  // The parameters of an RSA-PSS key bind. A key that is kept also keeps what OpenSSL works out for its modulus once.
  const imported = () =>
    sizes.type === 'RSA-PSS'
      ? fromSpki(spki)
      : createPublicKey({ key: Buffer.from(sizes.pkcs1), format: 'der', type: 'pkcs1' });
  return { kind, key: recent(spki, imported) };
}

function fromSpki(spki: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
}

function startsWith(bytes: Uint8Array, prefix: Uint8Array): boolean {
  for (let i = 0; i < prefix.length; i++) if (bytes[i] !== prefix[i]) return false;
  return true;
}

function base64url(bytes: Uint8Array, start: number, length: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, length).toString('base64url');
}

function bytesOf(hex: string): Uint8Array {
  return plain(Buffer.from(hex, 'hex'));
}

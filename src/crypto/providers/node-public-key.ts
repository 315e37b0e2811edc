/**
 * Public keys over node:crypto, imported from a parsed SubjectPublicKeyInfo.
 *
 * On Node 20 an import as SPKI costs 100 to 200 µs, since OpenSSL looks for a decoder each time, so a key is imported in
 * the form that is cheapest: RSA as its PKCS#1 body (6 µs), Ed25519 and Ed448 as JWK (7 µs), P-256 as JWK too (65 µs).
 * P-384 and P-521 stay with SPKI (110 µs): with a JWK node multiplies the point by the curve's order, to check it, which
 * takes up to a millisecond there. The last 64 keys are kept, except Ed25519 and Ed448 keys, since issuers and servers
 * come again; at worst, a peer's keys push others out.
 */

import {
  constants,
  createPublicKey,
  createVerify,
  type JsonWebKey,
  type KeyObject,
  publicEncrypt,
  verify,
} from 'node:crypto';
import { only, owns } from '../../wire/bare.ts';
import type { KeyKind, PublicKey, PublicKeyInfo, SignatureAlgorithm, Verifier } from '../provider.ts';
import { isExponent, isTooLong } from '../rsa-limits.ts';
import { nodeHashName, plain } from './node-hash.ts';

/** Undefined for a key that has no kind or is too large, or a point that is not on its curve. */
export function nodePublicKey(spki: PublicKeyInfo): PublicKey | undefined {
  const { kind, rsa } = spki;
  if (kind === undefined || isTooLong(kind) || (rsa && !isExponent(rsa.publicExponent))) return undefined;
  try {
    return new NodePublicKey(kind, imported(spki, kind));
  } catch {
    return undefined;
  }
}

/** The options of node:crypto's `sign` and `verify` for an algorithm, or undefined when the key cannot do it. */
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

/** Keeping an RSA key also keeps what OpenSSL computes once for its modulus. */
function imported(spki: PublicKeyInfo, { type, curve }: KeyKind): KeyObject {
  const { der, subjectPublicKey: key } = spki;
  switch (type) {
    case 'RSA':
      return recent(der, () => createPublicKey({ key: Buffer.from(key), format: 'der', type: 'pkcs1' }));
    case 'EC': // RFC 5480 section 2.2: 04, then the coordinates. Whether the point is on the curve is checked.
      if (curve !== 'secp256r1') break;
      return recent(der, () =>
        fromJwk({ kty: 'EC', crv: 'P-256', x: base64url(key, 1, 33), y: base64url(key, 33, 65) }),
      );
    case 'Ed25519':
    case 'Ed448':
      return fromJwk({ kty: 'OKP', crv: type, x: base64url(key) });
    default: // the parameters of an RSA-PSS key bind
  }
  return recent(der, () => createPublicKey({ key: Buffer.from(der), format: 'der', type: 'spki' }));
}

const fromJwk = (key: JsonWebKey): KeyObject => createPublicKey({ key, format: 'jwk' });

const kept = 64;
/** The most recently used keys, by the characters of their SPKI, in order of use. */
const recentKeys = new Map<string, KeyObject>();

function recent(der: Uint8Array, make: () => KeyObject): KeyObject {
  const name = Buffer.from(der.buffer, der.byteOffset, der.length).toString('latin1');
  const key = recentKeys.get(name) ?? make();
  recentKeys.delete(name);
  recentKeys.set(name, key);
  if (recentKeys.size > kept) recentKeys.delete(recentKeys.keys().next().value!);
  return key;
}

function base64url(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('base64url');
}

/**
 * SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7, RFC 3279, 4055, 5480, 8410): what kind of key stands in a certificate.
 *
 * Only named curves and exact parameters are known; explicit curve parameters (CVE-2020-0601) and compressed points are
 * not. A key that we do not know has no kind, and is refused where it is used rather than where it is read.
 */
import type { KeyKind } from '../../crypto/provider.ts';
import { decode, type Of } from '../../wire/codec.ts';
import { about, type Der, definedBy, type Element, meaning, sequence } from '../../wire/der.ts';
import { integer, octetAligned } from '../../wire/der-values.ts';
import { Malformed } from '../../wire/reader.ts';
import { objectIdentifier, oids } from './oids.ts';
import { AlgorithmIdentifier, isNull, signatureAlgorithmOf } from './signature-algorithm.ts';

const RSAPublicKey = sequence('RFC 8017 appendix A.1.1', {
  modulus: about(
    meaning(integer, (bytes) => (bytes[0]! < 0x80 ? `${bitLength(bytes)} bits` : 'a negative number')),
    'The product of the secret primes.',
  ),
  publicExponent: about(
    integer,
    'What signatures are raised to when they are verified; odd, and nearly always 65537.',
  ),
});

/** A tracer looks into RSA keys; the value stays the bytes. */
const rsaKeyBits: Der<Uint8Array> = {
  ...octetAligned,
  read(r) {
    const bytes = octetAligned.read(r);
    r.inside(bytes.length, RSAPublicKey.read);
    return bytes;
  },
};

const fields = sequence('RFC 5280 section 4.1.2.7', {
  algorithm: about(AlgorithmIdentifier, 'What kind of key it is.'),
  subjectPublicKey: about(
    definedBy(({ algorithm }) => {
      const isRsa = [oids.rsaEncryption, oids.rsassaPss].some(
        (oid) => oid === (algorithm as AlgorithmIdentifier).algorithm,
      );
      return isRsa ? rsaKeyBits : octetAligned;
    }),
    'The public key.',
  ),
});
export type SubjectPublicKeyInfo = Of<typeof fields>;
export const SubjectPublicKeyInfo: Element<SubjectPublicKeyInfo> = meaning(fields, (value) => {
  const kind = keyKindOf(value);
  return kind && `${kind.type} ${kind.curve ?? `of ${kind.bits} bits`}`;
});

/** The kind of key, or undefined when its type, curve, parameters or encoding are not ones that we know. */
export function keyKindOf({
  algorithm: { algorithm, parameters },
  subjectPublicKey,
}: SubjectPublicKeyInfo): KeyKind | undefined {
  switch (algorithm) {
    case oids.rsaEncryption:
      return isNull(parameters) ? rsaKind('RSA', subjectPublicKey) : undefined;
    case oids.rsassaPss: {
      const restricted = parameters !== undefined;
      const known = !restricted || signatureAlgorithmOf({ algorithm, parameters }) !== undefined;
      return known ? rsaKind('RSA-PSS', subjectPublicKey) : undefined;
    }
    case oids.ecPublicKey:
      return parameters && ecKind(parameters, subjectPublicKey);
    case oids.Ed25519:
      return parameters === undefined && subjectPublicKey.length === 32
        ? { type: 'Ed25519', bits: 255 }
        : undefined;
    case oids.Ed448:
      return parameters === undefined && subjectPublicKey.length === 57
        ? { type: 'Ed448', bits: 448 }
        : undefined;
    default:
      return undefined;
  }
}

/** Modulus and exponent of an RSAPublicKey; undefined when it cannot be read. */
export const rsaNumbersOf = (bytes: Uint8Array): Of<typeof RSAPublicKey> | undefined =>
  ifWellFormed(() => decode(RSAPublicKey, bytes));

function rsaKind(type: 'RSA' | 'RSA-PSS', bytes: Uint8Array): KeyKind | undefined {
  const key = rsaNumbersOf(bytes);
  if (!key || key.modulus[0]! >= 0x80 || key.publicExponent[0]! >= 0x80) return undefined;
  const isOdd = (key.modulus.at(-1)! & key.publicExponent.at(-1)! & 1) === 1;
  const isOne = key.publicExponent.length === 1 && key.publicExponent[0] === 1;
  return isOdd && !isOne ? { type, bits: bitLength(key.modulus) } : undefined;
}

/** Of an INTEGER that is not negative. */
function bitLength(bytes: Uint8Array): number {
  const [top, rest] = bytes[0] === 0 ? [bytes[1] ?? 0, bytes.length - 2] : [bytes[0]!, bytes.length - 1];
  return Math.max(0, rest) * 8 + (32 - Math.clz32(top));
}

function ecKind(parameters: Uint8Array, point: Uint8Array): KeyKind | undefined {
  const named = ifWellFormed(() => decode(objectIdentifier, parameters));
  const curve = curves.find(({ oid }) => oid === named);
  const length = curve && 1 + 2 * Math.ceil(curve.bits / 8);
  // RFC 9846 section 4.3.8.2 and RFC 5480 section 2.2: uncompressed points.
  return curve && point.length === length && point[0] === 4
    ? { type: 'EC', bits: curve.bits, curve: curve.name }
    : undefined;
}

const curves = [
  { oid: oids.prime256v1, name: 'secp256r1', bits: 256 },
  { oid: oids.secp384r1, name: 'secp384r1', bits: 384 },
  { oid: oids.secp521r1, name: 'secp521r1', bits: 521 },
] as const;

function ifWellFormed<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

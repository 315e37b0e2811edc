/**
 * SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7, RFC 3279, 4055, 5480, 8410): what kind of key a certificate has.
 *
 * Only named curves and exact parameters are known; explicit curve parameters (CVE-2020-0601) and compressed points are
 * not. A key that we do not know has no kind, and is refused where it is used rather than where it is read.
 */
import type { KeyKind, PublicKeyInfo } from '../../crypto/provider.ts';
import { decode, type Of } from '../../wire/codec.ts';
import { about, type Der, definedBy, type Element, type Kept, meaning, sequence } from '../../wire/der.ts';
import { integer, octetAligned } from '../../wire/der-values.ts';
import { Malformed } from '../../wire/reader.ts';
import { objectIdentifier, oids } from './oids.ts';
import { readable } from './readable.ts';
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

/** A tracer looks into RSA keys; the value is the bytes. */
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
    definedBy(({ algorithm }) => (isRsa(algorithm as AlgorithmIdentifier) ? rsaKeyBits : octetAligned)),
    'The public key.',
  ),
});
export type SubjectPublicKeyInfo = Of<typeof fields>;
export const SubjectPublicKeyInfo: Element<SubjectPublicKeyInfo> = meaning(fields, (value) => {
  const kind = kindOf(value, rsaNumbersOf(value));
  return kind && `${kind.type} ${kind.curve ?? `of ${kind.bits} bits`}`;
});

/** Throws Malformed. */
export const parseSpki = (der: Uint8Array): PublicKeyInfo =>
  publicKeyInfo({ bytes: der, value: decode(SubjectPublicKeyInfo, der) });

/** The same, for display: what cannot be read becomes a key without a kind. */
export function parseDamagedSpki(der: Uint8Array): PublicKeyInfo {
  const info = readable(der, parseSpki);
  return info instanceof Malformed ? publicKeyInfo({ bytes: der, value: damagedKey }) : info;
}

export const damagedKey: SubjectPublicKeyInfo = {
  algorithm: { algorithm: 'damaged' },
  subjectPublicKey: new Uint8Array(),
};

/** From what was decoded as part of something else. */
export function publicKeyInfo({ bytes: der, value }: Kept<SubjectPublicKeyInfo>): PublicKeyInfo {
  const { algorithm, subjectPublicKey } = value;
  const rsa = rsaNumbersOf(value);
  return { der, algorithm, subjectPublicKey, kind: kindOf(value, rsa), rsa };
}

type RsaNumbers = Of<typeof RSAPublicKey>;

function kindOf(
  { algorithm: { algorithm, parameters }, subjectPublicKey }: SubjectPublicKeyInfo,
  rsa: RsaNumbers | undefined,
): KeyKind | undefined {
  switch (algorithm) {
    case oids.rsaEncryption:
      return rsa && isNull(parameters) ? rsaKind('RSA', rsa) : undefined;
    case oids.rsassaPss: {
      const restricted = parameters !== undefined;
      const known = !restricted || signatureAlgorithmOf({ algorithm, parameters }) !== undefined;
      return rsa && known ? rsaKind('RSA-PSS', rsa) : undefined;
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

const isRsa = ({ algorithm }: AlgorithmIdentifier): boolean =>
  algorithm === oids.rsaEncryption || algorithm === oids.rsassaPss;

function rsaNumbersOf({ algorithm, subjectPublicKey }: SubjectPublicKeyInfo): RsaNumbers | undefined {
  if (!isRsa(algorithm)) return undefined;
  const numbers = readable(subjectPublicKey, (der) => decode(RSAPublicKey, der));
  return numbers instanceof Malformed ? undefined : numbers;
}

function rsaKind(type: 'RSA' | 'RSA-PSS', { modulus, publicExponent }: RsaNumbers): KeyKind | undefined {
  if (modulus[0]! >= 0x80 || publicExponent[0]! >= 0x80) return undefined;
  const isOdd = (modulus.at(-1)! & publicExponent.at(-1)! & 1) === 1;
  const isOne = publicExponent.length === 1 && publicExponent[0] === 1;
  return isOdd && !isOne ? { type, bits: bitLength(modulus) } : undefined;
}

/** Of an INTEGER that is not negative. */
function bitLength(bytes: Uint8Array): number {
  const [top, rest] = bytes[0] === 0 ? [bytes[1] ?? 0, bytes.length - 2] : [bytes[0]!, bytes.length - 1];
  return Math.max(0, rest) * 8 + (32 - Math.clz32(top));
}

function ecKind(parameters: Uint8Array, point: Uint8Array): KeyKind | undefined {
  const named = readable(parameters, (der) => decode(objectIdentifier, der));
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

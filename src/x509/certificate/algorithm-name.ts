/** Names for unsupported keys and signatures, saying what about them is unsupported. */

import type { PublicKeyInfo } from '../../crypto/provider.ts';
import { decode } from '../../wire/codec.ts';
import { Malformed } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import { objectIdentifier, oidName, oids } from './oids.ts';
import {
  type AlgorithmIdentifier,
  isNull,
  pssParametersOf,
  signatureAlgorithmOf,
} from './signature-algorithm.ts';
import { damagedKey } from './spki.ts';

/** `EC secp224r1`, `ML-DSA-65`, `RSA of 16384 bits`. */
export function keyName(info: PublicKeyInfo): string {
  const { kind, subjectPublicKey } = info;
  if (kind) return `${kind.type} ${kind.curve ?? `of ${kind.bits} bits`}`;
  const { algorithm, parameters } = info.algorithm;
  switch (algorithm) {
    case oids.rsaEncryption:
      if (!isNull(parameters))
        return parameters ? 'RSA with parameters other than NULL' : 'RSA without its NULL';
      return rsaName('RSA', info);
    case oids.rsassaPss: {
      const asked = parameters === undefined ? undefined : signatureName(info.algorithm);
      return asked === undefined || asked.endsWith('bytes')
        ? rsaName('RSA-PSS', info)
        : say`RSA-PSS for ${asked}`.text;
    }
    case oids.ecPublicKey:
      return curveName(parameters, subjectPublicKey);
    case damagedKey.algorithm.algorithm:
      return 'a key that cannot be read';
    default:
      return names[algorithm] ?? oidName(algorithm) ?? `algorithm ${algorithm}`;
  }
}

function rsaName(type: string, { rsa }: PublicKeyInfo): string {
  return rsa
    ? say`${type} with an impossible modulus or exponent`.text
    : say`${type} whose modulus and exponent cannot be read`.text;
}

function curveName(parameters: Uint8Array | undefined, point: Uint8Array): string {
  if (parameters === undefined) return 'EC without a curve';
  if (parameters[0] === 0x30) return 'EC with explicit curve parameters, not a named curve';
  let curve: string;
  try {
    curve = decode(objectIdentifier, parameters);
  } catch (error) {
    if (error instanceof Malformed) return 'EC without a named curve';
    throw error;
  }
  if (curve === oids.sm2) return 'SM2';
  const name =
    curve === oids.prime192v1 ? 'secp192r1' : curve === oids.prime256v1 ? 'secp256r1' : oidName(curve);
  if (!supported.includes(curve)) return `EC ${name ?? `on the curve ${curve}`}`;
  return point[0] === 2 || point[0] === 3
    ? say`EC ${name} whose point is compressed`.text
    : say`EC ${name} whose point is malformed`.text;
}
const supported: readonly string[] = [oids.prime256v1, oids.secp384r1, oids.secp521r1];

/** For a signature: `rsassaPss with SHA-256, MGF1 with SHA-1, and a salt of 20 bytes`. */
export function signatureName({ algorithm, parameters }: AlgorithmIdentifier): string {
  const name = names[algorithm] ?? oidName(algorithm) ?? algorithm;
  if (algorithm !== oids.rsassaPss) {
    const isKnown = signatureAlgorithmOf({ algorithm }) !== undefined;
    const isOdd = isKnown && !signatureAlgorithmOf({ algorithm, ...(parameters && { parameters }) });
    return isOdd ? say`${name} with parameters where none belong`.text : name;
  }
  const pss = pssParametersOf(parameters);
  if (!pss && parameters) return say`${name} with parameters that cannot be read`.text;
  if (!pss) return say`${name} without parameters`.text;
  const { hash = 'an unknown hash', mask = 'an unknown one', saltLength, trailerField } = pss;
  if (mask === hash && trailerField === 1)
    return say`${name} with ${hash} and a salt of ${saltLength} bytes`.text;
  if (mask === hash)
    return say`${name} with ${hash} and a salt of ${saltLength} bytes, and the trailer ${trailerField}`.text;
  if (trailerField === 1)
    return say`${name} with ${hash}, MGF1 with ${mask}, and a salt of ${saltLength} bytes`.text;
  return say`${name} with ${hash}, MGF1 with ${mask}, and a salt of ${saltLength} bytes, and the trailer ${trailerField}`
    .text;
}

const names: Readonly<Record<string, string>> = {
  [oids.dsa]: 'DSA',
  [oids.dh]: 'DH',
  [oids.dhKeyAgreement]: 'DH',
  [oids.rsaesOaep]: 'RSA-OAEP',
  [oids.sm2]: 'SM2',
  [oids.gost2001]: 'GOST R 34.10-2001',
  [oids.gost2012_256]: 'GOST R 34.10-2012 (256 bits)',
  [oids.gost2012_512]: 'GOST R 34.10-2012 (512 bits)',
  ...Object.fromEntries(
    Object.entries(oids).flatMap(([name, oid]) => {
      const [, size] = /^mlDsa(\d+)$/.exec(name) ?? [];
      const [, length] = /^mlKem(\d+)$/.exec(name) ?? [];
      const [, set] = /^slhDsa(.*)$/.exec(name) ?? [];
      if (size) return [[oid, `ML-DSA-${size}`]];
      if (length) return [[oid, `ML-KEM-${length}`]];
      return set
        ? [[oid, `SLH-DSA-${set.replace('_', '-').replace(/Shake/, 'SHAKE-').replace('Sha', 'SHA')}`]]
        : [];
    }),
  ),
};

/**
 * AlgorithmIdentifier to SignatureAlgorithm and back (RFC 5280 section 4.1.1.2, RFC 4055, 5758, 8410).
 *
 * Parameters are exact: NULL or absent for RSA, absent for ECDSA and EdDSA, and for RSASSA-PSS one hash for the message and for
 * MGF1, which is all that node:crypto can verify, and a salt of any length. Anything else is an algorithm we do not know, though
 * it still has a name (algorithm-name.ts).
 */

import type { HashName, SignatureAlgorithm } from '../../crypto/provider.ts';
import { owns } from '../../wire/bare.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { decode, encode, type Of } from '../../wire/codec.ts';
import {
  about,
  any,
  type Der,
  definedBy,
  type Element,
  explicit,
  meaning,
  optional,
  sequence,
} from '../../wire/der.ts';
import { nothing, smallInteger } from '../../wire/der-values.ts';
import { Malformed, type Reader } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import { objectIdentifier, oidName, oids } from './oids.ts';

//     AlgorithmIdentifier  ::=  SEQUENCE  {
//         algorithm               OBJECT IDENTIFIER,
//         parameters              ANY DEFINED BY algorithm OPTIONAL  }
export const AlgorithmIdentifier: Element<AlgorithmIdentifier> = meaning(
  sequence('RFC 5280 section 4.1.1.2', {
    algorithm: about(objectIdentifier, 'Which algorithm it is.'),
    parameters: optional(
      about(
        definedBy(({ algorithm }) => seen[algorithm as string] ?? unseen),
        'What else the algorithm needs; often NULL.',
      ),
    ),
  }),
  ({ algorithm }) => oidName(algorithm) ?? algorithm,
);
export interface AlgorithmIdentifier {
  readonly algorithm: string;
  /** The whole element. */
  readonly parameters?: Uint8Array;
}

/** How a tracer reads the parameters. */
const seen: Readonly<Record<string, Der<Uint8Array>>> = {
  // A named curve; one described by its parameters is shown as far as tags go.
  [oids.ecPublicKey]: any((r: Reader) =>
    (objectIdentifier.starts(r.bytes[r.pos]!) ? objectIdentifier : any()).read(r),
  ),
  [oids.rsassaPss]: any((r: Reader) => PssParameters.read(r)),
};
const unseen = any();

const sha1 = { algorithm: oids.sha1, parameters: Uint8Array.of(5, 0) };
const mgf1WithSha1 = { algorithm: oids.mgf1, parameters: sha1 };

//     RSASSA-PSS-params ::= SEQUENCE {
//         hashAlgorithm     [0] HashAlgorithm DEFAULT sha1Identifier,
//         maskGenAlgorithm  [1] MaskGenAlgorithm DEFAULT mgf1SHA1Identifier,
//         saltLength        [2] INTEGER DEFAULT 20,
//         trailerField      [3] INTEGER DEFAULT 1  }
const MaskGenAlgorithm = sequence('RFC 4055 section 2.2', {
  algorithm: about(objectIdentifier, 'Which mask generation function.'),
  parameters: about(AlgorithmIdentifier, 'Its hash.'),
});
export const PssParameters = sequence('RFC 4055 section 3.1', {
  hashAlgorithm: optional(about(explicit(0, AlgorithmIdentifier), 'What the text is hashed with.')),
  maskGenAlgorithm: optional(about(explicit(1, MaskGenAlgorithm), 'What the padding is masked with.')),
  // Some encode the defaults of these explicitly, with the same meaning.
  saltLength: optional(
    about(explicit(2, smallInteger(2 ** 16)), 'Length of the salt in bytes; 20 when absent.'),
  ),
  trailerField: optional(about(explicit(3, smallInteger(2 ** 16)), 'Always 1, which is also the default.')),
});

const hashes: Readonly<Record<HashName, { readonly oid: string; readonly length: number }>> = {
  'SHA-1': { oid: oids.sha1, length: 20 },
  'SHA-256': { oid: oids.sha256, length: 32 },
  'SHA-384': { oid: oids.sha384, length: 48 },
  'SHA-512': { oid: oids.sha512, length: 64 },
};

interface Row {
  readonly oid: string;
  readonly algorithm: SignatureAlgorithm;
}
const rows: readonly Row[] = [
  { oid: oids.sha1WithRSAEncryption, algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-1' } },
  { oid: oids.sha256WithRSAEncryption, algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-256' } },
  { oid: oids.sha384WithRSAEncryption, algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-384' } },
  { oid: oids.sha512WithRSAEncryption, algorithm: { kind: 'RSA-PKCS1', hash: 'SHA-512' } },
  { oid: oids.ecdsaWithSHA1, algorithm: { kind: 'ECDSA', hash: 'SHA-1' } },
  { oid: oids.ecdsaWithSHA256, algorithm: { kind: 'ECDSA', hash: 'SHA-256' } },
  { oid: oids.ecdsaWithSHA384, algorithm: { kind: 'ECDSA', hash: 'SHA-384' } },
  { oid: oids.ecdsaWithSHA512, algorithm: { kind: 'ECDSA', hash: 'SHA-512' } },
  { oid: oids.Ed25519, algorithm: { kind: 'Ed25519' } },
  { oid: oids.Ed448, algorithm: { kind: 'Ed448' } },
];
const byOid = new Map(rows.map((row) => [row.oid, row.algorithm]));

/** Undefined for an algorithm, or parameters, that we do not know. */
export function signatureAlgorithmOf({
  algorithm,
  parameters,
}: AlgorithmIdentifier): SignatureAlgorithm | undefined {
  if (algorithm === oids.rsassaPss) return pssOf(parameters);
  const known = byOid.get(algorithm);
  // RFC 4055 section 5: for RSA they are NULL, and absent ones must be accepted too.
  const mayBeNull = known?.kind === 'RSA-PKCS1';
  return parameters === undefined || (mayBeNull && isNull(parameters)) ? known : undefined;
}

/** Throws RangeError for a salt that is not as long as the hash. */
export function algorithmIdentifierOf(wanted: SignatureAlgorithm): AlgorithmIdentifier {
  if (wanted.kind === 'RSA-PSS') {
    const { length } = hashes[wanted.hash];
    if (wanted.saltLength !== length)
      throw new RangeError(say`a salt of ${wanted.saltLength} bytes for ${wanted.hash}`.text);
    const hash = hashIdentifierOf(wanted.hash);
    const parameters = encode(PssParameters, {
      hashAlgorithm: hash,
      maskGenAlgorithm: { algorithm: oids.mgf1, parameters: hash },
      saltLength: length,
    });
    return { algorithm: oids.rsassaPss, parameters };
  }
  const hashOf = (algorithm: SignatureAlgorithm) => (owns(algorithm, 'hash') ? algorithm.hash : undefined);
  const row = rows.find(
    ({ algorithm }) => algorithm.kind === wanted.kind && hashOf(algorithm) === hashOf(wanted),
  )!;
  return {
    algorithm: row.oid,
    ...(wanted.kind === 'RSA-PKCS1' && { parameters: encode(nothing, null) }),
  };
}

/** By their bytes: two encodings of one algorithm differ. */
export function sameAlgorithm(a: AlgorithmIdentifier, b: AlgorithmIdentifier): boolean {
  const [ours, theirs] = [a.parameters, b.parameters];
  if (a.algorithm !== b.algorithm) return false;
  return ours && theirs ? sameBytes(ours, theirs) : ours === theirs;
}

/** RSASSA-PSS with one hash and a salt of the same length, in the usual encoding (RFC 9846 section 4.3.3). */
export const isUsualPss = (given: AlgorithmIdentifier): boolean =>
  (['SHA-256', 'SHA-384', 'SHA-512'] as const).some((hash) =>
    sameAlgorithm(given, algorithmIdentifierOf({ kind: 'RSA-PSS', hash, saltLength: hashes[hash].length })),
  );

/** The name of an algorithm that is no longer safe. SHA-1 is known, and refused by the checks. */
export function brokenSignature(identifier: AlgorithmIdentifier): string | undefined {
  const { algorithm } = identifier;
  const broken: readonly string[] = [
    oids.md2WithRSAEncryption,
    oids.md5WithRSAEncryption,
    oids.sha1WithRSAEncryption,
    oids.ecdsaWithSHA1,
    oids.dsaWithSHA1,
  ];
  // RSASSA-PSS names its hash in its parameters, and without them it is SHA-1.
  const hash = algorithm === oids.rsassaPss ? pssOf(identifier.parameters)?.hash : undefined;
  if (hash === 'SHA-1') return 'rsassaPss with SHA-1';
  return broken.includes(algorithm) ? oidName(algorithm) : undefined;
}

function pssOf(
  parameters: Uint8Array | undefined,
): Extract<SignatureAlgorithm, { kind: 'RSA-PSS' }> | undefined {
  const { hash, mask, saltLength, trailerField } = pssParametersOf(parameters) ?? {};
  if (hash === undefined || mask !== hash || saltLength === undefined || trailerField !== 1) return undefined;
  return { kind: 'RSA-PSS', hash, saltLength };
}

/** What RSASSA-PSS parameters say; undefined if absent or unreadable. An unknown hash has no name. */
export function pssParametersOf(parameters: Uint8Array | undefined):
  | {
      readonly hash: HashName | undefined;
      readonly mask: HashName | undefined;
      readonly saltLength: number;
      readonly trailerField: number;
    }
  | undefined {
  if (parameters === undefined) return undefined;
  let given: Of<typeof PssParameters>;
  try {
    given = decode(PssParameters, parameters);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
  const { hashAlgorithm = sha1, maskGenAlgorithm = mgf1WithSha1, saltLength = 20, trailerField = 1 } = given;
  const mask = maskGenAlgorithm.algorithm === oids.mgf1 ? hashNameOf(maskGenAlgorithm.parameters) : undefined;
  return { hash: hashNameOf(hashAlgorithm), mask, saltLength, trailerField };
}

/** The AlgorithmIdentifier of a hash. */
export const hashIdentifierOf = (hash: HashName): AlgorithmIdentifier => ({
  algorithm: hashes[hash].oid,
  parameters: encode(nothing, null),
});

/** RFC 4055 section 2.1: a hash's parameters are NULL or absent, and both must be accepted. */
export function hashNameOf({ algorithm, parameters }: AlgorithmIdentifier): HashName | undefined {
  if (parameters !== undefined && !isNull(parameters)) return undefined;
  return (Object.keys(hashes) as HashName[]).find((name) => hashes[name].oid === algorithm);
}

/** NULL, spelled out: `05 00`. */
export const isNull = (parameters: Uint8Array | undefined): boolean =>
  parameters?.length === 2 && parameters[0] === 5 && parameters[1] === 0;

/**
 * A certificate (RFC 5280 section 4.1): its definition, and a view of what it says.
 *
 * What the form of one certificate can decide is decided while reading it: versions, duplicate extensions, serial numbers,
 * the two signature algorithms. What it may be used for is decided on a path (path/check.ts).
 */

import type { PublicKeyInfo, SignatureAlgorithm } from '../../crypto/provider.ts';
import { decodeDamaged, decodeNoting, type Of } from '../../wire/codec.ts';
import {
  about,
  type Der,
  defaulted,
  type Element,
  explicit,
  implicit,
  kept,
  optional,
  sequence,
  where,
} from '../../wire/der.ts';
import { damageable, noting } from '../../wire/der-damage.ts';
import { time } from '../../wire/der-text.ts';
import { bitString, integer, octetAligned, smallInteger } from '../../wire/der-values.ts';
import type { Malformed } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import { type Extension, ExtensionList, type Extensions, extensionName, extensionsOf } from './extensions.ts';
import { damagedName, Name } from './name.ts';
import { AlgorithmIdentifier, sameAlgorithm, signatureAlgorithmOf } from './signature-algorithm.ts';
import { damagedKey, publicKeyInfo, SubjectPublicKeyInfo } from './spki.ts';

export interface Certificate {
  readonly der: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** The INTEGER's contents. */
  readonly serialNumber: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  /** The first and the last second of validity, in milliseconds since 1970; both count. */
  readonly notBefore: number;
  readonly notAfter: number;
  readonly spki: PublicKeyInfo;
  /** The decoded values of the extensions that we know. */
  readonly extensions: Extensions;
  /** Every extension in order, known or not, with its bytes. */
  readonly extensionList: readonly Extension[];
  /** Object identifiers of critical extensions that have no definition here. */
  readonly unknownCritical: readonly string[];
  /** What is signed: the DER TBSCertificate. */
  readonly tbs: Uint8Array;
  readonly signatureIdentifier: AlgorithmIdentifier;
  /** Undefined when we do not know the algorithm or its parameters. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
  /** Tolerated departures from the encoding rules, without the paths of their fields. */
  readonly departures: readonly Malformed[];
  /** The unreadable parts, which hold substitutes; only from {@link parseDamaged}, and never accepted. */
  readonly damage: readonly Malformed[];
}

/** Parses one DER certificate. Throws Malformed, with the offset and the path of the field that is wrong. */
export function parseCertificate(der: Uint8Array): Certificate {
  const { value, notes } = decodeNoting(CertificateDefinition, der);
  return certificateOf(der, value, notes, []);
}

/**
 * A certificate that {@link parseCertificate} refuses, complete except for the damaged parts, in order to show it and
 * report everything else that is wrong. Throws Malformed if it is too damaged.
 */
export function parseDamaged(der: Uint8Array): Certificate {
  const { value, notes, problems } = decodeDamaged(CertificateDefinition, der);
  return certificateOf(der, value, notes, problems);
}

/** Only for display. */
export const isDamaged = ({ damage }: Certificate): boolean => damage.length > 0;

/** {@link Certificate.departures} with the paths of their fields. */
export const departuresIn = ({ der, departures }: Certificate): readonly Malformed[] =>
  departures.length === 0 ? [] : decodeDamaged(CertificateDefinition, der).notes;

function certificateOf(
  der: Uint8Array,
  { tbsCertificate, signatureAlgorithm, signatureValue }: Of<typeof CertificateDefinition>,
  departures: readonly Malformed[],
  damage: readonly Malformed[],
): Certificate {
  const { bytes: tbs, value } = tbsCertificate;
  const extensionList = value.extensions ?? [];
  return {
    der,
    version: (value.version + 1) as 1 | 2 | 3,
    serialNumber: value.serialNumber,
    issuer: value.issuer,
    subject: value.subject,
    notBefore: value.validity.notBefore.value,
    notAfter: value.validity.notAfter.value,
    spki: publicKeyInfo(value.subjectPublicKeyInfo),
    extensions: extensionsOf(extensionList),
    extensionList,
    unknownCritical: extensionList
      .filter(({ critical, extnID }) => critical && extensionName(extnID) === undefined)
      .map(({ extnID }) => extnID),
    tbs,
    signatureIdentifier: signatureAlgorithm,
    signatureAlgorithm: signatureAlgorithmOf(signatureAlgorithm),
    signature: signatureValue,
    departures,
    damage,
  };
}

/** Issued by the same name: such a certificate does not count for path length (RFC 5280 section 6.1). */
export const isSelfIssued = ({ subject, issuer }: Certificate): boolean => subject.key === issuer.key;

/** RFC 5280 section 4.1.2.2: at most 20 octets. Longer ones exist, even in public roots; so do zero and negative ones. */
const CertificateSerialNumber = noting(integer, (bytes) =>
  bytes.length > 20 ? say`a serial number of ${bytes.length} bytes; the maximum is 20`.text : undefined,
);

/** Substitute for an unreadable time: every comparison with it is false. */
const noTime = { kind: 'utcTime', value: Number.NaN } as const;
const noAlgorithm: AlgorithmIdentifier = damagedKey.algorithm;
const algorithmIdentifier: Der<AlgorithmIdentifier> = damageable(AlgorithmIdentifier, () => noAlgorithm);
const name: Der<Name> = damageable(Name, (_, der) => damagedName(der));

const Validity = sequence('RFC 5280 section 4.1.2.5', {
  notBefore: about(
    damageable(time, () => noTime),
    'The first second at which the certificate is valid.',
  ),
  notAfter: about(
    damageable(time, () => noTime),
    'The last second at which it is valid.',
  ),
});

const Version = smallInteger(2, { 0: 'v1', 1: 'v2', 2: 'v3' });
const noBits = (bytes: Uint8Array) => ({ unused: 0, bytes });
const uniqueIdentifier = 'Meant to tell apart successive holders of a name; not in use.';

//     TBSCertificate  ::=  SEQUENCE  {
//         version         [0]  EXPLICIT Version DEFAULT v1,
//         serialNumber         CertificateSerialNumber,
//         signature            AlgorithmIdentifier,
//         issuer               Name,
//         validity             Validity,
//         subject              Name,
//         subjectPublicKeyInfo SubjectPublicKeyInfo,
//         issuerUniqueID  [1]  IMPLICIT UniqueIdentifier OPTIONAL,
//         subjectUniqueID [2]  IMPLICIT UniqueIdentifier OPTIONAL,
//         extensions      [3]  EXPLICIT Extensions OPTIONAL  }
const fields = sequence('RFC 5280 section 4.1', {
  version: defaulted(
    about(
      damageable(explicit(0, Version), () => 2),
      'Only v3 has extensions.',
    ),
    0,
  ),
  serialNumber: about(
    damageable(CertificateSerialNumber, (bytes) => bytes),
    'Identifies this certificate among those of its issuer.',
  ),
  signature: about(
    algorithmIdentifier,
    'The same as signatureAlgorithm below, but covered by the signature.',
  ),
  issuer: about(name, 'Who signed the certificate: the subject of the next one in a path.'),
  validity: about(
    damageable(Validity, () => ({ notBefore: noTime, notAfter: noTime })),
    'When the certificate is valid.',
  ),
  subject: about(name, 'Whom it is for. A server is identified by its alternative names instead.'),
  subjectPublicKeyInfo: about(
    damageable(kept(SubjectPublicKeyInfo), (_, bytes) => ({ bytes, value: damagedKey })),
    'The subject’s public key.',
  ),
  issuerUniqueID: optional(about(damageable(implicit(1, bitString), noBits), uniqueIdentifier)),
  subjectUniqueID: optional(about(damageable(implicit(2, bitString), noBits), uniqueIdentifier)),
  extensions: optional(
    about(
      damageable(explicit(3, ExtensionList), () => []),
      'What else it says, and what it may be used for.',
    ),
  ),
});
export type TBSCertificate = Of<typeof fields>;

export const TBSCertificate: Element<TBSCertificate> = where(fields, (tbs) => {
  // RFC 5280 sections 4.1.2.8 and 4.1.2.9
  if (tbs.extensions && tbs.version !== 2)
    return say`extensions in a certificate of version ${tbs.version + 1}`.text;
  if ((tbs.issuerUniqueID || tbs.subjectUniqueID) && tbs.version === 0) {
    return 'a unique identifier in a certificate of version 1';
  }
  return undefined;
});

const signed = sequence('RFC 5280 section 4.1', {
  tbsCertificate: about(kept(TBSCertificate), 'What is signed.'),
  signatureAlgorithm: about(algorithmIdentifier, 'How the issuer signed it.'),
  signatureValue: about(
    damageable(octetAligned, (bytes) => bytes),
    'The issuer’s signature of tbsCertificate.',
  ),
});

/** `Certificate`; both signature algorithms are the same (RFC 5280 section 4.1.1.2). */
export const CertificateDefinition: Element<Of<typeof signed>> = where(
  signed,
  ({ tbsCertificate, signatureAlgorithm }) => {
    return sameAlgorithm(tbsCertificate.value.signature, signatureAlgorithm)
      ? undefined
      : 'the signature algorithm differs inside and outside of what is signed';
  },
);

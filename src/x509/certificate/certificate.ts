/**
 * A certificate (RFC 5280 section 4.1): its definition, and a view of what it says.
 *
 * What can be decided by looking at one certificate's form is decided while reading it: versions, duplicate extensions,
 * serial numbers, the two signature algorithms. What it may be used for is decided on a path (check.ts).
 */
import type { KeyKind, SignatureAlgorithm } from '../../crypto/provider.ts';
import { decode, type Of } from '../../wire/codec.ts';
import {
  about,
  defaulted,
  type Element,
  explicit,
  implicit,
  kept,
  optional,
  sequence,
  where,
} from '../../wire/der.ts';
import { time } from '../../wire/der-text.ts';
import { bitString, integer, octetAligned, smallInteger } from '../../wire/der-values.ts';
import { type Extension, ExtensionList, type Extensions, extensionName, extensionsOf } from './extensions.ts';
import { Name } from './name.ts';
import { AlgorithmIdentifier, sameAlgorithm, signatureAlgorithmOf } from './signature-algorithm.ts';
import { keyKindOf, SubjectPublicKeyInfo } from './spki.ts';

export interface Certificate {
  readonly der: Uint8Array;
  readonly version: 1 | 2 | 3;
  /** The INTEGER's contents, at most 20 bytes. */
  readonly serialNumber: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  /** The first and the last second of validity, in milliseconds since 1970; both count. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  /** Undefined when the key is of a type, size or encoding that we do not know. */
  readonly key: KeyKind | undefined;
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
}

/** Parses one DER certificate. Throws Malformed, with the offset and the path of the field that is wrong. */
export function parseCertificate(der: Uint8Array): Certificate {
  const { tbsCertificate, signatureAlgorithm, signatureValue } = decode(CertificateDefinition, der);
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
    spki: value.subjectPublicKeyInfo.bytes,
    key: keyKindOf(value.subjectPublicKeyInfo.value),
    extensions: extensionsOf(extensionList),
    extensionList,
    unknownCritical: extensionList
      .filter(({ critical, extnID }) => critical && extensionName(extnID) === undefined)
      .map(({ extnID }) => extnID),
    tbs,
    signatureIdentifier: signatureAlgorithm,
    signatureAlgorithm: signatureAlgorithmOf(signatureAlgorithm),
    signature: signatureValue,
  };
}

/** Issued by the same name: such a certificate does not count for path length (RFC 5280 section 6.1). */
export const isSelfIssued = ({ subject, issuer }: Certificate): boolean => subject.key === issuer.key;

/** RFC 5280 section 4.1.2.2: at most 20 octets. Zero and negative ones exist, and are refused on a path. */
const CertificateSerialNumber = where(integer, (bytes) =>
  bytes.length > 20 ? `a serial number of ${bytes.length} bytes` : undefined,
);

const Validity = sequence('RFC 5280 section 4.1.2.5', {
  notBefore: about(time, 'The first second at which the certificate holds.'),
  notAfter: about(time, 'The last second at which it holds.'),
});

const Version = smallInteger(2, { 0: 'v1', 1: 'v2', 2: 'v3' });
const uniqueIdentifier = 'Was to tell apart those who have one name after another; not in use.';

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
  version: defaulted(about(explicit(0, Version), 'Only v3 has extensions.'), 0),
  serialNumber: about(CertificateSerialNumber, 'Names this certificate among those of its issuer.'),
  signature: about(AlgorithmIdentifier, 'The same as signatureAlgorithm below, here under the signature.'),
  issuer: about(Name, 'Who signed the certificate: the subject of the next one in a path.'),
  validity: about(Validity, 'When the certificate holds.'),
  subject: about(Name, 'Whom it is for. A server is known by its alternative names instead.'),
  subjectPublicKeyInfo: about(kept(SubjectPublicKeyInfo), 'The key that is the subject’s.'),
  issuerUniqueID: optional(about(implicit(1, bitString), uniqueIdentifier)),
  subjectUniqueID: optional(about(implicit(2, bitString), uniqueIdentifier)),
  extensions: optional(about(explicit(3, ExtensionList), 'What else it says, and what it may be used for.')),
});
export type TBSCertificate = Of<typeof fields>;

export const TBSCertificate: Element<TBSCertificate> = where(fields, (tbs) => {
  // RFC 5280 sections 4.1.2.8 and 4.1.2.9
  if (tbs.extensions && tbs.version !== 2) return `extensions in a certificate of version ${tbs.version + 1}`;
  if ((tbs.issuerUniqueID || tbs.subjectUniqueID) && tbs.version === 0) {
    return 'a unique identifier in a certificate of version 1';
  }
  return undefined;
});

const signed = sequence('RFC 5280 section 4.1', {
  tbsCertificate: about(kept(TBSCertificate), 'What is signed.'),
  signatureAlgorithm: about(AlgorithmIdentifier, 'How the issuer signed it.'),
  signatureValue: about(octetAligned, 'The issuer’s signature of tbsCertificate.'),
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

/**
 * A certificate revocation list (RFC 5280 section 5): its definition, and a view of what it says.
 *
 * Every entry is read when the list is, so that damage is found wherever it hides and an entry with a critical extension
 * that is not understood speaks against the whole list, as section 5.3 wants. What a list proves about a certificate is
 * decided in revocation.ts.
 */
import type { SignatureAlgorithm } from '../../crypto/provider.ts';
import { decode, type Of } from '../../wire/codec.ts';
import {
  about,
  type Element,
  explicit,
  kept,
  optional,
  sequence,
  sequenceOf,
  where,
} from '../../wire/der.ts';
import { time } from '../../wire/der-text.ts';
import { integer, octetAligned, smallInteger } from '../../wire/der-values.ts';
import { type CrlReason, crlReasons } from '../certificate/crl-reason.ts';
import {
  type Extension,
  ExtensionList,
  type ExtensionName,
  type Extensions,
  extensionName,
  extensionsOf,
} from '../certificate/extensions.ts';
import { Name } from '../certificate/name.ts';
import {
  AlgorithmIdentifier,
  sameAlgorithm,
  signatureAlgorithmOf,
} from '../certificate/signature-algorithm.ts';

export interface RevokedCertificate {
  /** The INTEGER's contents. */
  readonly serialNumber: Uint8Array;
  /** Milliseconds since 1970. */
  readonly revocationDate: number;
  readonly reason?: CrlReason;
}

export interface Crl {
  readonly der: Uint8Array;
  readonly issuer: Name;
  /** When it was made, and when the next will have been; milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  readonly revoked: readonly RevokedCertificate[];
  /** The decoded values of the extensions that we know. */
  readonly extensions: Extensions;
  readonly extensionList: readonly Extension[];
  /** Object identifiers of critical extensions, the list's or an entry's, that are not acted upon. */
  readonly unknownCritical: readonly string[];
  /** What is signed: the DER TBSCertList. */
  readonly tbs: Uint8Array;
  readonly signatureIdentifier: AlgorithmIdentifier;
  /** Undefined when we do not know the algorithm or its parameters. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
}

/** Parses one DER CRL. Throws Malformed, with the offset and the path of the field that is wrong. */
export function parseCrl(der: Uint8Array): Crl {
  const { tbsCertList, signatureAlgorithm, signatureValue } = decode(CrlDefinition, der);
  const { bytes: tbs, value } = tbsCertList;
  const extensionList = value.crlExtensions ?? [];
  const unknownCritical = new Set(notActedUpon(extensionList, ofList));
  const revoked = (value.revokedCertificates ?? []).map(
    ({ userCertificate, revocationDate, crlEntryExtensions = [] }) => {
      for (const oid of notActedUpon(crlEntryExtensions, ofEntries)) unknownCritical.add(oid);
      const { reasonCode } = extensionsOf(crlEntryExtensions);
      return {
        serialNumber: userCertificate,
        revocationDate: revocationDate.value,
        ...(reasonCode !== undefined && { reason: crlReasons[reasonCode]! }),
      };
    },
  );
  return {
    der,
    issuer: value.issuer,
    thisUpdate: value.thisUpdate.value,
    ...(value.nextUpdate && { nextUpdate: value.nextUpdate.value }),
    revoked,
    extensions: extensionsOf(extensionList),
    extensionList,
    unknownCritical: [...unknownCritical],
    tbs,
    signatureIdentifier: signatureAlgorithm,
    signatureAlgorithm: signatureAlgorithmOf(signatureAlgorithm),
    signature: signatureValue,
  };
}

/** Critical and acted upon. Others must not be critical, or change what the list means: cRLNumber, deltaCRLIndicator. */
const ofList: readonly (ExtensionName | undefined)[] = ['issuingDistributionPoint'];
/** certificateIssuer is not here: it speaks of another CA's certificates, and such indirect lists are refused. */
const ofEntries: readonly (ExtensionName | undefined)[] = ['reasonCode', 'invalidityDate'];

const notActedUpon = (all: readonly Extension[], actedUpon: typeof ofList): string[] =>
  all
    .filter(({ critical, extnID }) => critical && !actedUpon.includes(extensionName(extnID)))
    .map(({ extnID }) => extnID);

//     TBSCertList  ::=  SEQUENCE  {
//         version              Version OPTIONAL,  -- if present, MUST be v2
//         signature            AlgorithmIdentifier,
//         issuer               Name,
//         thisUpdate           Time,
//         nextUpdate           Time OPTIONAL,
//         revokedCertificates  SEQUENCE OF SEQUENCE { … } OPTIONAL,
//         crlExtensions    [0] EXPLICIT Extensions OPTIONAL  }
const entry = sequence('RFC 5280 section 5.1.2.6', {
  userCertificate: about(integer, 'The serial number of a certificate of this issuer.'),
  revocationDate: about(time, 'When it was revoked.'),
  crlEntryExtensions: optional(about(ExtensionList, 'What else is said of it.')),
});
const fields = sequence('RFC 5280 section 5.1', {
  version: optional(about(smallInteger(1, { 1: 'v2' }), 'Only v2 has extensions.')),
  signature: about(AlgorithmIdentifier, 'The same as signatureAlgorithm below, here under the signature.'),
  issuer: about(Name, 'Whose list it is.'),
  thisUpdate: about(time, 'When the list was made.'),
  nextUpdate: optional(about(time, 'By when the next will have been made.')),
  revokedCertificates: optional(about(sequenceOf(entry, 1), 'The certificates that are revoked.')),
  crlExtensions: optional(about(explicit(0, ExtensionList), 'What else is said of the list.')),
});
export type TBSCertList = Of<typeof fields>;

export const TBSCertList: Element<TBSCertList> = where(fields, (tbs) => {
  if (tbs.version === 0) return 'a version 1 that is written out';
  const hasExtensions = tbs.crlExtensions ?? tbs.revokedCertificates?.some((each) => each.crlEntryExtensions);
  return hasExtensions && tbs.version === undefined ? 'extensions in a CRL of version 1' : undefined;
});

const signed = sequence('RFC 5280 section 5.1', {
  tbsCertList: about(kept(TBSCertList), 'What is signed.'),
  signatureAlgorithm: about(AlgorithmIdentifier, 'How the issuer signed it.'),
  signatureValue: about(octetAligned, 'The issuer’s signature of tbsCertList.'),
});

/** `CertificateList`; both signature algorithms are the same (RFC 5280 section 5.1.1.2). */
export const CrlDefinition: Element<Of<typeof signed>> = where(
  signed,
  ({ tbsCertList, signatureAlgorithm }) =>
    sameAlgorithm(tbsCertList.value.signature, signatureAlgorithm)
      ? undefined
      : 'the signature algorithm differs inside and outside of what is signed',
);

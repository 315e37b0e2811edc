/**
 * PKCS #7 SignedData as a bag of certificates (RFC 5652 sections 3 and 5.1): what .p7b and .p7c files hold, and what
 * issuers serve behind caIssuers (RFC 5280 section 4.2.2.1).
 *
 * Nothing is taken on the word of a signature here: bags have no signer, and what is in them is checked like anything
 * else that was sent. The two sets are read in the order they come in, sorted or not: DER sorts them, but everybody writes
 * a chain in its own order. Other BER encodings (indefinite lengths) are refused as everywhere.
 */

import { decode, type Of } from '../../wire/codec.ts';
import {
  any,
  type Element,
  explicit,
  implicit,
  optional,
  sequence,
  sequenceOf,
  setOf,
  where,
} from '../../wire/der.ts';
import { smallInteger } from '../../wire/der-values.ts';
import { say } from '../../wire/words.ts';
import { CrlDefinition } from '../revocation/crl.ts';
import { CertificateDefinition } from './certificate.ts';
import { objectIdentifier, oidName, oids } from './oids.ts';
import { AlgorithmIdentifier } from './signature-algorithm.ts';

export interface Pkcs7Contents {
  /** DER, in order of appearance. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
}

/** Throws Malformed, also for a ContentInfo of another type than signedData. */
export function parsePkcs7(der: Uint8Array): Pkcs7Contents {
  const { certificates = [], crls = [] } = decode(Pkcs7Definition, der).content;
  return { certificates: certificates.filter(isSequence), crls: crls.filter(isSequence) };
}

/** The other choices are attribute certificates and forms that are not used here, all with other tags. */
const isSequence = (der: Uint8Array): boolean => der[0] === 0x30;

//     SignedData ::= SEQUENCE {
//         version CMSVersion,
//         digestAlgorithms DigestAlgorithmIdentifiers,
//         encapContentInfo EncapsulatedContentInfo,
//         certificates [0] IMPLICIT CertificateSet OPTIONAL,
//         crls [1] IMPLICIT RevocationInfoChoices OPTIONAL,
//         signerInfos SignerInfos }
const SignedData = sequence('RFC 5652 section 5.1', {
  version: smallInteger(5),
  digestAlgorithms: setOf(AlgorithmIdentifier),
  encapContentInfo: sequence('RFC 5652 section 5.2', {
    eContentType: objectIdentifier,
    eContent: optional(explicit(0, any())),
  }),
  certificates: optional(implicit(0, sequenceOf(any(CertificateDefinition.read)))),
  crls: optional(implicit(1, sequenceOf(any(CrlDefinition.read)))),
  signerInfos: setOf(any()),
});

//     ContentInfo ::= SEQUENCE {
//         contentType ContentType,
//         content [0] EXPLICIT ANY DEFINED BY contentType }
const contentInfo = sequence('RFC 5652 section 3', {
  contentType: where(objectIdentifier, (type) =>
    type === oids.signedData
      ? undefined
      : say`a PKCS #7 of type ${oidName(type) ?? type}, and not signedData`.text,
  ),
  content: explicit(0, SignedData),
});
export const Pkcs7Definition: Element<Of<typeof contentInfo>> = contentInfo;

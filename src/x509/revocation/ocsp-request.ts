/**
 * An OCSP request (RFC 6960 section 4.1): its definition, what it asks, and how to make one.
 *
 * Requests are made as RFC 5019 section 2.1 says: one certificate, named with SHA-1, and neither a signature nor a
 * requestor's name. What is read may be anything that RFC 6960 allows.
 */
import { decode, encode, type Of } from '../../wire/codec.ts';
import {
  about,
  any,
  defaulted,
  type Element,
  explicit,
  kept,
  optional,
  sequence,
  sequenceOf,
} from '../../wire/der.ts';
import { octetAligned, smallInteger } from '../../wire/der-values.ts';
import { CertificateDefinition } from '../certificate/certificate.ts';
import { ExtensionList, extension, extensionsOf } from '../certificate/extensions.ts';
import { GeneralName } from '../certificate/general-name.ts';
import { AlgorithmIdentifier } from '../certificate/signature-algorithm.ts';
import { CertID } from './ocsp-cert-id.ts';

export interface OcspRequest {
  /** The certificates that are asked about, in order; there may be none. */
  readonly certIDs: readonly CertID[];
  /** 1 to 128 bytes, which the response should repeat (RFC 9654 section 2.1). */
  readonly nonce?: Uint8Array;
}

/** The DER OCSPRequest. */
export const createOcspRequest = ({ certIDs, nonce }: OcspRequest): Uint8Array => {
  const value: Of<typeof TBSRequest> = {
    version: 0,
    requestList: certIDs.map((reqCert) => ({ reqCert })),
    ...(nonce && { requestExtensions: [extension('ocspNonce', nonce)] }),
  };
  return encode(OcspRequestDefinition, { tbsRequest: { bytes: encode(TBSRequest, value), value } });
};

/** Throws Malformed. A signature is not looked at: anybody may ask. */
export function parseOcspRequest(der: Uint8Array): OcspRequest {
  const { requestList, requestExtensions = [] } = decode(OcspRequestDefinition, der).tbsRequest.value;
  const { ocspNonce } = extensionsOf(requestExtensions);
  return {
    certIDs: requestList.map(({ reqCert }) => reqCert),
    ...(ocspNonce && { nonce: ocspNonce }),
  };
}

const Request = sequence('RFC 6960 section 4.1.1', {
  reqCert: about(CertID, 'The certificate that is asked about.'),
  singleRequestExtensions: optional(about(explicit(0, ExtensionList), 'What else is asked about it.')),
});

//     TBSRequest      ::=     SEQUENCE {
//         version             [0]     EXPLICIT Version DEFAULT v1,
//         requestorName       [1]     EXPLICIT GeneralName OPTIONAL,
//         requestList                 SEQUENCE OF Request,
//         requestExtensions   [2]     EXPLICIT Extensions OPTIONAL }
const TBSRequest = sequence('RFC 6960 section 4.1.1', {
  version: defaulted(explicit(0, smallInteger(0, { 0: 'v1' })), 0),
  requestorName: optional(about(explicit(1, GeneralName), 'Who asks; hardly anybody says so.')),
  requestList: about(sequenceOf(Request), 'The certificates that are asked about.'),
  requestExtensions: optional(about(explicit(2, ExtensionList), 'What else is asked.')),
});

const Signature = sequence('RFC 6960 section 4.1.1', {
  signatureAlgorithm: about(AlgorithmIdentifier, 'How the client signed it.'),
  signature: about(octetAligned, 'The client’s signature of tbsRequest.'),
  certs: optional(about(explicit(0, sequenceOf(any(CertificateDefinition.read))), 'Who the client is.')),
});

const request = sequence('RFC 6960 section 4.1.1', {
  tbsRequest: about(kept(TBSRequest), 'The request.'),
  optionalSignature: optional(
    about(explicit(0, Signature), 'The client’s signature, if it wants to say who it is.'),
  ),
});

/** `OCSPRequest` */
export const OcspRequestDefinition: Element<Of<typeof request>> = request;

/**
 * Makes OCSP responses with the definition that reads them (RFC 6960 section 4.2).
 *
 * As with certificates and CRLs, a bad one is made by changing the finished one through `tbs`, with an unauthorised
 * responder, or with a CertID of something else.
 */

import type { Maybe, PrivateKey, SignatureAlgorithm } from '../crypto/provider.ts';
import { encode } from '../wire/codec.ts';
import { ownOptions } from '../wire/own-options.ts';
import { type Certificate, parseCertificate } from '../x509/certificate/certificate.ts';
import { type CrlReason, crlReasonCode } from '../x509/certificate/crl-reason.ts';
import { type Extension, extension } from '../x509/certificate/extensions.ts';
import { oids } from '../x509/certificate/oids.ts';
import { algorithmIdentifierOf } from '../x509/certificate/signature-algorithm.ts';
import {
  BasicResponse,
  type FailedOcspResponse,
  OcspResponseDefinition,
  ocspResponseStatuses,
  type ResponderID,
  ResponseData,
} from '../x509/revocation/ocsp.ts';
import type { CertID } from '../x509/revocation/ocsp-cert-id.ts';
import { signed, usualAlgorithm, wholeSecond } from './issue-certificate.ts';

export interface IssueOcspRequest {
  /**
   * The signer and its certificate, DER or parsed: the issuer of the certificates, or a delegate that it has certified for
   * OCSPSigning.
   */
  readonly responder: { readonly certificate: Uint8Array | Certificate; readonly key: PrivateKey };
  /** By the subject of its certificate unless given. */
  readonly responderID?: ResponderID;
  /** Milliseconds since 1970, here and below; parts of a second are dropped. */
  readonly producedAt: number;
  readonly responses: readonly OcspStatement[];
  /** From the request: 1 to 128 bytes. */
  readonly nonce?: Uint8Array;
  /** DER, what a client needs to check the responder: a delegate's certificate, and none for the issuer itself. */
  readonly certificates?: readonly Uint8Array[];
  /** Unless given: what suits the responder's key, with SHA-256 or the hash of its curve's size. */
  readonly algorithm?: SignatureAlgorithm;
  /** Changes what will be signed. */
  readonly tbs?: (standard: ResponseData) => ResponseData;
}

/** What is said about one certificate. */
export interface OcspStatement {
  /** From the request, or by `certIdOf`. */
  readonly certID: CertID;
  /** An absent reason is not written. */
  readonly status: 'good' | 'unknown' | { readonly revocationTime: number; readonly reason?: CrlReason };
  readonly thisUpdate: number;
  /** Without it newer information may be available at any time, and readers set their own limit. */
  readonly nextUpdate?: number;
  readonly extensions?: readonly Extension[];
}

/** The DER OCSPResponse. Throws RangeError for what one cannot hold. */
export function issueOcspResponse(given: IssueOcspRequest): Maybe<Uint8Array> {
  const request = ownOptions(given);
  const { key, certificate } = request.responder;
  const { certificates = [], nonce } = request;
  const responder = certificate instanceof Uint8Array ? parseCertificate(certificate) : certificate;
  const algorithm = request.algorithm ?? usualAlgorithm(key);
  const tbs: ResponseData = {
    responderID: request.responderID ?? { kind: 'byName', value: responder.subject },
    producedAt: wholeSecond(request.producedAt),
    responses: request.responses.map(singleOf),
    ...(nonce && { responseExtensions: [extension('ocspNonce', nonce)] }),
  };
  const value = request.tbs ? request.tbs(tbs) : tbs;
  const bytes = encode(ResponseData, value);
  return signed(key, algorithm, bytes, (signature) => {
    const basic = {
      tbsResponseData: { bytes, value },
      signatureAlgorithm: algorithmIdentifierOf(algorithm),
      signature,
      ...(certificates.length > 0 && { certs: certificates }),
    };
    const response = { bytes: encode(BasicResponse, basic), value: basic };
    return encode(OcspResponseDefinition, {
      responseStatus: 0,
      responseBytes: { responseType: oids.ocspBasic, response },
    });
  });
}

/** The DER OCSPResponse of a responder that does not answer; it is never signed. */
export function ocspFailure(status: FailedOcspResponse['responseStatus']): Uint8Array {
  const codes = Object.keys(ocspResponseStatuses).map(Number) as (keyof typeof ocspResponseStatuses)[];
  return encode(OcspResponseDefinition, {
    responseStatus: codes.find((code) => ocspResponseStatuses[code] === status)!,
  });
}

function singleOf(statement: OcspStatement): ResponseData['responses'][number] {
  const { certID, status, thisUpdate, nextUpdate, extensions = [] } = statement;
  return {
    certID,
    certStatus: certStatusOf(status),
    thisUpdate: wholeSecond(thisUpdate),
    ...(nextUpdate !== undefined && { nextUpdate: wholeSecond(nextUpdate) }),
    ...(extensions.length > 0 && { singleExtensions: extensions }),
  };
}

function certStatusOf(status: OcspStatement['status']): ResponseData['responses'][number]['certStatus'] {
  if (typeof status === 'string') return { kind: status, value: null };
  const { revocationTime, reason } = status;
  const value = {
    revocationTime: wholeSecond(revocationTime),
    ...(reason !== undefined && { revocationReason: crlReasonCode(reason) }),
  };
  return { kind: 'revoked', value };
}

/**
 * An OCSP response (RFC 6960 section 4.2): its definition, and a view of what it says.
 *
 * The only type of response in use, the basic one, is read with the rest; any other is malformed here, since nobody asks
 * for it. Times and lengths follow DER as everywhere. What a response proves about a certificate is decided in
 * ocsp-status.ts.
 */

import type { SignatureAlgorithm } from '../../crypto/provider.ts';
import { only } from '../../wire/bare.ts';
import { decode, type Of } from '../../wire/codec.ts';
import {
  about,
  any,
  choice,
  type Element,
  encapsulated,
  explicit,
  implicit,
  kept,
  optional,
  sequence,
  sequenceOf,
  where,
} from '../../wire/der.ts';
import { generalizedTime } from '../../wire/der-text.ts';
import { enumerated, nothing, octetAligned, octetString, smallInteger } from '../../wire/der-values.ts';
import { say } from '../../wire/words.ts';
import { CertificateDefinition } from '../certificate/certificate.ts';
import { type CrlReason, type CrlReasonCode, crlReasons } from '../certificate/crl-reason.ts';
import { type Extensions, extensionsOf } from '../certificate/extensions.ts';
import {
  damageIn,
  type LooseExtension,
  LooseExtensions,
  notActedUpon,
} from '../certificate/loose-extensions.ts';
import { Name } from '../certificate/name.ts';
import { objectIdentifier, oidName, oids } from '../certificate/oids.ts';
import { AlgorithmIdentifier, signatureAlgorithmOf } from '../certificate/signature-algorithm.ts';
import { CertID } from './ocsp-cert-id.ts';

export const ocspResponseStatuses = {
  0: 'successful',
  1: 'malformedRequest',
  2: 'internalError',
  3: 'tryLater',
  5: 'sigRequired',
  6: 'unauthorized',
} as const;
type StatusCode = keyof typeof ocspResponseStatuses;
export type OcspResponseStatus = (typeof ocspResponseStatuses)[StatusCode];

/** What a responder says about one certificate. Times are milliseconds since 1970. */
export interface SingleResponse {
  readonly certID: CertID;
  readonly certStatus: 'good' | 'revoked' | 'unknown';
  /** Only of `revoked`. */
  readonly revocation?: {
    readonly revocationTime: number;
    readonly reason?: CrlReason;
    /** An undefined reason, as encoded. */
    readonly oddReason?: number;
  };
  /** When this was known to be true, and when newer information is due. */
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  readonly extensions: Extensions;
  /** Violations of RFC 6960 that leave the rest readable, one clause each. */
  readonly defects: readonly string[];
  /** Object identifiers of critical extensions that are not acted upon. */
  readonly unknownCritical: readonly string[];
}

/** A response with something in it: BasicOCSPResponse. */
export interface BasicOcspResponse {
  readonly der: Uint8Array;
  readonly responseStatus: 'successful';
  readonly responderID: ResponderID;
  /** When it was signed, milliseconds since 1970. */
  readonly producedAt: number;
  readonly responses: readonly SingleResponse[];
  readonly extensions: Extensions;
  readonly extensionList: readonly LooseExtension[];
  /** As in {@link SingleResponse}, but outside the statements. */
  readonly defects: readonly string[];
  /** Object identifiers of critical extensions that are not acted upon. */
  readonly unknownCritical: readonly string[];
  /** DER, as sent; an unreadable one counts as absent. */
  readonly certificates: readonly Uint8Array[];
  /** What is signed: the DER ResponseData. */
  readonly tbs: Uint8Array;
  readonly signatureIdentifier: AlgorithmIdentifier;
  /** Undefined when we do not know the algorithm or its parameters. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
}

/** Only a status, and nothing signed. */
export interface FailedOcspResponse {
  readonly der: Uint8Array;
  readonly responseStatus: Exclude<OcspResponseStatus, 'successful'>;
}

export type OcspResponse = BasicOcspResponse | FailedOcspResponse;

/** Parses one DER OCSPResponse. Throws Malformed, with the offset and the path of the field that is wrong. */
export function parseOcspResponse(der: Uint8Array): OcspResponse {
  const { responseStatus: code, responseBytes } = decode(OcspResponseDefinition, der);
  if (!responseBytes) {
    return { der, responseStatus: ocspResponseStatuses[code] as FailedOcspResponse['responseStatus'] };
  }
  const { tbsResponseData, signatureAlgorithm, signature, certs = [] } = responseBytes.response.value;
  const { bytes: tbs, value } = tbsResponseData;
  const extensionList = value.responseExtensions ?? [];
  return {
    der,
    responseStatus: 'successful',
    responderID: value.responderID,
    producedAt: value.producedAt,
    responses: value.responses.map(singleOf),
    extensions: extensionsOf(extensionList),
    extensionList,
    defects: [
      ...(value.version === undefined ? [] : ['a default value is encoded, or the version is undefined']),
      ...damageIn(extensionList),
    ],
    unknownCritical: notActedUpon(extensionList, ['ocspNonce']),
    certificates: certs,
    tbs,
    signatureIdentifier: signatureAlgorithm,
    signatureAlgorithm: signatureAlgorithmOf(signatureAlgorithm),
    signature,
  };
}

function singleOf(single: Of<typeof Single>): SingleResponse {
  const { certID, certStatus, thisUpdate, nextUpdate, singleExtensions = [] } = single;
  const revoked = certStatus.kind === 'revoked' ? certStatus.value : undefined;
  const code = revoked?.revocationReason;
  return only({
    certID,
    certStatus: certStatus.kind,
    ...(revoked && {
      revocation: {
        revocationTime: revoked.revocationTime,
        ...(isReasonCode(code) && { reason: crlReasons[code] }),
        ...(code !== undefined && !isReasonCode(code) && { oddReason: code }),
      },
    }),
    thisUpdate,
    ...(nextUpdate !== undefined && { nextUpdate }),
    extensions: extensionsOf(singleExtensions),
    defects: damageIn(singleExtensions),
    unknownCritical: notActedUpon(singleExtensions, []),
  });
}

const isReasonCode = (code: number | undefined): code is CrlReasonCode =>
  code !== undefined && code in crlReasons;

//     CertStatus ::= CHOICE {
//         good        [0]     IMPLICIT NULL,
//         revoked     [1]     IMPLICIT RevokedInfo,
//         unknown     [2]     IMPLICIT UnknownInfo }
const RevokedInfo = sequence('RFC 6960 section 4.2.1', {
  revocationTime: about(generalizedTime, 'When it was revoked.'),
  revocationReason: optional(about(explicit(0, enumerated(2 ** 31 - 1, crlReasons)), 'Why it was revoked.')),
});
const CertStatus = choice('CertStatus', {
  good: about(implicit(0, nothing), 'It is not known to be revoked.'),
  revoked: about(implicit(1, RevokedInfo), 'It is revoked, for good or for now.'),
  unknown: about(implicit(2, nothing), 'The responder does not know it.'),
});

//     SingleResponse ::= SEQUENCE {
//         certID                       CertID,
//         certStatus                   CertStatus,
//         thisUpdate                   GeneralizedTime,
//         nextUpdate         [0]       EXPLICIT GeneralizedTime OPTIONAL,
//         singleExtensions   [1]       EXPLICIT Extensions OPTIONAL }
const Single = sequence('RFC 6960 section 4.2.1', {
  certID: about(CertID, 'The certificate that this is about.'),
  certStatus: { ...CertStatus, means: ({ kind }: Of<typeof CertStatus>) => kind },
  thisUpdate: about(generalizedTime, 'When the status was known to be so.'),
  nextUpdate: optional(
    about(explicit(0, generalizedTime), 'When newer information will be there at the latest.'),
  ),
  singleExtensions: optional(
    about(explicit(1, LooseExtensions), 'Further statements about this certificate.'),
  ),
});

//     ResponderID ::= CHOICE {
//         byName              [1] Name,
//         byKey               [2] KeyHash }
const ResponderID = choice('ResponderID', {
  byName: explicit(1, Name),
  byKey: about(explicit(2, octetString), 'The SHA-1 hash of its key.'),
});
export type ResponderID = Of<typeof ResponderID>;

//     ResponseData ::= SEQUENCE {
//         version              [0] EXPLICIT Version DEFAULT v1,
//         responderID              ResponderID,
//         producedAt               GeneralizedTime,
//         responses                SEQUENCE OF SingleResponse,
//         responseExtensions   [1] EXPLICIT Extensions OPTIONAL }
const responseData = sequence('RFC 6960 section 4.2.1', {
  version: optional(about(explicit(0, smallInteger(2 ** 31 - 1, { 0: 'v1' })), 'v1, and then absent.')),
  responderID: about(ResponderID, 'Who signs, by its name or by the SHA-1 hash of its key.'),
  producedAt: about(generalizedTime, 'When this was signed.'),
  responses: about(sequenceOf(Single), 'What is known of each certificate.'),
  responseExtensions: optional(about(explicit(1, LooseExtensions), 'Further statements about the response.')),
});
export type ResponseData = Of<typeof responseData>;
export const ResponseData: Element<ResponseData> = responseData;

//     BasicOCSPResponse ::= SEQUENCE {
//         tbsResponseData      ResponseData,
//         signatureAlgorithm   AlgorithmIdentifier,
//         signature            BIT STRING,
//         certs            [0] EXPLICIT SEQUENCE OF Certificate OPTIONAL }
const basicResponse = sequence('RFC 6960 section 4.2.1', {
  tbsResponseData: about(kept(ResponseData), 'What is signed.'),
  signatureAlgorithm: about(AlgorithmIdentifier, 'How the responder signed it.'),
  signature: about(octetAligned, 'The responder’s signature of tbsResponseData.'),
  certs: optional(
    about(
      explicit(0, sequenceOf(any(CertificateDefinition.read))),
      'Who the responder is, certified by the CA.',
    ),
  ),
});
export const BasicResponse: Element<Of<typeof basicResponse>> = basicResponse;

const responseStatus = where(enumerated(6, ocspResponseStatuses), (code) =>
  code in ocspResponseStatuses ? undefined : say`the responseStatus ${code} is not used`.text,
) as Element<number> as Element<StatusCode>;

//     OCSPResponse ::= SEQUENCE {
//         responseStatus         OCSPResponseStatus,
//         responseBytes          [0] EXPLICIT ResponseBytes OPTIONAL }
const ResponseBytes = sequence('RFC 6960 section 4.2.1', {
  responseType: about(
    where(objectIdentifier, (type) =>
      type === oids.ocspBasic
        ? undefined
        : say`a response of type ${oidName(type) ?? type}, and not ocspBasic`.text,
    ),
    'What kind of response it is; the basic one is the only one.',
  ),
  response: about(encapsulated(basicResponse), 'The response, an encoding of its own.'),
});
const response = sequence('RFC 6960 section 4.2.1', {
  responseStatus: about(responseStatus, 'Whether there is an answer at all.'),
  responseBytes: optional(about(explicit(0, ResponseBytes), 'The answer.')),
});

/** `OCSPResponse`; it holds a response when it is successful, and only then (RFC 6960 section 4.2.1). */
export const OcspResponseDefinition: Element<Of<typeof response>> = where(
  response,
  ({ responseStatus: code, responseBytes }) => {
    if (code === 0 && !responseBytes) return 'successful, and yet without a response';
    return code !== 0 && responseBytes ? 'a response where the status is not successful' : undefined;
  },
);

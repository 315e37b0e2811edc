/** Everything worth knowing about a certificate, and about what else a file may hold, for the documents. */

import type { Provider } from '../crypto/provider.ts';
import type { DerKind } from '../files/index.ts';
import { readCsr } from '../issue/index.ts';
import { hex } from '../wire/bytes.ts';
import { say } from '../wire/words.ts';
import {
  type Certificate,
  generalNameText,
  oidName,
  oids,
  parseCrl,
  parseOcspResponse,
  pinOf,
  scopeText,
  signatureName,
} from '../x509/index.ts';
import { entryOf, isoTime, keyText, LONGEST_SHOWN } from './certificate.ts';
import type {
  CertificateDetails,
  CrlDetails,
  Explained,
  OcspDetails,
  RequestDetails,
} from './certs-document.ts';
import { fieldsOfPart } from './fields.ts';

/** What all details of one run share. */
export interface Telling {
  readonly provider: Pick<Provider, 'hashes' | 'publicKey'>;
  /** The time to judge for, milliseconds since 1970. */
  readonly time: number;
  /** Explain every byte. */
  readonly fields: boolean;
}

const DAY = 86_400_000;

export function certificateDetails(certificate: Certificate, telling: Telling): CertificateDetails {
  const { der, spki, version, notAfter, extensions, signatureIdentifier } = certificate;
  const { basicConstraints, keyUsage, extKeyUsage, tlsFeature, authorityInfoAccess = [] } = extensions;
  const at = (method: string): string[] =>
    authorityInfoAccess.flatMap(({ accessMethod, accessLocation }) =>
      accessMethod === method ? generalNameText(accessLocation) : [],
    );
  const points = extensions.cRLDistributionPoints ?? [];
  const explained = telling.fields ? explain('certificate', der) : undefined;
  return {
    ...entryOf(certificate),
    fingerprint: fingerprintOf(certificate, telling),
    pin: pinOf(spki, telling.provider),
    version,
    daysLeft: Number.isNaN(notAfter) ? null : Math.floor((notAfter - telling.time) / DAY),
    signatureAlgorithm: signatureName(signatureIdentifier),
    isCa: basicConstraints?.cA === true,
    pathLength: basicConstraints?.pathLenConstraint ?? null,
    keyUsage: keyUsage ?? null,
    extKeyUsage: extKeyUsage?.map(named) ?? null,
    timestamps: extensions.signedCertificateTimestampList?.length ?? 0,
    mustStaple: tlsFeature?.includes(STATUS_REQUEST) === true,
    ocsp: at(oids.ocsp),
    issuers: at(oids.caIssuers),
    crls: points.flatMap(({ distributionPoint: point }) =>
      point?.kind === 'fullName' ? point.value.map(generalNameText) : [],
    ),
    ...(explained && { explained }),
  };
}

/** The TLS extension that a certificate with it must be sent with (RFC 7633 section 4.2.3.1). */
const STATUS_REQUEST = 5;

const named = (oid: string): string => oidName(oid) ?? oid;

/** SHA-256 of the DER, in hexadecimal. */
export const fingerprintOf = ({ der }: Certificate, { provider }: Telling): string =>
  hex(provider.hashes['SHA-256'].digest(der));

/** Throws Malformed. */
export async function requestDetails(der: Uint8Array, telling: Telling): Promise<RequestDetails> {
  const { says, isSigned } = readCsr(der);
  const key = telling.provider.publicKey(says.spki);
  return {
    subject: says.subject.text,
    names: [...says.dnsNames, ...says.ipAddresses, ...says.emailAddresses, ...says.uris],
    key: keyText(key, says.spki),
    pin: pinOf(says.spki, telling.provider),
    signed: await isSigned(telling.provider),
    extensions: says.extensions.map(({ extnID }) => named(extnID)),
  };
}

/** Throws Malformed. */
export function crlDetails(der: Uint8Array): CrlDetails {
  const crl = parseCrl(der);
  const { issuer, thisUpdate, nextUpdate, revoked, extensions, defects, signatureIdentifier } = crl;
  const { cRLNumber, deltaCRLIndicator, issuingDistributionPoint: scope } = extensions;
  return {
    issuer: issuer.text,
    number: cRLNumber ? hex(cRLNumber) : null,
    deltaTo: deltaCRLIndicator ? hex(deltaCRLIndicator) : null,
    indirect: scope?.indirectCRL === true,
    scope: scopeText(crl),
    thisUpdate: isoTime(thisUpdate),
    nextUpdate: nextUpdate === undefined ? null : isoTime(nextUpdate),
    revoked: revoked.length,
    defects,
    signatureAlgorithm: named(signatureIdentifier.algorithm),
  };
}

/** Throws Malformed. */
export function ocspDetails(der: Uint8Array): OcspDetails {
  const response = parseOcspResponse(der);
  if (response.responseStatus !== 'successful')
    return { status: response.responseStatus, responder: null, producedAt: null, responses: [] };
  const { responderID, producedAt, responses } = response;
  return {
    status: response.responseStatus,
    responder:
      responderID.kind === 'byName' ? responderID.value.text : say`the key ${hex(responderID.value)}`.text,
    producedAt: isoTime(producedAt),
    responses: responses.map(({ certID, certStatus, thisUpdate, nextUpdate, revocation }) => ({
      serialNumber: hex(certID.serialNumber),
      status: certStatus,
      thisUpdate: isoTime(thisUpdate),
      nextUpdate: nextUpdate === undefined ? null : isoTime(nextUpdate),
      revokedAt: revocation ? isoTime(revocation.revocationTime) : null,
      reason: revocation?.reason ?? null,
    })),
  };
}

/** Every byte, unless there are too many, or they are a key's. */
export function explain(kind: DerKind, der: Uint8Array): Explained | undefined {
  if (der.length > LONGEST_SHOWN) return undefined;
  const fields = fieldsOfPart(kind, der);
  return fields && { bytes: hex(der), fields };
}

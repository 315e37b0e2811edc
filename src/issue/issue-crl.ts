/**
 * Makes CRLs with the definition that reads them (RFC 5280 section 5).
 *
 * What a conforming issuer must put in is put in. As with certificates, a bad list is made by changing the finished one
 * through `extensions` or `tbs`.
 */

import type { Maybe, PrivateKey, SignatureAlgorithm } from '../crypto/provider.ts';
import { encode } from '../wire/codec.ts';
import { timeOf } from '../wire/der-text.ts';
import { unsigned } from '../wire/der-values.ts';
import { ownOptions } from '../wire/own-options.ts';
import { type Certificate, parseCertificate } from '../x509/certificate/certificate.ts';
import { type CrlReason, crlReasonCode } from '../x509/certificate/crl-reason.ts';
import { type Extension, extension } from '../x509/certificate/extensions.ts';
import { algorithmIdentifierOf } from '../x509/certificate/signature-algorithm.ts';
import { CrlDefinition, TBSCertList } from '../x509/revocation/crl.ts';
import { signed, usualAlgorithm, wholeSecond } from './issue-certificate.ts';
import { keyIdentifier } from './issue-extensions.ts';

export interface IssueCrlRequest {
  /** Who revokes, with its certificate, DER or parsed. */
  readonly issuer: { readonly certificate: Uint8Array | Certificate; readonly key: PrivateKey };
  /** Milliseconds since 1970; parts of a second are dropped. */
  readonly thisUpdate: number;
  readonly nextUpdate: number;
  /** 1 to 20 bytes, an unsigned number that grows from list to list. */
  readonly number: Uint8Array;
  readonly revoked: readonly RevokedRequest[];
  /** Unless given: what suits the issuer's key, with SHA-256 or the hash of its curve's size. */
  readonly algorithm?: SignatureAlgorithm;
  /** Changes the finished extensions; those it leaves out are absent. */
  readonly extensions?: (standard: readonly Extension[]) => readonly Extension[];
  /** Changes what will be signed. */
  readonly tbs?: (standard: TBSCertList) => TBSCertList;
}

export interface RevokedRequest {
  readonly serial: Uint8Array;
  /** Milliseconds since 1970; parts of a second are dropped. */
  readonly date: number;
  readonly reason?: CrlReason;
}

/** The DER CRL. Throws RangeError for what a CRL cannot hold. */
export function issueCrl(given: IssueCrlRequest): Maybe<Uint8Array> {
  const request = ownOptions(given);
  const { key, certificate } = request.issuer;
  const issuer = certificate instanceof Uint8Array ? parseCertificate(certificate) : certificate;
  const algorithm = request.algorithm ?? usualAlgorithm(key);
  const signature = algorithmIdentifierOf(algorithm);
  const number = unsigned(request.number);
  if (number.length > 20) throw new RangeError('a CRL number has at most 20 bytes');
  const standard = [
    extension('authorityKeyIdentifier', {
      keyIdentifier: issuer.extensions.subjectKeyIdentifier ?? keyIdentifier(issuer.spki),
    }),
    extension('cRLNumber', number),
  ];
  const extensions = request.extensions ? request.extensions(standard) : standard;
  const tbs: TBSCertList = {
    version: 1,
    signature,
    issuer: issuer.subject,
    thisUpdate: timeOf(wholeSecond(request.thisUpdate)),
    nextUpdate: timeOf(wholeSecond(request.nextUpdate)),
    // RFC 5280 section 5.1.2.6: absent rather than empty.
    ...(request.revoked.length > 0 && { revokedCertificates: request.revoked.map(entryOf) }),
    ...(extensions.length > 0 && { crlExtensions: extensions }),
  };
  const value = request.tbs ? request.tbs(tbs) : tbs;
  const bytes = encode(TBSCertList, value);
  return signed(key, algorithm, bytes, (signatureValue) =>
    encode(CrlDefinition, {
      tbsCertList: { bytes, value },
      signatureAlgorithm: signature,
      signatureValue,
    }),
  );
}

/** RFC 5280 section 5.3.1: a reason that is unspecified is not written. */
function entryOf({ serial, date, reason }: RevokedRequest) {
  return {
    userCertificate: unsigned(serial),
    revocationDate: timeOf(wholeSecond(date)),
    ...(reason !== undefined &&
      reason !== 'unspecified' && {
        crlEntryExtensions: [extension('reasonCode', crlReasonCode(reason))],
      }),
  };
}

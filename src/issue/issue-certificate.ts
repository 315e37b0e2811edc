/**
 * Makes certificates with the definitions that read them (RFC 5280 section 4).
 *
 * What a conforming CA must put in is put in: key identifiers, critical basicConstraints and keyUsage, alternative names
 * that are critical under an empty subject. For a bad certificate there are `extensions` and `tbs`, which
 * change the finished lists just before they are signed; an option for each way to be wrong was rejected.
 */

import type { Maybe, PrivateKey, SignatureAlgorithm } from '../crypto/provider.ts';
import { isPromise } from '../crypto/steps.ts';
import { owns } from '../wire/bare.ts';
import { encode } from '../wire/codec.ts';
import { timeOf } from '../wire/der-text.ts';
import { unsigned } from '../wire/der-values.ts';
import { ownOptions } from '../wire/own-options.ts';
import {
  type Certificate,
  CertificateDefinition,
  parseCertificate,
  TBSCertificate,
} from '../x509/certificate/certificate.ts';
import type { Extension } from '../x509/certificate/extensions.ts';
import { type Name, nameOf, type SubjectAttributes } from '../x509/certificate/name.ts';
import { algorithmIdentifierOf } from '../x509/certificate/signature-algorithm.ts';
import { parseSpki } from '../x509/certificate/spki.ts';
import { type Granted, standardExtensions } from './issue-extensions.ts';

export interface IssueRequest extends Granted {
  readonly subject: SubjectAttributes | Name;
  /** Who signs, with its certificate (DER or parsed); without one the certificate is issued by its own subject. */
  readonly issuer: { readonly certificate?: Uint8Array | Certificate; readonly key: PrivateKey };
  /** Milliseconds since 1970; parts of a second are dropped. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** 1 to 20 bytes, an unsigned number that is not zero: a random one reveals least. */
  readonly serial: Uint8Array;
  /** Unless given: what suits the issuer's key, with SHA-256 or the hash of its curve's size. */
  readonly algorithm?: SignatureAlgorithm;
  /** Changes the finished extensions; those it leaves out are absent. */
  readonly extensions?: (standard: readonly Extension[]) => readonly Extension[];
  /** Changes what will be signed. */
  readonly tbs?: (standard: TBSCertificate) => TBSCertificate;
}

/** The DER certificate. Throws RangeError for what a certificate cannot hold. */
export function issueCertificate(given: IssueRequest): Maybe<Uint8Array> {
  const request = ownOptions(given);
  const { key } = request.issuer;
  const algorithm = request.algorithm ?? usualAlgorithm(key);
  const signature = algorithmIdentifierOf(algorithm);
  const subject = nameFrom(request.subject);
  const issuer = issuerOf(request);
  const serialNumber = unsigned(request.serial);
  if (serialNumber.length > 20 || serialNumber.every((byte) => byte === 0)) {
    throw new RangeError('a serial number is a positive number of at most 20 bytes');
  }
  const spki = parseSpki(request.publicKey);
  const standard = standardExtensions(request, spki, subject.rdns.length > 0, issuer);
  const extensions = request.extensions ? request.extensions(standard) : standard;
  const tbs: TBSCertificate = {
    version: 2,
    serialNumber,
    signature,
    issuer: issuer?.subject ?? subject,
    validity: {
      notBefore: timeOf(wholeSecond(request.notBefore)),
      notAfter: timeOf(wholeSecond(request.notAfter)),
    },
    subject,
    subjectPublicKeyInfo: { bytes: spki.der, value: spki },
    ...(extensions.length > 0 && { extensions }),
  };
  const value = request.tbs ? request.tbs(tbs) : tbs;
  const bytes = encode(TBSCertificate, value);
  return signed(key, algorithm, bytes, (signatureValue) =>
    encode(CertificateDefinition, {
      tbsCertificate: { bytes, value },
      signatureAlgorithm: signature,
      signatureValue,
    }),
  );
}

/** Signs, and passes the signature on, now or later. */
export function signed(
  key: PrivateKey,
  algorithm: SignatureAlgorithm,
  bytes: Uint8Array,
  then: (signature: Uint8Array) => Uint8Array,
): Maybe<Uint8Array> {
  const signature = key.sign(algorithm, bytes);
  return isPromise(signature) ? signature.then(then) : then(signature);
}

/** PKCS #1 for RSA, since every reader knows it; the hash of the curve's size for ECDSA (RFC 5480 section 4). */
export function usualAlgorithm(key: PrivateKey): SignatureAlgorithm {
  switch (key.type) {
    case 'RSA':
      return { kind: 'RSA-PKCS1', hash: 'SHA-256' };
    case 'RSA-PSS':
      return { kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 };
    case 'EC':
      return { kind: 'ECDSA', hash: key.bits <= 256 ? 'SHA-256' : key.bits <= 384 ? 'SHA-384' : 'SHA-512' };
    default:
      return { kind: key.type };
  }
}

export const nameFrom = (subject: SubjectAttributes | Name): Name =>
  isName(subject) ? subject : nameOf(subject);
const isName = (subject: SubjectAttributes | Name): subject is Name => owns(subject, 'der');

function issuerOf({ issuer: { certificate } }: IssueRequest): Certificate | undefined {
  return certificate instanceof Uint8Array ? parseCertificate(certificate) : certificate;
}

export const wholeSecond = (at: number): number => Math.floor(at / 1000) * 1000;

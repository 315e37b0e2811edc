/**
 * The output of `handglass certs` and `handglass verify`, as plain JSON. The schemas are schema/certs-2.schema.json and
 * verify-2.schema.json; the verdict in both is the one of the trace document.
 *
 * Null says "not known, or none"; bytes are lower-case hexadecimal; times are ISO 8601.
 */
import type { Words } from '../wire/words.ts';
import type { CertificateDocument, CertificateEntry, ErrorDocument, Field } from './document.ts';

export const certsSchema = 'handglass-certs/2';
export const verifySchema = 'handglass-verify/2';

export interface CertsDocument {
  readonly schema: typeof certsSchema;
  /** Every file was read, every host answered with certificates that are acceptable, and nothing expires too soon. */
  readonly ok: boolean;
  /** The time that was judged for. */
  readonly at: string;
  readonly trust: TrustDocument;
  readonly targets: readonly TargetDocument[];
  /** What expires within the given time; null if none was given. */
  readonly expiring: readonly ExpiringDocument[] | null;
}

interface TrustDocument {
  /** Where the anchors come from, in words. */
  readonly from: Words;
  readonly anchors: number;
}

export type TargetDocument = FileDocument | HostDocument;

export interface FileDocument {
  readonly kind: 'file';
  readonly name: string;
  readonly parts: readonly PartDocument[];
  /** On the first certificate, if it is not a CA's, with the others as intermediates; no name was checked. */
  readonly verdict: CertificateDocument | null;
  /** Why nothing can be said about it. */
  readonly problem: Words | null;
}

/** One thing in a file. */
export interface PartDocument {
  readonly kind: string;
  /** `a private key (PKCS #8)` */
  readonly what: Words;
  /** The line in a text where it begins, from 1. */
  readonly line: number | null;
  readonly label: string | null;
  /** Why it cannot be read as what it is. */
  readonly damage: Words | null;
  /** Where in the file a certificate departs from its definition: a line of text, or a byte. */
  readonly defects: readonly DefectDocument[];
  /** What to do with it. */
  readonly todo: Words | null;
  /** The certificate, or those of a PKCS #7. */
  readonly certificates: readonly CertificateDetails[];
  readonly request?: RequestDetails;
  readonly crl?: CrlDetails;
  readonly key?: KeyDetails;
  readonly ocsp?: OcspDetails;
  /** Only when fields were asked for, and only for what is neither a certificate nor a key. */
  readonly explained?: Explained;
}

/** A fault that makes a certificate unreadable, or that is tolerated. */
export interface DefectDocument {
  /** The field: `tbsCertificate.extensions[5].extnValue.basicConstraints.cA` */
  readonly path: string;
  readonly reason: string;
  /** Of the DER. */
  readonly byte: number;
  /** Of the file, when that is a text; from 1. */
  readonly line: number | null;
  /** Of the file, when that is DER. */
  readonly fileByte: number | null;
  /** The certificate is read anyway, with the same meaning as without the fault. */
  readonly tolerated: boolean;
}

export interface Explained {
  readonly bytes: string;
  readonly fields: Field;
}

export interface CertificateDetails extends CertificateEntry {
  /** SHA-256 of the DER. */
  readonly fingerprint: string;
  /** SHA-256 of the DER SubjectPublicKeyInfo, in base64 as pins have it. */
  readonly pin: string;
  readonly version: number;
  /** Whole days from the time that was judged for to notAfter; negative if that has passed. */
  readonly daysLeft: number | null;
  readonly signatureAlgorithm: string;
  readonly isCa: boolean;
  readonly pathLength: number | null;
  readonly keyUsage: readonly string[] | null;
  readonly extKeyUsage: readonly string[] | null;
  /** Signed certificate timestamps; not verified. */
  readonly timestamps: number;
  /** The server must staple an OCSP response (RFC 7633). */
  readonly mustStaple: boolean;
  /** URLs of responders, of the issuer's certificate, and of lists. */
  readonly ocsp: readonly string[];
  readonly issuers: readonly string[];
  readonly crls: readonly string[];
  /** Only when fields were asked for. */
  readonly explained?: Explained;
}

export interface RequestDetails {
  readonly subject: string;
  readonly names: readonly string[];
  readonly key: string | null;
  readonly pin: string;
  /** The key in it signed it. */
  readonly signed: boolean;
  /** Extensions that are asked for. */
  readonly extensions: readonly string[];
}

export interface CrlDetails {
  readonly issuer: string;
  readonly number: string | null;
  /** The number of the list that it is a delta to; null if it is complete. */
  readonly deltaTo: string | null;
  /** It may name certificates of other issuers. */
  readonly indirect: boolean;
  /** What it is limited to, in words; empty if it covers all certificates of its issuer and every reason. */
  readonly scope: readonly string[];
  readonly thisUpdate: string;
  readonly nextUpdate: string | null;
  readonly revoked: number;
  /** What in it violates RFC 5280, in words; the first few. */
  readonly defects: readonly string[];
  readonly signatureAlgorithm: string;
}

export interface KeyDetails {
  readonly key: string | null;
  readonly pin: string | null;
  /** The fingerprint of the certificate in the same file that has its public half. */
  readonly belongsTo: string | null;
}

export interface OcspDetails {
  readonly status: string;
  readonly responder: string | null;
  readonly producedAt: string | null;
  readonly responses: readonly {
    readonly serialNumber: string;
    readonly status: string;
    readonly thisUpdate: string;
    readonly nextUpdate: string | null;
    readonly revokedAt: string | null;
    readonly reason: string | null;
  }[];
}

export interface HostDocument {
  readonly kind: 'host';
  readonly name: string;
  readonly port: number;
  /** What was asked for and checked. */
  readonly serverName: string;
  readonly addresses: readonly AddressDocument[];
  /** The different chains that came; one if every address sends the same. */
  readonly chains: readonly ChainDocument[];
  /** Why no address was asked. */
  readonly error: ErrorDocument | null;
}

export interface AddressDocument {
  readonly address: string;
  readonly version: string | null;
  /** The place of its chain among the chains; null if no certificates came. */
  readonly chain: number | null;
  readonly error: ErrorDocument | null;
}

export interface ChainDocument {
  /** As they were sent. */
  readonly certificates: readonly CertificateDetails[];
  /** How many more were sent that cannot be read. */
  readonly unread: number;
  readonly verdict: CertificateDocument;
}

export interface ExpiringDocument {
  /** The file or host. */
  readonly of: string;
  readonly subject: string;
  readonly fingerprint: string;
  readonly notAfter: string;
  readonly daysLeft: number;
}

export interface VerifyDocument {
  readonly schema: typeof verifySchema;
  readonly ok: boolean;
  readonly files: readonly string[];
  /** The name that the certificate must be for. */
  readonly name: string | null;
  readonly purpose: 'server' | 'client';
  readonly at: string;
  readonly trust: TrustDocument;
  readonly revocation: 'off' | 'soft' | 'hard';
  readonly verdict: CertificateDocument;
  /** Of the path that holds, or the one that came closest, leaf first. */
  readonly certificates: readonly CertificateDetails[];
}

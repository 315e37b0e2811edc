/** The verdict on a peer's certificates, in the trace document and in those of `certs` and `verify`. */
import type { References } from './references.ts';
import type { Field, Role } from './step-document.ts';

export interface CertificateDocument {
  /** Whose it is. */
  readonly of: Role;
  readonly verdict: 'accepted' | 'rejected';
  readonly reason: string | null;
  /** One sentence for a person. */
  readonly message: string;
  /** Rejected, but accepted anyway because the caller said so. */
  readonly overruled: boolean;
  /** Everything that is wrong with the path that came closest, each once; first what decided. Empty if it was accepted. */
  readonly defects: readonly {
    readonly reason: string;
    readonly detail: string;
    /** Its place in the path; null where it is about all of them. */
    readonly certificate: number | null;
  }[];
  /** Leaf first. The path that holds, or the one that came closest. */
  readonly path: readonly CertificateEntry[];
  readonly paths: readonly PathDocument[];
  /** What the checks looked at, each once, in no order. */
  readonly evidence: readonly EvidenceDocument[];
  /** What was fetched for the verdict, in the order of asking. */
  readonly fetched: readonly FetchedDocument[];
}

export interface FetchedDocument {
  readonly what: 'ocsp' | 'crl' | 'issuer';
  readonly url: string;
  /** Why it did not help; null if it could be read. */
  readonly failed: string | null;
  /** Of an issuer: what came. */
  readonly certificates: readonly CertificateEntry[];
}

/** A certificate, a revocation list or an OCSP response. */
export interface EvidenceDocument {
  readonly kind: 'certificate' | 'crl' | 'ocsp';
  /** Of its DER, in bytes. */
  readonly length: number;
  /** Null if there are too many. */
  readonly bytes: string | null;
  readonly fields: Field | null;
}

export interface CertificateEntry {
  readonly subject: string;
  readonly issuer: string;
  readonly serialNumber: string;
  readonly notBefore: string;
  readonly notAfter: string;
  /** DNS names and IP addresses. */
  readonly names: readonly string[];
  readonly key: string | null;
}

/** One path that was tried. */
export interface PathDocument {
  readonly subjects: readonly string[];
  readonly anchor: string | null;
  readonly reason: string | null;
  readonly checks: readonly {
    readonly check: string;
    /** Which certificate of the path; the leaf is 0. */
    readonly certificate: number;
    readonly ok: boolean;
    readonly detail: string;
    /** Also set when something is tolerated though nothing shows that it is good, as in revocation mode soft. */
    readonly reason: string | null;
    readonly rfc: References;
    /** The bytes that it is based on. */
    readonly looked: readonly {
      /** Which certificate of the path; null for a list or a response. */
      readonly certificate: number | null;
      /** Its place among the verdict's evidence. */
      readonly evidence: number;
      /** The field, such as `tbsCertificate.validity`; empty for all of it. */
      readonly path: string;
      readonly start: number;
      readonly end: number;
    }[];
  }[];
}

/**
 * The verdict on a peer's certificates, for the document: every path that was tried, every check on it, and the bytes that
 * each check looked at, in certificates and lists that are included once.
 */

import type { KeyKind, PublicKeyInfo } from '../crypto/provider.ts';
import type { CertificateEvent } from '../handshake/events.ts';
import { hex } from '../wire/bytes.ts';
import { say } from '../wire/words.ts';
import {
  type Certificate,
  type Check,
  type Defect,
  defectsOf,
  type EvidenceRange,
  type Fetched,
  keyName,
  namesOf,
  type TriedPath,
} from '../x509/index.ts';
import type {
  CertificateDocument,
  CertificateEntry,
  EvidenceDocument,
  FetchedDocument,
  PathDocument,
} from './document.ts';
import { fieldsOfEvidence } from './fields.ts';
import { referencesIn } from './references.ts';

export function certificateDocument({ of, verdict, overruled }: CertificateEvent): CertificateDocument {
  const evidence = new Evidence();
  return {
    of,
    verdict: verdict.verdict,
    reason: verdict.verdict === 'rejected' ? verdict.reason : null,
    message: verdict.message,
    overruled,
    defects: verdict.verdict === 'rejected' ? defectsOf(verdict).map(defectOf) : [],
    path: verdict.path.map(entryOf),
    paths: verdict.paths.map((path) => pathOf(path, evidence)),
    evidence: evidence.documents,
    fetched: (verdict.fetched ?? []).map(fetchedOf),
  };
}

const defectOf = ({ reason, detail, certificate }: Defect) => ({
  reason,
  detail,
  certificate: certificate ?? null,
});

/** In bytes. Longer ones (lists with many thousands of entries) would be most of the document; their checks still say where. */
export const LONGEST_SHOWN = 65_536;

class Evidence {
  readonly documents: EvidenceDocument[] = [];
  readonly #places = new Map<Uint8Array, number>();

  placeOf({ in: kind, der }: EvidenceRange): number {
    let place = this.#places.get(der);
    if (place === undefined) {
      this.#places.set(der, (place = this.documents.length));
      const isShown = der.length <= LONGEST_SHOWN;
      this.documents.push({
        kind,
        length: der.length,
        bytes: isShown ? hex(der) : null,
        fields: isShown ? fieldsOfEvidence(kind, der) : null,
      });
    }
    return place;
  }
}

/** What each is called. */
export const fetchedNames = { ocsp: 'OCSP response', crl: 'CRL', issuer: 'issuer' } as const;

const fetchedOf = ({ what, url, failed, certificates = [] }: Fetched): FetchedDocument => ({
  what,
  url,
  failed: failed ?? null,
  certificates: certificates.map(entryOf),
});

export function entryOf(certificate: Certificate): CertificateEntry {
  const { subject, issuer, serialNumber, notBefore, notAfter, spki } = certificate;
  return {
    subject: subject.text,
    issuer: issuer.text,
    serialNumber: hex(serialNumber),
    notBefore: isoTime(notBefore),
    notAfter: isoTime(notAfter),
    names: namesOf(certificate),
    key: keyText(spki.kind, spki),
  };
}

/** `EC P-256`, `RSA 2048 bits` */
export const keyText = (key: KeyKind | undefined, spki: PublicKeyInfo): string =>
  key ? `${key.type} ${key.curve ?? `${key.bits} bits`}` : say`${keyName(spki)} (not supported)`.text;

const pathOf = ({ certificates, anchor, reason, checks }: TriedPath, evidence: Evidence): PathDocument => ({
  subjects: certificates.map(({ subject }) => subject.text),
  anchor: anchor?.subject.text ?? null,
  reason: reason ?? null,
  checks: checks.map((check) => checkOf(check, evidence)),
});

const checkOf = (
  { check, certificate, ok, detail, reason, rfc, looked }: Check,
  evidence: Evidence,
): PathDocument['checks'][number] => ({
  check,
  certificate,
  ok,
  detail,
  reason: reason ?? null,
  rfc: referencesIn(rfc),
  looked: looked.map((each) => ({
    certificate: each.certificate ?? null,
    evidence: evidence.placeOf(each),
    path: each.path,
    start: each.start,
    end: each.end,
  })),
});

/** `damaged` if it could not be read. */
export const isoTime = (at: number): string => (Number.isNaN(at) ? 'damaged' : new Date(at).toISOString());

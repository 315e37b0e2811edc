/** The verdict on a peer's certificates, as the document has it: every path that was tried, and every check on it. */
import type { CertificateEvent } from '../handshake/events.ts';
import { type Certificate, namesOf, type TriedPath } from '../x509/index.ts';
import type { CertificateDocument, CertificateEntry, PathDocument } from './document.ts';
import { hex } from './fields.ts';

export function certificateDocument({ of, verdict, overruled }: CertificateEvent): CertificateDocument {
  return {
    of,
    verdict: verdict.verdict,
    reason: verdict.verdict === 'rejected' ? verdict.reason : null,
    message: verdict.message,
    overruled,
    path: verdict.path.map(entryOf),
    paths: verdict.paths.map(pathOf),
  };
}

function entryOf(certificate: Certificate): CertificateEntry {
  const { subject, issuer, serialNumber, notBefore, notAfter, key } = certificate;
  return {
    subject: subject.text,
    issuer: issuer.text,
    serialNumber: hex(serialNumber),
    notBefore: isoTime(notBefore),
    notAfter: isoTime(notAfter),
    names: namesOf(certificate),
    key: key ? `${key.type} ${key.curve ?? `${key.bits} bits`}` : null,
  };
}

const pathOf = ({ certificates, anchor, reason, checks }: TriedPath): PathDocument => ({
  subjects: certificates.map(({ subject }) => subject.text),
  anchor: anchor?.subject.text ?? null,
  reason: reason ?? null,
  checks: checks.map((check) => ({
    check: check.check,
    certificate: check.certificate,
    ok: check.ok,
    detail: check.detail,
    reason: check.reason ?? null,
    rfc: check.rfc,
  })),
});

const isoTime = (at: number): string => new Date(at).toISOString();

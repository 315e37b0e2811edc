/**
 * Whom we trust: names with keys (RFC 5280 section 6.1.1 (d)).
 *
 * An anchor is a subject and a key; the certificate that it may have come in is kept, and what it says is checked as on
 * any other (an expired root is expired). A list that is searched was refused: a store is asked by name, once for each
 * certificate of each path.
 */
import { decodePem } from '../wire/pem.ts';
import { Malformed } from '../wire/reader.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import type { Name } from './name.ts';

export interface TrustAnchor {
  readonly subject: Name;
  /** The DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
  readonly certificate?: Certificate;
}

export interface TrustStore {
  readonly anchors: readonly TrustAnchor[];
  /** Those whose name is equal by RFC 5280 section 7.1. */
  named(subject: Name): readonly TrustAnchor[];
}

export const anchorFromCertificate = (certificate: Certificate): TrustAnchor => ({
  subject: certificate.subject,
  spki: certificate.spki,
  certificate,
});

export function trustStore(anchors: readonly TrustAnchor[]): TrustStore {
  const byName = new Map<string, TrustAnchor[]>();
  for (const anchor of anchors) {
    const same = byName.get(anchor.subject.key);
    if (same) same.push(anchor);
    else byName.set(anchor.subject.key, [anchor]);
  }
  return { anchors, named: (subject) => byName.get(subject.key) ?? [] };
}

/** A store from PEM texts, each with one certificate or more. Throws Malformed. */
export function trustStoreFromPem(...texts: readonly string[]): TrustStore {
  const blocks = texts.flatMap((text) => decodePem(text));
  return trustStore(
    blocks.map(({ label, bytes }) => {
      // OpenSSL's own label says what the certificate is trusted for after it, and is not DER to its end.
      if (label !== 'CERTIFICATE') throw new Malformed(`a ${label} where a CERTIFICATE belongs`, 0);
      return anchorFromCertificate(parseCertificate(bytes));
    }),
  );
}

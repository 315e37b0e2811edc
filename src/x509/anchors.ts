/**
 * Whom we trust: names with keys (RFC 5280 section 6.1.1 (d)).
 *
 * An anchor is a subject and a key; the certificate that it may have come in is kept, and what it says is checked like
 * any other's (an expired root is expired). Searching a list was rejected: a store is asked by name, once for each
 * certificate of each path.
 */

import type { PublicKeyInfo } from '../crypto/provider.ts';
import { sameBytes } from '../wire/bytes.ts';
import { decodePem } from '../wire/pem.ts';
import { Malformed } from '../wire/reader.ts';
import { say } from '../wire/words.ts';
import { type Certificate, parseCertificate } from './certificate/certificate.ts';
import type { NameConstraints } from './certificate/general-subtree.ts';
import type { Name } from './certificate/name.ts';
import { parseSpki } from './certificate/spki.ts';
import type { Profile } from './path/profile.ts';

export interface TrustAnchor {
  readonly subject: Name;
  readonly spki: PublicKeyInfo;
  readonly certificate?: Certificate;
  /** Which names may be certified below it, besides what its certificate says (RFC 5937 section 3.2). */
  readonly nameConstraints?: NameConstraints;
  /** Which rules servers below it must obey beyond a valid path; those of the question unless given. */
  readonly serverProfile?: Profile;
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

/** A certificate that is given twice is one anchor: the first. Throws Malformed for a key without readable DER. */
export function trustStore(given: readonly TrustAnchor[]): TrustStore {
  const byName = new Map<string, TrustAnchor[]>();
  const anchors = given.map(withOneKey).filter((anchor) => {
    const same = byName.get(anchor.subject.key);
    if (!same) byName.set(anchor.subject.key, [anchor]);
    else if (same.some((other) => isTwin(other, anchor))) return false;
    else same.push(anchor);
    return true;
  });
  return { anchors, named: (subject) => byName.get(subject.key) ?? [] };
}

/** What is remembered of a key goes by its DER, so the rest of a key that was put together elsewhere has to be the same. */
const withOneKey = (anchor: TrustAnchor): TrustAnchor =>
  anchor.spki === anchor.certificate?.spki ? anchor : { ...anchor, spki: parseSpki(anchor.spki.der) };

/** Anchors without a certificate may carry their own constraints, so they are never merged. */
const isTwin = ({ certificate: a }: TrustAnchor, { certificate: b }: TrustAnchor): boolean =>
  a !== undefined && b !== undefined && sameBytes(a.der, b.der);

/** The anchor's certificate with these bytes: a root that is sent along need not be parsed again. */
export const anchorSent = ({ anchors }: TrustStore, der: Uint8Array): Certificate | undefined =>
  anchors.find(({ certificate }) => certificate && sameBytes(certificate.der, der))?.certificate;

/** A store from PEM texts, each with one certificate or more. Throws Malformed. */
export function trustStoreFromPem(...texts: readonly string[]): TrustStore {
  const blocks = texts.flatMap((text) => decodePem(text));
  return trustStore(
    blocks.map(({ label, bytes }) => {
      // Under OpenSSL's own label, trust settings follow the certificate, so it is not DER to the end.
      if (label !== 'CERTIFICATE') throw new Malformed(say`a ${label} where a CERTIFICATE belongs`, 0);
      return anchorFromCertificate(parseCertificate(bytes));
    }),
  );
}

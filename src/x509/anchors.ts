/** Trust anchors. */
import type { Certificate } from './certificate.ts';
import type { Name } from './name.ts';

/** Whom we trust: a name and a key (RFC 5280 section 6.1.1 (d)). */
export interface TrustAnchor {
  readonly subject: Name;
  readonly spki: Uint8Array;
  /** The certificate that it came in, if any. */
  readonly certificate?: Certificate;
}
export interface TrustStore {
  readonly anchors: readonly TrustAnchor[];
  /** By name. */
  named(subject: Name): readonly TrustAnchor[];
}
export function anchorFromCertificate(_certificate: Certificate): TrustAnchor {
  throw new Error('being written');
}
export function trustStore(_anchors: readonly TrustAnchor[]): TrustStore {
  throw new Error('being written');
}
/** Anchors from PEM text; throws Malformed. */
export function trustStoreFromPem(..._texts: readonly string[]): TrustStore {
  throw new Error('being written');
}

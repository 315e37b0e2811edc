/** A certificate in the form of node:tls's getPeerCertificate, which programs read names and fingerprints from. */
import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';

export type LegacyCertificate = PeerCertificate & { issuerCertificate?: LegacyCertificate };

/**
 * An empty object when there is no certificate, as in node:tls.
 *
 * @param chain DER, the peer's own first
 * @param detailed with `issuerCertificate` for each that was sent; a self-issued one is its own issuer
 */
export function legacyCertificate(chain: readonly Uint8Array[], detailed: boolean): LegacyCertificate {
  const certificates = (detailed ? chain : chain.slice(0, 1)).map((der) => new X509Certificate(der));
  const legacy = certificates.map((certificate) => certificate.toLegacyObject() as LegacyCertificate);
  if (detailed) {
    for (const [i, one] of legacy.entries()) {
      const selfIssued = certificates[i]!.issuer === certificates[i]!.subject;
      const issuer = selfIssued ? one : legacy[i + 1];
      if (issuer) one.issuerCertificate = issuer;
    }
  }
  return legacy[0] ?? ({} as LegacyCertificate);
}

/**
 * A peer's certificates as programs see them, in node:tls's form. Nothing that a peer sends makes this throw: what
 * node:crypto cannot read is left out.
 */
import { X509Certificate } from 'node:crypto';
import type { PeerCertificate } from 'node:tls';
import { equal } from '../crypto/equal.ts';
import type { PeerIdentity } from '../options/engine.ts';

export type LegacyCertificate = PeerCertificate & { issuerCertificate?: LegacyCertificate };
type Shown = Pick<PeerIdentity, 'chain' | 'verdict'>;

/** Certificates after the peer's own that are examined if no path was accepted. */
const MOST_OTHERS = 16;

/**
 * An empty object when there is no certificate, as in node:tls; only `raw` if the certificate cannot be read.
 *
 * @param detailed with `issuerCertificate`: along the accepted path, ignoring anything else that was sent; without such a
 *   path, along what was sent while each names the next as its issuer. A self-issued certificate is its own issuer
 */
export function peerCertificate({ chain, verdict }: Shown, detailed: boolean): LegacyCertificate {
  const [own] = chain;
  if (!own) return {} as LegacyCertificate;
  const leaf = readable(own);
  if (!leaf) return { raw: Buffer.from(own) } as LegacyCertificate;
  const accepted = verdict?.verdict === 'accepted' ? verdict.path.slice(1).map(({ der }) => der) : undefined;
  const others = detailed ? (accepted ?? chain.slice(1, 1 + MOST_OTHERS)) : [];
  return linked(
    leaf,
    others.flatMap((der) => readable(der) ?? []),
  );
}

/** The peer's own certificate, if node:crypto can read it. */
export const peerX509Certificate = ({ chain: [own] }: Shown): X509Certificate | undefined =>
  own && readable(own)?.certificate;

interface Readable {
  readonly certificate: X509Certificate;
  readonly legacy: LegacyCertificate;
}

function linked(leaf: Readable, others: readonly Readable[]): LegacyCertificate {
  let last = leaf;
  for (let left = others; ; ) {
    const { certificate } = last;
    const issuer = certificate.issuer === certificate.subject ? last : left.find((one) => issued(one, last));
    if (!issuer) break;
    last.legacy.issuerCertificate = issuer.legacy;
    if (issuer === last) break;
    left = left.filter((one) => one !== issuer);
    last = issuer;
  }
  return leaf.legacy;
}

const issued = ({ certificate }: Readable, one: Readable): boolean =>
  one.certificate.checkIssued(certificate);

/** node:crypto looks for PEM first, anywhere in these bytes, so what it read must be exactly these bytes. */
function readable(der: Uint8Array): Readable | undefined {
  try {
    const certificate = new X509Certificate(der);
    if (!equal(certificate.raw, der)) return undefined;
    return { certificate, legacy: certificate.toLegacyObject() as LegacyCertificate };
  } catch {
    return undefined;
  }
}

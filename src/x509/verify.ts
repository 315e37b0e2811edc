/** The verdict on a peer's certificates. (Types first; the search follows.) */
import type { Maybe, Provider } from '../crypto/provider.ts';
import type { TrustAnchor, TrustStore } from './anchors.ts';
import type { Certificate } from './certificate.ts';
import type { CertificateReason } from './reasons.ts';

/** What is asked: may the holder of this leaf be who they say, for this use, now? */
export interface PeerQuestion {
  /** The certificates as the peer sent them, DER, its own first. */
  readonly chain: readonly Uint8Array[];
  readonly trust: TrustStore;
  readonly provider: Pick<Provider, 'publicKey'>;
  /** `server`: we are a client and check a server. */
  readonly purpose: 'server' | 'client';
  /** The DNS name or IP address that we meant to reach; without it no name is checked (clients have none). */
  readonly name?: string;
  /** Wall clock, milliseconds since 1970. */
  readonly time: number;
  /** How the leaf's key is used: it must be allowed where the leaf has a keyUsage (RFC 9846 section 4.5.2). */
  readonly keyUsage?: 'digitalSignature' | 'keyEncipherment' | 'keyAgreement';
  readonly budget?: Partial<Budget>;
}

/** How much work one question may cost. */
export interface Budget {
  readonly signatures: number;
  readonly steps: number;
  /** Certificates in one path, the anchor not counted. */
  readonly depth: number;
}

/** One check of one certificate of one path. */
export interface Check {
  readonly check: string;
  readonly rfc: string;
  readonly ok: boolean;
  /** What was looked at and found, in plain words. */
  readonly detail: string;
  /** Which certificate: its place in the path, the leaf is 0. */
  readonly certificate: number;
  /** Set when not ok. */
  readonly reason?: CertificateReason;
}

export interface TriedPath {
  /** Leaf first. The anchor's certificate stands last when the anchor has one. */
  readonly certificates: readonly Certificate[];
  /** The anchor that was reached, by name and key. */
  readonly anchor?: TrustAnchor;
  readonly checks: readonly Check[];
  /** Why this path fails; none when it holds. */
  readonly reason?: CertificateReason;
}

export interface Accepted {
  readonly verdict: 'accepted';
  readonly message: string;
  readonly leaf: Certificate;
  readonly anchor: TrustAnchor;
  readonly path: readonly Certificate[];
  readonly paths: readonly TriedPath[];
}

export interface Rejected {
  readonly verdict: 'rejected';
  readonly reason: CertificateReason;
  /** One sentence for a person. */
  readonly message: string;
  /** Undefined when it could not be parsed, or none was sent. */
  readonly leaf?: Certificate;
  /** The path that came closest. */
  readonly path: readonly Certificate[];
  readonly paths: readonly TriedPath[];
}

export type Verdict = Accepted | Rejected;

/** Never throws for what a peer sent. Answers within the call when the provider does. */
export function verifyPeer(_question: PeerQuestion): Maybe<Verdict> {
  throw new Error('being written');
}

/** The same as a generator that yields only promises, to be driven by a handshake's flow. */
// biome-ignore lint/correctness/useYield: being written
export function* verifyPeerChain(_question: PeerQuestion): Generator<PromiseLike<unknown>, Verdict, unknown> {
  throw new Error('being written');
}

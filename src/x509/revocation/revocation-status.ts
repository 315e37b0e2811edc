/**
 * What a source of revocation is asked, and what it says: common to CRLs (crl-status.ts) and OCSP responses
 * (ocsp-status.ts), which revocation.ts weighs against each other.
 */

import type { Provider } from '../../crypto/provider.ts';
import type { Turn } from '../../crypto/steps.ts';
import { say, type Words } from '../../wire/words.ts';
import type { TrustAnchor } from '../anchors.ts';
import { keyName, signatureName } from '../certificate/algorithm-name.ts';
import type { Certificate } from '../certificate/certificate.ts';
import type { CrlReason } from '../certificate/crl-reason.ts';
import type { EvidenceRange } from '../evidence-ranges.ts';
import type { Signatures, Signed, Signer } from '../signatures.ts';

/** Milliseconds by which the clock of who signs may be ahead of or behind ours (RFC 5019 section 4). */
export const CLOCK_SKEW = 5 * 60_000;

/** One certificate of a path, and who is above it. */
export interface Link {
  readonly certificate: Certificate;
  readonly issuer: Authority;
  /** Who issued the issuer; nobody has issued an anchor. */
  readonly above?: Authority;
}

/** Whose name and key issued something. */
export type Authority = Certificate | TrustAnchor;

/** What is the same for every certificate on every path. */
export interface Scene {
  /** Milliseconds since 1970. */
  readonly time: number;
  /** In mode `hard` a delegate that may have been revoked proves nothing good. */
  readonly mode: 'soft' | 'hard';
  readonly provider: Pick<Provider, 'hashes'>;
  readonly signatures: Signatures;
  readonly turn: Turn | undefined;
  /** A list without a number proves nothing good. */
  readonly numbered: boolean;
  /** Certificates at hand with this subject, by {@link Name.key}. */
  readonly named: (key: string) => readonly Certificate[];
}

/** Times are milliseconds since 1970. */
export type RevocationStatus = {
  readonly rfc: string;
  /** Ranges in the list or the response. */
  readonly looked: () => readonly EvidenceRange[];
} & (
  | { readonly status: 'good'; readonly thisUpdate: number; readonly says: () => Words }
  | {
      readonly status: 'revoked';
      readonly thisUpdate: number;
      /** Not out of date; what is out of date revokes until something newer says otherwise. */
      readonly current: boolean;
      /** Absent if unreadable. */
      readonly revocationDate?: number;
      readonly reason: CrlReason;
      /** Why the same list or response would prove nothing good, or what is unreadable in the statement; a clause. */
      readonly odd?: Words;
    }
  | { readonly status: 'useless'; readonly why: Words }
);

export type GoodStatus = Extract<RevocationStatus, { status: 'good' }>;
export type RevokedFinding = Extract<RevocationStatus, { status: 'revoked' }>;

/** Why a statement does not count. */
export interface Doubt {
  readonly why: Words;
  /** It proves nothing good, but what it revokes is revoked: better wrongly refused than wrongly accepted. */
  readonly revokes: boolean;
}

export const doubt = (why: Words, revokes = false): Doubt => ({ why, revokes });

/** Why a signature proves nothing; one that cannot be verified is not called bad. */
export function unverified(
  what: Words,
  {
    signatureIdentifier,
    signatureAlgorithm,
  }: Pick<Certificate, 'signatureIdentifier' | 'signatureAlgorithm'>,
  signed: Exclude<Signed, 'good'>,
  signer: string,
  { spki }: Signer,
): Words {
  if (signed === 'bad') return say`the signature of ${what} does not verify with the key of ${signer}`;
  return signatureAlgorithm
    ? say`the key of ${signer} is not supported: ${keyName(spki)}`
    : say`${what} is signed with ${signatureName(signatureIdentifier)}, which is not supported`;
}

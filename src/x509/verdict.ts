/** What came of checking a peer's certificates: every path that was tried, every check on it, and what decided. */
import type { TrustAnchor } from './anchors.ts';
import type { Certificate } from './certificate.ts';
import type { Looked } from './looked.ts';
import type { CertificateReason } from './reasons.ts';

/** One check of one certificate of one path. */
export interface Check {
  readonly check: CheckName;
  readonly rfc: string;
  readonly ok: boolean;
  /** What was looked at and found, in plain words: one sentence without its stop. */
  readonly detail: string;
  /** Which certificate: its place in the path, the leaf is 0. */
  readonly certificate: number;
  /** The bytes that it stands on; found when they are asked for. */
  readonly looked: readonly Looked[];
  /** Set when not ok. */
  readonly reason?: CertificateReason;
}

export type CheckName =
  | 'signature'
  | 'validity'
  | 'basic constraints'
  | 'path length'
  | 'key usage'
  | 'purpose'
  | 'critical extensions'
  | 'key'
  | 'signature algorithm'
  | 'name constraints'
  | 'name'
  | 'profile'
  | 'policy'
  | 'revocation'
  | 'pin'
  | 'staple'
  | 'issuer';

/** Something that was fetched for a verdict, or was to be. */
export interface Fetched {
  readonly what: 'ocsp' | 'crl' | 'issuer';
  readonly url: string;
  /** Why it was of no use: it could not be fetched, or not be read. */
  readonly failed?: string;
  /** Those of an issuer that was not sent. */
  readonly certificates?: readonly Certificate[];
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
  /** One sentence for a person. */
  readonly message: string;
  readonly leaf: Certificate;
  readonly anchor: TrustAnchor;
  /** The path that holds, leaf first. */
  readonly path: readonly Certificate[];
  readonly paths: readonly TriedPath[];
  /** In the order of asking; set only when something was fetched. */
  readonly fetched?: readonly Fetched[];
}

export interface Rejected {
  readonly verdict: 'rejected';
  readonly reason: CertificateReason;
  /** One sentence for a person. */
  readonly message: string;
  /** Keys were pinned, and the peer's own is none of them: nobody is asked whether to take it nevertheless. */
  readonly final?: true;
  /** Undefined when it could not be parsed, or none was sent. */
  readonly leaf?: Certificate;
  /** The path that came closest, leaf first. */
  readonly path: readonly Certificate[];
  readonly paths: readonly TriedPath[];
  /** In the order of asking; set only when something was fetched. */
  readonly fetched?: readonly Fetched[];
}

export type Verdict = Accepted | Rejected;

class Passed implements Check {
  readonly ok = true;

  constructor(
    readonly check: CheckName,
    readonly rfc: string,
    readonly certificate: number,
    readonly words: () => string,
    readonly places: () => readonly Looked[],
  ) {}

  get detail(): string {
    return this.words();
  }

  get looked(): readonly Looked[] {
    return this.places();
  }
}

/**
 * @param detail made only when somebody reads it: nearly every check passes, and nearly nobody asks
 * @param looked the same
 */
export const passed = (
  check: CheckName,
  rfc: string,
  certificate: number,
  detail: () => string,
  looked: () => readonly Looked[],
): Check => new Passed(check, rfc, certificate, detail, looked);

export const failed = (
  check: CheckName,
  rfc: string,
  certificate: number,
  reason: CertificateReason,
  detail: string,
  looked: () => readonly Looked[],
): Check => ({
  check,
  rfc,
  ok: false,
  detail,
  certificate,
  get looked() {
    return looked();
  },
  reason,
});

/** The outcome of checking a peer's certificates: every path that was tried, every check on it, and what decided. */

import { shortened, visible } from '../wire/peer-text.ts';
import type { Words } from '../wire/words.ts';
import type { TrustAnchor } from './anchors.ts';
import type { Certificate } from './certificate/certificate.ts';
import type { EvidenceRange } from './evidence-ranges.ts';
import type { CertificateReason } from './reasons.ts';

/** One check of one certificate of one path. */
export interface Check {
  readonly check: CheckName;
  readonly rfc: string;
  readonly ok: boolean;
  /** What was looked at and found, in plain words: one sentence without its full stop. */
  readonly detail: string;
  /** The same with its values apart; absent where the check was handed in. */
  readonly said?: Words;
  /** Which certificate: its place in the path, the leaf is 0. */
  readonly certificate: number;
  /** The bytes that it is based on; worked out when read. */
  readonly looked: readonly EvidenceRange[];
  /** Set when not ok, and when something is tolerated that would be refused for this reason elsewhere. */
  readonly reason?: CertificateReason;
}

export type CheckName =
  | 'encoding'
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

/** Something that was fetched for a verdict, or should have been. */
export interface Fetched {
  readonly what: 'ocsp' | 'crl' | 'issuer';
  readonly url: string;
  /** Why it did not help: it could not be fetched, or not be read. */
  readonly failed?: string;
  /** For an issuer that was not sent. */
  readonly certificates?: readonly Certificate[];
}

export interface TriedPath {
  /** Leaf first. The anchor's certificate comes last, if it has one. */
  readonly certificates: readonly Certificate[];
  /** The anchor that was reached, by name and key. */
  readonly anchor?: TrustAnchor;
  readonly checks: readonly Check[];
  /** Why this path fails; absent when it is valid. */
  readonly reason?: CertificateReason;
}

export interface Accepted {
  readonly verdict: 'accepted';
  /** One sentence for a person. */
  readonly message: string;
  /** The same with its values apart; absent where the check was handed in. */
  readonly said?: Words;
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
  /** The same with its values apart; absent where the check was handed in. */
  readonly said?: Words;
  /** Keys were pinned, and the peer's own is not among them: nobody is asked whether to accept it anyway. */
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

/**
 * Words and places are made only when read: nearly every check passes, and hardly anybody looks. The getters are on
 * classes; in a literal each would be a hidden class of its own, which keeps what it sees until a full collection.
 */
class Passed implements Check {
  readonly ok = true;

  constructor(
    readonly check: CheckName,
    readonly rfc: string,
    readonly certificate: number,
    readonly words: () => Words,
    readonly places: () => readonly EvidenceRange[],
  ) {}

  get said(): Words {
    return this.words();
  }

  get detail(): string {
    return String(this.words());
  }

  get looked(): readonly EvidenceRange[] {
    return this.places();
  }
}

/** Tolerated, though nothing shows that it is good. */
class Tolerated extends Passed {
  constructor(
    readonly reason: CertificateReason,
    ...rest: ConstructorParameters<typeof Passed>
  ) {
    super(...rest);
  }
}

/** Its English for a log: escaped, and truncated, as names in certificates can be of any length. */
export const shownOf = (said: Words): string => shortened(visible(String(said)), LONGEST);
const LONGEST = 500;

class Failed implements Check {
  readonly ok = false;

  constructor(
    readonly check: CheckName,
    readonly rfc: string,
    readonly certificate: number,
    readonly reason: CertificateReason,
    readonly said: Words,
    readonly places: () => readonly EvidenceRange[],
  ) {}

  get detail(): string {
    return shownOf(this.said);
  }

  get looked(): readonly EvidenceRange[] {
    return this.places();
  }
}

export const passed = (
  check: CheckName,
  rfc: string,
  certificate: number,
  said: () => Words,
  looked: () => readonly EvidenceRange[],
): Check => new Passed(check, rfc, certificate, said, looked);

/** As {@link passed}; `reason` is why a stricter setting would refuse it. */
export const tolerated = (reason: CertificateReason, ...rest: ConstructorParameters<typeof Passed>): Check =>
  new Tolerated(reason, ...rest);

export const failed = (
  check: CheckName,
  rfc: string,
  certificate: number,
  reason: CertificateReason,
  said: Words,
  looked: () => readonly EvidenceRange[],
): Check => new Failed(check, rfc, certificate, reason, said, looked);

/** A path that ends before an anchor: a peer can make many, so what else is wrong is worked out only when read. */
class BrokenPath implements TriedPath {
  #checks: readonly Check[] | undefined;
  declare readonly anchor?: TrustAnchor;

  constructor(
    readonly certificates: readonly Certificate[],
    anchor: TrustAnchor | undefined,
    readonly reason: CertificateReason,
    readonly check: () => readonly Check[],
  ) {
    if (anchor) this.anchor = anchor;
  }

  get checks(): readonly Check[] {
    return (this.#checks ??= this.check());
  }
}

export const brokenPath = (
  certificates: readonly Certificate[],
  anchor: TrustAnchor | undefined,
  reason: CertificateReason,
  checks: () => readonly Check[],
): TriedPath => new BrokenPath(certificates, anchor, reason, checks);

class Certified implements Accepted {
  readonly verdict = 'accepted';
  readonly path: readonly Certificate[];
  declare readonly fetched?: readonly Fetched[];

  constructor(
    readonly leaf: Certificate,
    readonly anchor: TrustAnchor,
    { certificates }: TriedPath,
    readonly paths: readonly TriedPath[],
    fetched: readonly Fetched[],
    readonly words: () => Words,
  ) {
    this.path = certificates;
    if (fetched.length > 0) this.fetched = fetched;
  }

  get said(): Words {
    return this.words();
  }

  get message(): string {
    return String(this.words());
  }
}

export const certified = (...given: ConstructorParameters<typeof Certified>): Accepted =>
  new Certified(...given);

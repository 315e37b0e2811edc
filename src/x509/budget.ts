/**
 * How much work one question may cost, whatever a peer sends.
 *
 * Without a bound, certificates that sign each other make the search exponential, and names against name constraints make
 * it quadratic (CVE-2018-16875). The limits are far above any real chain: the widest seen in public have a dozen cross-signs.
 */
import { say } from '../wire/words.ts';

export interface Budget {
  /** Certificates read from what was sent: the first ones. */
  readonly certificates: number;
  /** Signatures verified. */
  readonly signatures: number;
  /** Certificates put on a path, counted for each path. */
  readonly steps: number;
  /** Certificates between the leaf and the anchor in one path. Self-issued ones do not count (RFC 5280 section 6.1.4 (l)). */
  readonly intermediates: number;
  /** Name constraints in one certificate; each is indexed once. */
  readonly constraints: number;
  /** Look-ups of names in name constraints. */
  readonly comparisons: number;
  /** OCSP responses and CRLs fetched. When these are spent, nothing more is fetched, and that alone refuses nothing. */
  readonly fetches: number;
  /** Missing issuers fetched. The same applies. */
  readonly issuers: number;
}

export const defaultBudget: Budget = {
  certificates: 128,
  signatures: 60,
  steps: 200,
  intermediates: 8,
  constraints: 4096,
  comparisons: 50_000,
  fetches: 8,
  issuers: 4,
};

/** Thrown by {@link Spending}, and caught where the search began. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget';
  constructor(readonly of: keyof Budget) {
    super(say`the chain needs more than the ${of} that one check may cost`.text);
  }
}

/** What is left of a budget. */
export class Spending {
  readonly #left: { -readonly [K in keyof Budget]: number };

  constructor(readonly budget: Budget) {
    this.#left = { ...budget };
  }

  /** Throws OverBudget. */
  spend(what: 'signatures' | 'steps' | 'comparisons'): void {
    // Not "less than 0", which is never true of NaN.
    if (!(--this.#left[what] >= 0)) throw new OverBudget(what);
  }

  /** Throws OverBudget for more than one certificate may have. */
  hold(what: 'constraints', count: number): void {
    if (!(count <= this.budget[what])) throw new OverBudget(what);
  }

  /** Spends one more, if one is left. */
  may(what: 'fetches' | 'issuers'): boolean {
    return --this.#left[what] >= 0;
  }
}

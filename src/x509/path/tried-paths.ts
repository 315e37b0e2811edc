/** The paths that a search has finished, each with its checks; a valid one ends the search. */

import { only } from '../../wire/bare.ts';
import { ownOptions } from '../../wire/own-options.ts';
import type { TrustAnchor } from '../anchors.ts';
import { Spending } from '../budget.ts';
import { type Certificate, isDamaged } from '../certificate/certificate.ts';
import { mostTelling } from '../reasons.ts';
import { brokenPath, type Check, type TriedPath } from '../verdict.ts';
import { checkPath } from './check.ts';
import { checkAnchor } from './check-names.ts';
import { checkPolicies } from './policy.ts';
import { mayUseCommonName } from './profile.ts';
import type { Requirements } from './requirements.ts';

/** This many failed paths are enough for an explanation; a peer must not fill memory with more. */
const keptPaths = 32;

export class TriedPaths {
  readonly all: TriedPath[] = [];
  readonly #requirements: Requirements;
  readonly #spending: Spending;

  constructor(requirements: Requirements, spending: Spending) {
    this.#requirements = requirements;
    this.#spending = spending;
  }

  /** Keeps a finished path; returns it if it is valid. */
  finish(
    certificates: readonly Certificate[],
    found: readonly Check[],
    anchor?: TrustAnchor,
  ): TriedPath | undefined {
    const checks = (spending: Spending) => this.judge(certificates, found, anchor, spending);
    const broken = found.find(({ ok }) => !ok);
    if (!broken) return this.keep(certificates, checks(this.#spending), anchor);
    if (this.all.length >= keptPaths) return undefined;
    // Why it is not a path at all says more than what else is wrong with it.
    const all = () => this.#pinned(certificates, checks(new Spending(this.#spending.budget)), anchor);
    const reason = certificates.some(isDamaged) ? 'malformed' : broken.reason!;
    this.all.push(brokenPath(certificates, anchor, reason, all));
    return undefined;
  }

  /** Every check but pins and revocation. */
  judge(
    certificates: readonly Certificate[],
    found: readonly Check[],
    anchor: TrustAnchor | undefined,
    spending: Spending = this.#spending,
  ): Check[] {
    const requirements = this.aimUnder(anchor);
    const anchored = anchor?.certificate !== undefined;
    return [
      ...found,
      ...checkPath(certificates, anchored, requirements, spending),
      ...(anchor ? checkAnchor(certificates, anchor, requirements, spending) : []),
      ...checkPolicies(certificates, anchored, requirements),
    ];
  }

  /** Adds the pin check, which depends on all the others. */
  #pinned(
    certificates: readonly Certificate[],
    judged: readonly Check[],
    anchor: TrustAnchor | undefined,
  ): readonly Check[] {
    const { pins } = this.#requirements;
    const holds = anchor !== undefined && judged.every(({ ok }) => ok);
    return pins ? [...judged, pins.check(certificates, anchor, holds)] : judged;
  }

  /** Keeps a path with everything found about it; returns it if it is valid. */
  keep(
    certificates: readonly Certificate[],
    judged: readonly Check[],
    anchor: TrustAnchor | undefined,
  ): TriedPath | undefined {
    const checks = this.#pinned(certificates, judged, anchor);
    const reason = mostTelling(checks.flatMap(({ ok, reason = [] }) => (ok ? [] : reason)));
    const path: TriedPath = { certificates, checks, ...(anchor && { anchor }), ...(reason && { reason }) };
    if (!reason || this.all.length < keptPaths) this.all.push(path);
    return reason ? undefined : path;
  }

  /** What a path to this anchor must satisfy. */
  aimUnder(anchor: TrustAnchor | undefined): Requirements {
    const requirements = this.#requirements;
    const profile =
      requirements.purpose === 'server' ? anchor && ownOptions(anchor).serverProfile : undefined;
    return profile
      ? only({
          ...requirements,
          profile,
          byCommonName: requirements.byCommonName === true && mayUseCommonName(profile),
        })
      : requirements;
  }
}

/**
 * Finds every path from a leaf to a trust anchor, under a budget (RFC 4158; RFC 5280 section 6).
 *
 * Depth first: at each certificate the anchors of its issuer's name, then the certificates that were sent with that name,
 * the likeliest first. A signature is verified before the search goes beyond it, and once for each pair, so junk in
 * between cannot multiply the work. A path that fails a check is kept with its checks and the search goes on; the first
 * that passes them all ends it. Following the order in which they were sent was rejected: cross-signs and surplus
 * certificates are common.
 */

import type { Steps } from '../../crypto/steps.ts';
import { only } from '../../wire/bare.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { say, type Words } from '../../wire/words.ts';
import type { TrustAnchor, TrustStore } from '../anchors.ts';
import { OverBudget, type Spending } from '../budget.ts';
import { keyName, signatureName } from '../certificate/algorithm-name.ts';
import { type Certificate, isSelfIssued } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { brokenSignature } from '../certificate/signature-algorithm.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import type { Revocation } from '../revocation/revocation.ts';
import type { Signatures, Signer } from '../signatures.ts';
import { type Check, failed, passed, type TriedPath } from '../verdict.ts';
import type { Requirements } from './requirements.ts';
import { TriedPaths } from './tried-paths.ts';

export interface Search {
  readonly leaf: Certificate;
  /** What else was sent, in any order, surplus included. */
  readonly others: readonly Certificate[];
  readonly trust: TrustStore;
  readonly signatures: Signatures;
  readonly spending: Spending;
  readonly requirements: Requirements;
  readonly revocation?: Revocation | undefined;
}

export interface Found {
  readonly accepted?: TriedPath;
  readonly tried: readonly TriedPath[];
  readonly exhausted?: OverBudget;
}

export function* findPath(search: Search): Steps<Found> {
  const tried = new TriedPaths(search.requirements, search.spending);
  try {
    const accepted = yield* new Builder(search, tried).begin();
    return only({ tried: tried.all, ...(accepted && { accepted }) });
  } catch (error) {
    if (!(error instanceof OverBudget)) throw error;
    return only({ tried: tried.all, exhausted: error });
  }
}

class Builder {
  readonly #search: Search;
  readonly #tried: TriedPaths;
  readonly #spending: Spending;
  readonly #pool = new Map<string, Certificate[]>();
  readonly #signatures: Signatures;

  constructor(search: Search, tried: TriedPaths) {
    this.#search = search;
    this.#tried = tried;
    this.#spending = search.spending;
    this.#signatures = search.signatures;
    const seen: Certificate[] = [search.leaf];
    for (const certificate of search.others) {
      if (seen.some(({ der }) => sameBytes(der, certificate.der))) continue;
      seen.push(certificate);
      const same = this.#pool.get(certificate.subject.key);
      if (same) same.push(certificate);
      else this.#pool.set(certificate.subject.key, [certificate]);
    }
  }

  *begin(): Steps<TriedPath | undefined> {
    const { leaf, trust } = this.#search;
    // A certificate that is itself in the store needs no issuer.
    const itself = trust
      .named(leaf.subject)
      .find(({ certificate }) => certificate && sameBytes(certificate.der, leaf.der));
    if (itself) {
      const detail = () => say`${called(leaf)} is itself in the trust store`;
      const looked = () => fieldsOf([leaf], 0, '');
      return this.#tried.finish(
        [leaf],
        [passed('issuer', 'RFC 5280 section 6.1', 0, detail, looked)],
        itself,
      );
    }
    return yield* this.#extend([leaf], []);
  }

  /** Continues from the last certificate of `path`, whose signatures so far are in `checks`. */
  *#extend(path: readonly Certificate[], checks: readonly Check[]): Steps<TriedPath | undefined> {
    const { trust } = this.#search;
    const { budget } = this.#spending;
    this.#spending.spend('steps');
    const last = path.at(-1)!;
    const refused: (() => void)[] = [];
    let issued = false;
    for (const anchor of trust.named(last.issuer)) {
      const through = [...path, ...(anchor.certificate ? [anchor.certificate] : [])];
      const at = path.length - 1;
      const check = yield* this.#signature(
        through,
        at,
        anchor,
        () => say`the trusted "${anchor.subject.text}"`,
      );
      if (!check.ok) {
        refused.push(() => this.#tried.finish(through, [...checks, check], anchor));
        continue;
      }
      issued = true;
      const done = yield* this.#reached(through, [...checks, check], anchor);
      if (done) return done;
    }
    const between = path.slice(1).filter((certificate) => !isSelfIssued(certificate)).length;
    for (const issuer of this.#candidates(path)) {
      if (yield* this.#isAnchor(issuer)) continue;
      const through = [...path, issuer];
      const check = yield* this.#signature(through, path.length - 1, issuer, () => called(issuer));
      if (!check.ok) {
        refused.push(() => this.#tried.finish(through, [...checks, check]));
        continue;
      }
      issued = true;
      // Self-issued ones do not count towards the limit, but must not escape it.
      const tooMany = between >= budget.intermediates && !isSelfIssued(issuer);
      if (tooMany || path.length > 2 * budget.intermediates + 2) {
        const detail = say`there are more than ${budget.intermediates} certificates between the leaf and a root`;
        const looked = () => fieldsOf(through, path.length, 'tbsCertificate.issuer');
        this.#tried.finish(through, [
          ...checks,
          check,
          failed('issuer', 'RFC 5280 section 6.1', path.length, 'path-length-exceeded', detail, looked),
        ]);
        continue;
      }
      const done = yield* this.#extend(through, [...checks, check]);
      if (done) return done;
    }
    // Another key of the same name that did not sign is noise once one that did was found.
    if (issued) return undefined;
    // A root that signed itself ends its path, whoever else has its name.
    const isRoot = isSelfIssued(last) && (yield* this.#signatures.verify(last, last)) !== 'bad';
    if (isRoot || refused.length === 0) this.#tried.finish(path, [...checks, this.#deadEnd(path, isRoot)]);
    else for (const keep of refused) keep();
    return undefined;
  }

  /** Why a path ends where no issuer was found: a root that is not ours, or one that is missing. */
  #deadEnd(path: readonly Certificate[], isRoot: boolean): Check {
    const last = path.at(-1)!;
    const at = path.length - 1;
    const rfc = 'RFC 5280 section 6.1';
    const looked = () => fieldsOf(path, at, 'tbsCertificate.issuer');
    if (!isRoot) {
      const detail = say`the issuer of ${called(last)}, "${last.issuer.text}", was neither sent nor found in the trust store`;
      return failed('issuer', rfc, at, 'chain-incomplete', detail, looked);
    }
    const named = called(last);
    const hasNamesake = this.#search.trust.named(last.subject).length > 0;
    return at === 0
      ? failed(
          'issuer',
          rfc,
          at,
          'self-signed',
          hasNamesake
            ? say`${named} is signed by itself and is not in the trust store, where another key has its name`
            : say`${named} is signed by itself and is not in the trust store`,
          looked,
        )
      : failed(
          'issuer',
          rfc,
          at,
          'root-not-trusted',
          hasNamesake
            ? say`the root ${named} is not in the trust store, where another key has its name`
            : say`the root ${named} is not in the trust store`,
          looked,
        );
  }

  /** Certificates that may have issued the last one, the likeliest first; none that would close a loop. */
  #candidates(path: readonly Certificate[]): Certificate[] {
    const last = path.at(-1)!;
    const { time } = this.#search.requirements;
    const wanted = last.extensions.authorityKeyIdentifier?.keyIdentifier;
    const unlikely = ({ extensions, notBefore, notAfter, damage }: Certificate): number => {
      const given = extensions.subjectKeyIdentifier;
      const otherKey = wanted && given && !sameBytes(wanted, given) ? 2 : 0;
      return (damage.length > 0 ? 4 : 0) + otherKey + (time < notBefore || time > notAfter ? 1 : 0);
    };
    // RFC 4158 section 2.4.2: the same name with the same key must not be on a path twice; a CA may certify its own key
    // for a server.
    const isOnPath = (candidate: Certificate): boolean =>
      path
        .slice(1)
        .some(
          ({ subject, spki }) =>
            subject.key === candidate.subject.key && sameBytes(spki.der, candidate.spki.der),
        );
    return (this.#pool.get(last.issuer.key) ?? [])
      .filter((candidate) => !isOnPath(candidate))
      .sort((a, b) => unlikely(a) - unlikely(b));
  }

  /** Of the certificate at this place; the issuer's comes next, where it is not an anchor without one. */
  *#signature(path: readonly Certificate[], at: number, issuer: Signer, named: () => Words): Steps<Check> {
    const last = path[at]!;
    const rfc = 'RFC 5280 section 6.1.3 (a) (1)';
    const looked = () => [
      ...fieldsOf(path, at, 'tbsCertificate', 'signatureAlgorithm', 'signatureValue'),
      ...(at + 1 < path.length ? fieldsOf(path, at + 1, 'tbsCertificate.subjectPublicKeyInfo') : []),
    ];
    switch (yield* this.#signatures.verify(last, issuer)) {
      case 'good':
        return passed('signature', rfc, at, () => say`signed by ${named()}`, looked);
      case 'bad':
        return failed(
          'signature',
          rfc,
          at,
          'bad-signature',
          say`the signature of ${called(last)} does not verify with the key of ${named()}`,
          looked,
        );
      case 'untried': {
        const reason = brokenSignature(last.signatureIdentifier) ? 'weak-signature' : 'unsupported-algorithm';
        return failed(
          'signature',
          rfc,
          at,
          reason,
          last.signatureAlgorithm
            ? say`the key of ${named()} is not supported, so the signature of ${called(last)} cannot be verified: ${keyName(issuer.spki)}`
            : say`the signature of ${called(last)} by ${named()} is not supported: ${signatureName(last.signatureIdentifier)}`,
          looked,
        );
      }
    }
  }

  /** A path of good signatures from the leaf to an anchor. */
  *#reached(
    certificates: readonly Certificate[],
    found: readonly Check[],
    anchor: TrustAnchor,
  ): Steps<TriedPath | undefined> {
    const { revocation, requirements } = this.#search;
    const checks = this.#tried.judge(certificates, found, anchor);
    if (!revocation) return this.#tried.keep(certificates, checks, anchor);
    const holds =
      checks.every(({ ok }) => ok) && requirements.pins?.check(certificates, anchor, true).ok !== false;
    const named = (key: string): readonly Certificate[] => this.#pool.get(key) ?? [];
    const revoked = yield* revocation.check(certificates, anchor, named, {
      holds,
      profile: this.#tried.aimUnder(anchor).profile,
    });
    return this.#tried.keep(certificates, [...checks, ...revoked], anchor);
  }

  /**
   * A root that is in the store, perhaps renewed; not one that another key has signed, even under the same name: that may
   * be valid where the root has expired.
   */
  *#isAnchor(certificate: Certificate): Steps<boolean> {
    const { subject, spki } = certificate;
    const named = this.#search.trust.named(subject).some((anchor) => sameBytes(anchor.spki.der, spki.der));
    return (
      named &&
      isSelfIssued(certificate) &&
      (yield* this.#signatures.verify(certificate, certificate)) === 'good'
    );
  }
}

/**
 * Has a certificate of a path been revoked? (RFC 5280 section 6.3, RFC 6960)
 *
 * For each certificate, what is at hand comes first: OCSP responses, such as a staple, and CRLs. Only if these leave it
 * unknown, and the path is otherwise valid, is something fetched (RFC 5019 section 3.2): OCSP first, then CRLs, until
 * something is known. One revocation decides, however much else calls the certificate good. Fetching itself is a function
 * that is passed in.
 */

import type { Steps } from '../../crypto/steps.ts';
import { say, type Words } from '../../wire/words.ts';
import type { TrustAnchor } from '../anchors.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { called, day } from '../certificate/certificate-title.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import { numbersLists, type Profile } from '../path/profile.ts';
import { type Check, failed, passed, tolerated } from '../verdict.ts';
import { crlFindings } from './crl-status.ts';
import { Evidence } from './evidence.ts';
import type { BasicOcspResponse } from './ocsp.ts';
import { certIdMatcher } from './ocsp-cert-id.ts';
import { ocspFindings } from './ocsp-status.ts';
import { RevocationFetcher } from './revocation-fetcher.ts';
import type { RevocationQuestion, RevocationSetting } from './revocation-question.ts';
import type { GoodStatus, Link, RevocationStatus, RevokedFinding, Scene } from './revocation-status.ts';
import { checkStaples } from './staple.ts';

/** What is known about one certificate. */
type Status =
  | GoodStatus
  | RevokedFinding
  | {
      readonly status: 'unknown';
      readonly whys: readonly Words[];
      readonly useless: RevocationStatus | undefined;
    };

const nothingKnown: Status = { status: 'unknown', whys: [], useless: undefined };

/** Keeps what was read and fetched for one path for the next. */
export class Revocation {
  readonly #mode: 'soft' | 'hard';
  readonly #thorough: boolean;
  readonly #setting: RevocationSetting;
  readonly #evidence: Evidence;
  /** The staples, if we asked for them. */
  readonly #staples: readonly BasicOcspResponse[] | undefined;
  readonly #fetcher: RevocationFetcher | undefined;

  constructor(question: RevocationQuestion, mode: 'soft' | 'hard', setting: RevocationSetting) {
    this.#mode = mode;
    this.#thorough = question.thorough === true;
    this.#setting = setting;
    this.#evidence = new Evidence(question);
    this.#staples = question.stapleAsked ? [...this.#evidence.responses] : undefined;
    this.#fetcher =
      question.fetch && new RevocationFetcher(question.fetch, question, this.#evidence, setting);
  }

  /**
   * One check for each certificate but the anchor's, and those of the staples. Throws OverBudget.
   *
   * @param named certificates at hand by their subject's key
   * @param holds the path passes every other check, so that fetching is worthwhile
   */
  *check(
    path: readonly Certificate[],
    anchor: TrustAnchor,
    named: Scene['named'],
    { holds, profile }: { readonly holds: boolean; readonly profile: Profile },
  ): Steps<Check[]> {
    yield* this.#evidence.read(this.#setting.turn);
    const scene: Scene = { mode: this.#mode, named, numbered: numbersLists(profile), ...this.#setting };
    const links = linksOf(path, anchor);
    const statuses: Status[] = [];
    for (const link of links) statuses.push(yield* this.#weigh(link, scene));
    const staples = yield* this.#staple(path, links, scene);
    const worthWhile =
      (this.#thorough || (holds && staples.every(({ ok }) => ok))) &&
      statuses.every(({ status }) => status !== 'revoked');
    if (this.#fetcher && worthWhile) {
      for (const [index, link] of links.entries())
        if (statuses[index]!.status === 'unknown')
          statuses[index] = yield* this.#learn(link, scene, this.#fetcher);
    }
    const checks = statuses.map((status, index) => checkOf(path, index, status, this.#mode));
    return [...staples, ...checks];
  }

  /** What the evidence says about a certificate. */
  *#weigh(link: Link, scene: Scene): Steps<Status> {
    const { crls, responses, unreadCrls, unreadResponses, unanswered } = this.#evidence;
    if (this.#evidence.isEmpty) return nothingKnown;
    const found = [
      ...(yield* ocspFindings(link, responses, crls, scene)),
      ...(yield* crlFindings(link, crls, scene)),
    ];
    const decided = decisive(found);
    if (decided) return decided;
    const useless = found.flatMap((finding) => (finding.status === 'useless' ? [finding] : []));
    const whys = [...useless.map(({ why }) => why), ...unreadResponses, ...unreadCrls, ...unanswered];
    return { status: 'unknown', whys, useless: useless[0] };
  }

  /** Fetches until something is known; what was fetched for another certificate may be enough. */
  *#learn(link: Link, scene: Scene, fetcher: RevocationFetcher): Steps<Status> {
    const failures: Words[] = [];
    let status = yield* this.#weigh(link, scene);
    for (const fetch of fetcher.sourcesOf(link)) {
      if (status.status !== 'unknown') return status;
      const failure = yield* fetch();
      if (failure !== undefined) failures.push(failure);
      status = yield* this.#weigh(link, scene);
    }
    return status.status === 'unknown' ? { ...status, whys: [...status.whys, ...failures] } : status;
  }

  *#staple(path: readonly Certificate[], links: readonly Link[], scene: Scene): Steps<Check[]> {
    if (!this.#staples) return [];
    const { crls, unreadResponses, unanswered } = this.#evidence;
    if (this.#staples.length === 0)
      return checkStaples(path, { findings: links.map(() => []), strange: unreadResponses, unanswered });
    const findings: RevocationStatus[][] = [];
    for (const link of links) findings.push(yield* ocspFindings(link, this.#staples, crls, scene));
    const isOwn = links.map(({ certificate, issuer }) => certIdMatcher(certificate, issuer, scene.provider));
    const strangers = this.#staples.filter(
      ({ responses }) => !responses.some(({ certID }) => isOwn.some((matches) => matches(certID))),
    );
    const strange = [...unreadResponses, ...strangers.map(() => 'it is about other certificates')];
    return checkStaples(path, { findings, strange, unanswered });
  }
}

function linksOf(path: readonly Certificate[], anchor: TrustAnchor): Link[] {
  const issued = anchor.certificate ? path.slice(0, -1) : path;
  const authorities = [...issued, anchor.certificate ?? anchor];
  return issued.map((certificate, i) => {
    const above = authorities[i + 2];
    return { certificate, issuer: authorities[i + 1]!, ...(above && { above }) };
  });
}

/**
 * A current revocation; else a good status, if it is newer than the latest known revocation. Only a hold can be lifted (RFC
 * 5280 section 5.3.1), by something newer that calls the certificate good.
 */
function decisive(found: readonly RevocationStatus[]): GoodStatus | RevokedFinding | undefined {
  const revoked = found.filter((finding) => finding.status === 'revoked');
  const good = newest(found.filter((finding) => finding.status === 'good'));
  const now = revoked.find(
    ({ current, reason, thisUpdate }) =>
      current && !(reason === 'certificateHold' && good && good.thisUpdate > thisUpdate),
  );
  const once = newest(revoked);
  return now ?? (good && once && once.thisUpdate >= good.thisUpdate ? once : (good ?? once));
}

const newest = <T extends { readonly thisUpdate: number }>(all: readonly T[]): T | undefined =>
  all.toSorted((a, b) => b.thisUpdate - a.thisUpdate)[0];

/** Enough to fix it by. */
const told = (whys: readonly Words[]): readonly Words[] =>
  [...new Map(whys.map((why) => [String(why), why])).values()].slice(0, 3);

function checkOf(path: readonly Certificate[], index: number, status: Status, mode: 'soft' | 'hard'): Check {
  const certificate = path[index]!;
  const source = status.status === 'unknown' ? status.useless : status;
  const rfc = source?.rfc ?? 'RFC 5280 section 6.3';
  const looked = () => [
    ...fieldsOf(path, index, 'tbsCertificate.serialNumber', 'tbsCertificate.issuer'),
    ...(source?.looked() ?? []),
  ];
  switch (status.status) {
    case 'good':
      return passed('revocation', rfc, index, status.says, looked);
    case 'revoked': {
      const { revocationDate, odd } = status;
      const of = called(certificate);
      const was =
        revocationDate === undefined
          ? say`${of} was revoked (${status.reason})`
          : say`${of} was revoked on ${day(revocationDate)} (${status.reason})`;
      return failed(
        'revocation',
        rfc,
        index,
        'revoked',
        odd === undefined ? was : say`${was}; ${odd}`,
        looked,
      );
    }
    case 'unknown': {
      const detail = () => {
        const { whys } = status;
        const why =
          whys.length > 0
            ? told(whys)
            : say`there is no CRL of "${certificate.issuer.text}" and no OCSP response about it`;
        return say`it is not known whether ${called(certificate)} has been revoked: ${why}`;
      };
      return mode === 'soft'
        ? tolerated('revocation-unknown', 'revocation', rfc, index, detail, looked)
        : failed('revocation', rfc, index, 'revocation-unknown', detail(), looked);
    }
  }
}

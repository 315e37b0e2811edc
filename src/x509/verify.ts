/**
 * May the holder of this certificate be who they say, for this use, now?
 *
 * One question, one verdict: accepted or rejected, with every path that was tried. What a peer sends never makes this
 * throw; what the caller's provider throws is passed on. Without an anchor nothing is accepted.
 */

import type { Maybe, Provider } from '../crypto/provider.ts';
import { run, type Steps, type Turn } from '../crypto/steps.ts';
import { only } from '../wire/bare.ts';
import { ownOptions } from '../wire/own-options.ts';
import { Malformed } from '../wire/reader.ts';
import { say, type Words } from '../wire/words.ts';
import { anchorSent, type TrustStore } from './anchors.ts';
import { type Budget, defaultBudget, Spending } from './budget.ts';
import { type Certificate, isDamaged, parseDamaged } from './certificate/certificate.ts';
import { called } from './certificate/certificate-title.ts';
import { parseRecent } from './certificate/parsed-certificates.ts';
import { readable } from './certificate/readable.ts';
import { IssuerFetcher } from './path/issuer-fetcher.ts';
import { type Found, findPath, type Search } from './path/path.ts';
import { Pins } from './path/pins.ts';
import { mayUseCommonName, type Profile, privateProfile, webProfile } from './path/profile.ts';
import type { Requirements } from './path/requirements.ts';
import { type CertificateReason, certificateReasons, mostTelling } from './reasons.ts';
import { Revocation } from './revocation/revocation.ts';
import type { RevocationQuestion, RevocationSetting } from './revocation/revocation-question.ts';
import { Signatures } from './signatures.ts';
import { certified, type Fetched, type Rejected, shownOf, type TriedPath, type Verdict } from './verdict.ts';

export interface PeerQuestion {
  /** The certificates as the peer sent them, DER, its own first. */
  readonly chain: readonly Uint8Array[];
  readonly trust: TrustStore;
  readonly provider: Pick<Provider, 'publicKey' | 'hashes' | 'random'>;
  /** `server`: we are a client and check a server. */
  readonly purpose: 'server' | 'client';
  /** The DNS name or IP address that we meant to reach; without it no name is checked (clients have none). */
  readonly name?: string;
  /**
   * `when-no-names`: a leaf without any alternative name for a host is compared by its only common name. Not under the Web
   * profile; `never` unless given (RFC 9525 section 2).
   */
  readonly commonName?: 'never' | 'when-no-names';
  /** Wall clock, milliseconds since 1970. */
  readonly time: number;
  /** How the leaf's key is used: a keyUsage in the leaf must allow it (RFC 9846 section 4.5.1.2). */
  readonly keyUsage?: 'digitalSignature' | 'keyEncipherment' | 'keyAgreement';
  /**
   * Object identifiers of certificate policies: one of them must hold along the whole path (RFC 5280 section 6.1.1 (c) and
   * (f)); with anyPolicy among them any will do. Unless given, none is required.
   */
  readonly userInitialPolicySet?: readonly string[];
  /** Which rules apply beyond path validation: the Web's for servers, none for clients, unless given. */
  readonly profile?: Profile;
  /**
   * Pins: base64 of the SHA-256 of a SubjectPublicKeyInfo (RFC 7469 section 2.4), with or without `sha256//` before it. The
   * path that is accepted must have one of these keys.
   */
  readonly pins?: readonly string[];
  readonly budget?: Partial<Budget>;
  /** Whether the certificates of a path may have been revoked; not asked unless given. */
  readonly revocation?: RevocationQuestion;
  /**
   * Gets the certificates of an issuer that was not sent, from a URL (http) of caIssuers: one in DER or PEM, or a PKCS #7.
   * Never asked unless given.
   */
  readonly fetchIssuer?: (url: string) => Maybe<Uint8Array>;
  /**
   * Awaited between slices of some 20 ms while long lists are read and hashed; without it everything is done in one go.
   */
  readonly turn?: Turn;
}

/**
 * Answers within the call when the provider and the fetching do. Rejects only with what the provider throws, with
 * RangeError for a time that is not a number, and with TypeError for an invalid pin or a common name under the Web profile.
 */
export const verifyPeer = (question: PeerQuestion): Maybe<Verdict> => run(verifyPeerChain(question));

/** The same as a generator that waits only for promises. */
export function* verifyPeerChain(given: PeerQuestion): Steps<Verdict> {
  const question = ownOptions(given);
  // Every comparison with NaN is false, and so would be every reason to refuse.
  if (!Number.isFinite(question.time))
    throw new RangeError('the time to check for is not a number of milliseconds');
  const pins = question.pins && new Pins(question.pins, question.provider);
  const verdict = yield* judged(question, pins);
  if (verdict.verdict === 'accepted' || !pins || (verdict.leaf && pins.has(verdict.leaf.spki)))
    return verdict;
  return { ...verdict, final: true };
}

function* judged(question: PeerQuestion, pins: Pins | undefined): Steps<Verdict> {
  const requirements = aimOf(question, pins);
  const budget = { ...defaultBudget, ...question.budget };
  const { length: sent } = question.chain;
  const [first, ...rest] = question.chain.slice(0, Math.max(1, budget.certificates));
  if (!first) return rejected('no-certificate', certificateReasons['no-certificate']);
  const leaf = wholeOrDamaged(first, parseRecent);
  if (leaf instanceof Malformed)
    return rejected('malformed', say`the certificate cannot be read: ${leaf.message}`);
  // Unreadable surplus is no worse than unneeded surplus; it is mentioned only when something is missing.
  const read = rest.map((der) =>
    wholeOrDamaged(der, (bytes) => anchorSent(question.trust, bytes) ?? parseRecent(bytes)),
  );
  const others = read.filter((each): each is Certificate => !(each instanceof Malformed));
  const unread = read.findIndex((each) => each instanceof Malformed || isDamaged(each));
  const { provider, name, time, turn } = question;
  const spending = new Spending(budget);
  const signatures = new Signatures(provider, spending, turn);
  const fetched: Fetched[] = [];
  const search: Search = {
    leaf,
    others,
    trust: question.trust,
    signatures,
    spending,
    requirements,
    revocation: revocationOf(question.revocation && ownOptions(question.revocation), {
      time,
      provider,
      signatures,
      spending,
      turn,
      fetched,
    }),
  };
  const fetcher = question.fetchIssuer && new IssuerFetcher(question.fetchIssuer, spending, fetched);
  const { accepted, tried, exhausted } = yield* findWithIssuers(search, fetcher);
  if (accepted?.anchor) {
    const { anchor } = accepted;
    const by = anchor.subject.text;
    return certified(leaf, anchor, accepted, tried, fetched, () =>
      name === undefined
        ? say`${called(leaf)} is certified by "${by}"`
        : say`${called(leaf)} is certified by "${by}" for ${name}`,
    );
  }
  const asked = fetched.length > 0 ? { fetched } : {};
  const closest = closestOf(tried);
  // A path that reached an anchor and failed says more than that not every path was tried.
  if (!closest || (exhausted && !reachesAnchor(closest))) {
    return { ...rejected('budget-exhausted', exhausted!.message, leaf, tried), ...asked };
  }
  if (closest.reason === 'chain-incomplete' && sent > 1 + rest.length) {
    const message = say`only the first ${1 + rest.length} of ${sent} certificates of the chain were read`;
    return { ...rejected('budget-exhausted', message, leaf, tried, closest), ...asked };
  }
  if (closest.reason === 'chain-incomplete' && unread >= 0) {
    const { message: why } = defectOf(read[unread]!);
    const message = say`certificate ${unread + 2} of the chain cannot be read: ${why}`;
    return { ...rejected('malformed', message, leaf, tried, closest), ...asked };
  }
  const reason = closest.reason!;
  const detail =
    closest.checks.find((check) => !check.ok && check.reason === reason)?.said ?? certificateReasons[reason];
  const notGot = fetched.findLast(({ what, failed }) => what === 'issuer' && failed !== undefined)?.failed;
  const message =
    reason === 'chain-incomplete' && notGot !== undefined
      ? `${detail}; ${notGot}`
      : exhausted
        ? say`${detail}; not every other path was tried, as ${exhausted.message}`
        : detail;
  return { ...rejected(reason, message, leaf, tried, closest), ...asked };
}

/** For a damaged one, everything else that is wrong is reported too; it is never accepted (check.ts). */
function wholeOrDamaged(der: Uint8Array, parse: (der: Uint8Array) => Certificate): Certificate | Malformed {
  const whole = readable(der, parse);
  if (!(whole instanceof Malformed)) return whole;
  const damaged = readable(der, parseDamaged);
  return damaged instanceof Malformed ? whole : damaged;
}

const defectOf = (read: Certificate | Malformed): Malformed =>
  read instanceof Malformed ? read : read.damage[0]!;

function aimOf(question: PeerQuestion, pins: Pins | undefined): Requirements {
  const { purpose, time, name, keyUsage, userInitialPolicySet } = question;
  const profile = question.profile ?? (purpose === 'server' ? webProfile : privateProfile);
  const byCommonName = question.commonName === 'when-no-names';
  if (byCommonName && !mayUseCommonName(profile))
    throw new TypeError('a common name never stands for a host under the Web profile');
  return only({
    purpose,
    time,
    profile,
    byCommonName,
    ...(name !== undefined && { name }),
    ...(pins && { pins }),
    ...(keyUsage && { keyUsage }),
    ...(userInitialPolicySet && { userInitialPolicySet }),
  });
}

/** Searches again with fetched issuers, as long as they are all that is missing and can be had. */
function* findWithIssuers(search: Search, fetcher: IssuerFetcher | undefined): Steps<Found> {
  let found = yield* findPath(search);
  let { others } = search;
  while (fetcher && !found.exhausted && found.tried.every(({ reason }) => reason === 'chain-incomplete')) {
    const issuers = yield* fetcher.issuersOf(found.tried.map(({ certificates }) => certificates.at(-1)!));
    if (issuers.length === 0) break;
    others = [...others, ...issuers];
    found = yield* findPath({ ...search, others });
  }
  return found;
}

function rejected(
  reason: CertificateReason,
  said: Words,
  leaf?: Certificate,
  paths: readonly TriedPath[] = [],
  closest = closestOf(paths),
): Rejected {
  return {
    verdict: 'rejected',
    reason,
    message: shownOf(said),
    said,
    ...(leaf && { leaf }),
    path: closest?.certificates ?? (leaf ? [leaf] : []),
    paths,
  };
}

/**
 * A path that only lacks a pinned key came closest; one that reached an anchor came closer than one that did not; between
 * equals the most telling reason decides.
 */
function closestOf(paths: readonly TriedPath[]): TriedPath | undefined {
  const unpinned = paths.find(({ reason }) => reason === 'pin-mismatch');
  if (unpinned) return unpinned;
  const reached = paths.filter(reachesAnchor);
  // Damage outside an intact path does not affect it.
  const whole = reached.filter(({ certificates }) => !certificates.some(isDamaged));
  const among = [whole, reached, paths].find((some) => some.length > 0) ?? [];
  const reason = mostTelling(among.flatMap((path) => path.reason ?? []));
  return among.find((path) => path.reason === reason);
}
const reachesAnchor = ({ anchor, checks }: TriedPath): boolean =>
  anchor !== undefined && checks.every(({ check, ok }) => check !== 'signature' || ok);

function revocationOf(
  question: RevocationQuestion | undefined,
  setting: RevocationSetting,
): Revocation | undefined {
  if (!question || question.mode === 'off') return undefined;
  return new Revocation(question, question.mode, setting);
}

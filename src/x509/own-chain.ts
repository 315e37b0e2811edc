/**
 * What is wrong with a chain that our own side presents, as far as it can be told without knowing whom the other side
 * trusts, and without verifying a signature: dates, purposes, names, weak keys, what is missing and what is out of order.
 */
import { say, type Words } from '../wire/words.ts';
import { defaultBudget, OverBudget, Spending } from './budget.ts';
import { type Certificate, isSelfIssued } from './certificate/certificate.ts';
import { called } from './certificate/certificate-title.ts';
import { issuerUrls } from './certificate/urls.ts';
import { checkPath } from './path/check.ts';
import type { Use } from './path/place.ts';
import { privateProfile } from './path/profile.ts';
import { type CertificateReason, certificateReasons } from './reasons.ts';

export interface OwnFault {
  /**
   * One of the reasons why a peer would refuse it, or `order`: our own certificate is not the first; `lacks-issuer`: it goes
   * alone, though its issuer seems to be no root; `private-root`: whoever does not know its last issuer refuses it.
   */
  readonly reason: CertificateReason | 'order' | 'lacks-issuer' | 'private-root';
  /** 0: our own certificate; otherwise one of its issuers. */
  readonly certificate: number;
  /** A sentence without its full stop. */
  readonly said: Words;
}

/**
 * @param sent in the order in which it is sent
 * @returns what makes every peer refuse it first, and what depends on the peer last
 */
export function faultsOfOwn(sent: readonly Certificate[], use: Use): readonly OwnFault[] {
  const [first] = sent;
  if (!first) return [];
  const leaf = leafOf(sent);
  const path = pathFrom(leaf, sent);
  const order: readonly OwnFault[] =
    leaf === first
      ? []
      : [
          {
            reason: 'order',
            certificate: 0,
            said: say`the first certificate that is sent is ${called(first)}, which belongs behind ${called(leaf)}`,
          },
        ];
  return [...order, ...checked(path, use), ...topFault(path)];
}

/** The first, unless that one issued another one that is sent. */
const leafOf = (sent: readonly Certificate[]): Certificate =>
  sent.length > 1 && isIssuerOf(sent[0]!, sent.slice(1))
    ? (sent.find(
        (each) =>
          !isIssuerOf(
            each,
            sent.filter((other) => other !== each),
          ),
      ) ?? sent[0]!)
    : sent[0]!;

const isIssuerOf = ({ subject }: Certificate, others: readonly Certificate[]): boolean =>
  others.some((other) => other.issuer.key === subject.key && !isSelfIssued(other));

function pathFrom(leaf: Certificate, sent: readonly Certificate[]): readonly Certificate[] {
  const path = [leaf];
  for (let top = leaf; path.length <= sent.length && !isSelfIssued(top); ) {
    const next = sent.find((each) => each.subject.key === top.issuer.key && !path.includes(each));
    if (!next) break;
    path.push(next);
    top = next;
  }
  return path;
}

function checked(path: readonly Certificate[], use: Use): readonly OwnFault[] {
  try {
    const anchored = path.length > 1 && isSelfIssued(path.at(-1)!);
    return checkPath(path, anchored, { ...use, profile: privateProfile }, new Spending(defaultBudget))
      .filter(({ ok }) => !ok)
      .map(({ reason = 'profile', said, certificate }) => ({
        reason,
        certificate,
        said: said ?? certificateReasons[reason],
      }))
      .sort((a, b) => rank(a) - rank(b));
  } catch (error) {
    if (error instanceof OverBudget) return [];
    throw error;
  }
}

const reasons = Object.keys(certificateReasons);
const rank = ({ reason, certificate }: OwnFault): number => certificate * 100 + reasons.indexOf(reason);

/** RFC 9846 section 4.5.1: each certificate is followed by its issuer's, and only the root may be left out. */
function topFault(path: readonly Certificate[]): readonly OwnFault[] {
  const top = path.at(-1)!;
  const certificate = path.length - 1;
  const issuer = top.issuer.text;
  if (path.length === 1 && isSelfIssued(top))
    return [{ reason: 'self-signed', certificate, said: say`${called(top)} is signed by itself` }];
  if (isSelfIssued(top))
    return [
      {
        reason: 'private-root',
        certificate,
        said: say`it leads to the root ${called(top)}, whom a peer must know`,
      },
    ];
  if (path.length === 1 && saysIntermediate(top))
    return [
      {
        reason: 'lacks-issuer',
        certificate,
        said: say`${called(top)} goes without the certificate of its issuer "${issuer}", and only a root may be left out`,
      },
    ];
  return [
    {
      reason: 'private-root',
      certificate,
      said: say`${called(top)} was issued by "${issuer}", whom a peer must know: if that is no root, its certificate has to be sent as well`,
    },
  ];
}

/** A leaf that tells where its issuer is found was not issued by a root; an intermediate names the root's place too. */
const saysIntermediate = (leaf: Certificate): boolean =>
  issuerUrls(leaf).length > 0 || /\b(intermediate|issuing|sub-?ca)\b/i.test(leaf.issuer.text);

/** Everything that is wrong with a rejected chain, for whoever decides what to do about it. */
import type { Words } from '../wire/words.ts';
import type { CertificateReason } from './reasons.ts';
import type { Check, Rejected } from './verdict.ts';

export interface Defect {
  readonly reason: CertificateReason;
  /** One sentence without its full stop. */
  readonly detail: string;
  /** The same with its values apart; absent where the check was handed in. */
  readonly said?: Words;
  /** Which certificate of the path, the leaf is 0; absent where it is about all of them. */
  readonly certificate?: number;
}

/**
 * The defects of the path that came closest, each once: first what decided, then the others from the leaf upwards. Never
 * none.
 */
export function defectsOf(verdict: Rejected): readonly Defect[] {
  const { reason, message: detail, said, path, paths } = verdict;
  const closest =
    paths.find(
      (each) =>
        each.reason === reason &&
        each.certificates.length === path.length &&
        each.certificates.every(({ subject }, at) => subject.key === path[at]!.subject.key),
    ) ?? paths.find((each) => each.reason === reason);
  const bad = (closest?.checks ?? []).filter(({ ok }) => !ok);
  const decisive = bad.find((check) => check.reason === reason);
  const first: Defect = {
    reason,
    detail,
    ...(said !== undefined && { said }),
    ...(decisive && { certificate: decisive.certificate }),
  };
  const others = bad
    .filter((check) => check !== decisive && !isTwice(check, bad))
    .sort((a, b) => a.certificate - b.certificate)
    .map(({ certificate, detail, reason: why = reason, said }) => ({
      reason: why,
      detail,
      ...(said !== undefined && { said }),
      certificate,
    }));
  return [first, ...others];
}

/** A signature that was not tried for its algorithm is told by the check of that algorithm. */
const isTwice = ({ check, certificate, reason }: Check, all: readonly Check[]): boolean =>
  check === 'signature' &&
  all.some(
    (other) =>
      other.check === 'signature algorithm' && other.certificate === certificate && other.reason === reason,
  );

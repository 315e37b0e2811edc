/**
 * Compares answers: what others say about a case, what we say, and the explanation for every kind of difference.
 *
 * A difference without an explanation fails the run. So does, in a run of 10,000 or more, an explanation that explains
 * nothing: what it described has been fixed, or was never there.
 */

import type { Random } from '../fuzz/random.ts';
import type { Tools } from './tools.ts';

/** What somebody says of one case. */
export interface Answer {
  /** One word, which is compared: `accepted`, `rejected`, `revoked`. */
  readonly verdict: string;
  /** In their own words. */
  readonly why: string;
}

/** One kind of input, and who is asked about it. */
export interface Part<Case> {
  readonly name: string;
  cases(count: number, random: Random): Case[];
  /** What was done to it, in a word or two. */
  change(given: Case): string;
  ours(given: Case): Answer;
  /** By their names: all cases in, an answer for each out. Undefined for a case that they cannot be asked about. */
  readonly others: Readonly<
    Record<string, (cases: readonly Case[], tools: Tools) => Promise<(Answer | undefined)[]>>
  >;
  /** The files of a case, to be looked at and asked about by hand. */
  files(given: Case): Readonly<Record<string, string | Uint8Array>>;
}

/** Of one kind of difference: regular expressions for `verdict: why` on either side, and for the change where given. */
export interface Explanation {
  readonly part: string;
  readonly against: string;
  readonly ours: string;
  readonly theirs: string;
  readonly change?: string;
  /** It need not come up in a run. */
  readonly rare?: boolean;
  readonly because: string;
}

export interface Difference {
  readonly at: number;
  readonly against: string;
  readonly change: string;
  readonly ours: string;
  readonly theirs: string;
  readonly explanation?: Explanation;
}

export interface Compared {
  readonly differences: readonly Difference[];
  /** How many cases each of the others was asked about, and how many they answered as we do, by our verdict. */
  readonly asked: Readonly<Record<string, number>>;
  readonly same: Readonly<Record<string, Readonly<Record<string, number>>>>;
}

export async function compare<Case>(
  part: Part<Case>,
  cases: readonly Case[],
  explanations: readonly Explanation[],
  tools: Tools,
): Promise<Compared> {
  const mine = cases.map((each) => part.ours(each));
  const differences: Difference[] = [];
  const asked: Record<string, number> = {};
  const same: Record<string, Record<string, number>> = {};
  for (const [against, ask] of Object.entries(part.others)) {
    asked[against] = 0;
    const agreed: Record<string, number> = (same[against] = {});
    const theirs = await ask(cases, tools);
    if (theirs.length !== cases.length)
      throw new Error(`${against} answered ${theirs.length} of ${cases.length}`);
    for (const [at, other] of theirs.entries()) {
      if (!other) continue;
      const own = mine[at]!;
      asked[against]++;
      if (other.verdict === own.verdict) agreed[own.verdict] = (agreed[own.verdict] ?? 0) + 1;
      else {
        const difference = {
          at,
          against,
          change: part.change(cases[at]!),
          ours: text(own),
          theirs: text(other),
        };
        const explanation = explanations.find((each) => explains(each, part.name, difference));
        differences.push({ ...difference, ...(explanation && { explanation }) });
      }
    }
  }
  return { differences, asked, same };
}

const text = ({ verdict, why }: Answer): string => `${verdict}: ${why}`;

const explains = (each: Explanation, part: string, found: Difference): boolean =>
  each.part === part &&
  each.against === found.against &&
  new RegExp(each.ours).test(found.ours) &&
  new RegExp(each.theirs).test(found.theirs) &&
  (each.change === undefined || new RegExp(each.change).test(found.change));

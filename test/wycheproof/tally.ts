/** What came of a file, and whether it is as much as is known to pass. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import type { Judgement } from './vectors.ts';

export interface Tally {
  readonly passed: number;
  readonly wrong: number;
  readonly notSpoken: number;
  /** How many are not spoken, by reason. */
  readonly reasons: ReadonlyMap<string, number>;
}

export function tallyOf(judgements: readonly Judgement[]): Tally {
  const count = (outcome: Judgement['outcome']) =>
    judgements.filter((judgement) => judgement.outcome === outcome).length;
  const reasons = new Map<string, number>();
  for (const judgement of judgements)
    if (judgement.outcome === 'not spoken') reasons.set(judgement.why, (reasons.get(judgement.why) ?? 0) + 1);
  return { passed: count('passed'), wrong: count('wrong'), notSpoken: count('not spoken'), reasons };
}

/** Least counts that pass, by file; those of `withMLKEM` hold where the provider has the hybrid group. */
export interface Floor {
  readonly always: Readonly<Record<string, number>>;
  readonly withMLKEM: Readonly<Record<string, number>>;
}

const hasMLKEM = nodeProvider.groups.some(({ name }) => name === 'X25519MLKEM768');

/** The files of which fewer pass than the floor says, and those that are missing. */
export function shortfalls(tallies: ReadonlyMap<string, Tally>, { always, withMLKEM }: Floor): string[] {
  return Object.entries({ ...always, ...(hasMLKEM && withMLKEM) }).flatMap(([file, least]) => {
    const passed = tallies.get(file)?.passed;
    if (passed === undefined) return [`MISSING ${file}`];
    return passed < least ? [`TOO FEW of ${file} pass: ${passed}, and ${least} are known to`] : [];
  });
}

/** The replacement itself, where source files are transformed: in a lane, and in tests that build a program to run it. */
import { resolve } from 'node:path';
import { type Mutant, timesIn } from './mutant.ts';

type Replacement = Pick<Mutant, 'file' | 'text' | 'instead'>;

/** Undefined for every file but the mutant's. */
export function replaced(mutant: Replacement | undefined, source: string, id: string): string | undefined {
  if (!mutant || id !== resolve(mutant.file)) return undefined;
  const { text, instead } = mutant;
  if (timesIn(source, text) !== 1) throw new Error('the text of the mutant is not to be found');
  return source.replace(text, () => instead);
}

/** By which the mutant comes from a lane to the process of a test. */
const VARIABLE = 'HANDGLASS_MUTANT';

export function handOn(mutant: Replacement | undefined): void {
  if (mutant) process.env[VARIABLE] = JSON.stringify(mutant);
  else delete process.env[VARIABLE];
}

/** A plugin of rolldown's for the program that a test builds; does nothing but under `npm run mutants`. */
export function mutated() {
  const handed = process.env[VARIABLE];
  const mutant = handed === undefined ? undefined : (JSON.parse(handed) as Replacement);
  return { name: 'mutant', transform: (source: string, id: string) => replaced(mutant, source, id) };
}

/** The replacement itself, where source files are transformed: in a lane, and in tests that build a program to run it or compile one. */
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
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

function handed(): Replacement | undefined {
  const text = process.env[VARIABLE];
  return text === undefined ? undefined : (JSON.parse(text) as Replacement);
}

/** The folder where a compiler finds the sources: under `npm run mutants` a copy of them, with the mutant. */
export function sourcesWithMutant(): string {
  const mutant = handed();
  if (!mutant) return '.';
  const folder = mkdtempSync(join(tmpdir(), 'handglass-mutant-'));
  for (const what of ['src', 'test', 'package.json', 'tsconfig.json'])
    cpSync(what, join(folder, what), { recursive: true });
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
  const { file } = mutant;
  writeFileSync(join(folder, file), replaced(mutant, readFileSync(file, 'utf8'), resolve(file)) ?? '');
  return folder;
}

/** A plugin of rolldown's for the program that a test builds; does nothing but under `npm run mutants`. */
export function mutated() {
  const mutant = handed();
  return { name: 'mutant', transform: (source: string, id: string) => replaced(mutant, source, id) };
}

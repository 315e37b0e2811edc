/** The list of `npm run mutants` fits the code: a check that is moved or rewritten takes its mutant with it. */
import { existsSync, readFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';
import { expect, it } from 'vitest';
import { mutants } from './mutants/list.ts';
import { timesIn } from './mutants/mutant.ts';

const named = (wrong: (mutant: (typeof mutants)[number]) => boolean) =>
  mutants.filter(wrong).map(({ name }) => name);
const sourceOf = (file: string): string => readFileSync(file, 'utf8');

it('names every mutant once', () => {
  const names = mutants.map(({ name }) => name);
  expect(names.filter((name, at) => names.indexOf(name) !== at)).toEqual([]);
  expect(names.filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name))).toEqual([]);
});

it('finds the text of each exactly once, and something else instead of it', () => {
  expect(named(({ file, text }) => timesIn(sourceOf(file), text) !== 1)).toEqual([]);
  expect(named(({ text, instead }) => text === instead)).toEqual([]);
});

it('puts in its place what can be read as TypeScript', () => {
  const unreadable = named(({ file, text, instead }) => {
    try {
      parseAst(
        sourceOf(file).replace(text, () => instead),
        { lang: 'ts' },
      );
      return false;
    } catch {
      return true;
    }
  });
  expect(unreadable).toEqual([]);
});

it('names test files of npm test', () => {
  const ofNpmTest = /^(src\/.+|test\/[^/]+)\.test\.ts$/;
  expect(named(({ test }) => !ofNpmTest.test(test) || !existsSync(test))).toEqual([]);
});

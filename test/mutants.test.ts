/** The list of `npm run mutants` fits the code: a check that is moved or rewritten takes its mutant with it. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { parseAst } from 'rolldown/parseAst';
import { describe, expect, it } from 'vitest';
import { exemptions } from './mutants/exempt.ts';
import { mutants } from './mutants/list.ts';
import { timesIn } from './mutants/mutant.ts';
import { refusalsIn } from './mutants/refusals.ts';

const named = (wrong: (mutant: (typeof mutants)[number]) => boolean) =>
  mutants.filter(wrong).map(({ name }) => name);
const ofNpmTest = /^(src\/.+|test\/[^/]+)\.test\.ts$/;
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
  expect(named(({ test }) => !ofNpmTest.test(test) || !existsSync(test))).toEqual([]);
});

it('finds the text of each exemption exactly once, and a reason', () => {
  expect(exemptions.filter(({ file, text }) => timesIn(sourceOf(file), text) !== 1)).toEqual([]);
  expect(exemptions.filter(({ why }) => why.length < 20)).toEqual([]);
});

/** Where every refusal has a mutant of its own, or an exemption. */
const held = ['src/record', 'src/schedule', 'src/handshake', 'src/connection'];
const files = held.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'))
    .map((name) => `${folder}/${name}`),
);

it('sees what refuses, with the condition that leads to it', () => {
  const source =
    'function* f(a) { if (a) { throw new E(); } refuseAll(a); if (!a) yield* g.checkIt(); throw a; }';
  const seen = refusalsIn(source).map(({ from, to }) => source.slice(from, to));
  expect(seen).toEqual([
    'if (a) { throw new E();',
    'refuseAll(a);',
    'if (!a) yield* g.checkIt();',
    'throw a;',
  ]);
  expect(files.flatMap((file) => refusalsIn(sourceOf(file))).length).toBeGreaterThan(150);
});

it('takes out each refusal of record, schedule, handshake and connection', () => {
  const left = files.flatMap((file) => {
    const source = sourceOf(file);
    const ranges = [...mutants, ...exemptions]
      .filter((entry) => entry.file === file)
      .map(({ text }) => ({ from: source.indexOf(text), to: source.indexOf(text) + text.length }));
    return refusalsIn(source)
      .filter(({ from, to }) => !ranges.some((range) => range.from < to && range.to > from))
      .map(({ line, text }) => `${file}:${line} ${text}`);
  });
  expect(left, 'add a mutant to test/mutants, or an exemption with its reason').toEqual([]);
});

describe('docs/attacks.md', () => {
  const rows = sourceOf('docs/attacks.md')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !line.startsWith('| attack |'))
    .map((line) => line.slice(2, -2).split(' | '));
  const namedIn = (cell: string): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name]) => name!);

  it('has four cells in each row', () => {
    expect(rows.length).toBeGreaterThan(40);
    expect(rows.filter((cells) => cells.length !== 4)).toEqual([]);
  });

  it.each(rows)(
    '%s: names a test of npm test, and a mutant for which that goes red',
    (_, __, tests, names) => {
      const shown = namedIn(tests!).filter((name) => ofNpmTest.test(name));
      expect(shown).not.toEqual([]);
      expect(shown.filter((test) => !existsSync(test))).toEqual([]);
      const taken = namedIn(names!);
      expect(taken).not.toEqual([]);
      for (const name of taken) {
        const mutant = mutants.find((each) => each.name === name);
        expect(mutant, `there is no mutant ${name}`).toBeDefined();
        expect(shown, name).toContain(mutant!.test);
      }
    },
  );
});

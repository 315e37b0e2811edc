/** Every sentence can be translated: none is put together from pieces, and nothing is said twice in different words. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { chinese } from '../src/zh/chinese.ts';
import { commander } from '../src/zh/commander.ts';
import { singleWords } from '../src/zh/single-words.ts';
import { names } from './words/names.ts';
import { alike, sentencesIn, stringsIn } from './words/sentences.ts';
import { wordsOf } from './words/sources.ts';
import { untranslated } from './words/untranslated.ts';

const all = wordsOf('src');
const gluedIn = (source: string) => sentencesIn(source).glued.map(({ key }) => key);

it('puts no sentence together from pieces', () => {
  const glued = all.flatMap(({ file, glued }) =>
    glued.flatMap(({ key, line }) => (names.has(key) ? [] : [{ file, line, key }])),
  );
  expect(glued).toEqual([]);
});

it('says the same in the same words', () => {
  const forms = new Map<string, Set<string>>();
  for (const { said } of all) {
    for (const { key } of said) {
      const form = alike(key);
      if (form.split(' ').length > 3) forms.set(form, (forms.get(form) ?? new Set()).add(key));
    }
  }
  expect([...forms.values()].filter(({ size }) => size > 1).map((keys) => [...keys])).toEqual([]);
});

it('finds the sentences of the house', () => {
  expect(all.flatMap(({ said }) => said).length).toBeGreaterThan(900);
  expect(all.flatMap(({ said }) => said.filter(({ values }) => values.length > 0)).length).toBeGreaterThan(
    150,
  );
});

const keys = new Set(all.flatMap(({ said }) => said.map(({ key }) => key)));

/** Whoever adds a sentence adds its Chinese, in the file of src/zh that has its subject (docs/architecture.md has the rules). */
it('says every sentence in Chinese too', () => {
  const missing = [...keys].filter((key) => !Object.hasOwn(chinese.sentences, key) && !untranslated.has(key));
  expect(missing).toEqual([]);
  expect([...untranslated].filter((key) => Object.hasOwn(chinese.sentences, key) || !keys.has(key))).toEqual(
    [],
  );
});

it('says nothing in Chinese that nobody says in English', () => {
  const besides = { ...commander, ...singleWords };
  const stale = Object.keys(chinese.sentences).filter(
    (key) => !keys.has(key) && !Object.hasOwn(besides, key),
  );
  expect(stale).toEqual([]);
  expect(Object.keys(besides).filter((key) => keys.has(key))).toEqual([]);
});

/** A remedy is named by its id; which flag applies it, cli/remedy-flags.ts knows. */
it('knows flags of the command line nowhere else', () => {
  const flagsIn = (source: string) => stringsIn(source).filter((text) => /(^|[^-])--[a-z]/.test(text));
  const sources = all.map(({ file }) => file).filter((file) => !file.startsWith('src/cli/'));
  expect(sources.length).toBeGreaterThan(200);
  expect(sources.flatMap((file) => flagsIn(readFileSync(file, 'utf8')).map((text) => [file, text]))).toEqual(
    [],
  );
  expect(flagsIn("f('a', `x ${y} --insecure`, ['--kx rsa'], '-----BEGIN', i--)")).toEqual([
    ' --insecure',
    '--kx rsa',
  ]);
});

it.each([
  ['a template without its tag', 'throw new E(`the peer sent ${n} bytes`)', 'the peer sent {0} bytes'],
  ['a condition with words', "say`it sent ${x ? 'one' : 'none'} of them`", 'it sent {0} of them'],
  ['a condition with a template', 'say`it came${x ? ` from ${y} here` : z}`', 'it came{0}'],
  ['words that may be missing', "say`it came from ${x ?? 'somebody'}`", 'it came from {0}'],
  ['a sum', "f('the list of ' + name)", "'the list of ' + name"],
  ['a piece with its comma', "f(x ? ', and so on' : y)", ', and so on'],
  ['a tagged piece', 'f(say`; did you mean ${x}?`)', '; did you mean {0}?'],
])('sees %s', (_, source, key) => {
  expect(gluedIn(source)).toContain(key);
});

it.each([
  ['a sentence with values', 'say`the peer sent ${n} bytes`'],
  ['a clause that is a sentence', 'say`it is damaged: ${why}`'],
  ['a condition between numbers', 'say`at most ${x ? 2 : 3} of them`'],
  ['a path', 'f(`${a}.${b}[${c}]`)'],
  ['a type', 'type T = `the ${string} of them`'],
  ['a plain sentence', "f('the peer sent no certificate')"],
])('leaves %s alone', (_, source) => {
  expect(gluedIn(source)).toEqual([]);
});

it('compares without case, articles, punctuation, quotes and the numbers of placeholders', () => {
  expect(alike('The certificate of “{0}” cannot be read: {1}')).toBe(
    alike('a certificate of {1} cannot be read ({0}).'),
  );
  expect(alike('its CRL is damaged: {0}')).not.toBe(alike('its CRL is old: {0}'));
});

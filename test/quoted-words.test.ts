/** What suites outside `npm test` match of our messages is still said: new words go red here, and not in those suites alone. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { allReasons } from '../src/protocol/errors.ts';
import { certificateReasons } from '../src/x509/reasons.ts';
import today from './bogo/config.json' with { type: 'json' };
import of2023 from './bogo/config-2023.json' with { type: 'json' };
import explanations from './differential/explanations.json' with { type: 'json' };
import { stringsIn } from './words/sentences.ts';
import { wordsOf } from './words/sources.ts';

const sources = wordsOf('src');
const keys = sources.flatMap(({ said }) => said.map(({ key }) => key));
const strings = sources.flatMap(({ file }) => stringsIn(readFileSync(file, 'utf8')));

/** A value is one word. */
function begins(sentence: string, words: string): boolean {
  const said = sentence.split(/[,;:]? /);
  const quoted = words.split(/[,;:]? /);
  return quoted.length <= said.length && quoted.every((word, at) => fits(said[at]!, word));
}
const fits = (said: string, word: string): boolean =>
  new RegExp(`^${said.replace(/[.*+?^$()[\]\\|]/g, '\\$&').replaceAll(/\{\d+\}/g, '.+')}$`).test(word);

it('an error that BoGo knows is of a reason, and begins with the words that are told', () => {
  const expected = Object.values<string[]>({ ...today.ErrorMap, ...of2023.Errors }).flat();
  const unsaid = expected.filter((each) => {
    const [, reason, words] = /^(?:handglass: )?([a-z0-9-]+)(?:: (.*))?$/.exec(each) ?? [];
    if (!allReasons.some((known) => known === reason)) return true;
    if (words === undefined || (reason === 'certificate-rejected' && words in certificateReasons))
      return false;
    return !keys.some((key) => begins(key, words));
  });
  expect(unsaid).toEqual([]);
  expect(expected.filter((each) => each.split(': ').length > 2).length).toBeGreaterThan(20);
});

it('a verdict that a difference is explained by has a reason, and holds words that are told', () => {
  const pieces = explanations.flatMap(({ ours }) =>
    ours
      .split(/\^|\.\*|\bs\?|[()|?]|(?<=^|\^)(?:accepted|rejected|good|revoked|unknown)(?:: )?/)
      .map((piece) => piece.trim())
      .filter((piece) => piece !== ''),
  );
  const unsaid = pieces.filter(
    (piece) =>
      !Object.keys(certificateReasons).includes(piece.replace(/:.*/, '')) &&
      !strings.some((text) => text.includes(piece)) &&
      !keys.some((key) => key.includes(piece)),
  );
  expect(unsaid).toEqual([]);
  expect(new Set(pieces).size).toBeGreaterThan(20);
});

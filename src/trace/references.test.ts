import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { type Reference, referencesIn, referencesText } from './references.ts';

it.each<[string, readonly Reference[]]>([
  ['', []],
  ['RFC 7633', [{ rfc: 7633, section: null }]],
  ['RFC 9846 section 4.2.1', [{ rfc: 9846, section: '4.2.1' }]],
  ['RFC 5280 section 6.1.3 (b) and (c)', [{ rfc: 5280, section: '6.1.3 (b) and (c)' }]],
  ['RFC 9846 appendix F.1.2', [{ rfc: 9846, section: 'appendix F.1.2' }]],
  ['X.690 section 8.1.2', [{ standard: 'X.690', section: '8.1.2' }]],
  [
    'RFC 7627 section 5.2, RFC 7301 section 3.1',
    [
      { rfc: 7627, section: '5.2' },
      { rfc: 7301, section: '3.1' },
    ],
  ],
])('%j', (words, references) => {
  expect(referencesIn(words)).toEqual(references);
  expect(referencesText(references)).toBe(words);
});

it('takes whatever the code says, and gives it back', () => {
  const src = new URL('..', import.meta.url);
  const said = readdirSync(src, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('.test.') && !name.startsWith('zh'))
    .flatMap((name) => [
      ...readFileSync(new URL(name, src), 'utf8').matchAll(
        /'((?:RFC \d+|X\.\d+|BR) (?:section|appendix) [^']+)'/g,
      ),
    ])
    .map(([, words]) => words!);
  expect(said.length).toBeGreaterThan(300);
  for (const words of said) {
    const references = referencesIn(words);
    expect(referencesText(references)).toBe(words);
    for (const { section } of references)
      expect(section ?? '1').toMatch(/^(appendix [A-Z]|\d)[\d.A-Za-z() ]*$/);
  }
});

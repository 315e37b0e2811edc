/** The compiler refuses events and options that are misspelt, and takes what programs of node:tls write. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compile } from './compile.ts';

it('lets no misspelt event or option compile', () => {
  expect(compile('test/misspelt')).toEqual({ stdout: '', status: 0 });
  expect(readFileSync('test/misspelt/misspelt.ts', 'utf8').match(/@ts-expect-error/g)).toHaveLength(19);
}, 120_000);

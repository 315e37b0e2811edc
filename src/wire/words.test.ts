import { expect, it } from 'vitest';
import { keyOf, say, valuesOf } from './words.ts';

const sentence = say`length ${9}, but only ${4n} bytes are ${'left'}`;

it('keeps its values apart from its words', () => {
  expect(keyOf(sentence)).toBe('length {0}, but only {1} bytes are {2}');
  expect(valuesOf(sentence)).toEqual([9, 4n, 'left']);
});

it('is its English wherever text is wanted', () => {
  expect(`${sentence}`).toBe('length 9, but only 4 bytes are left');
  expect(JSON.stringify({ why: sentence })).toBe('{"why":"length 9, but only 4 bytes are left"}');
});

it('has clauses among its values, one or several', () => {
  const outer = say`it is damaged: ${[sentence, 'and more']}`;
  expect(outer.text).toBe('it is damaged: length 9, but only 4 bytes are left; and more');
  expect(outer.key).toBe('it is damaged: {0}');
});

it('takes a plain string for its own key', () => {
  expect(keyOf('truncated')).toBe('truncated');
  expect(valuesOf('truncated')).toEqual([]);
});

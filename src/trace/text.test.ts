import { describe, expect, it } from 'vitest';
import { Sentence, say } from '../wire/words.ts';
import { cleaned, cleanText, hanging, listed, paint, plainStyle, shortened, wrapped } from './text.ts';

const ascii = { ...plainStyle, unicode: false };

describe('cleanText', () => {
  it.each([
    ['an escape sequence', '\u001b[31mred', '\\x1b[31mred'],
    ['C1 controls', '\u009b31m', '\\x9b31m'],
    ['line ends', 'a\r\nb\u2028c', 'a\\x0d\\x0ab\\u{2028}c'],
    ['what reverses text', 'a\u202eb\u2066c', 'a\\u{202e}b\\u{2066}c'],
    ['what cannot be seen', 'a\u200bb\ufeffc\u00adc', 'a\\u{200b}b\\u{feff}c\\xadc'],
    ['half a character', '\ud800', '\\u{d800}'],
    ['letters of any script', 'Ünïcode 中文', 'Ünïcode 中文'],
  ])('%s', (_what, text, clean) => {
    expect(cleanText(text)).toBe(clean);
  });

  it('leaves nothing but ASCII where that is all there is', () => {
    expect(cleanText('server’s “x” 中…', false)).toBe("server's \\u{201c}x\\u{201d} \\u{4e2d}...");
  });

  it('reaches every string of a value', () => {
    const value = { a: ['\u0007', { b: '\u0007' }], n: 1, none: null };
    const sentence = cleaned(
      { rule: say`it is ${'\u0007'}, as ${['a', say`the peer’s ${'\u0007'}`]} have it` },
      plainStyle,
    ).rule;
    expect(sentence).toBeInstanceOf(Sentence);
    expect(String(sentence)).toBe('it is \\x07, as a; the peer’s \\x07 have it');
    expect(sentence.key).toBe('it is {0}, as {1} have it');
    expect(cleaned(value, ascii)).toEqual({ a: ['\\x07', { b: '\\x07' }], n: 1, none: null });
  });
});

describe('lines', () => {
  it('are broken at spaces, and inside words that are longer than a line', () => {
    expect(wrapped('one two three', plainStyle, 7)).toEqual(['one two', 'three']);
    expect(wrapped('abcdefghij kl', plainStyle, 4)).toEqual(['abcd', 'efgh', 'ij', 'kl']);
    expect(hanging('- ', 'one two', plainStyle, 5)).toEqual(['- one', '  two']);
    expect(wrapped('', plainStyle, 5)).toEqual(['']);
  });

  it('are shortened by what says so', () => {
    expect(shortened('abcdef', 4, plainStyle)).toBe('abc…');
    expect(shortened('abcdef', 4, ascii)).toBe('a...');
    expect(shortened('abcd', 4, plainStyle)).toBe('abcd');
  });
});

it('lists as people do', () => {
  expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])].map(String)).toEqual([
    '',
    'a',
    'a and b',
    'a, b and c',
  ]);
  expect(String(listed(['a', 'b', 'c', 'd'], 2))).toBe('a, b and 2 more');
});

it('paints only when asked', () => {
  expect(paint(plainStyle, 'bad', 'x')).toBe('x');
  expect(paint({ ...plainStyle, colour: true }, 'bad', 'x')).toBe('\u001b[31mx\u001b[0m');
});

import { expect, it } from 'vitest';
import type { Field } from './document.ts';
import { fieldLines } from './field-lines.ts';
import { plainStyle } from './text.ts';

const told = (field: Field, bytes: string): string => fieldLines(field, bytes, plainStyle).join('\n');

it('a value stands on one line with its tag and length, what it is for below', () => {
  const field: Field = {
    name: 'version',
    start: 0,
    end: 5,
    about: 'Which form it has.',
    rfc: [{ rfc: 5280, section: '4.1' }],
    parts: [
      { name: 'tag', start: 0, end: 1, means: '[0]', value: 0xa0 },
      { name: 'length', start: 1, end: 2, means: '3 bytes', value: 3 },
      { name: 'tag', start: 2, end: 3, means: 'INTEGER', value: 2 },
      { name: 'length', start: 3, end: 4, means: '1 bytes', value: 1 },
      { name: 'version', start: 4, end: 5, means: 'v3', value: 2 },
    ],
  };
  expect(told(field, 'a003020102')).toBe(
    [
      '      0  a0 03 02 01 02          version  [0], 3 bytes: INTEGER, 1 byte: v3',
      '                                   Which form it has. (RFC 5280 section 4.1)',
    ].join('\n'),
  );
});

it('fields stand below and further in, and bytes of none stand alone', () => {
  const field: Field = {
    name: 'outer',
    start: 0,
    end: 14,
    rfc: [{ standard: 'X', section: null }],
    parts: [
      { name: 'tag', start: 0, end: 1, means: 'SEQUENCE', value: 48 },
      { name: 'length', start: 1, end: 2, means: '12 bytes', value: 12 },
      {
        name: 'inner',
        start: 3,
        end: 13,
        rfc: [{ standard: 'X', section: null }],
        failed: 'truncated',
        value: '00',
      },
    ],
  };
  expect(told(field, '300c01020304050607080910ff0e')).toBe(
    [
      '      0  30 0c                   outer  SEQUENCE, 12 bytes',
      '                                   (X)',
      '      2  01',
      '      3  02 03 04 05 06 07 08 09   inner  ! truncated',
      '     11  10 ff',
      '     13  0e',
    ].join('\n'),
  );
});

it('long notes are broken, and deep fields stay on the screen', () => {
  let field: Field = { name: 'leaf', start: 0, end: 1, means: 'x', value: 1 };
  for (let i = 0; i < 40; i++) field = { name: `n${i}`, start: 0, end: 1, parts: [field] };
  const lines = fieldLines({ ...field, about: 'word '.repeat(40).trim() }, '01', plainStyle);
  expect(lines.filter((line) => line.length > 110)).toEqual([]);
  expect(lines.at(-1)).toContain('01');
});

import { expect, it } from 'vitest';
import { unitsOf } from './units.ts';

it('bytes in front of a part, between two and behind the last have units of their own', () => {
  const parts = [
    { name: 'first', start: 1, end: 3 },
    { name: 'second', start: 5, end: 8 },
  ];
  const units = unitsOf({ name: 'message', start: 0, end: 10, parts });
  expect(units.map(({ name, start, end }) => [name, start, end])).toEqual([
    ['message', 0, 0],
    ['', 0, 1],
    ['first', 1, 3],
    ['', 3, 5],
    ['second', 5, 8],
    ['', 8, 10],
  ]);
});

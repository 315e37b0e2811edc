import { expect, it } from 'vitest';
import { equal } from './equal.ts';

const bytes = (...values: number[]): Uint8Array => Uint8Array.from(values);

it.each<[number[], number[], boolean]>([
  [[], [], true],
  [[1, 2, 3], [1, 2, 3], true],
  [[0], [0], true],
  [[], [1], false],
  [[], [0], false],
  [[0], [], false],
  [[1, 2], [1, 2, 3], false],
  [[1, 2, 3], [1, 2], false],
  [[1, 2, 0], [1, 2], false],
  [[1, 2, 3], [1, 2, 2], false],
  [[0, 2, 3], [1, 2, 3], false],
  [[1, 0x82, 3], [1, 2, 3], false],
])('%j and %j: %s', (a, b, same) => {
  expect(equal(bytes(...a), bytes(...b))).toBe(same);
});

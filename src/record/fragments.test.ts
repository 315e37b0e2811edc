import { expect, it } from 'vitest';
import { Fragments } from './fragments.ts';

const message = (length: number): number[] => [20, 0, 0, length, ...new Array<number>(length).fill(7)];

it('tells in which records a message came', () => {
  const fragments = new Fragments(undefined);
  const stream = Uint8Array.from([...message(5), ...message(6), ...message(7)]);
  const came: (readonly [number, number])[] = [];
  for (const [record, from, to] of [
    [3, 0, 11],
    [4, 11, 14],
    [5, 14, 21],
    [6, 21, 30],
  ] as const) {
    fragments.add(stream.subarray(from, to), record);
    for (let next = fragments.next(); next; next = fragments.next()) came.push(next.records);
  }
  expect(came).toEqual([
    [3, 3],
    [3, 5],
    [5, 6],
  ]);
});

it('takes no record before the last one is used up', () => {
  const fragments = new Fragments(undefined);
  fragments.add(Uint8Array.from(message(5)), 0);
  expect(() => fragments.add(Uint8Array.from(message(5)), 1)).toThrow('used up');
});

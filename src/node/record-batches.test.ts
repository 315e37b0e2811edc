import { expect, it } from 'vitest';
import { Pieces } from './record-batches.ts';

/** So many records with contents of so many bytes each, whose bytes look like headers. */
const records = (count: number, length: number): Buffer =>
  Buffer.concat(
    Array.from({ length: count }, () =>
      Buffer.concat([Buffer.from([23, 3, 3, length >> 8, length & 0xff]), Buffer.alloc(length, 1)]),
    ),
  );

/** The lengths of the pieces that these chunks are cut into, one after the other. */
function cut(...chunks: readonly Uint8Array[]): number[] {
  const pieces = new Pieces();
  const lengths: number[] = [];
  for (let chunk of chunks) {
    while (chunk.length > 0) {
      const length = pieces.next(chunk);
      lengths.push(length);
      chunk = chunk.subarray(length);
    }
  }
  return lengths;
}

it('a piece holds 200 records and ends with one, however small they are', () => {
  expect(cut(records(500, 1))).toEqual([1200, 1200, 600]);
  expect(cut(records(401, 0))).toEqual([1000, 1000, 5]);
  expect(cut(records(201, 258))).toEqual([200 * 263, 263]);
});

it('large records come as they are read', () => {
  const stream = records(8, 2 ** 14);
  expect(cut(stream.subarray(0, 2 ** 16), stream.subarray(2 ** 16))).toEqual([
    2 ** 16,
    stream.length - 2 ** 16,
  ]);
});

it.each([1, 3, 4, 5, 6, 100, 263, 264])(
  'a record that comes in two, behind %i bytes, counts once',
  (first) => {
    const stream = records(402, 258);
    const [second, third] = cut(stream.subarray(0, first), stream.subarray(first)).slice(1);
    expect(first + second!).toBe((first >= 263 ? 201 : 200) * 263);
    expect(third).toBe(200 * 263);
  },
);

it('of bytes that are no records at all a piece is taken too', () => {
  expect(cut(Buffer.alloc(2 ** 16, 0xff))).toEqual([2 ** 16]);
  expect(new Pieces().next(new Uint8Array())).toBe(0);
});

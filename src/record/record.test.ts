import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RecordReader, writeHeader } from './record.ts';

const recordOf = (length: number, seed: number): Uint8Array => {
  const record = Uint8Array.from({ length: 5 + length }, (_, i) => (seed * 31 + i * 7) & 0xff);
  writeHeader(record, 23, 0x0303, length);
  return record;
};

describe('RecordReader', () => {
  it('gives the same records however the stream is cut, and never holds what it need not', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 2 ** 14 }), { minLength: 1, maxLength: 12 }),
        fc.array(fc.integer({ min: 1, max: 40_000 }), { minLength: 1, maxLength: 8 }),
        (lengths, cuts) => {
          const records = lengths.map(recordOf);
          const stream = Buffer.concat(records);
          const reader = new RecordReader();
          const read: { offset: number; hex: string }[] = [];
          for (let at = 0, i = 0; at < stream.length; i++) {
            const end = Math.min(stream.length, at + cuts[i % cuts.length]!);
            reader.feed(new Uint8Array(stream.subarray(at, end)));
            at = end;
            for (let next = reader.next(); next; next = reader.next()) {
              read.push({ offset: next.offset, hex: Buffer.from(next.bytes).toString('hex') });
            }
            const last = read.at(-1);
            expect(reader.buffered).toBe(at - (last ? last.offset + last.hex.length / 2 : 0));
          }
          let offset = 0;
          const sent = records.map((record) => {
            const here = { offset, hex: Buffer.from(record).toString('hex') };
            offset += record.length;
            return here;
          });
          expect(read).toEqual(sent);
        },
      ),
      { numRuns: 100 },
    );
  });
});

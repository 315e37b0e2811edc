import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
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

  it('shows the first 8 unread bytes, wherever they lie, and counts the unread', () => {
    const stream = Uint8Array.of(...recordOf(4, 1), ...recordOf(30, 2), 9);
    for (let cut = 10; cut < 30; cut++) {
      const reader = new RecordReader();
      reader.feed(stream.slice(0, cut));
      reader.next();
      expect(reader.buffered).toBe(cut - 9);
      expect(reader.peek(8)).toEqual(stream.slice(9, Math.min(cut, 17)));
      expect(reader.next()).toBeUndefined();
      expect(reader.peek(8), 'from the part').toEqual(stream.slice(9, Math.min(cut, 17)));
      reader.feed(stream.slice(cut));
      expect(reader.peek(8), 'from the part and what was fed').toEqual(stream.slice(9, 17));
      expect(reader.buffered).toBe(stream.length - 9);
    }
  });

  it('copies nothing of what comes whole', () => {
    const stream = Uint8Array.of(...recordOf(4, 1), ...recordOf(0, 2));
    const reader = new RecordReader();
    reader.feed(stream);
    for (let i = 0; i < 2; i++) expect(reader.next()!.bytes.buffer).toBe(stream.buffer);
  });

  it('copies what is fed while nobody reads a few times, and never into what was fed', () => {
    const reader = new RecordReader();
    const pieces = Array.from({ length: 1000 }, (_, i) => recordOf(95, i));
    const copied = vi.spyOn(Uint8Array.prototype, 'set');
    for (const piece of pieces) reader.feed(piece.slice());
    const bytes = copied.mock.calls.reduce((sum, [source]) => sum + source.length, 0);
    copied.mockRestore();
    expect(bytes).toBeLessThan(4 * 100_000);
    for (const piece of pieces) expect(new Uint8Array(reader.next()!.bytes)).toEqual(piece);
  });

  it('holds little of a record that is announced and does not come', () => {
    const announced = recordOf(2 ** 14, 1).subarray(0, 200);
    const before = process.memoryUsage().arrayBuffers;
    const readers = Array.from({ length: 1000 }, () => {
      const reader = new RecordReader();
      reader.feed(announced);
      expect(reader.next()).toBeUndefined();
      return reader;
    });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1000 * 1024);
    expect(readers).toHaveLength(1000);
  });
});

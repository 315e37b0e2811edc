/** What attacks on the engine found: each describe is one hole that stood open, and stays shut. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { Fragments } from '../src/record/fragments.ts';
import { RecordReader } from '../src/record/record.ts';
import { ca } from './adversary.ts';
import { carry, established, failure, makeClient, makeServer } from './pair.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

afterEach(() => vi.unstubAllGlobals());

/** Bytes that are copied from array to array while this runs. No spies: they keep every call. */
function copiedBy(run: () => void): number {
  const typedArray = Object.getPrototypeOf(Uint8Array.prototype) as Uint8Array;
  let copied = 0;
  const { set, slice, copyWithin } = typedArray;
  typedArray.set = function (from, at) {
    copied += from.length;
    set.call(this, from, at);
  };
  typedArray.slice = function (...range) {
    const part = slice.apply(this, range);
    copied += part.length;
    return part;
  };
  typedArray.copyWithin = function (to, start, end) {
    copied += (end ?? this.length) - start;
    return copyWithin.call(this, to, start, end);
  };
  try {
    run();
  } finally {
    Object.assign(typedArray, { set, slice, copyWithin });
  }
  return copied;
}

/** How many of these are still held by somebody. */
async function held(objects: readonly WeakRef<object>[]): Promise<number> {
  // What a WeakRef gave or was made of lives until the job that did so has ended.
  await new Promise((resolve) => setImmediate(resolve));
  collectGarbage();
  return objects.filter((object) => object.deref() !== undefined).length;
}

const message = (type: number, length: number): Uint8Array => {
  const raw = Uint8Array.from({ length: 4 + length }, (_, i) => i * 7);
  raw.set([type, length >> 16, (length >> 8) & 0xff, length & 0xff]);
  return raw;
};
const record = (type: number, content: Uint8Array, version = 0x0303): Uint8Array =>
  Uint8Array.of(type, version >> 8, version & 0xff, content.length >> 8, content.length & 0xff, ...content);
const inRecords = (raw: Uint8Array, size: number): Uint8Array[] =>
  Array.from({ length: Math.ceil(raw.length / size) }, (_, i) =>
    record(22, raw.subarray(i * size, (i + 1) * size)),
  );

const CERTIFICATE = 11;
/** What a message that has only begun may take beside what came of it. */
const oneRecord = 2 ** 14;

describe('a handshake message in small records', () => {
  it.each([
    [1, 9_000],
    [1, 130_000],
    [3, 50_000],
    [100, 130_000],
    [oneRecord - 1, 130_000],
    [oneRecord, 130_000],
  ])('of %i bytes each is copied once: %i bytes', (size, length) => {
    const raw = message(CERTIFICATE, length);
    const pieces = Array.from({ length: Math.ceil(raw.length / size) }, (_, i) =>
      raw.slice(i * size, (i + 1) * size),
    );
    const fragments = new Fragments(2 ** 17);
    let whole: ReturnType<Fragments['next']>;
    const copied = copiedBy(() => {
      for (const [i, piece] of pieces.entries()) {
        fragments.add(piece, i);
        whole = fragments.next();
        if (whole !== undefined) break;
      }
    });
    expect(Buffer.from(whole!.raw).equals(raw)).toBe(true);
    expect(whole!.records).toEqual([0, pieces.length - 1]);
    expect(fragments.pending).toBe(false);
    // The header, and the first 2^14 bytes of what is longer, come where the rest is not yet.
    expect(copied).toBeLessThanOrEqual(raw.length + 4 + (raw.length > oneRecord ? oneRecord : 0));
  });

  it('holds what came of it, and none of the records it came in', async () => {
    const fragments = new Fragments(2 ** 17);
    const allocated: number[] = [];
    const records: WeakRef<object>[] = [];
    const add = (piece: Uint8Array) => {
      records.push(new WeakRef(piece.buffer));
      fragments.add(piece, records.length);
      if (fragments.next() !== undefined) throw new Error('the message is not whole');
    };
    const raw = message(CERTIFICATE, 100_000);
    const plain = Uint8Array;
    const counted = new Proxy(plain, {
      construct(target, given: [number]) {
        if (typeof given[0] === 'number') allocated.push(given[0]);
        return Reflect.construct(target, given) as object;
      },
    });
    for (let i = 0; i < 4; i++) add(raw.slice(i, i + 1));
    vi.stubGlobal('Uint8Array', counted);
    for (let i = 4; i < 8_000; i++) add(raw.slice(i, i + 1));
    vi.unstubAllGlobals();
    expect(allocated.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(oneRecord);
    expect(await held(records)).toBeLessThanOrEqual(1);
    expect(fragments.pending).toBe(true);
  });

  it.each([1, 2, 5, 7])('is read by both sides: %i bytes in each record', (size) => {
    const pair = {
      client: makeClient({ trust: ca.trust, versions: ['TLS 1.2'] }),
      server: makeServer({ credentials: [ca.issue('EC', 'server')] }),
    };
    carry(pair, (bytes) => {
      const out: Uint8Array[] = [];
      for (let at = 0; at < bytes.length; ) {
        const end = at + 5 + ((bytes[at + 3]! << 8) | bytes[at + 4]!);
        const changed = bytes[at] === 20;
        if (bytes[at] !== 22) out.push(bytes.subarray(at, end));
        else out.push(...inRecords(bytes.subarray(at + 5, end), size));
        at = end;
        // What follows a ChangeCipherSpec is sealed.
        if (changed) {
          out.push(bytes.subarray(at));
          break;
        }
      }
      return Buffer.concat(out);
    });
    expect(failure(pair.client)?.message).toBeUndefined();
    expect(established(pair.server)).toBeDefined();
  });
});

describe('the length that a handshake message may have', () => {
  const header = (type: number, length: number): Uint8Array =>
    Uint8Array.of(type, length >> 16, (length >> 8) & 0xff, length & 0xff);
  const judged = (type: number, total: number, longest?: number): unknown => {
    const fragments = new Fragments(longest);
    try {
      for (const [i, byte] of header(type, total - 4).entries()) {
        fragments.add(Uint8Array.of(byte), i);
        fragments.next();
      }
    } catch (error) {
      return error;
    }
    return undefined;
  };

  it.each([
    ['hello_request', 0, 2 ** 8],
    ['client_hello', 1, 2 ** 15],
    ['server_hello', 2, 2 ** 14],
    ['new_session_ticket', 4, 2 ** 14],
    ['encrypted_extensions', 8, 2 ** 14],
    ['certificate', CERTIFICATE, 2 ** 17],
    ['server_key_exchange', 12, 2 ** 13],
    ['certificate_request', 13, 2 ** 16],
    ['server_hello_done', 14, 2 ** 8],
    ['certificate_verify', 15, 2 ** 13],
    ['client_key_exchange', 16, 2 ** 13],
    ['finished', 20, 2 ** 8],
    ['certificate_status', 22, 2 ** 16],
    ['key_update', 24, 2 ** 8],
    ['0xc8', 200, 2 ** 14],
  ])('is judged by its first four bytes: %s', (name, type, most) => {
    expect(judged(type, most)).toBeUndefined();
    expect(judged(type, most + 1)).toMatchObject({
      reason: 'message-too-large',
      alert: 'illegal_parameter',
      message: `the peer announced a ${name} of ${most + 1} bytes; the limit is ${most}`,
    });
  });

  it('is that of the option for a Certificate, and for others no more', () => {
    expect(judged(CERTIFICATE, 2 ** 18, 2 ** 18)).toBeUndefined();
    expect(judged(CERTIFICATE, 2 ** 18 + 1, 2 ** 18)).toMatchObject({ reason: 'message-too-large' });
    expect(judged(1, 2 ** 15 + 1, 2 ** 18)).toMatchObject({ reason: 'message-too-large' });
    expect(judged(1, 1_001, 1_000)).toMatchObject({ reason: 'message-too-large' });
    expect(judged(1, 1_000, 1_000)).toBeUndefined();
  });

  it('ends a connection before more of the message has come', () => {
    const server = makeServer({ credentials: [ca.issue('EC', 'server')] });
    for (const piece of inRecords(header(1, 2 ** 15 - 3), 1)) server.connection.feed(piece);
    server.events.push(...server.connection.takeEvents());
    expect(failure(server)).toMatchObject({ reason: 'message-too-large', step: 'waiting for ClientHello' });
  });
});

describe('a record that drips in', () => {
  const feed = (reader: RecordReader, parts: Iterable<Uint8Array>): number => {
    let records = 0;
    for (const part of parts) {
      reader.feed(part);
      while (reader.next()) records++;
    }
    return records;
  };

  it.each([
    ['one long record', [2 ** 14]],
    ['short ones', Array.from({ length: 2_000 }, () => 1)],
  ])('byte by byte is copied at most three times: %s', (_, lengths) => {
    const stream = Buffer.concat(lengths.map((length) => record(22, new Uint8Array(length))));
    const bytes = Array.from(stream, (byte) => Uint8Array.of(byte));
    const reader = new RecordReader();
    const allocated: number[] = [];
    const plain = Uint8Array;
    vi.stubGlobal(
      'Uint8Array',
      new Proxy(plain, {
        construct(target, given: [number]) {
          if (typeof given[0] === 'number') allocated.push(given[0]);
          return Reflect.construct(target, given) as object;
        },
      }),
    );
    let records = 0;
    const copied = copiedBy(() => {
      records = feed(reader, bytes);
    });
    vi.unstubAllGlobals();
    expect(records).toBe(lengths.length);
    expect(copied).toBeLessThanOrEqual(3 * stream.length);
    expect(allocated.reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(
      3 * stream.length + 64 * lengths.length,
    );
  });

  it('keeps none of the bytes that it was fed with', async () => {
    const reader = new RecordReader();
    const fed: WeakRef<object>[] = [];
    const slab = (bytes: Uint8Array): Uint8Array => {
      const big = new Uint8Array(2 ** 16);
      big.set(bytes, 100);
      fed.push(new WeakRef(big.buffer));
      return big.subarray(100, 100 + bytes.length);
    };
    const whole = record(22, new Uint8Array(9));
    feed(reader, [slab(whole)]);
    expect(await held(fed)).toBe(0);
    feed(reader, [slab(Buffer.concat([whole, whole.subarray(0, 3)]))]);
    expect(await held(fed)).toBe(0);
    expect(reader.buffered).toBe(3);
    feed(reader, [slab(whole.subarray(3))]);
    for (const byte of whole.subarray(0, 11)) feed(reader, [slab(Uint8Array.of(byte))]);
    expect(await held(fed)).toBe(0);
    expect(reader.buffered).toBe(11);
    feed(reader, [slab(Uint8Array.of(0, 0, 0, 22, 3))]);
    expect(await held(fed)).toBe(0);
    expect(reader.buffered).toBe(2);
  });

  it('is not changed by who fed it as a Buffer and uses that again', () => {
    const pair = {
      client: makeClient({
        trust: ca.trust,
        versions: ['TLS 1.2'],
        credentials: [ca.issue('EC', 'client')],
      }),
      server: makeServer({
        credentials: [ca.issue('EC', 'server')],
        clientAuthentication: 'require',
        trust: ca.trust,
      }),
    };
    // CertificateVerify signs every message so far, as it was kept (RFC 5246 section 7.4.8).
    let last = Buffer.alloc(0);
    carry(pair, (bytes) => {
      last.fill(0);
      last = Buffer.from(bytes);
      return last;
    });
    expect(failure(pair.server)).toBeUndefined();
    expect(established(pair.client)).toBeDefined();
  });
});

/**
 * The ASN.1 types that hold one value, in their distinguished encoding (X.690 sections 8 and 11).
 *
 * Integers stay bytes unless a definition bounds them, because serial numbers and moduli are names and not quantities.
 * Times are milliseconds since 1970, as clocks give them; `Date` was rejected, being mutable.
 */

import type { Codec } from './codec.ts';
import { type Element, element, primitive } from './der.ts';
import { Malformed, type Note, type Reader } from './reader.ts';
import { say } from './words.ts';
import { Writer } from './writer.ts';

/** 00 or FF and nothing else (X.690 section 11.1). */
export const boolean = primitive<boolean>(0x01, 'BOOLEAN', {
  read(r) {
    const at = r.pos;
    const value = r.uint(1);
    if (value !== 0 && value !== 0xff) throw new Malformed('a BOOLEAN is neither 00 nor FF', at);
    return value === 0xff;
  },
  write: (w, value) => w.uint(1, value ? 0xff : 0),
  means: String,
});

const integerBytes: Codec<Uint8Array> = {
  read(r) {
    const at = r.pos;
    const bytes = r.take(r.left);
    const reason = notMinimal(bytes);
    if (reason !== undefined) throw new Malformed(reason, at);
    return bytes;
  },
  write(w, value) {
    const reason = notMinimal(value);
    if (reason !== undefined) throw new RangeError(reason);
    w.put(value);
  },
  means: (value) => (value.length <= 8 ? String(numberOf(value)) : undefined),
};

function numberOf(bytes: Uint8Array): bigint {
  const unsigned = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return BigInt.asIntN(bytes.length * 8, unsigned);
}

/** An INTEGER of any size, as its contents: two's complement, big-endian, minimal (X.690 section 8.3). */
export const integer = primitive(0x02, 'INTEGER', integerBytes);

function notMinimal(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0) return 'an INTEGER without contents';
  const second = bytes[1] ?? -1;
  if (second >= 0 && ((bytes[0] === 0 && second < 0x80) || (bytes[0] === 0xff && second >= 0x80))) {
    return 'an INTEGER is not minimal';
  }
  return undefined;
}

/** The contents of the INTEGER that is this unsigned number. */
export function unsigned(magnitude: Uint8Array): Uint8Array {
  let start = 0;
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++;
  const bytes = magnitude.subarray(start);
  return bytes.length > 0 && bytes[0]! < 0x80 ? bytes : Uint8Array.of(0, ...bytes);
}

/** An INTEGER from 0 to `max`, at most 2^31 - 1, as a number; `names` for those that have one. */
export const smallInteger = (max: number, names: Readonly<Record<number, string>> = {}): Element<number> =>
  primitive(0x02, 'INTEGER', smallContents(max, names));

export const enumerated = (max: number, names: Readonly<Record<number, string>> = {}): Element<number> =>
  primitive(0x0a, 'ENUMERATED', smallContents(max, names));

function smallContents(max: number, names: Readonly<Record<number, string>>): Codec<number> {
  return {
    read(r) {
      const at = r.pos;
      const bytes = integerBytes.read(r);
      const value = bytes.length > 4 ? Infinity : bytes.reduce((sum, byte) => sum * 256 + byte, 0);
      if (bytes[0]! >= 0x80 || value > max) throw new Malformed(say`a number outside 0..${max}`, at);
      return value;
    },
    write(w, value) {
      if (!Number.isInteger(value) || value < 0 || value > max)
        throw new RangeError(say`${value} is outside 0..${max}`.text);
      w.put(unsigned(Uint8Array.of(value >> 24, value >> 16, value >> 8, value)));
    },
    means: (value) => names[value] ?? String(value),
  };
}

/** Bits, the first in the highest place; `unused` of the last byte do not count and are zero (X.690 section 11.2). */
export interface Bits {
  readonly unused: number;
  readonly bytes: Uint8Array;
}

const unusedBits: Note = {
  name: 'unusedBits',
  rfc: 'X.690 section 8.6.2',
  about: 'How many bits of the last byte do not count.',
};

const bits: Codec<Bits> = {
  read(r) {
    const at = r.pos;
    r.enter(unusedBits);
    const unused = r.uint(1);
    r.leave(unused);
    r.enter({ name: '' });
    const bytes = r.take(r.left);
    r.leave(bytes);
    if (unused > 7 || (unused > 0 && bytes.length === 0)) throw new Malformed(say`${unused} unused bits`, at);
    if (unused > 0 && (bytes.at(-1)! & ((1 << unused) - 1)) !== 0)
      throw new Malformed('an unused bit is set', at);
    return { unused, bytes };
  },
  write(w, { unused, bytes }) {
    w.uint(1, unused);
    w.put(bytes);
  },
};
export const bitString: Element<Bits> = element(0x03, 'BIT STRING', bits);

/** A BIT STRING of whole bytes, as signatures and public keys are. */
export const octetAligned: Element<Uint8Array> = element(0x03, 'BIT STRING', {
  read(r) {
    const at = r.pos;
    const { unused, bytes } = bits.read(r);
    if (unused !== 0) throw new Malformed(say`${unused} unused bits where whole bytes belong`, at);
    return bytes;
  },
  write: (w, bytes) => bits.write(w, { unused: 0, bytes }),
});

/**
 * A BIT STRING with named bits: the names of those that are set. X.690 section 11.2.2 removes trailing zero bits, and so
 * does writing; reading takes them, because roots that every browser trusts have them and they mean nothing.
 */
export function namedBits<const N extends readonly string[]>(names: N): Element<readonly N[number][]> {
  return element<readonly N[number][]>(0x03, 'BIT STRING', {
    read(r) {
      const at = r.pos;
      const { unused, bytes } = bits.read(r);
      const count = bytes.length * 8 - unused;
      for (let i = names.length; i < count; i++) {
        if (isSet(bytes, i)) throw new Malformed(say`bit ${i} has no meaning`, at);
      }
      return names.filter((_, i) => i < count && isSet(bytes, i));
    },
    write(w, set) {
      const last = names.findLastIndex((name) => set.includes(name));
      const bytes = new Uint8Array(Math.ceil((last + 1) / 8));
      for (const [i, name] of names.entries()) if (set.includes(name)) bytes[i >> 3]! |= 0x80 >> (i & 7);
      bits.write(w, { unused: bytes.length * 8 - (last + 1), bytes });
    },
    means: (set) => set.join(', '),
  });
}
const isSet = (bytes: Uint8Array, i: number): boolean => (bytes[i >> 3]! & (0x80 >> (i & 7))) !== 0;

export const octetString = primitive<Uint8Array>(0x04, 'OCTET STRING', {
  read: (r) => r.take(r.left),
  write: (w, value) => w.put(value),
});

export const nothing: Element<null> = element(0x05, 'NULL', { read: () => null, write: () => {} });

/** A dotted OBJECT IDENTIFIER. Those with names are recognised by their bytes, without making their text. */
export function oid(names: ReadonlyMap<string, string> = new Map()): Element<string> {
  const known = new KnownOids([...names.keys()]);
  return primitive(0x06, 'OBJECT IDENTIFIER', {
    read: (r) => known.read(r) ?? readOid(r),
    write: writeOid,
    means: (value) => names.get(value) ?? value,
  });
}

class KnownOids {
  /** By length and last byte, which few have in common. */
  readonly #all = new Map<number, { readonly contents: Uint8Array; readonly value: string }[]>();

  constructor(values: readonly string[]) {
    for (const value of values) {
      const writer = new Writer();
      writeOid(writer, value);
      const contents = writer.done();
      const hash = hashOf(contents.length, contents.at(-1)!);
      this.#all.set(hash, [...(this.#all.get(hash) ?? []), { contents, value }]);
    }
  }

  /** Undefined, with nothing read, for one that is not among them. */
  read(r: Reader): string | undefined {
    const { bytes, pos, left } = r;
    for (const { contents, value } of this.#all.get(hashOf(left, bytes[pos + left - 1] ?? 0)) ?? []) {
      let same = 0;
      while (same < left && contents[same] === bytes[pos + same]) same++;
      if (same < left) continue;
      r.pos = pos + left;
      return value;
    }
    return undefined;
  }
}
const hashOf = (length: number, last: number): number => length * 256 + last;

function writeOid(w: Writer, value: string): void {
  const [first, second, ...others] = value.split('.').map(BigInt);
  if (first === undefined || second === undefined || first > 2n || (first < 2n && second > 39n)) {
    throw new RangeError(say`${value} is not an object identifier`.text);
  }
  for (const arc of [first * 40n + second, ...others]) {
    for (let shift = BigInt(Math.floor((arc.toString(2).length - 1) / 7) * 7); shift >= 0n; shift -= 7n) {
      w.uint(1, Number((arc >> shift) & 0x7fn) | (shift > 0n ? 0x80 : 0));
    }
  }
}

function readOid(r: Reader): string {
  const at = r.pos;
  // The longest that are in use have arcs of 128 bits; a limit keeps arithmetic on them cheap.
  if (r.left === 0 || r.left > 64) throw new Malformed(say`an object identifier of ${r.left} bytes`, at);
  let out = '';
  while (r.more) {
    if (r.bytes[r.pos] === 0x80) throw new Malformed('an object identifier is not minimal', r.pos);
    let arc: number | bigint = 0;
    for (;;) {
      const byte = r.uint(1);
      arc =
        typeof arc === 'number' && arc < 2 ** 45
          ? arc * 128 + (byte & 0x7f)
          : (BigInt(arc) << 7n) | BigInt(byte & 0x7f);
      if (byte < 0x80) break;
    }
    // The first two arcs share one number (X.690 section 8.19.4).
    if (out !== '') out += `.${arc}`;
    else if (typeof arc === 'bigint') out = `2.${arc - 80n}`;
    else out = arc < 80 ? `${Math.floor(arc / 40)}.${arc % 40}` : `2.${arc - 80}`;
  }
  return out;
}

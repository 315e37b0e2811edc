/**
 * One element of the distinguished encoding (X.690 sections 8.1 and 10.1): identifier, length, contents.
 *
 * Lengths are definite and minimal, and never exceed what is there. Identifiers are one octet; tag numbers above 30, which
 * would need more, are in no structure that is read here.
 */

import type { Codec } from './codec.ts';
import { Malformed, type Note, type Reader } from './reader.ts';
import { say } from './words.ts';

/** One element: identifier, length, contents (X.690 section 8.1). */
export interface Der<T> extends Codec<T> {
  /** The type's name in ASN.1, for error texts. */
  readonly asn1: string;
  /** Whether an element of this type may begin with this identifier octet. */
  readonly starts: (tag: number) => boolean;
  readonly about?: string;
}

/** A type with one identifier of its own, which IMPLICIT may replace. */
export interface Element<T> extends Der<T> {
  readonly tag: number;
  readonly contents: Codec<T>;
}

export function element<T>(tag: number, asn1: string, contents: Codec<T>): Element<T> {
  const tagNote: Note = { name: 'tag', rfc: 'X.690 section 8.1.2', means: () => asn1 };
  return {
    tag,
    asn1,
    contents,
    starts: (found) => found === tag,
    read: (r) => r.within(header(r, tag, asn1, tagNote), contents.read),
    write(w, value) {
      w.prefixed(
        () => contents.write(w, value),
        (length) => headerOf(tag, length),
      );
    },
    ...(contents.means && { means: contents.means }),
  };
}

/** An element whose contents are one value. A tracer gives the contents the name of the field. */
export function primitive<T>(tag: number, asn1: string, contents: Codec<T>): Element<T> {
  const note: Note = { name: '', ...(contents.means && { means: contents.means }) };
  return element(tag, asn1, {
    ...contents,
    read(r) {
      r.enter(note);
      const value = contents.read(r);
      r.leave(value);
      return value;
    },
  });
}

/** One element of any type, as its whole encoding; a tracer looks into it with `show`, or as far as tags tell. */
export function any(show: (r: Reader) => unknown = (r) => anything(r, 0)): Der<Uint8Array> {
  return {
    asn1: 'ANY',
    starts: () => true,
    read(r) {
      const start = r.pos;
      const tag = r.uint(1);
      if ((tag & 0x1f) === 0x1f) throw new Malformed('a tag number above 30', start);
      r.take(readLength(r));
      const bytes = r.bytes.subarray(start, r.pos);
      r.inside(bytes.length, show);
      return bytes;
    },
    write: (w, value) => w.put(value),
  };
}

/** The header of an element that must have this tag; gives the length of its contents. */
function header(r: Reader, tag: number, asn1: string, note: Note = { name: 'tag' }): number {
  const at = r.pos;
  r.enter(note);
  const found = r.uint(1);
  r.leave(found);
  if (found !== tag) throw new Malformed(say`expected ${asn1}, found ${tagName(found)}`, at);
  r.enter(lengthNote);
  const length = readLength(r);
  r.leave(length);
  return length;
}

const lengthNote: Note = { name: 'length', rfc: 'X.690 section 8.1.3', means: (n: number) => `${n} bytes` };

/** Most bytes of an element: only a list of revoked certificates comes near. */
const LONGEST = 2 ** 26;

/** Definite and minimal (X.690 section 10.1), and never more than is there. */
function readLength(r: Reader): number {
  const at = r.pos;
  let length = r.uint(1);
  if (length === 0x80) throw new Malformed('indefinite length', at);
  if (length > 0x80) {
    const width = length & 0x7f;
    if (width > 4) throw new Malformed(say`a length of ${width} bytes`, at);
    length = r.uint(width);
    if (length < 0x80 || length < 2 ** (8 * (width - 1)))
      throw new Malformed('the length is not minimal', at);
  }
  if (length > LONGEST) throw new Malformed(say`a length of ${length}; the limit is ${LONGEST}`, at);
  if (length > r.left) throw new Malformed(say`length ${length}, but only ${r.left} bytes are left`, at);
  return length;
}

/** Where the contents of the element at `start` begin and end; undefined if it has no valid bounds. */
export function extentOf(
  r: Reader,
  start: number,
  end: number,
): { readonly contents: number; readonly end: number } | undefined {
  r.pos = start;
  r.end = end;
  try {
    r.uint(1);
    const length = readLength(r);
    return { contents: r.pos, end: r.pos + length };
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
}

function headerOf(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length);
  if (length < 2 ** 8) return Uint8Array.of(tag, 0x81, length);
  if (length < 2 ** 16) return Uint8Array.of(tag, 0x82, length >> 8, length);
  if (length < 2 ** 24) return Uint8Array.of(tag, 0x83, length >> 16, length >> 8, length);
  if (length <= LONGEST) return Uint8Array.of(tag, 0x84, length >> 24, length >> 16, length >> 8, length);
  throw new RangeError(say`${length} bytes are too many for one element`.text);
}

const universal: Readonly<Record<number, string>> = {
  1: 'BOOLEAN',
  2: 'INTEGER',
  3: 'BIT STRING',
  4: 'OCTET STRING',
  5: 'NULL',
  6: 'OBJECT IDENTIFIER',
  10: 'ENUMERATED',
  12: 'UTF8String',
  19: 'PrintableString',
  20: 'TeletexString',
  22: 'IA5String',
  23: 'UTCTime',
  24: 'GeneralizedTime',
  28: 'UniversalString',
  30: 'BMPString',
  48: 'SEQUENCE',
  49: 'SET',
};
export const tagName = (tag: number): string =>
  universal[tag] ?? (tag >> 6 === 2 ? `[${tag & 0x1f}]` : `tag 0x${tag.toString(16).padStart(2, '0')}`);

/** UTF8String, NumericString, PrintableString, IA5String, UTCTime, GeneralizedTime, VisibleString. */
const textTags: readonly number[] = [0x0c, 0x12, 0x13, 0x16, 0x17, 0x18, 0x1a];
const inWords = (bytes: Uint8Array): string => JSON.stringify(new TextDecoder().decode(bytes));

/** Only for tracers: elements inside elements, where no definition says what they are. */
function anything(r: Reader, depth: number): void {
  const tag = r.bytes[r.pos]!;
  r.enter({ name: tagName(tag) });
  r.within(header(r, tag, ''), () => {
    if ((tag & 0x20) !== 0 && depth < 16) while (r.more) anything(r, depth + 1);
    else {
      r.enter({ name: '', ...(textTags.includes(tag) && { means: inWords }) });
      r.leave(r.take(r.left));
    }
  });
  r.leave(undefined);
}

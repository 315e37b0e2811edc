/**
 * The notation of ASN.1 as codecs for its distinguished encoding (X.690, DER): what holds other elements.
 *
 *     Certificate ::= SEQUENCE {                        sequence('RFC 5280 section 4.1', {
 *         tbsCertificate      TBSCertificate,               tbsCertificate: kept(TBSCertificate),
 *         signatureAlgorithm  AlgorithmIdentifier,          signatureAlgorithm: AlgorithmIdentifier,
 *         signatureValue      BIT STRING }                  signatureValue: octetAligned,
 *                                                       })
 *
 * Reading is strict: one encoding for each value, so what was read and is written again gives the same bytes. Lengths are
 * definite and minimal, defaults are absent, sets are sorted, nothing trails. BER was refused even where files hold it: a
 * signature covers bytes, and two spellings of one value are how two readers come to disagree. Nesting is as deep as the
 * definitions are, so no input can make reading recurse; only {@link any} shows unknown structure, to a limit.
 */
import type { Codec, Of } from './codec.ts';
import { Malformed, type Note, type Reader } from './reader.ts';
import { Writer } from './writer.ts';

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

/** `[n] EXPLICIT`: an element around the element. */
export const explicit = <T>(n: number, inner: Der<T>): Element<T> =>
  element(0xa0 | n, `[${n}]`, {
    read: inner.read,
    write: inner.write,
    ...(inner.means && { means: inner.means }),
  });

/** `[n] IMPLICIT`: another identifier in place of the type's own. */
export const implicit = <T>(n: number, inner: Element<T>): Element<T> =>
  element(0x80 | (inner.tag & 0x20) | n, `[${n}]`, inner.contents);

/** A sentence on what a field is for. */
export const about = <T, D extends Der<T>>(der: D & Der<T>, sentence: string): D => ({
  ...der,
  about: sentence,
});

interface Optional<T> {
  readonly optional: Der<T>;
}
interface Defaulted<T> {
  readonly defaulted: Der<T>;
  readonly value: T;
}
/** `ANY DEFINED BY`: a field whose type follows from the fields before it. */
interface DefinedBy<T> extends Der<T> {
  readonly chosen: (before: Readonly<Record<string, unknown>>) => Der<T>;
}
export function definedBy<T>(chosen: (before: Readonly<Record<string, unknown>>) => Der<T>): DefinedBy<T> {
  const unknown = (): never => {
    throw new TypeError('a field that is defined by others stands in a sequence');
  };
  return { asn1: 'ANY', starts: () => true, chosen, read: unknown, write: unknown };
}

export const optional = <T>(der: Der<T>): Optional<T> => ({ optional: der });
/** `DEFAULT value`; only for values that `===` compares. */
export const defaulted = <T>(der: Der<T>, value: T): Defaulted<T> => ({ defaulted: der, value });

// biome-ignore lint/suspicious/noExplicitAny: a sequence's fields are of any type, each kept by inference
type Fields = Record<string, Der<any> | Optional<any> | Defaulted<any>>;
type FieldOf<F> = F extends Optional<infer T> | Defaulted<infer T> ? T : Of<F>;
export type SequenceOf<F extends Fields> = {
  readonly [K in keyof F as F[K] extends Optional<unknown> ? never : K]: FieldOf<F[K]>;
} & { readonly [K in keyof F as F[K] extends Optional<unknown> ? K : never]?: FieldOf<F[K]> };

/** `SEQUENCE { … }`; fields in order and by the names of their specification. */
export function sequence<const F extends Fields>(rfc: string, fields: F): Element<SequenceOf<F>> {
  const list = Object.entries(fields).map(([name, given]) => {
    const der = (
      'optional' in given ? given.optional : 'defaulted' in given ? given.defaulted : given
    ) as Der<unknown>;
    const note: Note = {
      name,
      rfc,
      ...(der.about !== undefined && { about: der.about }),
      ...(der.means && { means: der.means }),
    };
    return {
      name,
      der,
      note,
      required: der === given,
      standard: 'defaulted' in given ? given.value : undefined,
    };
  });
  return element<SequenceOf<F>>(0x30, 'SEQUENCE', {
    read(r) {
      const out: Record<string, unknown> = {};
      for (const { name, der: declared, note, required, standard } of list) {
        const der = 'chosen' in declared ? (declared as DefinedBy<unknown>).chosen(out) : declared;
        if (!required && !(r.more && der.starts(r.bytes[r.pos]!))) {
          if (standard !== undefined) out[name] = standard;
          continue;
        }
        const at = r.pos;
        r.enter(note);
        const value = der.read(r);
        if (standard !== undefined && value === standard)
          throw new Malformed('a default value is encoded', at);
        r.leave(value);
        out[name] = value;
      }
      return out as SequenceOf<F>;
    },
    write(w, value) {
      for (const { name, der: declared, required, standard } of list) {
        const der =
          'chosen' in declared
            ? (declared as DefinedBy<unknown>).chosen(value as Record<string, unknown>)
            : declared;
        const given = (value as Record<string, unknown>)[name];
        if (given === undefined ? !required : standard !== undefined && given === standard) continue;
        der.write(w, given);
      }
    },
  });
}

/** `SEQUENCE SIZE (min..MAX) OF`. */
export const sequenceOf = <T>(item: Der<T>, min = 0): Element<readonly T[]> =>
  element(0x30, 'SEQUENCE OF', {
    read: (r) => items(r, item, min),
    write(w, all) {
      if (all.length < min) throw new RangeError(`${all.length} elements where at least ${min} belong`);
      for (const value of all) item.write(w, value);
    },
  });

/** `SET SIZE (min..MAX) OF`, in the order of its elements' encodings (X.690 section 11.6). */
export const setOf = <T>(item: Der<T>, min = 0): Element<readonly T[]> =>
  element(0x31, 'SET OF', {
    read(r) {
      let before: Uint8Array | undefined;
      return items(r, item, min, (start) => {
        const bytes = r.bytes.subarray(start, r.pos);
        if (before && compareBytes(before, bytes) > 0) throw new Malformed('a SET OF is not sorted', start);
        before = bytes;
      });
    },
    write(w, all) {
      if (all.length < min) throw new RangeError(`${all.length} elements where at least ${min} belong`);
      const encodings = all.map((value) => {
        const one = new Writer();
        item.write(one, value);
        return one.done();
      });
      for (const bytes of encodings.sort(compareBytes)) w.put(bytes);
    },
  });

/** `CHOICE { … }`: the identifier decides; the value says which alternative it is. */
export function choice<const C extends Record<string, Der<unknown>>>(
  asn1: string,
  alternatives: C,
): Der<{ [K in keyof C & string]: { readonly kind: K; readonly value: Of<C[K]> } }[keyof C & string]> {
  const list = Object.entries(alternatives).map(([kind, der]) => {
    const note: Note = { name: kind, ...(der.means && { means: der.means }) };
    return { kind, der, note };
  });
  return {
    asn1,
    starts: (tag) => list.some(({ der }) => der.starts(tag)),
    read(r) {
      const found = r.more ? r.bytes[r.pos]! : -1;
      for (const { kind, der, note } of list) {
        if (!der.starts(found)) continue;
        r.enter(note);
        const value = der.read(r);
        r.leave(value);
        return { kind, value } as never;
      }
      throw new Malformed(found < 0 ? 'truncated' : `expected ${asn1}, found ${tagName(found)}`, r.pos);
    },
    write: (w, { kind, value }) => alternatives[kind]!.write(w, value),
    means: ({ kind, value }) => alternatives[kind]!.means?.(value),
  };
}

/** A value with the bytes it was read from: what a signature covers. Writing puts those bytes. */
export interface Kept<T> {
  readonly bytes: Uint8Array;
  readonly value: T;
}
export const kept = <T>(der: Der<T>): Der<Kept<T>> => ({
  ...der,
  read(r) {
    const start = r.pos;
    const value = der.read(r);
    return { bytes: r.bytes.subarray(start, r.pos), value };
  },
  write: (w, { bytes }) => w.put(bytes),
  means: ({ value }) => der.means?.(value),
});

/** An OCTET STRING that holds an encoding. */
export const encapsulated = <T>(inner: Codec<T>): Element<Kept<T>> =>
  element(0x04, 'OCTET STRING', {
    read(r) {
      const start = r.pos;
      const value = inner.read(r);
      return { bytes: r.bytes.subarray(start, r.pos), value };
    },
    write: (w, { bytes }) => w.put(bytes),
  });

/** An element that must also satisfy a rule that ASN.1 cannot say: `broken` names what is wrong, if anything is. */
export const where = <T>(inner: Element<T>, broken: (value: T) => string | undefined): Element<T> =>
  element(inner.tag, inner.asn1, {
    ...inner.contents,
    read(r) {
      const at = r.pos;
      const value = inner.contents.read(r);
      const reason = broken(value);
      if (reason !== undefined) throw new Malformed(reason, at);
      return value;
    },
  });

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
export function header(r: Reader, tag: number, asn1: string, note: Note = { name: 'tag' }): number {
  const at = r.pos;
  r.enter(note);
  const found = r.uint(1);
  r.leave(found);
  if (found !== tag) throw new Malformed(`expected ${asn1}, found ${tagName(found)}`, at);
  r.enter(lengthNote);
  const length = readLength(r);
  r.leave(length);
  return length;
}

const lengthNote: Note = { name: 'length', rfc: 'X.690 section 8.1.3', means: (n: number) => `${n} bytes` };

/** Definite and minimal (X.690 section 10.1), and no more than is there. */
function readLength(r: Reader): number {
  const at = r.pos;
  let length = r.uint(1);
  if (length === 0x80) throw new Malformed('indefinite length', at);
  if (length > 0x80) {
    const width = length & 0x7f;
    // 16 MiB is more than any structure here can be, and what a TLS handshake message can hold.
    if (width > 3) throw new Malformed(`a length of ${width} bytes`, at);
    length = r.uint(width);
    if (length < 0x80 || length < 2 ** (8 * (width - 1)))
      throw new Malformed('the length is not minimal', at);
  }
  if (length > r.left) throw new Malformed(`length ${length}, but only ${r.left} bytes are left`, at);
  return length;
}

function headerOf(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length);
  if (length < 2 ** 8) return Uint8Array.of(tag, 0x81, length);
  if (length < 2 ** 16) return Uint8Array.of(tag, 0x82, length >> 8, length);
  if (length < 2 ** 24) return Uint8Array.of(tag, 0x83, length >> 16, length >> 8, length);
  throw new RangeError(`${length} bytes are too many for one element`);
}

function items<T>(r: Reader, item: Der<T>, min: number, each?: (start: number) => void): T[] {
  const at = r.pos;
  const all: T[] = [];
  while (r.more) {
    const start = r.pos;
    r.enter({ name: `[${all.length}]`, ...(item.means && { means: item.means }) });
    const value = item.read(r);
    each?.(start);
    r.leave(value);
    all.push(value);
  }
  if (all.length < min) throw new Malformed(`${all.length} elements where at least ${min} belong`, at);
  return all;
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
const tagName = (tag: number): string =>
  universal[tag] ?? (tag >> 6 === 2 ? `[${tag & 0x1f}]` : `tag 0x${tag.toString(16).padStart(2, '0')}`);

/** Only for tracers: elements inside elements, where no definition says what they are. */
function anything(r: Reader, depth: number): void {
  const tag = r.bytes[r.pos]!;
  r.enter({ name: tagName(tag) });
  r.within(header(r, tag, ''), () => {
    if ((tag & 0x20) !== 0 && depth < 16) while (r.more) anything(r, depth + 1);
    else {
      r.enter({ name: '' });
      r.leave(r.take(r.left));
    }
  });
  r.leave(undefined);
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

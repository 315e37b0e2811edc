/**
 * The presentation language of RFC 9846 section 3, as codecs.
 *
 *     struct {                                     struct('RFC …', {
 *         ProtocolVersion legacy_version;              legacyVersion: ProtocolVersion,
 *         Random random;                               random: opaque(32),
 *         opaque legacy_session_id<0..32>;             legacySessionId: opaque(0, 32),
 *         CipherSuite cipher_suites<2..2^16-2>;        cipherSuites: vec(CipherSuite, 2, 65534),
 *     } ClientHello;                               })
 *
 * Bounds are in bytes and fix the width of the length field, as in RFC 9846 section 3.4, so no width is ever spelled out.
 */

import { bare } from './bare.ts';
import type { Codec, Of } from './codec.ts';
import { Malformed, type Note, type Reader } from './reader.ts';
import { say } from './words.ts';
import type { Writer } from './writer.ts';

const uint = (width: number): Codec<number> => ({
  read: (r) => r.uint(width),
  write: (w, value) => w.uint(width, value),
});
export const u8 = uint(1);
export const u16 = uint(2);
export const u24 = uint(3);
export const u32 = uint(4);

/** Nothing at all: the body of an extension whose presence is its meaning. */
export const empty: Codec<true> = { read: () => true, write: () => {} };

/** The rest of the structure that it is in. */
export const rest: Codec<Uint8Array> = { read: (r) => r.take(r.left), write: (w, value) => w.put(value) };

/** `opaque name[length]` with one number, `opaque name<min..max>` with two. */
export function opaque(min: number, max?: number): Codec<Uint8Array> {
  if (max === undefined) {
    return {
      read: (r) => r.take(min),
      write(w, value) {
        if (value.length !== min) throw new RangeError(say`${value.length} bytes where ${min} belong`.text);
        w.put(value);
      },
    };
  }
  const width = lengthWidth(max);
  return {
    read(r) {
      const length = readLength(r, width, min, max);
      r.enter(contents);
      const bytes = r.take(length);
      r.leave(bytes);
      return bytes;
    },
    write(w, value) {
      writeLength(w, width, min, max, value.length);
      w.put(value);
    },
  };
}

/** As {@link opaque} with two numbers, for bytes that are text: one character a byte, so nothing is lost. */
export function text(min: number, max: number): Codec<string> {
  const bytes = opaque(min, max);
  const width = lengthWidth(max);
  return {
    read: (r) => String.fromCharCode(...bytes.read(r)),
    write(w, value) {
      writeLength(w, width, min, max, value.length);
      for (let i = 0; i < value.length; i++) w.uint(1, value.charCodeAt(i));
    },
    means: (value) => JSON.stringify(value),
  };
}

/** `T name<min..max>`. */
export function vec<T>(item: Codec<T>, min: number, max: number): Codec<T[]> {
  const width = lengthWidth(max);
  const items = (r: Reader): T[] => {
    const all: T[] = [];
    while (r.more) {
      r.enterItem(all.length, item.means);
      const value = item.read(r);
      r.leave(value);
      all.push(value);
    }
    return all;
  };
  return {
    read: (r) => r.within(readLength(r, width, min, max), items),
    write(w, all) {
      w.sized(width, min, max, () => {
        for (const value of all) item.write(w, value);
      });
    },
  };
}

/** One structure after a length: `struct { … } name<min..max>` that holds a single one. */
export function sized<T>(item: Codec<T>, min: number, max: number): Codec<T> {
  const width = lengthWidth(max);
  return {
    read: (r) => r.within(readLength(r, width, min, max), item.read),
    write: (w, value) => w.sized(width, min, max, () => item.write(w, value)),
    ...(item.means && { means: item.means }),
  };
}

/** Opaque bytes whose contents a tracer shows by another definition; the value stays the bytes. */
export function showing(outer: Codec<Uint8Array>, inner: (r: Reader) => unknown): Codec<Uint8Array> {
  return {
    read(r) {
      const bytes = outer.read(r);
      r.inside(bytes.length, inner);
      return bytes;
    },
    write: outer.write,
  };
}

/** A field with a sentence about it. */
export interface Field<T> {
  readonly codec: Codec<T>;
  readonly about: string;
}
export const field = <T>(codec: Codec<T>, about: string): Field<T> => ({ codec, about });

// biome-ignore lint/suspicious/noExplicitAny: a struct's fields are of any type, each kept by inference
export type Fields = Record<string, Codec<any> | Field<any>>;
type FieldOf<F> = F extends Field<infer T> ? T : Of<F>;
export type StructOf<F extends Fields> = { -readonly [K in keyof F]: FieldOf<F[K]> };

/** `struct { … }`; fields in order, named as the RFC names them but in camelCase. */
export function struct<const F extends Fields>(rfc: string, fields: F): Codec<StructOf<F>> {
  const list = Object.entries(fields).map(([name, given]) => {
    const codec: Codec<unknown> = 'codec' in given ? given.codec : given;
    const note: Note = {
      name: snake(name),
      rfc,
      ...('about' in given && { about: given.about }),
      ...(codec.means && { means: codec.means }),
    };
    return { name, codec, note };
  });
  return {
    fields: list.map(({ note }) => note),
    read(r) {
      const out = bare();
      for (const { name, codec, note } of list) {
        r.enter(note);
        const value = codec.read(r);
        r.leave(value);
        out[name] = value;
      }
      return out as StructOf<F>;
    },
    write(w, value) {
      for (const { name, codec } of list) codec.write(w, (value as Record<string, unknown>)[name]);
    },
  };
}

/**
 * `select (kind) { case …: …; }` of RFC 9846 section 3.8: the first field decides the rest.
 *
 * @param otherwise what follows a kind without a case; when absent, such a kind is malformed
 */
export function select<const C extends Record<number, Codec<unknown>>, O = never>(
  note: Note,
  kind: Codec<number>,
  cases: C,
  otherwise?: Codec<O>,
): Codec<CaseOf<C> | ([O] extends [never] ? never : { readonly kind: number; readonly value: O })> {
  const kindNote: Note = { ...note, ...(kind.means && { means: kind.means }) };
  return {
    read(r) {
      const at = r.pos;
      r.enter(kindNote);
      const chosen = kind.read(r);
      r.leave(chosen);
      const codec = cases[chosen] ?? otherwise;
      if (!codec) throw new Malformed(say`${note.name} ${chosen} is not one that is defined here`, at);
      return { kind: chosen, value: codec.read(r) } as never;
    },
    write(w, { kind: chosen, value }) {
      kind.write(w, chosen);
      (cases[chosen] ?? otherwise)!.write(w, value as never);
    },
  };
}
type CaseOf<C extends Record<number, Codec<unknown>>> = {
  [K in keyof C & number]: { readonly kind: K; readonly value: Of<C[K]> };
}[keyof C & number];

/** An open enumeration (RFC 9846 section 3.5): known numbers have names, unknown ones are kept. */
export type Named<N extends Record<string, number>> = Codec<number> &
  Readonly<N> & {
    readonly known: ReadonlyMap<number, string>;
    /** The name, or the number in hexadecimal. */
    nameOf(value: number): string;
  };

export function named<const N extends Record<string, number>>(base: Codec<number>, names: N): Named<N> {
  const known = new Map(Object.entries(names).map(([name, value]) => [value, name]));
  const nameOf = (value: number): string => known.get(value) ?? hexOf(value);
  return { ...names, read: base.read, write: base.write, means: nameOf, known, nameOf };
}

const hexOf = (value: number): string => `0x${value.toString(16).padStart(value > 0xff ? 4 : 2, '0')}`;

/** `legacySessionId` as the RFC spells it: `legacy_session_id`. */
export const snake = (name: string): string => name.replace(/[A-Z]/g, (c) => `_${c.toLowerCase()}`);

const lengthWidth = (max: number): number => (max < 2 ** 8 ? 1 : max < 2 ** 16 ? 2 : 3);

const lengthNote: Note = { name: 'length', rfc: 'RFC 9846 section 3.4', about: 'How many bytes follow.' };

/** What follows a length; a tracer gives it the name of the field that it belongs to. */
const contents: Note = { name: '' };

function readLength(r: Reader, width: number, min: number, max: number): number {
  const at = r.pos;
  r.enter(lengthNote);
  const length = r.uint(width);
  r.leave(length);
  if (length < min || length > max) throw new Malformed(say`length ${length} is outside ${min}..${max}`, at);
  if (length > r.left) throw new Malformed(say`length ${length}, but only ${r.left} bytes are left`, at);
  return length;
}

function writeLength(w: Writer, width: number, min: number, max: number, length: number): void {
  if (length < min || length > max)
    throw new RangeError(say`length ${length} is outside ${min}..${max}`.text);
  w.uint(width, length);
}

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
 * definite and minimal, defaults are absent, sets are sorted, nothing trails. BER was rejected even where files have it: a
 * signature covers bytes, and two spellings of one value are how two readers come to disagree. Nesting is as deep as the
 * definitions are, so no input can make reading recurse; only `any` shows a tracer unknown structure, to a limit.
 */

import { bare } from './bare.ts';
import type { Codec, Of } from './codec.ts';
import { type Der, type Element, element, tagName } from './der-element.ts';
import { Malformed, type Note, type Reader } from './reader.ts';
import { say } from './words.ts';
import { Writer } from './writer.ts';

export { any, type Der, type Element, element, primitive } from './der-element.ts';

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

/** What a value says, where its parts alone do not. */
export const meaning = <T>(inner: Element<T>, means: (value: T) => string | undefined): Element<T> =>
  element(inner.tag, inner.asn1, { ...inner.contents, means });

export interface Optional<T> {
  readonly optional: Der<T>;
}
export interface Defaulted<T> {
  readonly defaulted: Der<T>;
  readonly value: T;
  readonly mayStand: boolean;
}
/** `ANY DEFINED BY`: a field whose type follows from the fields before it. */
export interface DefinedBy<T> extends Der<T> {
  readonly chosen: (before: Readonly<Record<string, unknown>>) => Der<T>;
}
export function definedBy<T>(chosen: (before: Readonly<Record<string, unknown>>) => Der<T>): DefinedBy<T> {
  const unknown = (): never => {
    throw new TypeError('a field that is defined by others must be in a sequence');
  };
  return { asn1: 'ANY', starts: () => true, chosen, read: unknown, write: unknown };
}

export const optional = <T>(der: Der<T>): Optional<T> => ({ optional: der });
/** `DEFAULT value`; only for values that `===` compares. */
export const defaulted = <T>(der: Der<T>, value: T): Defaulted<T> => ({
  defaulted: der,
  value,
  mayStand: false,
});

/**
 * The same for a field whose default is often encoded, which DER forbids (X.690 section 11.5): it means the same as its
 * absence, so it is noted and accepted.
 */
export const defaultedOrWritten = <T>(der: Der<T>, value: T): Defaulted<T> => ({
  defaulted: der,
  value,
  mayStand: true,
});

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
      chosen: 'chosen' in der ? (der as DefinedBy<unknown>).chosen : undefined,
      note,
      required: der === given,
      standard: 'defaulted' in given ? given.value : undefined,
      mayStand: 'defaulted' in given && given.mayStand,
    };
  });
  return element<SequenceOf<F>>(0x30, 'SEQUENCE', {
    read(r) {
      const out = bare();
      for (const { name, der: declared, chosen, note, required, standard, mayStand } of list) {
        const der = chosen ? chosen(out) : declared;
        if (!required && !(r.more && der.starts(r.bytes[r.pos]!))) {
          if (standard !== undefined) out[name] = standard;
          continue;
        }
        const at = r.pos;
        r.enter(note);
        const value = der.read(r);
        if (standard !== undefined && value === standard) {
          const departure = new Malformed('a default value is encoded', at);
          if (mayStand) r.note(departure);
          else r.refuse(departure);
        }
        r.leave(value);
        out[name] = value;
      }
      return out as SequenceOf<F>;
    },
    write(w, value) {
      for (const { name, der: declared, chosen, required, standard } of list) {
        const der = chosen ? chosen(value as Record<string, unknown>) : declared;
        const given = Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
        if (given === undefined ? !required : standard !== undefined && given === standard) continue;
        der.write(w, given);
      }
    },
  });
}

/** `SEQUENCE SIZE (min..MAX) OF`. */
export function sequenceOf<T>(item: Der<T>, min = 0): Element<readonly T[]> {
  return element(0x30, 'SEQUENCE OF', {
    read: (r) => items(r, item, min, false),
    write(w, all) {
      if (all.length < min)
        throw new RangeError(say`${all.length} elements where at least ${min} belong`.text);
      for (const value of all) item.write(w, value);
    },
  });
}

/** `SET SIZE (min..MAX) OF`, in the order of its elements' encodings (X.690 section 11.6). */
export function setOf<T>(item: Der<T>, min = 0): Element<readonly T[]> {
  return element(0x31, 'SET OF', {
    read: (r) => items(r, item, min, true),
    write(w, all) {
      if (all.length < min)
        throw new RangeError(say`${all.length} elements where at least ${min} belong`.text);
      const encodings = all.map((value) => {
        const one = new Writer();
        item.write(one, value);
        return one.done();
      });
      for (const bytes of encodings.sort(compareBytes)) w.put(bytes);
    },
  });
}

/** `CHOICE { … }`: the identifier decides; the value says which alternative it is. */
export function choice<const C extends Record<string, Der<unknown>>>(
  asn1: string,
  alternatives: C,
): Der<{ [K in keyof C & string]: { readonly kind: K; readonly value: Of<C[K]> } }[keyof C & string]> {
  const list = Object.entries(alternatives).map(([kind, der]) => {
    const note: Note = {
      name: kind,
      ...(der.about !== undefined && { about: der.about }),
      ...(der.means && { means: der.means }),
    };
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
      throw new Malformed(found < 0 ? 'truncated' : say`expected ${asn1}, found ${tagName(found)}`, r.pos);
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

/** An element that must also satisfy a rule that ASN.1 cannot express: `broken` names what is wrong, if anything is. */
export const where = <T>(inner: Element<T>, broken: (value: T) => string | undefined): Element<T> =>
  element(inner.tag, inner.asn1, {
    ...inner.contents,
    read(r) {
      const at = r.pos;
      const value = inner.contents.read(r);
      const reason = broken(value);
      if (reason !== undefined) r.refuse(new Malformed(reason, at));
      return value;
    },
  });

function items<T>(r: Reader, item: Der<T>, min: number, sorted: boolean): T[] {
  const at = r.pos;
  const all: T[] = [];
  let before = at;
  while (r.more) {
    const start = r.pos;
    r.enterItem(all.length, item.means);
    const value = item.read(r);
    if (sorted && start > before) {
      const { bytes, pos } = r;
      if (compareBytes(bytes.subarray(before, start), bytes.subarray(start, pos)) > 0)
        r.refuse(new Malformed('a SET OF is not sorted', start));
    }
    before = start;
    r.leave(value);
    all.push(value);
  }
  if (all.length < min) throw new Malformed(say`${all.length} elements where at least ${min} belong`, at);
  return all;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let i = 0; i < a.length && i < b.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return a.length - b.length;
}

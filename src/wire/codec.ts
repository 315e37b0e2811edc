/**
 * A codec is two small functions that agree. Everything else (types, annotated bytes, error paths) follows from trees
 * of them.
 */

import { Malformed, type Note, Reader } from './reader.ts';
import { TracingReader } from './tracing-reader.ts';
import { Writer } from './writer.ts';

export interface Codec<T> {
  /** Throws {@link Malformed}. Values may be views into the reader's bytes. */
  read(r: Reader): T;
  /** Throws RangeError for a value that the definition cannot hold. */
  write(w: Writer, value: T): void;
  /** A value in words, where it has any. */
  means?(value: T): string | undefined;
  /** Of a struct: what its fields are. */
  readonly fields?: readonly Note[];
}

/** The type of what a codec reads and writes. */
export type Of<C> = C extends { read(r: Reader): infer T } ? T : never;

/**
 * Decodes all of `bytes`. The plain reader runs first; only when it fails are the bytes read again with a tracer, so
 * that the error can say `client_hello.cipher_suites.[15]: truncated (at byte 99)` and good input pays nothing.
 */
export function decode<T>(codec: Codec<T>, bytes: Uint8Array): T {
  const reader = new Reader(bytes);
  try {
    const value = codec.read(reader);
    if (reader.pos !== bytes.length) throw new Malformed('trailing bytes', reader.pos);
    return value;
  } catch (error) {
    if (!(error instanceof Malformed) || error.path.length > 0) throw error;
    throw new Malformed(error.reason, error.offset, pathOfFailure(codec, bytes));
  }
}

/** Like {@link decode}, plus the tolerated departures from the encoding; without paths. */
export function decodeNoting<T>(
  codec: Codec<T>,
  bytes: Uint8Array,
): { readonly value: T; readonly notes: readonly Malformed[] } {
  let notes: readonly Malformed[] = [];
  const value = decode(
    {
      read(r) {
        ({ notes } = r);
        return codec.read(r);
      },
      write: codec.write,
    },
    bytes,
  );
  return { value, notes };
}

/**
 * Decodes damaged input as far as its definition allows, along with the damage and the tolerated departures, each with the
 * path of its field. Throws Malformed if nothing useful is left.
 */
export function decodeDamaged<T>(
  codec: Codec<T>,
  bytes: Uint8Array,
): { readonly value: T; readonly problems: readonly Malformed[]; readonly notes: readonly Malformed[] } {
  const tracer = new TracingReader(bytes, '', true);
  try {
    const value = codec.read(tracer);
    if (tracer.pos !== bytes.length) tracer.refuse(new Malformed('trailing bytes', tracer.pos));
    return { value, problems: tracer.problems, notes: tracer.notes };
  } catch (error) {
    if (!(error instanceof Malformed) || error.path.length > 0) throw error;
    throw new Malformed(error.reason, error.offset, tracer.path);
  }
}

export function encode<T>(codec: Codec<T>, value: T): Uint8Array {
  const writer = new Writer();
  codec.write(writer, value);
  return writer.done();
}

function pathOfFailure(codec: Codec<unknown>, bytes: Uint8Array): readonly string[] {
  const tracer = new TracingReader(bytes);
  try {
    codec.read(tracer);
  } catch {
    return tracer.path;
  }
  return [];
}

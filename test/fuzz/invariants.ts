/** What holds of every input, whatever it is. */
import { TlsError } from '../../src/protocol/errors.ts';
import { annotate, leaves } from '../../src/wire/annotate.ts';
import { type Codec, decode, decodeDamaged, encode } from '../../src/wire/codec.ts';
import { Malformed } from '../../src/wire/reader.ts';
import type { Span } from '../../src/wire/tracing-reader.ts';

/** An input that something does not hold of. */
export class Finding extends Error {
  override readonly name = 'Finding';
}

/** What `parse` gives, or undefined for what is malformed; throws for any other error and for an offset beyond the input. */
export function parsed<T>(input: Uint8Array, parse: (input: Uint8Array) => T): T | undefined {
  try {
    return parse(input);
  } catch (error) {
    // A message that breaks a rule beyond its form has an alert of its own.
    if (error instanceof TlsError) return undefined;
    if (!(error instanceof Malformed)) throw error;
    const { offset } = error;
    if (!(Number.isInteger(offset) && offset >= 0 && offset <= input.length)) {
      throw new Finding(`malformed at byte ${offset} of ${input.length}: ${error.message}`);
    }
    return undefined;
  }
}

/**
 * What is read is written as the same bytes (see {@link checkWritten}), and every byte has one place in the annotation.
 *
 * @param mayDiffer whether the definition has two encodings of one value, and these are they
 */
export function checkDefinition<T>(
  codec: Codec<T>,
  input: Uint8Array,
  mayDiffer?: (input: Uint8Array, written: Uint8Array) => boolean,
): void {
  const value = parsed(input, (bytes) => decode(codec, bytes));
  const tree = annotate(codec, input, 'input');
  checkTiled(tree, input.length);
  if (value === undefined) {
    if (!spansIn(tree).some(({ failed }) => failed !== undefined))
      throw new Finding('malformed, and the annotation does not say where');
    return;
  }
  if (!mayDiffer?.(input, encode(codec, value))) checkWritten(codec, input, value, 'what was read');
}

/** As it was read; what was tolerated is written as it should have been, and stays so. */
export function checkWritten<T>(codec: Codec<T>, input: Uint8Array, value: T, what: string): void {
  const written = encode(codec, value);
  const departs = decodeDamaged(codec, input).notes.length > 0;
  checkSame(departs ? encode(codec, decode(codec, written)) : input, written, what);
}

function checkTiled(tree: Span, length: number): void {
  let at = 0;
  for (const { name, start, end } of leaves(tree)) {
    if (start !== at) throw new Finding(`the annotation goes from byte ${at} to ${start}, at ${name}`);
    at = end;
  }
  if (at !== length) throw new Finding(`the annotation ends at byte ${at} of ${length}`);
}

export function checkSame(input: Uint8Array, written: Uint8Array, what: string): void {
  const differs = written.findIndex((byte, i) => byte !== input[i]);
  if (differs >= 0 || written.length !== input.length)
    throw new Finding(`${what} is written otherwise, from byte ${differs < 0 ? input.length : differs}`);
}

const spansIn = (span: Span): Span[] => [span, ...span.parts.flatMap(spansIn)];

/** Wycheproof's files as far as they are read, and what comes of a test. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

/** A test, or what the tests of a group share. Bytes are hexadecimal. */
export type Fields = Readonly<Record<string, unknown>>;

export interface Vector {
  /** The algorithm of its file. */
  readonly algorithm: string;
  /** The kind of its group, such as `AeadTest`. */
  readonly type: string;
  readonly group: Fields;
  readonly test: Fields;
  readonly id: number;
  readonly flags: readonly string[];
  readonly result: 'valid' | 'invalid' | 'acceptable';
}

export type Judgement =
  | { readonly outcome: 'passed' }
  | { readonly outcome: 'wrong' | 'not spoken'; readonly why: string };

export const passed: Judgement = { outcome: 'passed' };
export const wrong = (why: string): Judgement => ({ outcome: 'wrong', why });
export const notSpoken = (why: string): Judgement => ({ outcome: 'not spoken', why });

/** The names of the vector files of a folder, `x_test.json` or `x_test.json.gz`. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder)
    .filter((name) => /\.json(\.gz)?$/.test(name))
    .sort();

export function vectorsIn(folder: string, name: string): Vector[] {
  const bytes = readFileSync(join(folder, name));
  return vectorsOf(JSON.parse((name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')));
}

/** The tests of a file, one after the other. */
export function vectorsOf(file: {
  readonly algorithm: string;
  readonly testGroups: readonly Fields[];
}): Vector[] {
  return file.testGroups.flatMap(({ tests, type, ...group }) =>
    (tests as readonly Fields[]).map((test) => ({
      algorithm: file.algorithm,
      type: type as string,
      group,
      test,
      id: test['tcId'] as number,
      flags: test['flags'] as readonly string[],
      result: test['result'] as Vector['result'],
    })),
  );
}

export function bytesOf(fields: Fields, name: string): Uint8Array {
  const hex = fields[name];
  if (typeof hex !== 'string') throw new TypeError(`the vector has no ${name}`);
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

/** A number that is written as the bytes of a signed one, as `length` bytes. */
export function numberOf(fields: Fields, name: string, length: number): Uint8Array {
  const number = BigInt(`0x${String(fields[name])}`);
  return new Uint8Array(Buffer.from(number.toString(16).padStart(2 * length, '0'), 'hex'));
}

export const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;

/**
 * Whether what was taken is what is wanted. Where the vectors leave it open, `open` says what we do by the first
 * of its flags that the vector has: take it, with the result that the vector gives, or refuse it.
 */
export function compared(
  { result, flags }: Vector,
  taken: boolean,
  open: Readonly<Record<string, 'taken' | 'refused'>> = {},
): Judgement {
  const decided = Object.entries(open).find(([flag]) => flags.includes(flag))?.[1];
  if (result === 'acceptable' && decided === undefined)
    return wrong(`nothing is decided about ${flags.join(', ')}`);
  const wanted = result === 'acceptable' ? decided === 'taken' : result === 'valid';
  if (taken === wanted) return passed;
  return wrong(
    `${result}${result === 'acceptable' ? `, to be ${decided}` : ''}, and ${taken ? 'taken' : 'refused'}`,
  );
}

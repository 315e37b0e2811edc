/**
 * Text from a peer inside a sentence of ours. A line break would forge a log line, a bidirectional override would reorder
 * one, and a 60 KB name would flood the log. So such characters are escaped, and long text is truncated.
 */
import { say } from './words.ts';

/**
 * Controls (C1 too), format and bidirectional characters, line and paragraph separators, lone surrogates and private-use
 * characters become `\x1b` or `\u{202e}`.
 */
export const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, writtenOut);

/** At most this many characters, with `…` for the rest. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // A pair of surrogates is one character.
  const end = /[\ud800-\udbff]/.test(text[most - 2]!) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}

/** One name from a peer, in quotation marks: escaped, and at most 64 characters. */
export function quoted(text: string): string {
  const start = text.slice(0, LONGEST_NAME + 1).replaceAll(/["\\]/g, '\\$&');
  return `"${shortened(visible(start), LONGEST_NAME)}"`;
}

/** The first of a list in words, with a count of the others: `a, b and 14,000 more`. */
export function firstOf<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  { most = 6, between = ', ' } = {},
): string {
  if (items.length === 0) return 'nothing';
  const shown = items.slice(0, most).map(textOf).join(between);
  return items.length > most
    ? say`${shown} and ${(items.length - most).toLocaleString('en')} more`.text
    : shown;
}

const LONGEST_NAME = 64;

/** A character written as its code. */
export function writtenOut(character: string): string {
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

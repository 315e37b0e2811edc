/**
 * What a peer wrote, in a sentence of ours. A line break would forge a line of a log, and a bidirectional override turns
 * one around; a name of 60 KB would fill it. So such characters are written out, and what is long is cut.
 */

/**
 * Controls (C1 too), format and bidirectional characters, line and paragraph separators, lone surrogates and private
 * characters become `\x1b` or `\u{202e}`.
 */
export const visible = (text: string): string =>
  text.replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, writtenOut);

/** At most so many characters, with `…` for the rest. */
export function shortened(text: string, most: number): string {
  if (text.length <= most) return text;
  // A pair of surrogates is one character.
  const end = /[\ud800-\udbff]/.test(text[most - 2]!) ? most - 2 : most - 1;
  return `${text.slice(0, end)}…`;
}

/** One name of a peer's, between quotation marks: visible, and of at most 64 characters. */
export function quoted(text: string): string {
  const start = text.slice(0, LONGEST_NAME + 1).replaceAll(/["\\]/g, '\\$&');
  return `"${shortened(visible(start), LONGEST_NAME)}"`;
}

/** The first of a list in words, with a count of the others: `a, b and 14,000 more`. */
export function firstOf<T>(
  items: readonly T[],
  textOf: (item: T) => string,
  { most = 6, between = ', ', none = 'nothing' } = {},
): string {
  if (items.length === 0) return none;
  const shown = items.slice(0, most).map(textOf).join(between);
  return items.length > most ? `${shown} and ${(items.length - most).toLocaleString('en')} more` : shown;
}

const LONGEST_NAME = 64;

/** A character by its number. */
export function writtenOut(character: string): string {
  const code = character.codePointAt(0)!;
  return code < 0x100 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
}

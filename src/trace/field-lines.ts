/**
 * Annotated bytes as text: every byte once, beside the innermost field that it belongs to, with what the value means and
 * what the field is for. A DER tag and length are on the line of the element that they begin.
 *
 *        0  30 82 02 59              certificate  SEQUENCE, 601 bytes
 *        4  30 82 01 ff                tbsCertificate  SEQUENCE, 511 bytes
 *                                        What is signed. (RFC 5280 section 4.1)
 */
import { say, type Words } from '../wire/words.ts';
import type { Field } from './document.ts';
import { referencesText } from './references.ts';
import { hanging, paint, type Style } from './text.ts';

/** Bytes on a line. */
const ROW = 8;
/** Columns of the offset and the bytes. */
const MARGIN = 9 + 3 * ROW;
/** Deeper fields are not indented further. */
const DEEPEST = 14;

/** @param bytes hexadecimal; the fields' offsets count in it */
export function fieldLines(field: Field, bytes: string, style: Style): string[] {
  return new Lines(bytes, style).of(field, 0, undefined);
}

class Lines {
  constructor(
    private readonly bytes: string,
    private readonly style: Style,
  ) {}

  of(field: Field, depth: number, outerRfc: string | undefined): string[] {
    const { name, start, end, failed, about } = field;
    const rfc = field.rfc && referencesText(field.rfc);
    const { head, means, rest } = headOf(field);
    const indent = ' '.repeat(2 * Math.min(depth, DEEPEST));
    const where = rfc !== undefined && rfc !== outerRfc ? say`(${rfc})` : '';
    const { language } = this.style;
    const title = [
      paint(this.style, 'strong', name) + language.gloss(name),
      means && language.words(means),
      failed === undefined ? '' : `! ${language.words(failed)}`,
    ];
    const note = language.words(about === undefined ? where : where === '' ? about : say`${about} ${where}`);
    const words = [
      indent + title.filter(Boolean).join('  '),
      ...(note === '' ? [] : this.#note(note, indent)),
    ];
    const lines = this.#beside(start, head, words);
    let at = head;
    for (const part of rest) {
      if (part.start > at) lines.push(...this.#beside(at, part.start, []));
      lines.push(...this.of(part, depth + 1, rfc ?? outerRfc));
      at = Math.max(at, part.end);
    }
    return end > at ? [...lines, ...this.#beside(at, end, [])] : lines;
  }

  #note(text: string, indent: string): string[] {
    const width = Math.max(44, this.style.width - MARGIN);
    return hanging(`${indent}  `, text, this.style, width).map((line) => paint(this.style, 'dim', line));
  }

  /** Bytes on the left, words on the right. */
  #beside(start: number, end: number, words: readonly string[]): string[] {
    const rows = Math.ceil((end - start) / ROW);
    return Array.from({ length: Math.max(rows, words.length) }, (_, i) => {
      const at = start + i * ROW;
      const row = this.bytes.slice(2 * at, 2 * Math.min(end, at + ROW)).replaceAll(/..(?!$)/g, '$& ');
      const offset = i < Math.max(rows, 1) ? String(at) : '';
      return `${offset.padStart(7)}  ${(i < rows ? row : '').padEnd(3 * ROW)}${words[i] ?? ''}`.trimEnd();
    });
  }
}

/** Which bytes go on a field’s own line, what to say about them, and the fields that get their own lines. */
function headOf({ name, start, end, means, parts = [] }: Field): {
  readonly head: number;
  readonly means: Words | undefined;
  readonly rest: readonly Field[];
} {
  if (parts.length === 0) return { head: end, means, rest: [] };
  const words: Words[] = [];
  let head = start;
  let rest = parts;
  // An explicit tag contains another element, with its own tag and length.
  while (rest[0]?.name === 'tag' && rest[1]?.name === 'length') {
    const { means: tag = 'tag' } = rest[0];
    const { means: length = 'length' } = rest[1];
    words.push(say`${tag}, ${length}`);
    head = rest[1].end;
    rest = rest.slice(2);
  }
  const [value] = rest;
  const isValue = rest.length === 1 && value && !value.parts && value.name === name;
  if (isValue && words.length > 0)
    return { head: end, means: nested(value.means ? [...words, value.means] : words), rest: [] };
  return { head, means: words.length > 0 ? nested(words) : undefined, rest };
}

/** `CONTEXT 0, 12 bytes: SEQUENCE, 10 bytes` */
const nested = (all: readonly Words[]): Words => all.reduce((outer, inner) => say`${outer}: ${inner}`);

/**
 * Annotated bytes as text: every byte once, beside the innermost field that it belongs to, with what the value means and
 * a sentence about it. A DER tag and length are on the line of the element that they begin.
 *
 *        0  30 82 02 59              certificate  SEQUENCE, 601 bytes
 *        4  30 82 01 ff                tbsCertificate  SEQUENCE, 511 bytes
 *                                        What is signed. (RFC 5280 section 4.1)
 */
import { say, type Words } from '../wire/words.ts';
import type { Field } from './document.ts';
import { noFacts } from './telling/facts.ts';
import { type ToldUnit, toldFields } from './telling/told-messages.ts';
import { hanging, paint, type Style } from './text.ts';

/** Bytes on a line. */
const ROW = 8;
/** Columns of the offset and the bytes. */
const MARGIN = 9 + 3 * ROW;
/** Deeper fields are not indented further. */
const DEEPEST = 14;

/** @param bytes hexadecimal; the fields' offsets count in it */
export const fieldLines = (field: Field, bytes: string, style: Style): string[] =>
  unitLines(toldFields(field, { bytes, facts: noFacts }), bytes, style);

export const unitLines = (units: readonly ToldUnit[], bytes: string, style: Style): string[] =>
  units.flatMap((told) => linesOf(told, bytes, style));

function linesOf({ unit, words, means, rfc }: ToldUnit, bytes: string, style: Style): string[] {
  const { language } = style;
  const indent = ' '.repeat(2 * Math.min(unit.depth, DEEPEST));
  const value = nested(means === '' ? introductions(unit.before) : [...introductions(unit.before), means]);
  const title = [
    paint(style, 'strong', unit.name) + language.gloss(unit.name),
    value === undefined ? '' : language.words(value),
    unit.failed === undefined ? '' : `! ${language.words(unit.failed)}`,
  ];
  const head = indent + title.filter((part) => part !== '').join('  ');
  const where = rfc === undefined ? undefined : say`(${rfc})`;
  const note = words === undefined ? where : where === undefined ? words : say`${words} ${where}`;
  const width = Math.max(44, style.width - MARGIN);
  const below = note === undefined ? [] : hanging(`${indent}  `, note, style, width);
  return beside(unit.start, unit.end, bytes, [head, ...below.map((line) => paint(style, 'dim', line))]);
}

/** A tag and its length side by side, others one by one. */
function introductions(before: readonly Words[]): Words[] {
  const groups: Words[] = [];
  for (const [i, each] of before.entries()) {
    if (isTag(before[i - 1])) continue;
    const next = before[i + 1];
    groups.push(isTag(each) && next !== undefined ? say`${each}, ${next}` : each);
  }
  return groups;
}

/** What introduces a length; lengths and numbers have values apart. */
const isTag = (words: Words | undefined): boolean => typeof words === 'string' && words !== '1 byte';

/** `[0], 12 bytes: SEQUENCE, 10 bytes` */
const nested = (all: readonly Words[]): Words | undefined =>
  all.length === 0 ? undefined : all.reduce((outer, inner) => say`${outer}: ${inner}`);

/** Bytes on the left, words on the right. */
function beside(start: number, end: number, bytes: string, words: readonly string[]): string[] {
  const rows = Math.ceil((end - start) / ROW);
  return Array.from({ length: Math.max(rows, words.length) }, (_, i) => {
    const at = start + i * ROW;
    const row = bytes.slice(2 * at, 2 * Math.min(end, at + ROW)).replaceAll(/..(?!$)/g, '$& ');
    const offset = i < Math.max(rows, 1) ? String(at) : '';
    return `${offset.padStart(7)}  ${(i < rows ? row : '').padEnd(3 * ROW)}${words[i] ?? ''}`.trimEnd();
  });
}

/**
 * Quotation marks of Chinese. Around names our English has straight ones, which are alike on both sides; and a name, which
 * somebody else chose, may have some of its own: those are nested, “a ‘b’ c”. Where it cannot be told which belong together,
 * all stay as they are.
 */
import { han, wide } from './spacing.ts';

const PAIRS = ['“”', '‘’'] as const;
/** What an opening mark stands behind, and a closing one before. Han alone is a part of a name. */
const opensBehind = /^$|[\s“‘"'(（[{<=,，、:：;；/]/;
const closesBefore = /^$|[\s”’"')）\]}>,，、.。:：;；!！?？/…]/;
const besideHan = new RegExp(`(?<=${wide.source}) (?=“)|(?<=”) (?=${wide.source})`, 'gu');

/** The quotation marks of names are those of the sentence around them; what has no Han in it is no such sentence. */
export function quoted(text: string): string {
  if (!han.test(text) || !text.includes('"')) return text;
  return nested(text)?.replaceAll(besideHan, '') ?? text;
}

/** Undefined where a mark has no other that belongs to it. */
function nested(text: string): string | undefined {
  /** Those that are open: ours, which stay, and straight ones, which end with a straight one. */
  const open: ('“' | '"')[] = [];
  let out = '';
  for (let at = 0; at < text.length; at++) {
    const mark = text[at]!;
    const [before, after] = [text[at - 1] ?? '', text[at + 1] ?? ''];
    if (mark === '\\') {
      out += mark + after;
      at++;
      continue;
    }
    if (mark === '“') open.push(mark);
    if (mark === '”' && open.pop() !== '“') return undefined;
    if (mark !== '"') {
      out += mark;
    } else if (open.at(-1) === '"' && closesBefore.test(after)) {
      open.pop();
      out += PAIRS[open.length % 2]![1];
    } else if (open.length === 0 || opensBehind.test(before)) {
      out += PAIRS[open.length % 2]![0];
      open.push(mark);
    } else out += mark;
  }
  return open.length === 0 ? out : undefined;
}

/**
 * Text for a terminal: what a peer sent is made harmless, lines keep to a width, and colour never stands alone.
 *
 * Peer text is cleaned once, on the whole document before anything is rendered, so that no place can forget it.
 */
import { visible, writtenOut } from '../wire/peer-text.ts';
import { Sentence, say, type Words } from '../wire/words.ts';
import type { PeerDocument } from './document.ts';

export interface Style {
  readonly colour: boolean;
  /** False for ASCII alone. */
  readonly unicode: boolean;
  /** Columns. */
  readonly width: number;
}

export const plainStyle: Style = { colour: false, unicode: true, width: 100 };

export type Tone = 'good' | 'bad' | 'warning' | 'dim' | 'strong';

const codes: Readonly<Record<Tone, string>> = { good: '32', bad: '31', warning: '33', dim: '2', strong: '1' };
const introducer = String.fromCharCode(0x1b);

export const paint = ({ colour }: Style, tone: Tone, text: string): string =>
  colour && text !== '' ? `${introducer}[${codes[tone]}m${text}${introducer}[0m` : text;

const marks = {
  good: ['✓', '[ok]'],
  bad: ['✗', '[x]'],
  warning: ['!', '[!]'],
  sent: ['→', '->'],
  received: ['←', '<-'],
  more: ['…', '...'],
  branch: ['└─', '`-'],
} as const;
export const mark = ({ unicode }: Style, name: keyof typeof marks): string => marks[name][unicode ? 0 : 1];

/** Escapes what a terminal would obey in every string of a value. */
export function cleaned<T>(value: T, style: Style): T {
  if (typeof value === 'string') return cleanText(value, style.unicode) as T;
  if (value instanceof Sentence) return new Sentence(value.parts, cleaned(value.values, style)) as T;
  if (Array.isArray(value)) return value.map((item) => cleaned(item, style)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, cleaned(item, style)])) as T;
}

/** Control, format and bidirectional characters, lone surrogates and line separators become `\x1b` or `\u{202e}`. */
export function cleanText(text: string, unicode = true): string {
  const harmless = visible(text);
  return unicode ? harmless : typewritten(harmless).replaceAll(/[^\x20-\x7e]/gu, writtenOut);
}

/** Our own words, in ASCII where that is all there is. */
export const inCharset = (text: string, { unicode }: Style): string => (unicode ? text : typewritten(text));

const typewritten = (text: string): string => text.replaceAll('’', "'").replaceAll('…', '...');

/** Lines of at most `width` columns, with `first` before the first and as much space before the others. */
export const hanging = (first: string, text: Words, width: number): string[] =>
  wrapped(text, width - first.length).map((line, i) => (i === 0 ? first : ' '.repeat(first.length)) + line);

/** A sign and a sentence: the outcome, in bold. */
export function titled(tone: Tone & ('good' | 'bad' | 'warning'), text: Words, style: Style): string[] {
  const sign = mark(style, tone);
  const [first = '', ...rest] = wrapped(text, style.width - sign.length - 1);
  const indent = ' '.repeat(sign.length + 1);
  return [
    `${paint(style, tone, sign)} ${paint(style, 'strong', first)}`,
    ...rest.map((line) => indent + paint(style, 'strong', line)),
  ];
}

/** `  Name           what there is to say`; names with nothing to say are left out. */
export function labelled(
  facts: readonly (readonly [name: string, text: Words | null | undefined])[],
  style: Style,
): string[] {
  return facts.flatMap(([name, text]) => {
    if (!text) return [];
    const [first = '', ...rest] = wrapped(text, style.width - 17);
    return [
      `  ${paint(style, 'strong', name.padEnd(14))} ${first}`,
      ...rest.map((line) => `${' '.repeat(17)}${line}`),
    ];
  });
}

/** Lines of at most `width` columns; a word that is longer is broken. */
export function wrapped(text: Words, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (let word of String(text).split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = '';
    }
    while (word.length > width) {
      lines.push(word.slice(0, width));
      word = word.slice(width);
    }
    line = line === '' ? word : `${line} ${word}`;
  }
  lines.push(line);
  return lines;
}

export function shortened(words: Words, width: number, style: Style): string {
  const text = String(words);
  const more = mark(style, 'more');
  return text.length <= width ? text : text.slice(0, Math.max(0, width - more.length)) + more;
}

/** Sentences side by side: `a; b`. */
export const clauses = (all: readonly Words[]): Words =>
  all.length === 1 ? all[0]! : new Sentence(['', ''], [all]);

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more`. */
export function listed(items: readonly Words[], most = Number.POSITIVE_INFINITY): Words {
  const more = items.length - most;
  if (more > 0) return say`${items.slice(0, most).join(', ')} and ${more} more`;
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : say`${items.slice(0, -1).join(', ')} and ${last}`;
}

/** `localhost:443`, `[::1]:443` */
export function placeOf({ name, address, port }: PeerDocument): string {
  const host = name ?? address ?? 'the peer';
  return port === null ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

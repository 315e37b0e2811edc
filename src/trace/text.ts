/**
 * Text for a terminal: what a peer sent is made harmless, lines keep to a width, and colour never stands alone.
 *
 * Peer text is cleaned once, on the whole document before anything is rendered, so that no place can forget it.
 */
import { visible, writtenOut } from '../wire/peer-text.ts';
import { Sentence, say, type Words } from '../wire/words.ts';
import type { PeerDocument } from './document.ts';
import { english, type Language } from './words/language.ts';
import { isClosing, piecesOf } from './words/spacing.ts';

export interface Style {
  readonly colour: boolean;
  /** False for ASCII alone. */
  readonly unicode: boolean;
  /** Columns. */
  readonly width: number;
  readonly language: Language;
}

export const plainStyle: Style = { colour: false, unicode: true, width: 100, language: english() };

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
  // Lines that belong together: the first, those within, the last.
  opens: ['┌', '/'],
  within: ['│', '|'],
  closes: ['└', '\\'],
} as const;
export const mark = ({ unicode }: Style, name: keyof typeof marks): string => marks[name][unicode ? 0 : 1];

/** Escapes what a terminal would obey in every string of a value. What has nothing of the kind is not copied. */
export function cleaned<T>(value: T, style: Style): T {
  if (typeof value === 'string') return cleanText(value, style.unicode) as T;
  if (value instanceof Sentence) {
    const values = cleaned(value.values, style);
    return values === value.values ? value : (new Sentence(value.parts, values) as T);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => cleaned(item, style));
    return items.some((item, i) => item !== value[i]) ? (items as T) : value;
  }
  const changed = new Map<string, unknown>();
  for (const key of Object.keys(value)) {
    const item = value[key as keyof T];
    const clean = cleaned(item, style);
    if (clean !== item) changed.set(key, clean);
  }
  if (changed.size === 0) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, changed.get(key) ?? item])) as T;
}

const isPlain = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);

/** Control, format and bidirectional characters, lone surrogates and line separators become `\x1b` or `\u{202e}`. */
export function cleanText(text: string, unicode = true): string {
  if (isPlain(text)) return text;
  const harmless = visible(text);
  return unicode ? harmless : typewritten(harmless).replaceAll(/[^\x20-\x7e]/gu, writtenOut);
}

/** Our own words, in ASCII where that is all there is. */
export const inCharset = (text: string, { unicode }: Style): string =>
  unicode ? text : typewritten(text).replaceAll(/[“”]/g, '"');

const typewritten = (text: string): string => text.replaceAll('’', "'").replaceAll('…', '...');

/** Lines of at most `width` columns, with `first` before the first and as much space before the others. */
export function hanging(first: string, text: Words, style: Style, width = style.width): string[] {
  const indent = style.language.columns(first);
  return wrapped(text, style, width - indent).map((line, i) => (i === 0 ? first : ' '.repeat(indent)) + line);
}

/** A sign and a sentence: the outcome, in bold. */
export function titled(tone: Tone & ('good' | 'bad' | 'warning'), text: Words, style: Style): string[] {
  const sign = mark(style, tone);
  const [first = '', ...rest] = wrapped(text, style, style.width - sign.length - 1);
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
    const [first = '', ...rest] = wrapped(text, style, style.width - 17);
    return [
      `  ${paint(style, 'strong', padded(style.language.label(name), 14, style))} ${first}`,
      ...rest.map((line) => `${' '.repeat(17)}${line}`),
    ];
  });
}

/** Filled up with spaces to so many columns. */
export const padded = (text: string, columns: number, { language }: Style): string =>
  text + ' '.repeat(Math.max(0, columns - language.columns(text)));

/** Lines of at most `width` columns; a word that is longer is broken. */
export function wrapped(text: Words, { language }: Style, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  let taken = 0;
  for (let { text: piece, spaced } of piecesOf(language.words(text))) {
    const gap = spaced && taken > 0 ? 1 : 0;
    let columns = language.columns(piece);
    if (taken > 0 && taken + gap + columns > width) {
      lines.push(line);
      [line, taken] = ['', 0];
    } else if (gap === 1) [line, taken] = [`${line} `, taken + 1];
    while (columns > width) {
      const head = broken(piece, startOf(piece, width, language));
      if (head === piece) break;
      lines.push(line + head);
      [line, taken] = ['', 0];
      piece = piece.slice(head.length);
      columns = language.columns(piece);
    }
    line += piece;
    taken += columns;
  }
  lines.push(line);
  return lines;
}

/** What closes is not left alone. */
const broken = (piece: string, head: string): string =>
  head.length > 1 && isClosing(piece.slice(head.length)) ? head.slice(0, -1) : head;

/** As much of a text as fits; one character at least. */
function startOf(text: string, width: number, { columns }: Language): string {
  if (columns(text) === text.length) return text.slice(0, Math.max(1, width));
  let start = '';
  let taken = 0;
  for (const character of text) {
    taken += columns(character);
    if (taken > width && start !== '') break;
    start += character;
  }
  return start;
}

export function shortened(words: Words, width: number, style: Style): string {
  const { language } = style;
  const text = language.words(words);
  const more = mark(style, 'more');
  if (language.columns(text) <= width) return text;
  return width <= more.length ? more : startOf(text, width - more.length, language) + more;
}

/** Sentences side by side: `a; b`. */
export const clauses = (all: readonly Words[]): Words =>
  all.length === 1 ? all[0]! : new Sentence(['', ''], [all]);

/** `a`, `a and b`, `a, b and c`, `a, b and 3 more`. */
export function listed(items: readonly Words[], most = Number.POSITIVE_INFINITY): Words {
  const more = items.length - most;
  if (more > 0) return say`${inSequence(items.slice(0, most))} and ${more} more`;
  const last = items.at(-1) ?? '';
  return items.length < 2 ? last : say`${inSequence(items.slice(0, -1))} and ${last}`;
}

/** `a, b, c`, as pairs of pairs, so that another language has its own mark between them. */
export function inSequence(names: readonly Words[]): Words {
  if (names.length < 2) return names[0] ?? '';
  const half = Math.ceil(names.length / 2);
  return say`${inSequence(names.slice(0, half))}, ${inSequence(names.slice(half))}`;
}

/** `localhost:443`, `[::1]:443` */
export function placeOf({ name, address, port }: PeerDocument): string {
  const host = name ?? address ?? 'the peer';
  return port === null ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

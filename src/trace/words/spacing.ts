/**
 * Han and Latin side by side. Chinese is written without spaces, and between Han and Latin letters or digits stands one; a
 * value decides at each end which of the two it meets.
 */

export const wide = /[\p{Script=Han}\u3000-\u303f\uff01-\uff60]/u;
export const han = /\p{Script=Han}/u;
const quote = /[“”‘’]/;
const latin = /[A-Za-z0-9]/;

/** Two pieces of a sentence, with a space between them only where one belongs. */
export function joined(before: string, after: string): string {
  const left = before.trimEnd();
  const right = after.trimStart();
  const gap = before.slice(left.length) + after.slice(0, after.length - right.length);
  const [a, b] = [left.at(-1) ?? '', [...right.slice(0, 2)][0] ?? ''];
  if (gap === ' ' && wide.test(a) && wide.test(b)) return left + right;
  if (gap === ' ' && (isMark(a) || isMark(b))) return left + right;
  if (gap === ' ' && ((quote.test(a) && wide.test(b)) || (wide.test(a) && quote.test(b))))
    return left + right;
  if (gap === '' && ((han.test(a) && latin.test(b)) || (latin.test(a) && han.test(b))))
    return `${left} ${right}`;
  return before + after;
}

/** Full-width punctuation has its own room. */
const isMark = (character: string): boolean => wide.test(character) && !han.test(character);

/** What no line may begin with, and what none may end with. */
const closing = '，。、；：）」』》】？！％”’…';
const closed = new RegExp(`^[${closing}]+$`, 'u');
export const isClosing = (text: string): boolean => closed.test(text);
const opening = '（「『《【“‘';
const chunks = new RegExp(
  `[${opening}]*(?:${han.source}|[^\\p{Script=Han}${opening}${closing}]+|[${closing}])[${closing}]*|[${opening}]+`,
  'gu',
);

/** Latin names of several words, such as `TLS 1.3` or `RFC 9846`, up to this many columns, stay together beside Han. */
const LONGEST_NAME = 24;

export interface Piece {
  readonly text: string;
  /** A space stands before it, unless it begins a line. */
  readonly spaced: boolean;
}

/** What a line may be broken between: words, and beside Han, characters. */
export function piecesOf(text: string): readonly Piece[] {
  const words = text.split(' ');
  if (!han.test(text)) return words.map((word, i) => ({ text: word, spaced: i > 0 }));
  const all = words.flatMap((word, i) =>
    (word.match(chunks) ?? ['']).map((chunk, j) => ({ text: chunk, spaced: i > 0 && j === 0 })),
  );
  const kept: Piece[] = [];
  for (const piece of all) {
    const last = kept.at(-1);
    const isName =
      last !== undefined &&
      piece.spaced &&
      last.text !== '' &&
      !wide.test(last.text) &&
      !wide.test(piece.text.at(0) ?? '') &&
      last.text.length + 1 + piece.text.length <= LONGEST_NAME;
    if (isName) kept[kept.length - 1] = { text: `${last.text} ${piece.text}`, spaced: last.spaced };
    else kept.push(piece);
  }
  return kept;
}

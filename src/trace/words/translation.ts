/**
 * Sentences in another language. A translation is a table from keys to sentences with the same placeholders; what shows them
 * loads the table, and nothing below knows of it. What a table lacks stays English.
 */
import { keyOf, say, valuesOf, type Words, type WordsValue } from '../../wire/words.ts';
import { joined } from './spacing.ts';

/** From a key, `the peer sent an alert of {0} bytes`, to the sentence, its placeholders in any order. */
export type Translation = Readonly<Record<string, string>>;

/** Finds the sentence that an English text was made from. */
export type Read = (text: string) => Words | undefined;

/** A text may be a sentence with clauses that are sentences; a hostile one looks like it without end. */
const MOST_NESTED = 6;

/**
 * The sentence in the table's language; clauses among its values too.
 *
 * @param read for texts that were sentences once, as documents have them
 */
export function translated(words: Words, table: Translation, read: Read = () => undefined): string {
  const betweenNames = Object.hasOwn(table, NAMES) ? table[NAMES]!.slice(3, -3) : ', ';
  return inTable(words, 0);

  function inTable(words: Words, depth: number): string {
    const key = keyOf(words);
    const values = valuesOf(words);
    const sentence = Object.hasOwn(table, key) ? table[key]! : undefined;
    // A plain string may have braces of its own.
    if (values.length === 0) {
      const isText = sentence === undefined && typeof words === 'string' && depth < MOST_NESTED;
      const said = isText ? read(words) : undefined;
      return said === undefined ? (sentence ?? key) : inTable(said, depth + 1);
    }
    return (sentence ?? key)
      .split(/(\{\d+\})/)
      .map((piece, at) => (at % 2 === 0 ? piece : shown(values[Number(piece.slice(1, -1))], depth)))
      .reduce(joined);
  }

  function shown(value: WordsValue, depth: number): string {
    if (typeof value === 'number' || typeof value === 'bigint' || value === undefined) return String(value);
    if (typeof value === 'string') {
      const said = inTable(value, depth);
      return said === value && nameList.test(value) ? value.replaceAll(', ', betweenNames) : said;
    }
    if ('key' in value) return inTable(value, depth);
    const between = (Object.hasOwn(table, CLAUSES) ? table[CLAUSES]! : CLAUSES).slice(3, -3);
    return value.map((each) => inTable(each, depth)).join(between);
  }
}

/** Names that were a list before they came into a sentence; what has an `=` in it, such as `CN=a, O=b`, is one name. */
const nameList = /^[\w.:*/-]+(?:, [\w.:*/-]+)+$/;
/** How a table says several names, one after the other. */
const NAMES = '{0}, {1}';
/** How a table says several clauses, one after the other. */
const CLAUSES = '{0}; {1}';

/** What is wrong with a table: keys that are not in use, sentences that it lacks, and placeholders that differ. */
export function faultsOf(table: Translation, said: ReadonlySet<string>): readonly Words[] {
  const placeholders = (text: string): string => [...new Set(text.match(/\{\d+\}/g))].sort().join(' ');
  return [
    ...Object.keys(table).flatMap((key) => (said.has(key) ? [] : say`nobody says ${JSON.stringify(key)}`)),
    ...[...said].flatMap((key) => (Object.hasOwn(table, key) ? [] : say`there is no ${JSON.stringify(key)}`)),
    ...Object.entries(table).flatMap(([key, text]) =>
      placeholders(key) === placeholders(text) ? [] : say`other placeholders in ${JSON.stringify(text)}`,
    ),
  ];
}

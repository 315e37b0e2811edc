/**
 * Sentences in another language. A translation is a table from keys to sentences with the same placeholders; what shows them
 * loads the table, and nothing below knows of it. What a table lacks stays English.
 */
import { keyOf, say, valuesOf, type Words, type WordsValue } from '../../wire/words.ts';

/** From a key, `the peer sent an alert of {0} bytes`, to the sentence, its placeholders in any order. */
export type Translation = Readonly<Record<string, string>>;

/** The sentence in the table's language; clauses among its values too. */
export function translated(words: Words, table: Translation): string {
  const key = keyOf(words);
  const values = valuesOf(words);
  const sentence = Object.hasOwn(table, key) ? table[key]! : key;
  // A plain string may have braces of its own.
  if (values.length === 0) return sentence;
  return sentence.replaceAll(/\{(\d+)\}/g, (_, at) => shown(values[Number(at)], table));
}

function shown(value: WordsValue, table: Translation): string {
  if (typeof value === 'number' || typeof value === 'bigint' || value === undefined) return String(value);
  if (typeof value === 'string' || 'key' in value) return translated(value, table);
  return value.map((each) => translated(each, table)).join('; ');
}

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

/**
 * A document keeps its sentences in English, as text: from that, the key and the values are found again, so that what was
 * saved can be told in another language too. Names are told from sentences by what a key says itself: where that is less
 * than two words, or one that begins it, only numbers are recognised as its values.
 */
import { Sentence } from '../../wire/words.ts';

/** Texts whose answer is remembered. */
const MOST_REMEMBERED = 4096;

/** @returns finds the sentence that a text is; undefined if it is none of these */
export function sentenceIn(keys: readonly string[]): (text: string) => Sentence | undefined {
  const forms = keys
    .map((key) => key.split(/\{\d+\}/))
    .filter((parts) => parts.length > 1 && /[a-z]/i.test(parts.join('')))
    .sort((a, b) => lengthOf(b) - lengthOf(a));
  const whole = new Set(keys);
  const found = new Map<string, Sentence | undefined>();
  return (text) => {
    if (found.has(text)) return found.get(text);
    let sentence = aboutAName(text, whole);
    for (const parts of sentence ? [] : forms) {
      const values = valuesIn(text, parts);
      if (values && (saysEnough(parts) || values.every((value) => /^\d+$/.test(value)))) {
        sentence = new Sentence(parts, values);
        break;
      }
    }
    if (found.size >= MOST_REMEMBERED) found.clear();
    found.set(text, sentence);
    return sentence;
  };
}

/**
 * `"CN=a" is a CA without a name`: what is said of a certificate begins with its name, and goes on with a sentence.
 * `localhost:1: nobody answered in time`: and so does what is said of a place.
 */
function aboutAName(text: string, sentences: ReadonlySet<string>): Sentence | undefined {
  const place = text.slice(0, text.indexOf(': ') + 1);
  const why = text.slice(place.length + 1);
  if (place.length > 1 && !place.includes(' ') && sentences.has(why))
    return new Sentence(['', ': ', ''], [place.slice(0, -1), why]);
  const end = text.startsWith('"') ? text.lastIndexOf('" ') + 1 : 0;
  const said = text.slice(end + 1);
  return end > 0 && sentences.has(said) ? new Sentence(['', ' ', ''], [text.slice(0, end), said]) : undefined;
}

const lengthOf = (parts: readonly string[]): number => parts.join('').length;

const saysEnough = (parts: readonly string[]): boolean => {
  const words = parts.join(' ').match(/[a-z’]{2,}/gi) ?? [];
  return words.join('').length >= 6 && (words.length >= 2 || parts[0] !== '');
};

/** What stands between the parts, each as short as can be but the last; no value is empty. */
function valuesIn(text: string, parts: readonly string[]): string[] | undefined {
  const first = parts[0]!;
  const last = parts.at(-1)!;
  const end = text.length - last.length;
  if (end <= first.length || !text.startsWith(first) || !text.endsWith(last)) return undefined;
  const values: string[] = [];
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const next = text.indexOf(part, at + 1);
    if (next < 0 || next + part.length >= end) return undefined;
    values.push(text.slice(at, next));
    at = next + part.length;
  }
  return [...values, text.slice(at, end)];
}

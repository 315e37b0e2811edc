/** What to do about a file: a command that can be typed, or words, with a place for the file's name. */
import { Sentence, type Words } from '../wire/words.ts';

/** Where the name belongs; it reads `FILE` until it is known. */
export const FILE = new Sentence(['FILE'], []);

/** @param file its name, as one would type it */
export function withFile(advice: Words, file: string): Words {
  if (advice === FILE) return file;
  if (!(advice instanceof Sentence)) return advice;
  return new Sentence(
    advice.parts,
    advice.values.map((value) => (value instanceof Sentence ? withFile(value, file) : value)),
  );
}

/** Names of the RFCs stay as they are; what one means is said once, where an output mentions it first. */
import type { Translation } from './translation.ts';

export interface Glossed {
  /** The text with what its names mean behind those that are mentioned first. */
  readonly glossed: (text: string) => string;
  /** What this name means, in brackets, unless it was said already. */
  readonly gloss: (name: string) => string;
}

/** `verify_data = PRF(…)` is copied as it stands. */
const formula = /^[\w. ]+ = \S/;

/** @returns begins an output, in which nothing has been mentioned */
export function glossing(names: Translation): () => Glossed {
  // A word like `version` may mean much; inside a sentence only a name that can be nothing else is explained.
  const certain = Object.keys(names).filter((name) => /_|[a-z][A-Z]|^(Certificate|Finished)$/.test(name));
  if (certain.length === 0) return () => ({ glossed: (text) => text, gloss: () => '' });
  const any = new RegExp(
    `(?<![\\w.:/-]|\\w,)(${certain.sort((a, b) => b.length - a.length).join('|')})(?![\\w.:/-]|,\\w)( \\(\\d+\\))?(（| (?=\\p{Script=Han}))?`,
    'gu',
  );
  return () => {
    const mentioned = new Set<string>();
    const gloss = (name: string): string => {
      if (mentioned.has(name) || !Object.hasOwn(names, name)) return '';
      mentioned.add(name);
      return `（${names[name]}）`;
    };
    const glossed = (text: string): string =>
      formula.test(text)
        ? text
        : text.replaceAll(any, (all, name: string, number = '', next = '') => {
            if (next === '（') {
              mentioned.add(name);
              return all;
            }
            const meaning = gloss(name);
            return meaning === '' ? all : name + number + meaning;
          });
    return { glossed, gloss };
  };
}

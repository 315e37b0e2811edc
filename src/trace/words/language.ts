/** The language in which something is told. English is what the code says; another is a table, handed in by what shows things. */
import type { Words } from '../../wire/words.ts';
import { glossing } from './gloss.ts';
import { quoted } from './quotation.ts';
import { sentenceIn } from './recognised.ts';
import { type Translation, translated } from './translation.ts';

export interface Language {
  /** A sentence as it is shown. */
  readonly words: (words: Words) => string;
  /** The word before a line, `Version`, which may be the name of a message too. */
  readonly label: (label: Words) => string;
  /** What a name of the RFCs means, `（客户端问候）`, where it is mentioned first; empty after that, and in English. */
  readonly gloss: (name: string) => string;
  /** Columns of a terminal that a text takes. */
  readonly columns: (text: string) => number;
  /** The same, with nothing mentioned yet: each output explains its names again. */
  readonly anew: () => Language;
}

/** @param columns what a text takes; its length where nothing better is at hand */
export function english(columns = (text: string): number => text.length): Language {
  const language: Language = {
    words: String,
    label: String,
    gloss: () => '',
    columns,
    anew: () => language,
  };
  return language;
}

/** A language as data. */
export interface Dictionary {
  readonly sentences: Translation;
  readonly labels: Translation;
  /** Names that stay as they are, with what they mean. */
  readonly names: Translation;
}

export function inLanguage(
  { sentences, labels, names }: Dictionary,
  columns: (text: string) => number,
): Language {
  const table = withPeers(sentences);
  const read = sentenceIn(Object.keys(table));
  const begin = glossing(names);
  const anew = (): Language => {
    const { glossed, gloss } = begin();
    return {
      words: (words) => glossed(quoted(translated(words, table, read))),
      label: (label) =>
        typeof label === 'string' && Object.hasOwn(labels, label)
          ? labels[label]!
          : translated(label, table, read),
      gloss,
      columns,
      anew,
    };
  };
  return anew();
}

/** The engine says "the peer"; a trace knows who that is, and says so. */
function withPeers(sentences: Translation): Translation {
  const told = sentences['the peer'];
  const [server, client] = [sentences['the server'], sentences['the client']];
  if (told === undefined || server === undefined || client === undefined) return sentences;
  const of = (who: string, name: string): Translation =>
    Object.fromEntries(
      Object.entries(sentences)
        .filter(([key]) => /\bthe peer\b/.test(key))
        .map(([key, text]) => [key.replaceAll(/\bthe peer\b/g, who), text.replaceAll(told, name)]),
    );
  return { ...of('the server', server), ...of('the client', client), ...sentences };
}

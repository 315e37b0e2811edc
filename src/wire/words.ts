/**
 * Sentences whose values are kept apart from their words. English is written where it is said, and what is inserted beside
 * it, so that the words alone are a key, by which another language finds its own sentence (trace/words/translation.ts).
 *
 *     say`the peer’s KeyUpdate asks for ${value}`     key: the peer’s KeyUpdate asks for {0}     values: [value]
 *
 * A value is a name, a number, or a whole clause that is a sentence itself; an array is several clauses. No sentence is put
 * together from pieces: where it has variants, each is written whole. docs/architecture.md has the rules, and
 * test/words.test.ts holds them.
 */

/** A sentence without values is a plain string, and is its own key. */
export type Words = string | Sentence;

export type WordsValue = Words | number | bigint | readonly Words[] | undefined;

export class Sentence {
  constructor(
    readonly parts: readonly string[],
    readonly values: readonly WordsValue[],
  ) {}

  /** The words alone: `{0}`, `{1}`, … stand where the values belong. */
  get key(): string {
    return this.parts.reduce((key, part, at) => `${key}{${at - 1}}${part}`);
  }

  /** In English, as it was said. */
  get text(): string {
    let text = this.parts[0]!;
    for (const [at, value] of this.values.entries()) text += textOf(value) + this.parts[at + 1];
    return text;
  }

  toString(): string {
    return this.text;
  }

  toJSON(): string {
    return this.text;
  }
}

export const say = (parts: TemplateStringsArray, ...values: WordsValue[]): Sentence =>
  new Sentence(parts, values);

/** An error that keeps its sentence with the values apart. */
export class SaidError extends Error {
  constructor(
    readonly said: Words,
    options?: ErrorOptions,
  ) {
    super(String(said), options);
  }
}

/** One of several names: `A`, `A or B`, `A, B or C`. */
export const oneOf = (names: readonly string[]): Words =>
  names.length < 2 ? names.join() : say`${names.slice(0, -1).join(', ')} or ${names.at(-1)}`;

/** What a sentence is found by, and what belongs in its places. */
export const keyOf = (words: Words): string => (typeof words === 'string' ? words : words.key);
export const valuesOf = (words: Words): readonly WordsValue[] =>
  typeof words === 'string' ? [] : words.values;

const textOf = (value: WordsValue): string =>
  typeof value === 'object' && !(value instanceof Sentence) ? value.join('; ') : String(value);

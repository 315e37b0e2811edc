/** A check removed from the source, and the test file that must fail without it. */
export interface Mutant {
  /** The name of the check: unique in the whole list, and cited in docs/attacks.md. */
  readonly name: string;
  /** From the root of the project. */
  readonly file: string;
  /** Occurs exactly once in the file. */
  readonly text: string;
  readonly instead: string;
  /** A test file of `npm test`, from the root of the project. */
  readonly test: string;
}

/** One entry: text, replacement, and optionally a test file other than the default. */
export type Change = readonly [text: string, instead: string, test?: string | undefined];

/** The condition of an `if` never holds. */
export const never = (condition: string, test?: string): Change => [`if (${condition})`, 'if (false)', test];

/** The statement is removed. */
export const without = (statement: string, test?: string): Change => [statement, '', test];

/** The error is created but not thrown. */
export const unthrown = (error: string, test?: string): Change => [`throw ${error}`, `void ${error}`, test];

/**
 * The mutants of one file, by their names.
 *
 * @param file from the root of the project
 * @param test the test file that fails, unless an entry names another
 */
export function mutantsOf(
  file: string,
  test: string,
  changes: Readonly<Record<string, Change>>,
): readonly Mutant[] {
  return Object.entries(changes).map(([name, [text, instead, other]]) => ({
    name,
    file,
    text,
    instead,
    test: other ?? test,
  }));
}

/** How often the text occurs in the source. */
export const timesIn = (source: string, text: string): number => source.split(text).length - 1;

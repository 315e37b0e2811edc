/** A check taken out of the source, and the test file that must go red for it. */
export interface Mutant {
  /** What the check is called: unique in the whole list, and what a row of docs/attacks.md names. */
  readonly name: string;
  /** From the root of the project. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly text: string;
  readonly instead: string;
  /** A test file of `npm test`, from the root of the project. */
  readonly test: string;
}

/** What stands under one name: text, replacement, and another test file than the one named above it. */
export type Change = readonly [text: string, instead: string, test?: string | undefined];

/** The condition of an `if` never holds. */
export const never = (condition: string, test?: string): Change => [`if (${condition})`, 'if (false)', test];

/** The statement is not there. */
export const without = (statement: string, test?: string): Change => [statement, '', test];

/** What would be thrown is made and dropped. */
export const unthrown = (error: string, test?: string): Change => [`throw ${error}`, `void ${error}`, test];

/**
 * The mutants of one file, by their names.
 *
 * @param file from the root of the project
 * @param test the test file that goes red, where a change names no other
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

/** How often the text stands in the source. */
export const timesIn = (source: string, text: string): number => source.split(text).length - 1;

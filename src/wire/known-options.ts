/**
 * The names that options may have. An unknown option is refused by its name, with the one that was probably meant:
 * `trsut` would otherwise be reported as a missing `trust`, and `rejectUnauthorised` not at all.
 */
import { say, type Words } from './words.ts';

/** The names of `T`; the compiler makes sure that none is missing. */
export const namesOf = <T extends object>(names: Record<keyof T, true>): ReadonlySet<string> =>
  new Set(Object.keys(names));

/** The first option that has a value and is not known, and what is wrong with it, by whatever name. */
export function unknownIn(
  options: object,
  known: ReadonlySet<string>,
): { readonly name: string; readonly saidOf: (it: Words) => Words } | undefined {
  const name = Object.keys(options).find(
    (each) => !known.has(each) && options[each as keyof typeof options] !== undefined,
  );
  if (name === undefined) return undefined;
  const meant = nearest(name, known);
  return {
    name,
    saidOf: (it) =>
      meant === undefined ? say`${it} is not supported` : say`${it} is not supported; did you mean ${meant}?`,
  };
}

/** The known name with the fewest typing errors, if they are few for its length. */
export function nearest(name: string, known: ReadonlySet<string>): string | undefined {
  if (name.length > LONGEST) return undefined;
  const typed = name.toLowerCase();
  const ranked = [...known]
    .map((candidate) => ({ candidate, slips: slipsBetween(typed, candidate.toLowerCase()) }))
    .filter(({ candidate, slips }) => slips <= Math.max(1, Math.floor(candidate.length / 4)))
    .sort((a, b) => a.slips - b.slips);
  return ranked[0]?.candidate;
}

/** Longer than any name that is known. */
const LONGEST = 50;

/** Characters put in, left out, replaced, or swapped with their neighbour (optimal string alignment). */
function slipsBetween(a: string, b: string): number {
  const rows = [Array.from({ length: b.length + 1 }, (_, column) => column)];
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? rows[i - 2]![j - 2]! + 1 : Infinity;
      row.push(Math.min(rows[i - 1]![j]! + 1, row[j - 1]! + 1, replaced, swapped));
    }
    rows.push(row);
  }
  return rows[a.length]![b.length]!;
}

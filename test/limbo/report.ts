/** What came of a run: the counts, and whether they are the ones that are known. */
import type { Judged } from './cases.ts';

export type Counts = Readonly<Record<Judged['outcome'] | 'total', number>>;

export function countsOf(all: readonly Judged[]): Counts {
  const count = (wanted: Judged['outcome']): number => all.filter(({ outcome }) => outcome === wanted).length;
  return {
    total: all.length,
    conformant: count('conformant'),
    wrong: count('wrong'),
    skipped: count('skipped'),
  };
}

export function summaryOf(all: readonly Judged[]): string {
  const { conformant, wrong, skipped, total } = countsOf(all);
  return `limbo: ${conformant} conformant, ${wrong} wrong, ${skipped} skipped of ${total}`;
}

/** Wrong without being excepted, or excepted without being wrong. A file need not hold every excepted case. */
export function unexpectedIn(
  all: readonly Judged[],
  exceptions: Readonly<Record<string, string>>,
): readonly string[] {
  return all.flatMap(({ id, outcome, message }) => {
    const excepted = Object.hasOwn(exceptions, id);
    if (outcome === 'wrong' && !excepted) return [`${id} is wrong: ${message}`];
    if (outcome === 'conformant' && excepted) return [`${id} is conformant, and excepted`];
    return [];
  });
}

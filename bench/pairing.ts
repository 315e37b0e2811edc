/** Two things measured in turn, so that a machine whose speed drifts is unfair to neither. */
import type { Figure } from './figure.ts';

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};

/** @param measure gives a rate: more is better */
export async function inTurn(
  what: string,
  unit: string,
  rounds: number,
  ours: () => Promise<number>,
  node: () => Promise<number>,
  floor?: () => Promise<number>,
): Promise<Figure> {
  await ours();
  await node();
  const pairs: [number, number][] = [];
  const floors: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const first = round % 2 === 0 ? await ours() : undefined;
    const theirs = await node();
    pairs.push([first ?? (await ours()), theirs]);
    if (floor) floors.push(await floor());
  }
  const ratios = pairs.map(([a, b]) => a / b);
  return {
    what,
    unit,
    ours: median(pairs.map(([a]) => a)),
    node: median(pairs.map(([, b]) => b)),
    ...(floor && { floor: median(floors) }),
    ratio: median(ratios),
    spread: [Math.min(...ratios), Math.max(...ratios)],
  };
}

/** What one thing takes beside another that is less than it, in how many times as long. */
export async function timesAsLong(
  what: string,
  rounds: number,
  ours: () => Promise<number>,
  than: string,
  other: () => Promise<number>,
): Promise<Figure> {
  const { ours: rate, node: floor, ratio, spread } = await inTurn(what, '/s', rounds, ours, other);
  return {
    what,
    unit: '/s',
    ours: rate,
    than,
    other: floor!,
    times: 1 / ratio!,
    spread: [1 / spread![1], 1 / spread![0]],
  };
}

/**
 * npm run bench -- --against DIST [--pairs N]: this tree's build (`dist`) and another one, measured in turn.
 *
 * A ratio above 1 is faster than the other. The interval is that of the median by order statistics, which asks nothing of
 * how the ratios are distributed. "No slower" means that its lower end is at least 0.97; where the interval is too wide to
 * tell, more pairs are measured, up to a limit. Both begin anew every few pairs: the same build sends twice as much in one
 * process as in another, by whether the collector of garbage goes through the whole heap or through the young part alone.
 */
import { median } from './pairing.ts';
import { makePki, type Pki } from './pki.ts';
import { Worker } from './worker.ts';

/** What is called as fast: noise of a few per cent is in every machine. */
const NO_SLOWER = 0.97;
/** How many times as many pairs may be measured where the first do not tell. */
const MOST_ROUNDS = 8;
/** Pairs that two processes measure before others take their place. */
const PAIRS_OF_TWO = 10;
/** Handshakes of one measurement: short ones, so that a machine whose speed drifts is fair to both. */
const HANDSHAKES = 100;

const rows = [
  { what: 'full', version: 'TLSv1.3', kind: 'EC' },
  { what: 'resumed', version: 'TLSv1.3', kind: 'EC' },
  { what: 'full', version: 'TLSv1.3', kind: 'RSA' },
  { what: 'full', version: 'TLSv1.2', kind: 'EC' },
  { what: 'resumed', version: 'TLSv1.2', kind: 'EC' },
  { what: 'throughput', version: 'TLSv1.3', kind: 'EC' },
] as const;

/** True when nothing is slower. */
export async function against(dist: string, other: string, pairs: number): Promise<boolean> {
  console.log(`Node ${process.version}; this build against ${other}; both ends in one process, warm`);
  let fine = true;
  for (const row of rows) {
    const { what, version, kind } = row;
    const pki = makePki(kind);
    const ratios: number[] = [];
    let interval: Interval;
    do {
      for (let pair = 0; pair < pairs; pair += PAIRS_OF_TWO)
        ratios.push(...(await ratiosOf(row, pki, dist, other, Math.min(PAIRS_OF_TWO, pairs - pair))));
      interval = intervalOf(ratios);
    } while (isUndecided(interval) && ratios.length < pairs * MOST_ROUNDS);
    fine &&= interval.low >= NO_SLOWER;
    console.log(line(`${what}, ${version} ${kind === 'EC' ? 'ECDSA' : 'RSA'}`, ratios, interval));
  }
  return fine;
}

type Row = (typeof rows)[number];
interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Of two fresh processes, in turn. The first pair is not counted: the compiler learns in it. */
async function ratiosOf(
  { what, version }: Row,
  pki: Pki,
  dist: string,
  other: string,
  pairs: number,
): Promise<number[]> {
  const workers = await Promise.all(
    [dist, other].map((folder) => Worker.start({ measured: { dist: folder }, version, pki })),
  );
  const [a, b] = workers as [Worker, Worker];
  for (const worker of workers) await worker.run('warm');
  const ratios: number[] = [];
  for (let pair = 0; pair <= pairs; pair++) ratios.push(await ratioOf(a, b, what, pair % 2 === 0));
  for (const worker of workers) worker.stop();
  return ratios.slice(1);
}

/** @param first whether ours is measured first */
async function ratioOf(ours: Worker, other: Worker, what: Row['what'], first: boolean): Promise<number> {
  if (first) {
    const rate = await ours.run(what, HANDSHAKES);
    return rate / (await other.run(what, HANDSHAKES));
  }
  const rate = await other.run(what, HANDSHAKES);
  return (await ours.run(what, HANDSHAKES)) / rate;
}

const isUndecided = ({ low, high }: Interval): boolean => low < NO_SLOWER && high >= NO_SLOWER;

/** The 95 % interval of a median: of n values the k-th from below and from above, 1.96 standard deviations of a coin apart. */
function intervalOf(values: readonly number[]): Interval {
  const sorted = [...values].sort((x, y) => x - y);
  const k = Math.max(0, Math.floor(sorted.length / 2 - 0.98 * Math.sqrt(sorted.length)));
  return { low: sorted[k]!, high: sorted[sorted.length - 1 - k]! };
}

function line(name: string, ratios: readonly number[], { low, high }: Interval): string {
  const verdict = low >= NO_SLOWER ? 'no slower' : high < NO_SLOWER ? 'slower' : 'undecided';
  const range = `${low.toFixed(3)}–${high.toFixed(3)}`;
  return `${name.padEnd(32)} ratio ${median(ratios).toFixed(3)} (${range}, ${ratios.length} pairs)   ${verdict}`;
}

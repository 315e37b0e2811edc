/** Runs one target for a while: changes what it has, keeps what reaches something new, and tells what does not hold. */
import type { Coverage } from './coverage.ts';
import { Random } from './random.ts';
import type { Target } from './targets.ts';

export interface Found {
  readonly input: Uint8Array;
  readonly error: Error;
}

export interface Limits {
  readonly seed: number;
  readonly until: (executions: number) => boolean;
  readonly coverage?: Coverage;
  /** Milliseconds of the processor’s time that no input may take. */
  readonly longest?: number;
}

export interface Outcome {
  readonly executions: number;
  /** Inputs that reached something new, the seeds among them. */
  readonly corpus: number;
  /** Milliseconds of the processor’s time. */
  readonly slowest: number;
  readonly found: readonly Found[];
}

/** Inputs between two looks at what has run, which takes as long as some hundred of them. */
const WATCHED = 400;
const UNWATCHED = 50;
/** Of one target; the first ones mostly have the others' cause. */
const MOST = 5;

export function fuzzOne(
  { seeds, mutate, check }: Target,
  { seed, until, coverage, longest = Number.POSITIVE_INFINITY }: Limits,
): Outcome {
  const random = new Random(seed);
  const corpus = [...seeds];
  const found: Found[] = [];
  const errors = new Set<string>();
  let executions = 0;
  let slowest = 0;

  const run = (input: Uint8Array): void => {
    executions++;
    const before = process.cpuUsage();
    try {
      check(input);
    } catch (error) {
      const known = placeOf(error as Error);
      if (!errors.has(known)) found.push({ input, error: error as Error });
      errors.add(known);
    }
    const { user, system } = process.cpuUsage(before);
    const took = (user + system) / 1000;
    slowest = Math.max(slowest, took);
    if (took > longest && errors.size < MOST)
      found.push({ input, error: new Error(`it took ${took.toFixed(0)} ms`) });
  };

  for (const input of seeds) run(input);
  coverage?.newOf([], run);
  while (!until(executions) && found.length < MOST) {
    const batch = Array.from({ length: coverage ? WATCHED : UNWATCHED }, () =>
      mutate(random.of(corpus), random, random.of(corpus)),
    );
    for (const input of batch) run(input);
    if (coverage) corpus.push(...coverage.newOf(batch, run));
  }
  return { executions, corpus: corpus.length, slowest, found };
}

/** Where an error comes from: two with one place are one finding. */
const placeOf = ({ message, stack = '' }: Error): string =>
  `${message.replaceAll(/\d+/g, 'N')} ${stack.split('\n').find((line) => line.includes('    at ')) ?? ''}`;

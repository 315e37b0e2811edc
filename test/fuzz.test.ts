/** A short run of what `npm run fuzz` does for longer: the same inputs each time. */
import { expect, it } from 'vitest';
import { fuzzOne } from './fuzz/loop.ts';
import { ownSeeds } from './fuzz/seeds.ts';
import { readerTargets } from './fuzz/targets.ts';

const targets = readerTargets(ownSeeds()).filter(({ seeds }) => seeds.length > 0);

it.each(targets.map((target) => [target.name, target] as const))('%s', (_, target) => {
  const { executions, found } = fuzzOne(target, { seed: 1, until: (count) => count >= 150 });
  expect(found.map(({ input, error }) => `${Buffer.from(input).toString('hex')}: ${error.stack}`)).toEqual(
    [],
  );
  expect(executions).toBeGreaterThanOrEqual(150);
});

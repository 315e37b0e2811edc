/**
 * One warm vitest that runs one test file at a time, with one text in one source file replaced as it is loaded. Nothing is
 * written to disk: the replacement exists only in the transformed module.
 */
import { resolve } from 'node:path';
import { createVitest, type TestRunResult } from 'vitest/node';
import type { Mutant } from './mutant.ts';
import { handOn, replaced } from './replaced.ts';

export interface Task {
  readonly test: string;
  /** Undefined: the test file is run as it is. */
  readonly mutant: Mutant | undefined;
}

export type Outcome =
  | { readonly is: 'green' }
  /** `by` names the test that failed. */
  | { readonly is: 'red'; readonly by: string }
  /** Nothing was tested: the replacement does not compile, or names what is not there. */
  | { readonly is: 'broken'; readonly why: string };

/** Milliseconds after which a test waiting for something the mutant never does counts as failed. */
const TEST_TIMEOUT = 15_000;

export interface Lane {
  run(task: Task): Promise<Outcome>;
  close(): Promise<void>;
}

export async function openLane(): Promise<Lane> {
  let current: Mutant | undefined;
  const vitest = await createVitest(
    'test',
    {
      watch: false,
      bail: 1,
      maxWorkers: 1,
      fileParallelism: false,
      testTimeout: TEST_TIMEOUT,
      reporters: [{}],
      onConsoleLog: () => false,
    },
    {
      plugins: [{ name: 'mutant', enforce: 'pre', transform: (source, id) => replaced(current, source, id) }],
    },
  );
  async function run({ test, mutant }: Task): Promise<Outcome> {
    if (current) vitest.invalidateFile(resolve(current.file));
    current = mutant;
    if (current) vitest.invalidateFile(resolve(current.file));
    handOn(current);
    const specification = vitest.getRootProject().createSpecification(resolve(test));
    return outcomeOf(await vitest.runTestSpecifications([specification]), resolve(test));
  }
  return { run, close: () => vitest.close() };
}

function outcomeOf({ testModules, unhandledErrors }: TestRunResult, test: string): Outcome {
  const module = testModules.find(({ moduleId }) => moduleId === test);
  if (!module) return { is: 'broken', why: 'the test file was not run' };
  const [unloaded] = module.errors();
  if (unloaded) return { is: 'broken', why: unloaded.message };
  let ran = 0;
  for (const testCase of module.children.allTests()) {
    const result = testCase.result();
    if (result.state !== 'failed') {
      if (result.state === 'passed') ran++;
      continue;
    }
    const missing = result.errors.find(({ name }) => name === 'ReferenceError');
    return missing ? { is: 'broken', why: missing.message } : { is: 'red', by: testCase.fullName };
  }
  const [unhandled] = unhandledErrors;
  if (unhandled) return { is: 'red', by: `an error that nothing caught: ${(unhandled as Error).message}` };
  return ran > 0 ? { is: 'green' } : { is: 'broken', why: 'no test was run' };
}

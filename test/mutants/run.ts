/**
 * `npm run mutants [-- --only GLOB]`: removes each listed check and runs the test file that must then fail.
 *
 * Each test file is run once unchanged, and must pass. There are two lanes, each a process with a warm vitest. GLOB is matched
 * against the name, the file and the test file of a mutant. Exits 0 when all died.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Outcome, openLane, type Task } from './lane.ts';
import { mutants } from './list.ts';
import { type Mutant, timesIn } from './mutant.ts';

const LANES = 2;
/** Milliseconds after which a lane whose event loop does not turn any more is ended. */
const LONGEST_RUN = 90_000;

if (process.send) await serveLane();
else await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<void> {
  const only = args[0] === '--only' ? args[1] : undefined;
  if (args.length > 0 && (only === undefined || args.length > 2)) {
    process.stderr.write('npm run mutants [-- --only GLOB]\n');
    process.exit(2);
  }
  const wanted = only === undefined ? mutants : mutants.filter(matching(only));
  const found = wanted.filter(({ file, text }) => timesIn(readFileSync(file, 'utf8'), text) === 1);
  const unfound = wanted.filter((mutant) => !found.includes(mutant));
  const notDead: string[] = [];
  const keep = (line: string): void => {
    notDead.push(line);
    console.log(line);
  };
  for (const { name, file } of unfound) keep(`UNFOUND   ${name}: its text does not stand once in ${file}`);

  const tests = [...new Set(found.map(({ test }) => test))].sort();
  const red = new Set<string>();
  let [died, survived, broken] = [0, 0, 0];
  await inLanes(
    [
      ...tests.map((test) => ({ test, mutant: undefined })),
      // Those of one test file one behind the other: what a lane has loaded serves again.
      ...tests.flatMap((test) =>
        found.filter((mutant) => mutant.test === test).map((mutant) => ({ test, mutant })),
      ),
    ],
    ({ test, mutant }, outcome, seconds) => {
      const took = `${seconds.toFixed(1)} s`;
      if (!mutant) {
        if (outcome.is === 'green') return;
        red.add(test);
        keep(`RED       ${test} without any mutant: ${outcome.is === 'red' ? outcome.by : outcome.why}`);
      } else if (outcome.is === 'red') {
        died++;
        console.log(`died      ${mutant.name}  ${took}  ${test}: ${outcome.by}`);
      } else if (outcome.is === 'green') {
        survived++;
        keep(`SURVIVED  ${mutant.name}  ${took}  ${test} stays green without it`);
      } else {
        broken++;
        keep(`BROKEN    ${mutant.name}  ${took}  ${outcome.why}`);
      }
    },
  );
  const more = [
    ...(broken > 0 ? [`${broken} broken`] : []),
    ...(red.size > 0 ? [`${red.size} test files red without any`] : []),
  ];
  // Once more, where who reads the end of a log finds them.
  for (const line of notDead) console.log(line);
  console.log(
    `mutants: ${[`${died} died`, `${survived} survived`, `${unfound.length} unfound`, ...more].join(', ')}`,
  );
  process.exitCode = died > 0 && died === wanted.length && red.size === 0 ? 0 : 1;
}

function matching(glob: string): (mutant: Mutant) => boolean {
  const pattern = new RegExp(`^${glob.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replaceAll('*', '.*')}$`);
  return ({ name, file, test }) => [name, file, test].some((what) => pattern.test(what));
}

async function inLanes(
  tasks: readonly Task[],
  done: (task: Task, outcome: Outcome, seconds: number) => void,
): Promise<void> {
  const queue = tasks.values();
  // A mutant may write, and remove, anything there.
  const TMPDIR = mkdtempSync(join(tmpdir(), 'handglass-mutants-'));
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      let lane: ChildProcess | undefined;
      for (const task of queue) {
        lane ??= fork(process.argv[1]!, {
          stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
          detached: true,
          env: { ...process.env, TMPDIR },
        });
        const began = performance.now();
        const outcome = await ask(lane, task);
        done(task, outcome ?? { is: 'broken', why: 'it never ends' }, (performance.now() - began) / 1000);
        if (outcome) continue;
        end(lane);
        lane = undefined;
      }
      lane?.disconnect();
    }),
  );
  rmSync(TMPDIR, { recursive: true, force: true, maxRetries: 3 });
}

/** Undefined when the lane does not answer any more. */
async function ask(lane: ChildProcess, task: Task): Promise<Outcome | undefined> {
  const waiting = new AbortController();
  const timer = setTimeout(() => waiting.abort(), LONGEST_RUN);
  const either = { signal: waiting.signal };
  lane.send(task);
  try {
    const [outcome] = await Promise.race([once(lane, 'message', either), once(lane, 'exit', either)]);
    return typeof outcome === 'object' && outcome !== null ? outcome : undefined;
  } catch {
    return undefined;
  } finally {
    clearTimeout(timer);
    waiting.abort();
  }
}

/** With the workers that it has started. */
function end(lane: ChildProcess): void {
  lane.removeAllListeners();
  if (lane.exitCode === null && lane.pid !== undefined) process.kill(-lane.pid, 'SIGKILL');
}

async function serveLane(): Promise<void> {
  const lane = await openLane();
  process.on('message', async (task: Task) => process.send?.(await lane.run(task)));
  process.on('disconnect', async () => {
    await lane.close();
    process.exit();
  });
}

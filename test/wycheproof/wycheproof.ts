/**
 * Runs a folder of Wycheproof's vectors against the provider over node:crypto: `npm run wycheproof -- FOLDER`, files plain
 * or .gz. Prints for each file how many passed, were wrong, or are of what is not spoken, by reason.
 *
 * Exits 0 when none is wrong and every file of floor.json has as many that pass as it says there, 1 otherwise, 2 when there
 * is no such folder.
 */
import floor from './floor.json' with { type: 'json' };
import { judge } from './judges.ts';
import { shortfalls, type Tally, tallyOf } from './tally.ts';
import { filesIn, vectorsIn } from './vectors.ts';

const [folder, ...more] = process.argv.slice(2);
if (folder === undefined || more.length > 0) stop('npm run wycheproof -- FOLDER');

const tallies = new Map<string, Tally>();
for (const file of filesOf(folder)) {
  const judged = vectorsIn(folder, file).map((vector) => ({ id: vector.id, judgement: judge(vector) }));
  const tally = tallyOf(judged.map(({ judgement }) => judgement));
  const name = file.replace(/_test\.json(\.gz)?$/, '');
  tallies.set(name, tally);
  for (const { id, judgement } of judged)
    if (judgement.outcome === 'wrong') console.log(`wrong ${name} ${id}: ${judgement.why}`);
  const reasons = [...tally.reasons].map(([why, count]) => `${count} ${why}`).join('; ');
  console.log(
    `${name}: ${tally.passed} passed, ${tally.wrong} wrong, ${tally.notSpoken} not spoken${reasons && ` (${reasons})`}`,
  );
}
const short = shortfalls(tallies, floor);
for (const line of short) console.log(line);
const sum = (of: 'passed' | 'wrong' | 'notSpoken') =>
  [...tallies.values()].reduce((total, tally) => total + tally[of], 0);
console.log(`wycheproof: ${sum('passed')} passed, ${sum('wrong')} wrong, ${sum('notSpoken')} not spoken`);
process.exitCode = sum('wrong') > 0 || short.length > 0 ? 1 : 0;

function filesOf(path: string): string[] {
  let files: string[] = [];
  try {
    files = filesIn(path);
  } catch (error) {
    stop(`${path} is no folder of vectors: ${(error as Error).message}`);
  }
  return files.length > 0 ? files : stop(`${path} holds no vectors`);
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

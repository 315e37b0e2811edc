/**
 * npm run x509-differential -- [--only PART,…] [--count N] [--seed N] [--keep N]
 *
 * Asks OpenSSL, Go and us about the same N changed inputs of each part (10,000 unless given) and compares the answers.
 * Every kind of difference has its explanation in explanations.json and in docs/certificates.md. Cases without one are kept
 * in .cache/differential/, N of a kind. Exits 1 when there is one, and when an explanation of a run of 10,000 is idle that is
 * not rare.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Random } from '../fuzz/random.ts';
import { chains } from './chains.ts';
import { compare, type Difference, type Explanation, type Part } from './compare.ts';
import { crls } from './crls.ts';
import { ocsp } from './ocsp.ts';
import { Tools } from './tools.ts';

// biome-ignore lint/suspicious/noExplicitAny: each part has cases of its own kind, which nobody else looks into
const parts: readonly Part<any>[] = [chains, crls, ocsp];

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    count: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    keep: { type: 'string', default: '2' },
  },
});
const ENOUGH = 10_000;
const kept = '.cache/differential';
const explanations = JSON.parse(
  readFileSync('test/differential/explanations.json', 'utf8'),
) as readonly Explanation[];

const names = values.only?.split(',') ?? parts.map(({ name }) => name);
const unknown = names.find((name) => !parts.some((part) => part.name === name));
if (unknown !== undefined)
  stop(`there is no part ${unknown}, but ${parts.map(({ name }) => name).join(', ')}`);
const count = Number(values.count);
if (!Number.isInteger(count) || count < 1) stop('--count takes a number above 0');

const tools = new Tools();
try {
  const { node, openssl, go } = tools.versions();
  console.log(`Node ${node}, OpenSSL ${openssl}, ${go}; ${count} of each, seed ${values.seed}`);
  rmSync(kept, { recursive: true, force: true });
  for (const part of parts.filter(({ name }) => names.includes(name))) await run(part);
} finally {
  tools.close();
}

async function run(part: Part<unknown>): Promise<void> {
  const cases = part.cases(count, new Random(Number(values.seed)));
  const { differences, asked, same } = await compare(part, cases, explanations, tools);
  for (const [against, number] of Object.entries(asked)) {
    const agreed = Object.entries(same[against]!).map(([verdict, times]) => `${times} ${verdict}`);
    const differ = differences.filter((each) => each.against === against).length;
    console.log(`${part.name}, ${against}: ${number} asked, ${agreed.join(', ')} by both, ${differ} differ`);
  }
  for (const explanation of explanations.filter((each) => each.part === part.name)) {
    const times = differences.filter((each) => each.explanation === explanation).length;
    console.log(`${String(times).padStart(7)}  ${explanation.against}: ${explanation.because}`);
    if (times === 0 && count >= ENOUGH && !explanation.rare)
      fail(`an explanation that explains nothing: ${explanation.because}`);
  }
  const unexplained = differences.filter(({ explanation }) => explanation === undefined);
  for (const [kind, all] of byKind(unexplained)) {
    fail(`${part.name}, ${all.length} without an explanation: ${kind}`);
    for (const { at, change, ours, theirs } of all.slice(0, Number(values.keep))) {
      const folder = join(kept, `${part.name}-${at}`);
      mkdirSync(folder, { recursive: true });
      for (const [name, contents] of Object.entries(part.files(cases[at]!)))
        writeFileSync(join(folder, name), contents);
      console.log(`    ${folder} (${change})\n      ours    ${ours}\n      theirs  ${theirs}`);
    }
  }
}

/** What differs only in names and numbers is one kind. */
function byKind(differences: readonly Difference[]): [string, Difference[]][] {
  const kinds = new Map<string, Difference[]>();
  for (const each of differences) {
    const plain = (text: string): string => text.replaceAll(/"[^"]*"/g, '""').replaceAll(/\d+/g, '0');
    const kind = `${each.against}; ours ${plain(each.ours)}; theirs ${plain(each.theirs)}`.slice(0, 400);
    const same = kinds.get(kind);
    if (same) same.push(each);
    else kinds.set(kind, [each]);
  }
  return [...kinds].sort(([, a], [, b]) => b.length - a.length);
}

function fail(message: string): void {
  console.log(`UNEXPLAINED ${message}`);
  process.exitCode = 1;
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

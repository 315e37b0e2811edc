/**
 * Runs a file in the x509-limbo format against `verifyPeer`: `npm run limbo -- FILE [--json]`, FILE plain or .gz.
 *
 * Every case is run, the excepted ones too, so that one which has come to pass is noticed. Exits 0 when the wrong cases
 * are those of exceptions.json, 1 when one is wrong that is not there or right that is, 2 when there is no such file.
 */
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { judge, type LimboCase } from './cases.ts';
import exceptions from './exceptions.json' with { type: 'json' };
import { countsOf, summaryOf, unexpectedIn } from './report.ts';

const files = process.argv.slice(2).filter((argument) => argument !== '--json');
const asJson = process.argv.includes('--json');

const file = files[0];
if (file === undefined || files.length > 1) stop('npm run limbo -- FILE [--json]');
const results = casesOf(file).map(judge);
const unexpected = unexpectedIn(results, exceptions);
if (asJson) {
  process.stdout.write(`${JSON.stringify({ ...countsOf(results), unexpected, cases: results }, null, 1)}\n`);
} else {
  for (const { id, outcome, expected, message } of results) {
    if (outcome !== 'conformant') console.log(`${outcome} ${id}: ${expected} is wanted; ${message}`);
  }
  for (const line of unexpected) console.log(`UNEXPECTED ${line}`);
}
// With --json the standard output is JSON and nothing else.
(asJson ? process.stderr : process.stdout).write(`${summaryOf(results)}\n`);
process.exitCode = unexpected.length > 0 ? 1 : 0;

function casesOf(path: string): readonly LimboCase[] {
  try {
    const bytes = readFileSync(path);
    const isGzip = bytes[0] === 0x1f && bytes[1] === 0x8b;
    const { testcases } = JSON.parse((isGzip ? gunzipSync(bytes) : bytes).toString('utf8'));
    if (!Array.isArray(testcases)) throw new TypeError('it has no "testcases"');
    return testcases;
  } catch (error) {
    return stop(`${path} is not a file in the x509-limbo format: ${(error as Error).message}`);
  }
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

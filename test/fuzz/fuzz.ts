/**
 * npm run fuzz -- [TARGET…] [--seconds N] [--seed N] [--limbo FILE] [--run FILE]
 *
 * Throws changed inputs at the readers of certificates and messages, each target for N seconds (60 unless given), guided by
 * what code they reach. What does not hold is kept in .cache/fuzz/ and runs again with `TARGET --run FILE`. Exits 1 when
 * there is such a thing, 2 when it was asked for something that is not there.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { rows, run as shake } from '../adversary.ts';
import { Coverage } from './coverage.ts';
import { limboSeeds, opensslSeeds, rootSeeds } from './found-seeds.ts';
import { fuzzOne } from './loop.ts';
import { ownSeeds, type Seeds } from './seeds.ts';
import { messageTargets, readerTargets, type Target } from './targets.ts';

/** Milliseconds: many times what the largest inputs cost. */
const LONGEST = 1000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seconds: { type: 'string', default: '60' },
    seed: { type: 'string', default: '1' },
    limbo: { type: 'string' },
    run: { type: 'string' },
  },
});

const targets = [...readerTargets(allSeeds()), ...messageTargets(rows.flatMap((row) => shake(row).sent))];
const names = targets.map(({ name }) => name);
for (const name of positionals)
  if (!names.includes(name)) stop(`there is no target ${name}, but ${names.join(', ')}`);
const chosen = targets.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
const seconds = Number(values.seconds);
if (!(seconds > 0)) stop('--seconds takes a number above 0');

if (values.run === undefined) for (const target of chosen) fuzz(target);
else for (const { check } of chosen) check(new Uint8Array(readFileSync(values.run)));

function fuzz(target: Target): void {
  const url = import.meta.url;
  const coverage = new Coverage(url, readFileSync(fileURLToPath(url), 'utf8').length);
  const end = performance.now() + seconds * 1000;
  const until = (): boolean => performance.now() > end;
  const { executions, corpus, slowest, found } = fuzzOne(target, {
    seed: Number(values.seed),
    until,
    coverage,
    longest: LONGEST,
  });
  coverage.close();
  console.log(
    `${target.name.padEnd(14)} ${executions} inputs (${Math.round(executions / seconds)}/s), ${target.seeds.length} seeds, ` +
      `${corpus} kept, ${coverage.count} characters of code, slowest ${slowest.toFixed(1)} ms, ${found.length} findings`,
  );
  for (const [i, { input, error }] of found.entries()) {
    const file = join('.cache/fuzz', `${target.name}-${i + 1}`);
    mkdirSync('.cache/fuzz', { recursive: true });
    writeFileSync(file, input);
    console.log(`  ${file} (${input.length} bytes): ${error.stack ?? error.message}`);
    process.exitCode = 1;
  }
}

function allSeeds(): Seeds {
  const given: Partial<Seeds>[] = [ownSeeds(), rootSeeds()];
  try {
    given.push(opensslSeeds());
  } catch (error) {
    console.error(`without what OpenSSL makes: ${(error as Error).message.split('\n')[0]}`);
  }
  if (values.limbo !== undefined) given.push(limboSeeds(values.limbo));
  const all = <K extends keyof Seeds>(kind: K) => given.flatMap((seeds) => seeds[kind] ?? []) as Seeds[K];
  return {
    certificate: all('certificate'),
    crl: all('crl'),
    csr: all('csr'),
    ocspResponse: all('ocspResponse'),
    ocspRequest: all('ocspRequest'),
    pkcs7: all('pkcs7'),
    chains: all('chains'),
  };
}

function stop(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(2);
}

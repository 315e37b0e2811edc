#!/usr/bin/env node
/**
 * Runs BoGo, BoringSSL's misbehaving peer, against the shim of test/bogo: `npm run bogo -- [PATH] [--test GLOBS]`.
 *
 * PATH is a checkout of BoringSSL; its runner is built by the machine's Go into .cache, and nothing is written to the
 * checkout. Without PATH the pinned commit is asked for as a Go module. The whole TLS suite is run, the disabled tests
 * too, so that one which has come to pass is noticed. docs/conformance.md keeps the figures.
 *
 * The configuration, test/bogo/config.json or what --config names, is BoringSSL's, with three keys of ours:
 * `DisabledWithMLKEM` and `DisabledWithoutMLKEM`, which hold where Node has ML-KEM or has not, and `LeastPassed`, how many
 * tests pass at least.
 *
 * Exits 0 when nothing failed, no disabled test passed, no entry of the configuration is idle and enough passed.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, delimiter, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const MODULE = 'boringssl.googlesource.com/boringssl.git';
/** August 2026. */
const COMMIT = 'a0689af29e8e460f1e5380e0fb74cef1b342e810';
const SKIPPED = '*DTLS*;*QUIC*';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const shim = join(root, 'test/bogo/shim');
const cache = join(root, '.cache/bogo');

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    config: { type: 'string', default: join(root, 'test/bogo/config.json') },
    /** The Node that runs the shim, a file. */
    node: { type: 'string', default: process.execPath },
    /** Only these tests: patterns with semicolons between. */
    test: { type: 'string' },
    workers: { type: 'string', default: String(Math.min(4, Math.max(2, availableParallelism()))) },
    /** Where the result of every test is written, one line each. */
    results: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

const configFile = resolve(values.config);
const config = JSON.parse(readFileSync(configFile, 'utf8'));

main(positionals[0]);

function main(path) {
  if (!existsSync(shim)) stop('there is no test/bogo/shim: run "npm run build:shim" first');
  const checkout = path ? resolve(path) : fromModuleProxy();
  const runnerDir = join(checkout, 'ssl/test/runner');
  if (!existsSync(join(runnerDir, 'runner.go')))
    stop(`${checkout} is no checkout of BoringSSL: it has no ssl/test/runner`);
  run(build(runnerDir), runnerDir);
}

/** The pinned commit out of Go's module cache, through the module proxy that Go is set to. */
function fromModuleProxy() {
  mkdirSync(cache, { recursive: true });
  const { stdout, stderr, error } = spawnSync('go', ['mod', 'download', '-json', `${MODULE}@${COMMIT}`], {
    cwd: cache,
    encoding: 'utf8',
  });
  if (error) stop(`Go is needed to build the runner: ${error.message}`);
  const answer = stdout.trim() ? JSON.parse(stdout) : {};
  if (!answer.Dir) {
    stop(
      `Go's module proxy does not give ${MODULE}: ${(answer.Error ?? stderr).trim().split('\n').at(-1)}\n` +
        'Name a checkout instead: npm run bogo -- PATH-TO-A-BORINGSSL-CHECKOUT',
    );
  }
  return answer.Dir;
}

function build(runnerDir) {
  mkdirSync(cache, { recursive: true });
  const runner = join(cache, `runner-of-${basename(configFile, '.json')}`);
  const { status, error } = spawnSync('go', ['test', '-c', '-buildvcs=false', '-o', runner, '.'], {
    cwd: runnerDir,
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  if (error) stop(`Go is needed to build the runner: ${error.message}`);
  if (status !== 0) stop('the runner does not build');
  return runner;
}

function run(runner, runnerDir) {
  const results = new Map();
  const arguments_ = [
    '-shim-path',
    shim,
    '-shim-config',
    configFile,
    '-num-workers',
    values.workers,
    '-skip',
    SKIPPED,
    '-allow-unimplemented',
    '-include-disabled',
    '-pipe',
    // A process a test: on a busy machine one takes its time to start.
    '-idle-timeout',
    '60s',
    ...(values.test ? ['-test', values.test] : []),
  ];
  const env = { ...process.env, PATH: `${dirname(resolve(values.node))}${delimiter}${process.env['PATH']}` };
  const child = spawn(runner, arguments_, { cwd: runnerDir, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let rest = '';
  let failing;
  const reports = new Map();
  const onLine = (line) => {
    const [, outcome, name] = /^(PASSED|FAILED|UNIMPLEMENTED) \((.+)\)$/.exec(line) ?? [];
    if (outcome) {
      results.set(name, outcome);
      failing = outcome === 'FAILED' ? name : undefined;
      if (results.size % 200 === 0) process.stderr.write(`${results.size} tests\n`);
    } else if (failing !== undefined) reports.set(failing, `${reports.get(failing) ?? ''}${line}\n`);
  };
  child.stdout.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    lines.forEach(onLine);
  });
  child.on('error', (error) => stop(`the runner does not start: ${error.message}`));
  child.on('close', () => {
    if (rest) onLine(rest);
    if (results.size === 0) stop('the runner ran no test');
    report(results, reports);
  });
}

function report(results, reports) {
  const disabled = Object.entries(disabledTests()).map(([glob, reason]) => ({
    glob,
    reason,
    pattern: patternOf(glob),
    failed: 0,
  }));
  const count = { PASSED: 0, FAILED: 0, UNIMPLEMENTED: 0, DISABLED: 0 };
  const lines = [];
  const unexpected = [];
  for (const [name, outcome] of [...results].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const entry = disabled.find(({ pattern }) => pattern.test(name));
    const counted = entry && outcome !== 'UNIMPLEMENTED' ? 'DISABLED' : outcome;
    if (entry && outcome === 'PASSED') unexpected.push(`${name} (disabled by ${entry.glob})`);
    if (entry && outcome === 'FAILED') entry.failed++;
    count[counted]++;
    lines.push(
      `${counted}${counted === outcome ? '' : ` ${outcome}`} ${name}${entry ? ` # ${entry.reason}` : ''}`,
    );
    if (counted === 'FAILED') console.log(`FAILED ${name}\n${reports.get(name) ?? ''}`);
    else if (values.verbose && outcome === 'FAILED')
      console.log(`DISABLED ${name}\n${reports.get(name) ?? ''}`);
  }
  const idle = values.test ? [] : disabled.filter(({ failed }) => failed === 0).map(({ glob }) => glob);
  if (values.results) writeFileSync(values.results, `${lines.join('\n')}\n`);
  for (const name of unexpected) console.log(`PASSED in spite of being disabled: ${name}`);
  for (const glob of idle) console.log(`idle entry of the configuration: ${glob}`);
  const few = !values.test && count.PASSED < (config.LeastPassed ?? 0);
  if (few) console.log(`at least ${config.LeastPassed} tests are to pass`);
  console.log(
    `bogo: ${count.PASSED} passed, ${count.FAILED} failed, ${count.UNIMPLEMENTED} unimplemented, ${count.DISABLED} disabled`,
  );
  process.exitCode = count.FAILED > 0 || unexpected.length > 0 || idle.length > 0 || few ? 1 : 0;
}

/** What a test is disabled for depends on whether the Node of the shim has the hybrid group. */
function disabledTests() {
  const { DisabledTests: always = {}, DisabledWithMLKEM, DisabledWithoutMLKEM } = config;
  const asked = "process.exit(require('node:crypto').encapsulate === undefined ? 1 : 0)";
  const { status } = spawnSync(values.node, ['-e', asked]);
  return { ...always, ...(status === 0 ? DisabledWithMLKEM : DisabledWithoutMLKEM) };
}

/** As Go's filepath.Match, of which config.json uses `*`, `?` and classes of characters. */
function patternOf(glob) {
  const parts = { '*': '[^/]*', '?': '[^/]' };
  const source = glob.replace(/\[[^\]]+\]|./g, (part) =>
    part.length > 1 ? part : (parts[part] ?? part.replace(/[.+^${}()|[\]\\]/, '\\$&')),
  );
  return new RegExp(`^${source}$`);
}

function stop(message) {
  console.error(`bogo: ${message}`);
  process.exit(1);
}

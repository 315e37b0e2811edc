#!/usr/bin/env node
/**
 * Runs the scripts of tlsfuzzer, a client that misbehaves, against `handglass serve`:
 * `npm run tlsfuzzer -- TLSFUZZER TLSLITE-NG [--only TEXT] [--python PROGRAM]`.
 *
 * Both are checkouts, to which nothing is written; PROGRAM is a Python 3 that has the package `ecdsa`. What runs against
 * which server, and which conversations fail for what reason, is in test/tlsfuzzer/plan.json; docs/conformance.md keeps
 * the figures.
 *
 * Exits 0 when no conversation fails but those of the plan, and none of those passes.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = join(root, 'dist/cli/main.js');
const plan = JSON.parse(readFileSync(join(root, 'test/tlsfuzzer/plan.json'), 'utf8'));
/** Milliseconds that one script may take. */
const LONGEST = 5 * 60_000;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Only scripts whose name or server has this in it. */
    only: { type: 'string', default: '' },
    python: { type: 'string', default: 'python3' },
    /** Where what the scripts say of conversations that fail is written. */
    results: { type: 'string' },
  },
});

const [fuzzer, lite] = positionals.map((path) => resolve(path));
if (!fuzzer || !existsSync(join(fuzzer, 'scripts/test-conversation.py'))) {
  stop('name a checkout of tlsfuzzer, then one of tlslite-ng');
}
if (!lite || !existsSync(join(lite, 'tlslite')))
  stop('name a checkout of tlslite-ng behind that of tlsfuzzer');
if (!existsSync(program)) stop('there is no dist: run "npm run build" first');

const folder = mkdtempSync(join(tmpdir(), 'handglass-tlsfuzzer-'));
const said = [];
/** Of conversations that fail by decision, by the name of the reason in the plan. */
const counts = new Map();
try {
  makeCertificates();
  const runs = plan.runs.filter(({ script, server }) => `${server} ${script}`.includes(values.only));
  const total = { passed: 0, failed: 0, expected: 0, unexpected: 0 };
  for (const name of new Set(runs.map(({ server }) => server))) {
    const server = await serverOf(plan.servers[name]);
    for (const run of runs.filter((each) => each.server === name)) {
      const outcome = judge(run, await conversations(run, server.port));
      for (const key of Object.keys(total)) total[key] += outcome[key];
    }
    server.child.kill();
  }
  if (values.results) writeFileSync(values.results, said.join('\n'));
  for (const [name, number] of [...counts].sort(([, a], [, b]) => b - a))
    console.log(`${number} ${plan.reasons[name]}`);
  const { passed, failed, expected, unexpected } = total;
  console.log(
    `tlsfuzzer: ${passed} passed, ${expected} failed by decision, ${failed} failed` +
      (unexpected > 0 ? `, ${unexpected} passed in spite of the plan` : ''),
  );
  process.exitCode = failed > 0 || unexpected > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true });
}

/** A CA of our own, and of each kind of key what `openssl` makes. */
function makeCertificates() {
  for (const [name, { key, purpose, options = [] }] of Object.entries(plan.certificates)) {
    const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.crt`)];
    const extensions = ['-addext', `extendedKeyUsage=${purpose}`, '-addext', 'subjectAltName=DNS:localhost'];
    const { status, stderr } = spawnSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        ...key,
        '-nodes',
        '-days',
        '30',
        '-subj',
        `/CN=${name}`,
        ...options,
        ...files,
        ...extensions,
      ],
      { encoding: 'utf8' },
    );
    if (status !== 0) stop(`openssl makes no certificate "${name}": ${stderr}`);
  }
}

function inFolder(argument) {
  return argument.replace(/^@/, `${folder}/`);
}

function serverOf(flags) {
  return new Promise((done) => {
    const child = spawn(process.execPath, [program, 'serve', '--port', '0', ...flags.map(inFolder)]);
    child.stdout.resume();
    child.stderr.setEncoding('utf8').on('data', (text) => {
      const port = /^listening on .*:(\d+)\n/.exec(text)?.[1];
      if (port) done({ child, port });
      else process.stderr.write(text);
    });
    child.on('exit', (code) => code && stop(`the server ended with exit code ${code}`));
  });
}

function conversations({ script, arguments: rest = [] }, port) {
  return new Promise((done) => {
    const child = spawn(
      values.python,
      ['-u', join(fuzzer, 'scripts', script), '-h', '127.0.0.1', '-p', port, ...rest.map(inFolder)],
      {
        cwd: folder,
        env: { ...process.env, PYTHONPATH: `${fuzzer}:${lite}`, PYTHONDONTWRITEBYTECODE: '1' },
        timeout: LONGEST,
      },
    );
    let text = '';
    child.stdout.setEncoding('utf8').on('data', (part) => (text += part));
    child.stderr.setEncoding('utf8').on('data', (part) => (text += part));
    child.on('close', () => done(text));
  });
}

/** The outcome of each conversation; a script that did not come to its end has failed as a whole. */
function judge({ script, server, arguments: rest = [], fails = {}, sampled = false }, text) {
  const failing = new Set();
  const count = (name) => Number(new RegExp(`^${name}: (\\d+)$`, 'm').exec(text)?.[1] ?? 0);
  const list = /^FAILED:\n((?:\t.*\n?)*)/m.exec(text)?.[1] ?? '';
  for (const [, name] of list.matchAll(/^\t(.*)$/gm)) failing.add(name.replace(/^(['"])(.*)\1$/, '$2'));
  if (!/^TOTAL: /m.test(text)) failing.add('the script did not come to its end');
  const used = new Set();
  let expected = 0;
  let failed = 0;
  for (const name of failing) {
    const [pattern, reason] = Object.entries(fails).find(([each]) => patternOf(each).test(name)) ?? [];
    if (reason) {
      expected++;
      used.add(pattern);
      counts.set(reason, (counts.get(reason) ?? 0) + 1);
    } else {
      failed++;
      console.log(`FAILED ${script}: ${name}`);
    }
  }
  const idle = sampled ? [] : Object.keys(fails).filter((pattern) => !used.has(pattern));
  for (const pattern of idle) console.log(`PASSED in spite of the plan ${script}: ${pattern}`);
  if (failed > 0) said.push(`##### ${server} ${script} ${rest.join(' ')}`, text);
  const passed = count('PASS');
  console.log(`${server} ${script}: ${passed} passed, ${expected} failed by decision, ${failed} failed`);
  return { passed, failed, expected, unexpected: idle.length };
}

/** `*` stands for anything. */
function patternOf(text) {
  const source = text.replace(/[.+^${}()|[\]\\?]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`, 's');
}

function stop(message) {
  console.error(`tlsfuzzer: ${message}`);
  process.exit(1);
}

/** docs/library.md: its programs compile, run, and print what stands behind them; its tables have every option. */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'rolldown';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { handglass } from './cli-lab.ts';
import { compile } from './compile.ts';
import { programsIn } from './house/programs.ts';

const markdown = readFileSync('docs/library.md', 'utf8');
const programs = programsIn(markdown);

/** Beside the project, so that its @types are found. */
const sources = '.cache/library';
const folder = mkdtempSync(join(tmpdir(), 'handglass-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The subpaths of the package, and the source that each is built from. */
const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, string> };
const entries = Object.entries(exports)
  .filter(([, file]) => file.endsWith('.js'))
  .map(([subpath, file]): [string, string] => [
    `handglass${subpath.slice(1)}`,
    resolve(file.replace('./dist/', 'src/').replace(/\.js$/, '.ts')),
  ]);

beforeAll(async () => {
  rmSync(sources, { recursive: true, force: true });
  mkdirSync(sources, { recursive: true });
  for (const { name, code } of programs) writeFileSync(join(sources, name), code);
  writeFileSync(
    join(sources, 'tsconfig.json'),
    JSON.stringify({
      extends: '../../tsconfig.json',
      compilerOptions: { paths: Object.fromEntries(entries.map(([name, file]) => [name, [file]])) },
      include: ['*.ts'],
    }),
  );
  expect((await handglass(['ca', join(folder, 'pki')])).exit).toBe(0);
}, 60_000);

it('shows mutual TLS, a key in an HSM, events, resumption, a recorded connection, and a person’s decision', () => {
  expect(programs.map(({ name }) => name)).toEqual([
    'mutual-tls.ts',
    'hsm.ts',
    'events.ts',
    'resumption.ts',
    'spectator.ts',
    'decision.ts',
  ]);
});

it('has programs that compile', () => {
  expect(compile(sources)).toEqual({ stdout: '', status: 0 });
}, 120_000);

it.each(programs)('has what $name prints', async ({ name, prints }) => {
  const file = join(folder, name.replace('.ts', '.mjs'));
  await build({
    input: resolve(sources, name),
    output: { file, format: 'esm' },
    platform: 'node',
    // The longest first, since a name also stands for what begins with it.
    resolve: { alias: Object.fromEntries(entries.toReversed().map(([from, to]) => [from, to])) },
    logLevel: 'silent',
  });
  const { stdout, stderr, status } = spawnSync(process.execPath, [file], { cwd: folder, encoding: 'utf8' });
  expect({ stdout, stderr, status }).toEqual({ stdout: prints, stderr: '', status: 0 });
});

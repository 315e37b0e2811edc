/** The command line in one file runs with nothing beside it. */
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'handglass-'));
const alone = join(folder, 'handglass.mjs');
afterAll(() => rmSync(folder, { recursive: true }));

const run = (...args: string[]) =>
  spawnSync(alone, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'], NO_COLOR: '1' },
  });

beforeAll(() => {
  const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as { scripts: { bundle: string } };
  const command = scripts.bundle.replaceAll('handglass.mjs', join(folder, 'built.mjs'));
  const { status, stderr } = spawnSync(command, {
    shell: true,
    encoding: 'utf8',
    env: { ...process.env, PATH: `node_modules/.bin:${process.env['PATH']}` },
  });
  expect({ status, stderr }).toMatchObject({ status: 0 });
  copyFileSync(join(folder, 'built.mjs'), alone);
  rmSync(join(folder, 'built.mjs'));
});

it('is one file', () => {
  expect(readdirSync(folder)).toEqual(['handglass.mjs']);
  const text = readFileSync(alone, 'utf8');
  expect(text.startsWith('#!/usr/bin/env node\n')).toBe(true);
  const imported = [...text.matchAll(/^(?:import|export) .*?from "([^"]+)"/gm)].map(([, from]) => from);
  expect(imported.filter((from) => !from!.startsWith('node:'))).toEqual([]);
});

it('tells six handshakes, makes a PKI, and judges a certificate of it', () => {
  expect(run().stdout.match(/^✓|connected/gm)?.length).toBeGreaterThanOrEqual(1);
  expect(run('--version').stdout.trim()).toBe(JSON.parse(readFileSync('package.json', 'utf8')).version);
  expect(run('ca', 'pki').status).toBe(0);
  const judged = run('verify', 'pki/localhost.pem', '--for', 'localhost', '--ca-file', 'pki/ca.pem');
  expect(judged.stdout).toContain('✓');
  expect(judged.status).toBe(0);
});

/** The program as a process of its own: what the shell sees of it. */
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab } from './cli-lab.ts';

const lab = new Lab();
const program = join(lab.dir, 'handglass.mjs');
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await build({
    input: fileURLToPath(new URL('../src/cli/main.ts', import.meta.url)),
    platform: 'node',
    logLevel: 'silent',
    output: { file: program, format: 'esm', codeSplitting: false },
  });
});
afterAll(() => lab.close());

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function started(argv: readonly string[], env: Record<string, string> = {}) {
  const child = spawn(process.execPath, [program, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', ...env },
  });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  const ended = new Promise<Ended>((done) => child.on('close', (code) => done({ code, out, err })));
  return { child, ended };
}

describe('the process', () => {
  it('tells six handshakes when it is started alone', async () => {
    const { code, out } = await started([]).ended;
    expect(code).toBe(0);
    expect(out.match(/^✓ connected/gm)).toHaveLength(6);
  });

  it('ends with the exit codes, and asks nobody where nobody is', async () => {
    const port = await lab.tls('localhost');
    expect((await started([`localhost:${port}`, '--ca-file', lab.path('ca.pem')]).ended).code).toBe(0);
    const { code, out, err } = await started([`localhost:${port}`]).ended;
    expect(code).toBe(6);
    expect(out).toMatch(/^✗ handshake failed/);
    expect(err).toMatch(/^trusting (the system’s store|Mozilla’s list, as Node carries it)/);
    expect(err).not.toContain('[y/N]');
    expect((await started(['connect', '--nonsense']).ended).code).toBe(2);
    expect(await started(['--help']).ended).toMatchObject({ code: 0, err: '' });
  });

  it('writes where SSLKEYLOGFILE says', async () => {
    const port = await lab.tls('localhost');
    const file = lab.path('environment.log');
    expect(
      (await started([`localhost:${port}`, '--ca-file', lab.path('ca.pem')], { SSLKEYLOGFILE: file }).ended)
        .code,
    ).toBe(0);
    expect(lab.read('environment.log')).toContain('CLIENT_HANDSHAKE_TRAFFIC_SECRET');
  });

  it('gives all of a long answer to a reader that takes its time', async () => {
    const port = await lab.tls('localhost');
    const { child, ended } = started([`localhost:${port}`, '--ca-file', lab.path('ca.pem'), '--json']);
    child.stdout.pause();
    setTimeout(() => child.stdout.resume(), 300);
    const { out } = await ended;
    expect(out.length).toBeGreaterThan(100_000);
    expect(JSON.parse(out)).toMatchObject({ ok: true });
  });

  it('stops when it is told to, whatever it waits for', async () => {
    let called = () => {};
    const port = await lab.plain(() => called());
    for (const argv of [['connect'], ['connect', '--pipe'], ['certs']]) {
      const { child, ended } = started([...argv, `localhost:${port}`, '--ca-file', lab.path('ca.pem')]);
      called = () => void child.kill('SIGINT');
      expect(await ended, argv.join(' ')).toMatchObject({
        code: 130,
        out: '',
        err: expect.stringMatching(/^handglass: stopped$/m),
      });
    }
  });

  it('tells its result though nobody reads of its progress', async () => {
    const port = await lab.tls('localhost');
    const { child, ended } = started([`localhost:${port}`, '--trust', 'none']);
    child.stderr.destroy();
    expect(await ended).toMatchObject({ code: 6, out: expect.stringMatching(/^✗ handshake failed/) });
  });

  it.runIf(existsSync('/dev/full'))('says why its result cannot be written', async () => {
    const port = await lab.tls('localhost');
    const argv = [`localhost:${port}`, '--ca-file', lab.path('ca.pem')];
    const full = openSync('/dev/full', 'w');
    const child = spawn(process.execPath, [program, ...argv], { stdio: ['ignore', full, 'pipe'] });
    let err = '';
    child.stderr!.on('data', (text: Buffer) => {
      err += text.toString();
    });
    expect(await new Promise((done) => child.on('close', done))).toBe(1);
    expect(err).toMatch(/^handglass: standard output cannot be written: ENOSPC/m);
    closeSync(full);
  });

  it('serves until it is told to stop', async () => {
    const { child, ended } = started([
      'serve',
      '--port',
      '0',
      '--cert',
      lab.path('localhost.pem'),
      '--key',
      lab.path('localhost.key'),
    ]);
    await new Promise<void>((done) => child.stderr.once('data', () => done()));
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({
      code: 0,
      err: expect.stringMatching(/^listening on 127\.0\.0\.1:\d+\n$/),
    });
  });
});

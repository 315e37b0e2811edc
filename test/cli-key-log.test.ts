/** Where the key log may be written: to a file that is ours alone, and to what the person has named. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab } from './cli-lab.ts';

const lab = new Lab();
let target: string;
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  target = `localhost:${await lab.tls('localhost')}`;
});
afterAll(() => lab.close());

const connect = (flags: readonly string[], env: Record<string, string> = {}) =>
  handglass(['connect', target, '--ca-file', lab.path('ca.pem'), ...flags], { env });
const named = (file: string) => connect(['--keylog', lab.path(file)]);
const byEnvironment = (file: string) => connect([], { SSLKEYLOGFILE: lab.path(file) });
const both = [
  ['--keylog', named],
  ['SSLKEYLOGFILE', byEnvironment],
] as const;

describe('a key log', () => {
  it.each(both)('of %s is made for its owner alone, and appended to', async (name, to) => {
    const file = `fresh-${name}`;
    expect((await to(file)).exit).toBe(0);
    expect(statSync(lab.path(file)).mode & 0o777).toBe(0o600);
    const once = lab.read(file).length;
    expect(once).toBeGreaterThan(0);
    expect((await to(file)).exit).toBe(0);
    expect(lab.read(file).length).toBe(2 * once);
  });

  it.each(both)('of %s is not written where others can write', async (name, to) => {
    for (const mode of [0o620, 0o602, 0o666]) {
      const file = `open-${name}-${mode}`;
      lab.write(file, '');
      chmodSync(lab.path(file), mode);
      const { exit, err } = await to(file);
      expect(exit).toBe(2);
      expect(err).toContain('other users can write to it');
      expect(lab.read(file)).toBe('');
    }
  });

  it('follows a link that the user named, and no other', async () => {
    lab.write('real.log', '');
    chmodSync(lab.path('real.log'), 0o600);
    symlinkSync(lab.path('real.log'), lab.path('link.log'));
    const refused = await byEnvironment('link.log');
    expect(refused).toMatchObject({ exit: 2, err: expect.stringContaining('it is a symbolic link') });
    expect(lab.read('real.log')).toBe('');
    expect((await named('link.log')).exit).toBe(0);
    expect(lab.read('real.log')).toContain('CLIENT_HANDSHAKE_TRAFFIC_SECRET');
  });

  it('writes to a FIFO that the user named, and to no other', async () => {
    spawnSync('mkfifo', [lab.path('fifo')]);
    // Nobody reads: neither waits for that.
    expect(await named('fifo')).toMatchObject({ exit: 2, err: expect.stringContaining('nobody reads') });
    const reader = spawn('cat', [lab.path('fifo')], { stdio: ['ignore', 'pipe', 'ignore'] });
    const read: Buffer[] = [];
    reader.stdout.on('data', (chunk: Buffer) => read.push(chunk));
    const ended = once(reader, 'close');
    // The reader has opened it when it can be opened.
    let ran = await named('fifo');
    while (ran.exit === 2) ran = await named('fifo');
    expect(ran.exit).toBe(0);
    await ended;
    expect(Buffer.concat(read).toString()).toContain('CLIENT_TRAFFIC_SECRET_0');
    const second = spawn('cat', [lab.path('fifo')], { stdio: 'ignore' });
    const refused = await byEnvironment('fifo');
    expect(refused.exit).toBe(2);
    expect(refused.err).toMatch(/not a regular file|nobody reads/);
    second.kill();
  });

  it('that is full costs the log, which is reported, but not the connection', async () => {
    const { exit, err } = await connect(['--keylog', '/dev/full']);
    expect(exit).toBe(0);
    expect(err.match(/can no longer be written/g)).toHaveLength(1);
    expect(await connect([], { SSLKEYLOGFILE: '/dev/full' })).toMatchObject({ exit: 2 });
  });
});

it.each(['1.2', '1.3'])('holds no secret that RFC 9850 has no label for, in TLS %s', async (version) => {
  expect((await connect(['--tls', version, '--keylog', lab.path(`${version}.log`)])).exit).toBe(0);
  const labels = lab.read(`${version}.log`).trimEnd().split('\n');
  const known =
    /^(CLIENT_RANDOM|(CLIENT|SERVER)_(HANDSHAKE_TRAFFIC_SECRET|TRAFFIC_SECRET_0)|EXPORTER_SECRET) [0-9a-f]+ [0-9a-f]+$/;
  expect(labels.filter((line) => !known.test(line))).toEqual([]);
  expect(labels).toHaveLength(version === '1.2' ? 1 : 5);
});

it('stands in no story', async () => {
  const { out } = await named('quiet.log');
  const secrets = readFileSync(lab.path('quiet.log'), 'utf8').trimEnd().split('\n');
  for (const line of secrets) expect(out).not.toContain(line.split(' ')[2]);
});

/**
 * `npm run siege [-- --seconds 600]`: 200 hostile and 20 good connections at once against `handglass serve`, and as many
 * against a library server, each in a process of its own with a heap of 128 MiB. Exits 0 when no good one failed, memory
 * stayed where it was, and no turn of a server's event loop took more than 50 ms of processor time.
 */
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import tls from 'node:tls';
import { privateKey } from '../../src/crypto/providers/node.ts';
import { decodePem } from '../../src/wire/pem.ts';
import { attacks } from './hostile.ts';

const HOSTILE = 200;
const GOOD = 20;
const MOST_GROWTH = 1.1;
const LONGEST_TURN = 50;
/** Seconds during which code is first compiled; reported but not judged. */
const WARM_UP = 10;
/** Milliseconds that one attack goes on, and that a good client may take. */
const ATTACK = 15_000;
const PATIENCE = 30_000;

const at = process.argv.indexOf('--seconds');
const seconds = at < 0 ? 600 : Number(process.argv[at + 1]);
if (!(seconds >= 30)) throw new RangeError('npm run siege [-- --seconds 600], at least 30');

const dir = await mkdtemp(join(tmpdir(), 'siege-'));
await new Promise((done) =>
  spawn(process.execPath, ['.cache/siege/handglass.mjs', 'ca', dir]).on('close', done),
);
const read = (name: string): string => readFileSync(join(dir, name), 'utf8');

interface Sample {
  readonly second: number;
  readonly rss: number;
  readonly longest: number;
}

async function besieged(name: string, argv: readonly string[]) {
  const child = spawn(
    process.execPath,
    ['--max-old-space-size=128', '--import', join(process.cwd(), 'test/siege/probe.mjs'), ...argv],
    { stdio: ['ignore', 'ignore', 'pipe', 'ipc'] },
  );
  let [err, ended] = ['', false];
  const port = await new Promise<number>((ready, fail) => {
    child.stderr!.on('data', (text) => {
      err = (err + text).slice(-4000);
      const found = /listening on \S+:(\d+)/.exec(err);
      if (found) ready(Number(found[1]));
    });
    child.once('close', () => fail(new Error(`${name} ended: ${err}`)));
  });
  child.once('close', () => {
    ended = true;
  });
  const started = performance.now();
  const samples: Sample[] = [];
  child.on('message', (sample: Omit<Sample, 'second'>) =>
    samples.push({ second: (performance.now() - started) / 1000, ...sample }),
  );
  return { name, port, child, samples, ended: () => ended, err: () => err, good: 0, failed: [] as string[] };
}
type Besieged = Awaited<ReturnType<typeof besieged>>;

const files = ['--cert', join(dir, 'localhost.pem'), '--key', join(dir, 'localhost.key')];
const clients = ['--client-auth', 'request', '--ca-file', join(dir, 'ca.pem')];
const servers = [
  await besieged('handglass serve', [
    '.cache/siege/handglass.mjs',
    'serve',
    '--port',
    '0',
    ...files,
    ...clients,
  ]),
  await besieged('a library server', ['.cache/siege/library-server.mjs', dir]),
];
const mine = decodePem(read('client.pem'))
  .filter(({ label }) => label === 'CERTIFICATE')
  .map(({ bytes }) => bytes);
const kinds = Object.entries(
  attacks({ kind: 'certificate', chain: mine, key: privateKey(read('client.key')) }),
);
const until = performance.now() + seconds * 1000;
const count = new Map<string, number>();

async function hostile({ port }: Besieged, slot: number): Promise<void> {
  await pause(slot * 50);
  for (let turn = slot; performance.now() < until; turn++) {
    const [name, attack] = kinds[turn % kinds.length]!;
    count.set(name, (count.get(name) ?? 0) + 1);
    const socket = attack(port);
    socket.on('error', () => {});
    await Promise.race([new Promise((gone) => socket.once('close', gone)), pause(ATTACK)]);
    socket.destroy();
    await pause(500 + 1000 * Math.random());
  }
}

async function good(server: Besieged, slot: number): Promise<void> {
  const version = slot % 2 ? 'TLSv1.2' : 'TLSv1.3';
  while (performance.now() < until) {
    try {
      await exchange(server.port, {
        minVersion: version,
        maxVersion: version,
        ...(slot % 3 === 0 && { cert: read('client.pem'), key: read('client.key') }),
      });
      server.good++;
    } catch (error) {
      server.failed.push(`${version}: ${(error as Error).message}`);
    }
    await pause(300 + 400 * Math.random());
  }
}

function exchange(port: number, options: tls.ConnectionOptions): Promise<void> {
  const sent = randomBytes(2 ** 16);
  sent[0] = 0;
  return new Promise((done, fail) => {
    const socket = tls.connect(
      { port, host: '127.0.0.1', servername: 'localhost', ca: read('ca.pem'), ...options },
      () => socket.write(sent),
    );
    const late = setTimeout(() => socket.destroy(new Error('not done in time')), PATIENCE);
    const got: Buffer[] = [];
    let length = 0;
    socket.on('data', (chunk: Buffer) => {
      got.push(chunk);
      length += chunk.length;
      if (length >= sent.length) socket.end();
    });
    socket.on('error', fail);
    socket.on('close', () => {
      clearTimeout(late);
      if (Buffer.concat(got).equals(sent)) done();
      else fail(new Error(`other bytes came back: ${length} of ${sent.length}`));
    });
  });
}

const each = <T>(length: number, make: (i: number) => T): T[] => Array.from({ length }, (_, i) => make(i));
await Promise.all(
  servers.flatMap((server) => [
    ...each(HOSTILE, (slot) => hostile(server, slot)),
    ...each(GOOD, (slot) => good(server, slot)),
  ]),
);

const mean = (list: readonly number[]): number => list.reduce((sum, one) => sum + one, 0) / list.length;
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);
let held = true;
const total = [...count.values()].reduce((sum, one) => sum + one, 0);
console.log(`Node ${process.version}, ${seconds} s, ${total} attacks of ${count.size} kinds`);
for (const server of servers) {
  const { name, samples, failed } = server;
  const span = Math.min(60, seconds / 5);
  const early = mean(
    samples.filter(({ second }) => second >= span && second < 2 * span).map(({ rss }) => rss),
  );
  const late = mean(samples.filter(({ second }) => second >= seconds - span).map(({ rss }) => rss));
  const longest = (from: number, to: number): number =>
    Math.max(
      ...samples.filter(({ second }) => second >= from && second < to).map((sample) => sample.longest),
    );
  const turn = longest(WARM_UP, Number.POSITIVE_INFINITY);
  const ok =
    !server.ended() &&
    failed.length === 0 &&
    server.good > 0 &&
    late <= MOST_GROWTH * early &&
    turn <= LONGEST_TURN;
  held &&= ok;
  console.log(
    `${name}: ${server.good} good exchanges, ${failed.length} failed; resident ${mib(early)} MiB in minute 2, ${mib(late)} MiB in the last (${(late / early).toFixed(3)}); longest turn ${turn.toFixed(1)} ms of processor time (${longest(0, WARM_UP).toFixed(1)} ms in the first ${WARM_UP} s)${server.ended() ? `; it ended: ${server.err()}` : ''}`,
  );
  for (const why of new Set(failed)) console.log(`  failed: ${why}`);
  server.child.removeAllListeners('close');
  server.child.kill('SIGKILL');
}
await rm(dir, { recursive: true, force: true });
console.log(`siege: ${held ? 'held' : 'breached'}`);
process.exit(held ? 0 : 1);

/**
 * `npm run siege [-- --seconds 600]`: 200 hostile and 20 good connections at once against `handglass serve`, and as many
 * against a library server, each in a process of its own with a heap of 128 MiB. Exits 0 when no good one failed, memory
 * stayed where it was, and no turn of a server's event loop took more than 50 ms of processor time.
 *
 * The hostile clients and the good ones are a process each, and the hostile one stands back behind all the others: it is
 * the servers that are tried, and not who gets this machine's time.
 */
import { fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { getPriority, loadavg, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { besiege } from './besiege.ts';
import { goodClients, type Report } from './good.ts';
import { type Besieged, besieged } from './server-process.ts';

const MOST_GROWTH = 1.1;
/** Milliseconds. */
const LONGEST_TURN = 50;
/** Seconds during which code is first compiled; reported but not judged. */
const WARM_UP = 10;

async function siege(): Promise<void> {
  const at = process.argv.indexOf('--seconds');
  const seconds = at < 0 ? 600 : Number(process.argv[at + 1]);
  if (!(seconds >= 30)) throw new RangeError('npm run siege [-- --seconds 600], at least 30');
  const dir = await mkdtemp(join(tmpdir(), 'siege-'));
  await once(spawn(process.execPath, ['.cache/siege/handglass.mjs', 'ca', dir]), 'close');
  const files = ['--cert', join(dir, 'localhost.pem'), '--key', join(dir, 'localhost.key')];
  const clients = ['--client-auth', 'request', '--ca-file', join(dir, 'ca.pem')];
  const serve = ['.cache/siege/handglass.mjs', 'serve', '--port', '0', ...files, ...clients];
  const servers = [
    await besieged('handglass serve', serve),
    await besieged('a library server', ['.cache/siege/library-server.mjs', dir]),
  ];
  const attacks = new Map<string, number>();
  await Promise.all(
    (['hostile', 'good'] as const).map(async (role) => {
      const ports = servers.map(({ port }) => String(port));
      const driver = fork(process.argv[1]!, [role, dir, String(seconds), ...ports]);
      if (role === 'hostile') setPriority(driver.pid!, Math.min(19, getPriority() + 10));
      driver.on('message', (told) => {
        if (role === 'hostile') count(attacks, told as string);
        else {
          const { server, client, why } = told as Report;
          if (why === undefined) count(servers[server]!.good, client);
          else count(servers[server]!.failed, `${client}: ${why}`);
        }
      });
      const [code] = await once(driver, 'close');
      if (code !== 0) throw new Error(`the driver of the ${role} clients ended with ${code}`);
    }),
  );
  const load = loadavg().map((of) => of.toFixed(0));
  console.log(
    `Node ${process.version}, ${seconds} s, ${sum(attacks)} attacks of ${attacks.size} kinds, load ${load}`,
  );
  const held = servers.map((server) => judged(server, seconds)).every(Boolean);
  for (const { child } of servers) child.kill('SIGKILL');
  await rm(dir, { recursive: true, force: true });
  console.log(`siege: ${held ? 'held' : 'breached'}`);
  process.exit(held ? 0 : 1);
}

function judged({ name, samples, good, failed, said, end }: Besieged, seconds: number): boolean {
  const span = Math.min(60, seconds / 5);
  const resident = (from: number, to: number): number => {
    const those = samples.filter(({ second }) => second >= from && second < to);
    return those.reduce((sum, { rss }) => sum + rss, 0) / those.length;
  };
  const longest = (from: number, to: number): number =>
    Math.max(
      ...samples.filter(({ second }) => second >= from && second < to).map((sample) => sample.longest),
    );
  const [early, late] = [resident(span, 2 * span), resident(seconds - span, Number.POSITIVE_INFINITY)];
  const turn = longest(WARM_UP, Number.POSITIVE_INFINITY);
  console.log(
    `${name}: ${sum(good)} good exchanges, ${sum(failed)} failed; resident ${mib(early)} MiB in minute 2, ${mib(late)} MiB in the last (${(late / early).toFixed(3)}); longest turn ${turn.toFixed(1)} ms of processor time (${longest(0, WARM_UP).toFixed(1)} ms in the first ${WARM_UP} s)`,
  );
  for (const [client, times] of good) console.log(`  good: ${times} of ${client}`);
  for (const [why, times] of failed) console.log(`  failed: ${times} of ${why}`);
  for (const [words, times] of said) console.log(`  said: ${times} times ${words}`);
  const ended = end();
  if (ended !== undefined) console.log(`  it ended: ${ended}`);
  return (
    ended === undefined &&
    failed.size === 0 &&
    good.size > 0 &&
    late <= MOST_GROWTH * early &&
    turn <= LONGEST_TURN
  );
}

const count = (counts: Map<string, number>, what: string): void =>
  void counts.set(what, (counts.get(what) ?? 0) + 1);
const sum = (counts: ReadonlyMap<string, number>): number =>
  [...counts.values()].reduce((sum, one) => sum + one, 0);
const mib = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

const tell = (message: unknown): void => void process.send?.(message);
const [role = '', ...rest] = process.argv.slice(2);
if (!process.send) await siege();
else {
  const [dir = '', seconds = '', ...ports] = rest;
  const drive = role === 'good' ? goodClients : besiege;
  await drive(dir, ports.map(Number), Number(seconds), tell);
  process.exit(0);
}

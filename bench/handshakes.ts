/** Full and resumed handshakes a second, one after another over loopback, both ends in this process. */
import { type ChildProcess, fork } from 'node:child_process';
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net';
import * as nodeTls from 'node:tls';
import { acceptClient, connectClient, freshTicketKey, type Session, sealedTickets } from '../src/index.ts';
import * as ours from '../src/node/index.ts';
import { counting } from './counting.ts';
import type { Figure } from './figure.ts';
import { inTurn } from './pairing.ts';
import { credentialOf, makePki, type Pki, trustOf } from './pki.ts';

const COUNT = 400;

type Tls = Pick<typeof nodeTls, 'connect' | 'createServer' | 'createSecureContext'>;
type Version = 'TLSv1.2' | 'TLSv1.3';
type Measured = 'ours' | 'node' | 'floor';

/** Handshakes that are not counted, before the first that is: a compiler that learns while it runs must have learnt. */
const WARM_UP = 1500;

/**
 * Each stack runs in a process of its own, kept for all rounds, so that neither spoils what the compiler has learnt of
 * the other; they take turns.
 */
export async function handshakes(rounds: number): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const kind of ['EC', 'RSA'] as const) {
    const pki = makePki(kind);
    for (const version of ['TLSv1.3', 'TLSv1.2'] as const) {
      const [a, b, floor] = await Promise.all(
        (['ours', 'node', 'floor'] as const).map((measured) => Worker.start({ measured, version, pki })),
      );
      const name = `${version} ${kind === 'EC' ? 'ECDSA' : 'RSA'}`;
      for (const worker of [a!, b!, floor!]) await worker.run('warm');
      figures.push(
        await inTurn(
          `full handshakes, ${name}`,
          '/s',
          rounds,
          () => a!.run('full'),
          () => b!.run('full'),
          () => floor!.run('full'),
        ),
      );
      if (kind === 'EC') {
        const resumed = [() => a!.run('resumed'), () => b!.run('resumed')] as const;
        figures.push(await inTurn(`resumed handshakes, ${name}`, '/s', rounds, ...resumed));
      }
      for (const worker of [a!, b!, floor!]) worker.stop();
    }
  }
  return figures;
}

interface Job {
  readonly measured: Measured;
  readonly version: Version;
  readonly pki: Pki;
}

/** A process that measures one thing when it is asked. */
class Worker {
  private constructor(readonly child: ChildProcess) {}

  static start(job: Job): Promise<Worker> {
    const child = fork(process.argv[1]!, ['--handshakes'], { serialization: 'advanced' });
    child.send(job);
    return new Promise((resolve) => child.once('message', () => resolve(new Worker(child))));
  }

  run(what: 'warm' | 'full' | 'resumed'): Promise<number> {
    this.child.send(what);
    return new Promise((resolve, reject) => {
      const ended = (code: number | null) => reject(new Error(`a worker ended with ${code}`));
      this.child.once('exit', ended);
      this.child.once('message', (rate) => {
        this.child.off('exit', ended);
        resolve(rate as number);
      });
    });
  }

  stop(): void {
    this.child.kill();
  }
}

/** The other end of {@link Worker}. */
export function serveHandshakes(): void {
  process.once('message', async (job: Job) => {
    const tls = job.measured === 'ours' ? (ours as unknown as Tls) : nodeTls;
    const shake =
      job.measured === 'floor'
        ? await floorOf(job.pki, job.version)
        : await shaker(tls, job.pki, job.version);
    process.on('message', async (what: 'warm' | 'full' | 'resumed') => {
      if (what === 'warm') for (let done = 0; done < WARM_UP; done += COUNT) await shake.full();
      process.send!(what === 'resumed' ? await shake.resumed() : await shake.full());
    });
    process.send!('ready');
  });
}

interface Shaker {
  /** Handshakes a second, over {@link COUNT} of them. */
  full(): Promise<number>;
  resumed(): Promise<number>;
}

async function shaker(tls: Tls, pki: Pki, version: Version): Promise<Shaker> {
  const common = {
    minVersion: version,
    maxVersion: version,
    ciphers: suiteOf(version, pki),
    ecdhCurve: 'X25519:P-256',
  } as const;
  const secureContext = tls.createSecureContext({ ca: pki.ca, ...common });
  const server = tls.createServer({ cert: pki.cert, key: pki.key, ...common }, (socket) => {
    socket.on('error', () => {});
    socket.resume();
    socket.on('end', () => socket.end());
  });
  const port = await listening(server);
  let session: Buffer | undefined;

  const once = (given?: Buffer) =>
    new Promise<void>((resolve, reject) => {
      const socket = tls.connect({
        port,
        host: '127.0.0.1',
        servername: 'localhost',
        secureContext,
        ...(given && { session: given }),
      });
      let tickets = 0;
      socket.on('session', (fresh) => {
        session = fresh;
        // Both servers give two tickets in TLS 1.3, one in TLS 1.2: the work is done when they are here.
        if (++tickets === (version === 'TLSv1.3' ? 2 : 1)) socket.end();
      });
      socket.on('secureConnect', () => {
        if (!socket.authorized) reject(new Error('not authorized'));
        if (given && !socket.isSessionReused()) reject(new Error('not resumed'));
        // For a resumption node:tls gives no ticket in TLS 1.3; ours gives one, which is in its time.
        if (given) socket.end();
      });
      socket.on('error', reject);
      socket.on('close', () => resolve());
      socket.resume();
    });
  const rate = async (run: () => Promise<void>) => {
    const start = performance.now();
    for (let i = 0; i < COUNT; i++) await run();
    return (COUNT * 1000) / (performance.now() - start);
  };
  return {
    full: () => rate(() => once()),
    resumed: async () => {
      await once();
      return rate(() => once(session));
    },
  };
}

/** The cryptographic calls of one handshake of ours, timed by a wrapped provider, and a bare TCP exchange. */
async function floorOf(pki: Pki, version: Version): Promise<Shaker> {
  const sink = createTcpServer((socket) => {
    socket.on('data', (data) => socket.write(data));
    socket.on('end', () => socket.end());
    socket.on('error', () => {});
  });
  const port = await listening(sink);
  const { provider, spent } = counting();
  const full = async () => {
    spent.milliseconds = 0;
    const ticketKey = freshTicketKey(provider);
    const tickets = sealedTickets(provider, () => [ticketKey], 7200);
    const clocks = { provider, now: () => performance.now(), wallClock: () => Date.now() };
    const versions = [version === 'TLSv1.3' ? 'TLS 1.3' : 'TLS 1.2'] as const;
    const signed = credentialOf(pki, spent);
    const trust = trustOf(pki);
    const sessions: Session[] = [];
    let bytes = 0;
    for (let i = 0; i < COUNT; i++) {
      const client = connectClient({
        name: 'localhost',
        trust,
        versions,
        cipherSuites: [ianaSuiteOf(version, pki)],
        ...clocks,
      });
      const server = acceptClient({
        credentials: [signed],
        tickets,
        versions,
        cipherSuites: [ianaSuiteOf(version, pki)],
        ...clocks,
      });
      for (;;) {
        const out = client.takeOutput();
        if (out) server.feed(out);
        const back = server.takeOutput();
        if (back) client.feed(back);
        bytes += (out?.length ?? 0) + (back?.length ?? 0);
        if (!out && !back) break;
      }
      if (!client.established || !server.established) throw new Error('the floor’s handshake failed');
      for (const event of client.takeEvents()) if (event.type === 'session') sessions.push(event.session);
    }
    const crypto = spent.milliseconds;
    const start = performance.now();
    for (let i = 0; i < COUNT; i++) await exchange(port, Math.ceil(bytes / COUNT / 2));
    return (COUNT * 1000) / (crypto + performance.now() - start);
  };
  return { full, resumed: () => Promise.reject(new Error('the floor does not resume')) };
}

function exchange(port: number, length: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = connectTcp(port, '127.0.0.1');
    let left = length;
    socket.on('data', (data) => {
      left -= data.length;
      if (left <= 0) socket.end();
    });
    socket.on('close', () => resolve());
    socket.on('error', reject);
    socket.write(Buffer.alloc(length));
  });
}

function listening(server: TcpServer | nodeTls.Server): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  );
}

const suiteOf = (version: Version, { kind }: Pki): string =>
  version === 'TLSv1.3'
    ? 'TLS_AES_128_GCM_SHA256'
    : kind === 'EC'
      ? 'ECDHE-ECDSA-AES128-GCM-SHA256'
      : 'ECDHE-RSA-AES128-GCM-SHA256';
const ianaSuiteOf = (version: Version, pki: Pki): string =>
  version === 'TLSv1.3'
    ? 'TLS_AES_128_GCM_SHA256'
    : `TLS_ECDHE_${pki.kind === 'EC' ? 'ECDSA' : 'RSA'}_WITH_AES_128_GCM_SHA256`;

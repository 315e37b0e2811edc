/** Handshakes one after another over loopback, both ends in this process: of a stack, or of what no stack could beat. */
import {
  type AddressInfo,
  connect as connectTcp,
  createServer as createTcpServer,
  type Server as TcpServer,
} from 'node:net';
import type * as nodeTls from 'node:tls';
import {
  acceptClient,
  connectClient,
  freshTicketKey,
  type Session,
  sealedTickets,
} from '../src/exports/handglass.ts';
import { counting } from './counting.ts';
import { credentialOf, type Pki, trustOf } from './pki.ts';

/** Of one measurement, where nothing else is said. */
export const COUNT = 400;

export type Tls = Pick<typeof nodeTls, 'connect' | 'createServer' | 'createSecureContext'>;
/** Of TLS 1.2. */
export type KeyExchange = 'DHE' | 'ECDHE';
export type Version = 'TLSv1.2' | 'TLSv1.3';

export interface Shaker {
  /** Handshakes a second, over so many of them. */
  full(count?: number): Promise<number>;
  resumed(count?: number): Promise<number>;
}

/** @param ofServer what only the server of this stack is told */
export async function shaker(
  tls: Tls,
  pki: Pki,
  version: Version,
  keyExchange: KeyExchange = 'ECDHE',
  ofServer: nodeTls.SecureContextOptions = {},
): Promise<Shaker> {
  const common = {
    minVersion: version,
    maxVersion: version,
    ciphers: suiteOf(version, pki, keyExchange),
    ecdhCurve: keyExchange === 'DHE' ? 'X25519:P-256:ffdhe2048' : 'X25519:P-256',
  } as const;
  const secureContext = tls.createSecureContext({ ca: pki.ca, ...common });
  const server = tls.createServer({ cert: pki.cert, key: pki.key, ...common, ...ofServer }, (socket) => {
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
  const rate = async (count: number, run: () => Promise<void>) => {
    const start = performance.now();
    for (let i = 0; i < count; i++) await run();
    return (count * 1000) / (performance.now() - start);
  };
  return {
    full: (count = COUNT) => rate(count, () => once()),
    resumed: async (count = COUNT) => {
      await once();
      return rate(count, () => once(session));
    },
  };
}

/** The cryptographic calls of one handshake of ours, timed by a wrapped provider, and a bare TCP exchange. */
export async function floorOf(pki: Pki, version: Version): Promise<Shaker> {
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

const suiteOf = (version: Version, { kind }: Pki, keyExchange: KeyExchange): string =>
  version === 'TLSv1.3'
    ? 'TLS_AES_128_GCM_SHA256'
    : `${keyExchange}-${kind === 'EC' ? 'ECDSA' : 'RSA'}-AES128-GCM-SHA256`;
const ianaSuiteOf = (version: Version, pki: Pki): string =>
  version === 'TLSv1.3'
    ? 'TLS_AES_128_GCM_SHA256'
    : `TLS_ECDHE_${pki.kind === 'EC' ? 'ECDSA' : 'RSA'}_WITH_AES_128_GCM_SHA256`;

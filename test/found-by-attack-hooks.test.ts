/**
 * Hooks and listeners may throw or never answer: nothing is lost, no connection is held for ever, and the process goes on.
 */
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { privateKey } from '../src/crypto/providers/node.ts';
import {
  type ConnectOptions,
  connect,
  createSecureContext,
  createServer,
  type ServerOptions,
  type TLSSocket,
} from '../src/exports/node.ts';
import { acceptClient } from '../src/options/options.ts';
import { TlsError } from '../src/protocol/errors.ts';
import { helloBytes } from './hostile-client.ts';
import { ca, contentOf, ecClient, ecServer, listening, otherServer } from './loopback.ts';

/** What would end a process that has no handler for it; vitest's own handler stands aside meanwhile. */
const uncaught: unknown[] = [];
const note = (error: unknown): void => void uncaught.push(error);
let others: NodeJS.UncaughtExceptionListener[] = [];
beforeEach(() => {
  uncaught.length = 0;
  others = process.listeners('uncaughtException');
  process.removeAllListeners('uncaughtException');
  process.on('uncaughtException', note);
});
afterEach(() => {
  process.removeListener('uncaughtException', note);
  for (const other of others) process.on('uncaughtException', other);
});

const toServer = { host: '127.0.0.1', servername: 'localhost', ca };
function dial(port: number, options: Partial<ConnectOptions> = {}): TLSSocket {
  const socket = connect({ ...toServer, port, ...options });
  // When a test is over its server cuts what is left.
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return socket;
}

function served(socket: TLSSocket): void {
  socket.on('error', () => {});
  socket.end('served');
}

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const boom = new Error('boom');
/** Throws the first time. */
const throwingOnce = () => {
  let thrown = false;
  return (): void => {
    if (thrown) return;
    thrown = true;
    throw boom;
  };
};

describe.each(versions)('a listener that throws once, in %s', (maxVersion) => {
  const sent = randomBytes(100_000);
  const sending = (): Promise<number> =>
    listening(
      tls.createServer({ ...ecServer, maxVersion }, (socket) => {
        socket.on('error', () => {});
        socket.end(sent);
      }),
    );

  it("of 'data' loses nothing of what was sent", async () => {
    const socket = dial(await sending());
    const chunks: Buffer[] = [];
    const throwing = throwingOnce();
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      throwing();
    });
    await once(socket, 'end');
    expect(Buffer.concat(chunks).equals(sent)).toBe(true);
    expect(uncaught).toEqual([boom]);
  });

  it("of 'data' is heard of before anything else is handed out", async () => {
    const socket = dial(await sending());
    let count = 0;
    process.once('uncaughtException', () => socket.destroy());
    socket.on('data', () => {
      count++;
      throw boom;
    });
    let ended = false;
    socket.on('end', () => {
      ended = true;
    });
    await once(socket, 'close');
    expect([count, ended]).toEqual([1, false]);
  });

  it.each(['session', 'keylog'])('of %j loses nothing', async (event) => {
    const socket = dial(await sending());
    socket.on(event, throwingOnce());
    expect((await contentOf(socket)).equals(sent)).toBe(true);
    expect(uncaught).toEqual([boom]);
  });

  it('for every event of the engine loses nothing', async () => {
    const seen: string[] = [];
    const socket = dial(await sending(), {
      onEvent({ type }) {
        seen.push(type);
        throw boom;
      },
    });
    expect((await contentOf(socket)).equals(sent)).toBe(true);
    expect(uncaught.length).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(['established', 'data', 'end']));
  });

  it.each(['secure', 'secureConnect'])('of %j has not accepted the peer: nothing is sent', async (event) => {
    const got: Buffer[] = [];
    const port = await listening(
      tls.createServer({ ...ecServer, maxVersion }, (socket) => {
        socket.on('error', () => {});
        socket.on('data', (chunk) => got.push(chunk));
      }),
    );
    const socket = dial(port);
    socket.write('secret');
    socket.on(event, () => {
      throw boom;
    });
    const ends: string[] = [];
    socket.on('end', () => ends.push('end')).resume();
    await once(socket, 'close');
    expect([uncaught, got, ends, socket.destroyed]).toEqual([[boom], [], [], true]);
  });

  it("of a server's 'secureConnection' costs that connection alone", async () => {
    const throwing = throwingOnce();
    const server = createServer({ ...ecServer, maxVersion }, (socket) => {
      socket.on('error', () => {});
      throwing();
      served(socket);
    });
    const port = await listening(server);
    const first = tls.connect({ ...toServer, port }).resume();
    first.on('error', () => {});
    await once(first, 'close');
    expect((await contentOf(dial(port))).toString()).toBe('served');
    expect(uncaught).toEqual([boom]);
  });

  it("of 'tlsClientError' and of a server's 'keylog' costs nobody anything", async () => {
    const server = createServer({ ...ecServer, maxVersion }, served);
    server.on('tlsClientError', () => {
      throw boom;
    });
    server.on('keylog', throwingOnce());
    const port = await listening(server);
    const stranger = net.connect(port, '127.0.0.1').end('GET / HTTP/1.1\r\n\r\n').resume();
    await once(stranger, 'close');
    expect((await contentOf(dial(port))).toString()).toBe('served');
    expect(uncaught).toEqual([boom, boom]);
  });
});

const never = (): Promise<never> => new Promise(() => {});
type Told = TlsError & { code: string };

/** A server whose hook never answers, with what it tells of its clients. */
async function hanging(options: ServerOptions) {
  const server = createServer({ ...ecServer, ...options }, (socket) => socket.on('error', () => {}));
  const told: Told[] = [];
  server.on('tlsClientError', (error: Told) => told.push(error));
  const port = await listening(server);
  const open = (): Promise<number> =>
    new Promise((resolve, reject) =>
      server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
    );
  return { port, told, open };
}

const hungKey = () => {
  const key = privateKey(ecServer.key);
  return { ...key, sign: never };
};
const hooks: readonly (readonly [string, RegExp, ServerOptions])[] = [
  ['SNICallback', /an answer from SNICallback did not come in time/, { SNICallback: () => {} }],
  ['a key', /an answer from the private key did not come in time/, { key: hungKey() }],
  ['ocspResponse', /an answer from ocspResponse did not come in time/, {}],
];

describe('a hook that never answers', () => {
  it.each(hooks)('ends at its bound, with an alert and its name: %s', async (name, words, options) => {
    const server = createServer({ ...ecServer, ...options, answerTimeout: 100 });
    if (name === 'ocspResponse') server.on('OCSPRequest', () => {});
    const refused = once(server, 'tlsClientError');
    const socket = tls.connect({
      ...toServer,
      port: await listening(server),
      requestOCSP: true,
    } as tls.ConnectionOptions);
    const [error] = (await once(socket, 'error')) as [Told];
    const [told] = (await refused) as [Told];
    expect(error.code).toBe('ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR');
    expect(told).toBeInstanceOf(TlsError);
    expect([told.reason, told.code, told.fault, told.alert]).toEqual([
      'answer-timeout',
      'ERR_TLS_ANSWER_TIMEOUT',
      'local',
      'internal_error',
    ]);
    expect(told.message).toMatch(words);
  });

  it.each(hooks.slice(0, 2))('drops clients that have left: %s', async (_name, _words, options) => {
    const { port, told, open } = await hanging({ ...options, answerTimeout: Number.POSITIVE_INFINITY });
    const hello = await helloBytes();
    const clients = Array.from({ length: 20 }, (_, i) => {
      const socket = net.connect(port, '127.0.0.1', () =>
        socket.write(hello, () => setTimeout(() => (i % 2 ? socket.end() : socket.resetAndDestroy()), 50)),
      );
      return socket.on('error', () => {}).resume();
    });
    await Promise.all(clients.map((socket) => new Promise((resolve) => socket.once('close', resolve))));
    await expect.poll(open).toBe(0);
    expect(told.map(({ reason }) => reason)).toEqual(clients.map(() => 'connection-cut'));
  });

  it.each(hooks.slice(0, 2))(
    'drops clients that sent much more and have left: %s',
    async (_name, _words, options) => {
      const { port, told, open } = await hanging({ ...options, answerTimeout: Number.POSITIVE_INFINITY });
      const hello = await helloBytes();
      const socket = net.connect(port, '127.0.0.1', () => {
        socket.write(hello);
        socket.write(Buffer.alloc(100_000), () => setTimeout(() => socket.resetAndDestroy(), 50));
      });
      socket.on('error', () => {}).resume();
      await once(socket, 'close');
      await expect.poll(open).toBe(0);
      expect(told.map(({ reason }) => reason)).toEqual(['connection-cut']);
    },
  );

  it('has a limit, even while a person is asked, once more has arrived than is read', async () => {
    const { port, told, open } = await hanging({
      requestCert: true,
      ca: otherServer.cert,
      onRejected: never,
      answerTimeout: 100,
    });
    const client = tls.connect({ ...toServer, port, ...ecClient });
    onTestFinished(() => void client.destroy());
    client.on('error', () => {});
    await once(client, 'secureConnect');
    client.write(Buffer.alloc(2 ** 16));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect([told, await open()]).toEqual([[], 1]);
    client.write(Buffer.alloc(2 ** 20));
    await expect
      .poll(() => told.map(({ reason, fault }) => [reason, fault]))
      .toEqual([['answer-timeout', 'local']]);
  });

  it('has no limit while a person is asked, until the peer has ended its side', async () => {
    const server = tls.createServer(ecServer).on('tlsClientError', () => {});
    const raw = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
    const asked = new Promise<void>((resolve) => {
      void listening(server).then((port) => {
        socket = dial(port, {
          ca: otherServer.cert,
          answerTimeout: 50,
          onRejected: () => {
            resolve();
            return never();
          },
        });
        failed = once(socket, 'error');
      });
    });
    let socket: TLSSocket | undefined;
    let failed: Promise<unknown[]> | undefined;
    await asked;
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(socket?.destroyed).toBe(false);
    (await raw).end();
    expect((await failed!)[0]).toMatchObject({ reason: 'answer-timeout', alert: 'internal_error' });
  });

  it('keeps what arrives meanwhile, more than one buffer, and delivers it in order', async () => {
    const sent = randomBytes(2 ** 21);
    let answer: (() => void) | undefined;
    const asked = new Promise<void>((resolve) => {
      answer = resolve;
    });
    const server = createServer({
      ...ecServer,
      requestCert: true,
      ca: otherServer.cert,
      onRejected: async () => {
        await asked;
        return true;
      },
    });
    const accepted = once(server, 'secureConnection');
    const client = tls.connect({ ...toServer, port: await listening(server), ...ecClient });
    onTestFinished(() => void client.destroy());
    client.on('error', () => {});
    // In TLS 1.3 a client is done when it has sent its certificate: its data and its end come while that is looked at.
    await once(client, 'secureConnect');
    client.end(sent);
    await new Promise((resolve) => setTimeout(resolve, 100));
    answer?.();
    const [there] = (await accepted) as [TLSSocket];
    expect((await contentOf(there)).equals(sent)).toBe(true);
  });

  it('keeps a request and the end behind it, when the peer half-closes before the answer', async () => {
    let answer: (yes: boolean) => void = () => {};
    const server = createServer({
      ...ecServer,
      requestCert: true,
      ca: otherServer.cert,
      onRejected: () => new Promise<boolean>((resolve) => (answer = resolve)),
    });
    const accepted = once(server, 'secureConnection');
    const client = tls.connect({ ...toServer, port: await listening(server), ...ecClient });
    onTestFinished(() => void client.destroy());
    await once(client, 'secureConnect');
    client.end('a request');
    await new Promise((resolve) => setTimeout(resolve, 100));
    answer(true);
    const [there] = (await accepted) as [TLSSocket];
    expect((await contentOf(there)).toString()).toBe('a request');
  });

  it.each([0, Number.NaN])('has no limit of %j in the engine either: it is refused', (answerTimeout) => {
    const { engineOptions, credentials } = createSecureContext(ecServer);
    expect(() => acceptClient({ ...engineOptions, credentials, now: () => 0, answerTimeout })).toThrow(
      /milliseconds above 0/,
    );
  });

  it.each([0, -1, Number.NaN, '5', true])('has no limit of %j: it is refused', (answerTimeout) => {
    const options = { ...ecServer, answerTimeout } as unknown as ServerOptions;
    expect(() => createServer(options)).toThrow(/answerTimeout must be a number of milliseconds/);
  });
});

describe('a promise that is not a native one', () => {
  /** Answers twice, and at once, and then throws. */
  const thenable = <T>(value: T) =>
    ({
      // biome-ignore lint/suspicious/noThenProperty: that is what is tried
      then(resolve: (value: T) => void): void {
        resolve(value);
        resolve(value);
        throw new Error('behind the answer');
      },
    }) as unknown as Promise<T>;

  it.each(versions)('counts once, in %s', async (maxVersion) => {
    const key = privateKey(ecServer.key);
    const server = createServer(
      {
        ...ecServer,
        maxVersion,
        key: {
          ...key,
          sign: (...given: Parameters<typeof key.sign>) => thenable(key.sign(...given) as Uint8Array),
        },
      },
      served,
    );
    expect((await contentOf(dial(await listening(server)))).toString()).toBe('served');
    expect(uncaught).toEqual([]);
  });
});

it('an answer that comes too late is dropped', async () => {
  const answers: (() => void)[] = [];
  const { port, told } = await hanging({
    answerTimeout: 50,
    SNICallback: (_name, done) => answers.push(() => done(null, createSecureContext(ecServer))),
  });
  const client = tls.connect({ ...toServer, port });
  await once(client, 'error');
  for (const answer of answers) answer();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(told.map(({ reason }) => reason)).toEqual(['answer-timeout']);
  expect(uncaught).toEqual([]);
});

it('a library server has the cap of node:net', async () => {
  const server = createServer(ecServer, (socket) => socket.on('error', () => {}));
  server.maxConnections = 2;
  const dropped = once(server, 'drop');
  const port = await listening(server);
  const held = [dial(port), dial(port)];
  await Promise.all(held.map((socket) => once(socket, 'secureConnect')));
  await expect(once(dial(port), 'secureConnect')).rejects.toThrow();
  await dropped;
});

/** What programs written for node:tls lean on: the same program with both, and what it sees has to be the same. */
import { once } from 'node:events';
import http from 'node:http';
import type net from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ca, contentOf, ecClient, ecServer, listening, otherServer } from '../../test/loopback.ts';
import * as handglass from '../exports/node.ts';

/** Either of the two, seen as node:tls. */
type Side = Pick<typeof tls, 'connect' | 'createServer'>;
const stacks: [string, Side][] = [
  ['node:tls', tls],
  ['handglass', handglass as unknown as Side],
];
type Coded = Error & { code?: string };

async function pair(
  stack: Side,
  serverOptions: tls.TlsOptions = {},
  clientOptions: tls.ConnectionOptions = {},
) {
  const server = stack.createServer({ ...ecServer, ...serverOptions });
  const accepted = new Promise<tls.TLSSocket>((resolve) => server.once('secureConnection', resolve));
  const refused = new Promise<Coded>((resolve) => server.once('tlsClientError', resolve));
  // Connections are cut when a test is over.
  server.on('secureConnection', (socket) => socket.on('error', () => {}));
  const port = await listening(server);
  const client = stack.connect({ host: '127.0.0.1', port, servername: 'localhost', ca, ...clientOptions });
  onTestFinished(() => void client.destroy());
  return { server, port, client, accepted, refused };
}

/** Of the reason, which node:tls has as a string. */
const codeOf = (error: unknown): unknown => (error as Coded | null)?.code ?? error;

describe.each(stacks)('%s', (_name, stack) => {
  it.each([
    ['orderly', undefined, false],
    ['broken off', new Error('enough'), true],
  ])('tells with close whether there was an error: %s', async (_how, error, hadError) => {
    const { client, accepted } = await pair(stack);
    (await accepted).on('error', () => {}).resume();
    const order: string[] = [];
    client.on('error', () => order.push('error')).on('close', () => order.push('close'));
    const closed = new Promise((resolve) => client.once('close', resolve));
    client.destroy(error);
    expect(await closed).toBe(hadError);
    expect(order).toEqual(hadError ? ['error', 'close'] : ['close']);
  });

  it('ends and closes a socket that nobody reads', async () => {
    const { client, accepted } = await pair(stack);
    client.resume();
    const there = await accepted;
    const events: string[] = [];
    for (const name of ['end', 'finish', 'close']) there.on(name, () => events.push(name));
    there.end('all that there is to say');
    await once(there, 'close');
    expect(events.sort()).toEqual(['close', 'end', 'finish']);
  });

  it('takes a socket that is thrown away for an end, where nothing is missing', async () => {
    const { client, accepted } = await pair(stack, {}, { maxVersion: 'TLSv1.2' });
    const there = await accepted;
    const content = contentOf(there);
    await new Promise<void>((sent) => client.write('everything', () => sent()));
    there.once('readable', () => client.destroy());
    expect((await content).toString()).toBe('everything');
  });

  it('says why a server is not authorized, where that ends the connection', async () => {
    const { client } = await pair(stack, {}, { ca: otherServer.cert });
    const [error] = (await once(client, 'error')) as [Coded];
    expect(client.authorized).toBe(false);
    expect(codeOf(client.authorizationError)).toBe(error.code);
  });

  it('has null for a reason, where there is none', async () => {
    const { client, accepted } = await pair(stack, { requestCert: true, ca }, ecClient);
    await once(client, 'secureConnect');
    const there = await accepted;
    expect([client.authorizationError, there.authorizationError]).toEqual([null, null]);
  });

  it('says that a client showed no certificate, where it need not', async () => {
    const { accepted } = await pair(stack, { requestCert: true, rejectUnauthorized: false, ca });
    const there = await accepted;
    expect([there.authorized, codeOf(there.authorizationError)]).toEqual([
      false,
      'UNABLE_TO_GET_ISSUER_CERT',
    ]);
  });

  it('names the lack of an application protocol as OpenSSL does', async () => {
    const { client, refused } = await pair(stack, { ALPNProtocols: ['h2'] }, { ALPNProtocols: ['other'] });
    client.on('error', () => {});
    expect((await refused).code).toBe('ERR_SSL_NO_APPLICATION_PROTOCOL');
  });

  it('hands out the error of an SNICallback with its code', async () => {
    const error = Object.assign(new Error('not here'), { code: 'NOT_HERE' });
    const { client, refused } = await pair(stack, { SNICallback: (_name, done) => done(error) });
    client.on('error', () => {});
    expect((await refused).code).toBe('NOT_HERE');
  });

  it('tells in which state a socket is, and its timeout', async () => {
    const { client } = await pair(stack);
    expect([client.readyState, client.pending]).toEqual(['opening', true]);
    await once(client, 'secureConnect');
    client.resume();
    expect([client.readyState, client.pending, client.localFamily]).toEqual(['open', false, 'IPv4']);
    client.setTimeout(1234);
    expect(client.timeout).toBe(1234);
    const never = () => {};
    client.setTimeout(5000, never);
    client.setTimeout(0, never);
    expect(client.listenerCount('timeout')).toBe(0);
    client.destroy();
    expect(client.readyState).toBe('closed');
  });

  it('connects to a port in digits', async () => {
    const { port } = await pair(stack);
    const dial = stack.connect as unknown as (port: string, host: string, options: object) => tls.TLSSocket;
    const client = dial(String(port), '127.0.0.1', { servername: 'localhost', ca });
    onTestFinished(() => void client.destroy());
    await once(client, 'secureConnect');
  });

  it('connects to a socket of the file system', async () => {
    const path = join(
      tmpdir(),
      `handglass-${process.pid}-${stacks.findIndex(([, one]) => one === stack)}.sock`,
    );
    const server = stack.createServer(ecServer);
    onTestFinished(() => void server.close());
    server.listen(path);
    await once(server, 'listening');
    const client = stack.connect(path as never, { servername: 'localhost', ca } as never);
    onTestFinished(() => void client.destroy());
    await once(client, 'secureConnect');
  });

  it('carries node:http with connections that are kept, and idle ones go without an error', async () => {
    const troubles: unknown[] = [];
    const web = http.createServer((request, response) => response.end(request.url));
    web.on('clientError', (error: Coded, socket) => {
      troubles.push(error.code);
      socket.destroy();
    });
    const { server, port } = await pair(stack);
    const gone = new Promise<void>((resolve) => {
      server.on('secureConnection', (socket) => {
        socket.once('close', () => resolve());
        web.emit('connection', socket);
      });
    });
    const agent = new http.Agent({ keepAlive: true, maxSockets: 1 });
    Object.assign(agent, {
      createConnection: () => stack.connect({ host: '127.0.0.1', port, servername: 'localhost', ca }),
    });
    const get = (path: string) =>
      new Promise<[string, boolean]>((resolve, reject) => {
        const request = http.get({ agent, path, host: '127.0.0.1', port }, (response) => {
          void contentOf(response as unknown as Duplex).then(
            (body) => resolve([body.toString(), request.reusedSocket]),
            reject,
          );
        });
        request.on('error', reject);
      });
    expect([await get('/1'), await get('/2')]).toEqual([
      ['/1', false],
      ['/2', true],
    ]);
    await new Promise((later) => setImmediate(later));
    agent.destroy();
    await gone;
    expect(troubles).toEqual([]);
  });
});

it('is no error that the peer does not wait for our close_notify', async () => {
  const { server, client, accepted } = await pair(handglass as unknown as Side);
  const raw = new Promise<net.Socket>((resolve) => server.once('connection', resolve));
  client.on('error', () => {});
  const there = await accepted;
  const beneath = await raw;
  beneath.write = () => {
    beneath.destroy(Object.assign(new Error('nobody is there'), { code: 'EPIPE' }));
    return false;
  };
  const seen: string[] = [];
  for (const name of ['error', 'end', 'finish', 'close']) there.on(name, () => seen.push(name));
  there.resume();
  client.end('x');
  await new Promise((resolve) => there.once('close', resolve));
  expect(seen).toEqual(['end', 'finish', 'close']);
});

describe('a socket that is thrown away', () => {
  it('is a cut to its peer where something that was written is missing', async () => {
    const { client, accepted } = await pair(handglass as unknown as Side);
    const there = await accepted;
    const failed = once(there, 'error');
    await once(client, 'session');
    client.write(Buffer.alloc(2 ** 22));
    client.destroy();
    there.resume();
    expect(((await failed)[0] as Coded).code).toBe('ECONNRESET');
  });

  it('goes at once, also where the peer reads nothing', async () => {
    const { client, accepted } = await pair(handglass as unknown as Side);
    const { underneath } = client as unknown as { underneath: net.Socket };
    await accepted;
    const closed = once(underneath, 'close');
    client.destroy();
    await closed;
  });
});

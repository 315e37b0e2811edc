/** What can loosen something in the Node adapter, beside test/fails-closed.test.ts: secrets, resumptions, staples, variables. */
import { once } from 'node:events';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import * as handglass from '../src/exports/node.ts';
import type { Event } from '../src/handshake/events.ts';
import { authority, ca, contentOf, ecClient, ecServer, listening } from './loopback.ts';
import { carry, makeAuthority, makeClient, makeServer } from './pair.ts';

const others = await authority('Others');
const versions = ['TLSv1.2', 'TLSv1.3'] as const;
const toServer = { host: '127.0.0.1', servername: 'localhost', ca };
const values: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['false', false],
  ['0', 0],
  ['1', 1],
  ['text', 'true'],
  ['NaN', Number.NaN],
  ['an object', {}],
  ['a Boolean', Object(true)],
  ['a list', [true]],
  ['a function', () => true],
];
const secretsAmong = (events: readonly Event[]): number =>
  events.filter(({ type }) => type === 'secret').length;

function dial(port: number, options: object = {}): handglass.TLSSocket {
  const socket = handglass.connect({ ...toServer, port, ...options });
  socket.on('error', () => {});
  onTestFinished(() => void socket.destroy());
  return socket;
}

describe.each(versions)('secrets, in %s', (maxVersion) => {
  const root = makeAuthority();

  /** How many each of connect, createServer and the engine's two sides tell of. */
  async function told(secrets: unknown): Promise<number[]> {
    const seen: [Event[], Event[]] = [[], []];
    const options = (i: 0 | 1) =>
      ({ maxVersion, secrets, onEvent: (event: Event) => seen[i].push(event) }) as object;
    const server = handglass.createServer({ ...ecServer, ...options(0) }, (socket) => {
      socket.on('error', () => {});
      socket.end('served');
    });
    await contentOf(dial(await listening(server), options(1)));
    const both = {
      versions: [maxVersion === 'TLSv1.2' ? 'TLS 1.2' : 'TLS 1.3'],
      observe: true,
      secrets,
    } as object;
    const pair = {
      client: makeClient({ trust: root.trust, ...both }),
      server: makeServer({ credentials: [root.issue('EC', 'server')], ...both }),
    };
    carry(pair);
    expect(pair.client.events.some(({ type }) => type === 'established')).toBe(true);
    return [...seen, pair.client.events, pair.server.events].map(secretsAmong);
  }

  it('are told where it is true', async () => {
    for (const count of await told(true)) expect(count).toBeGreaterThan(0);
  });
  it.each(values)('are not told where it is %s', async (_what, value) => {
    expect(await told(value)).toEqual([0, 0, 0, 0]);
  });
});

describe.each(versions)('onRejected, in %s', (maxVersion) => {
  it('is not asked in a resumption, which has nothing to overrule', async () => {
    let asked = 0;
    const onRejected = (): boolean => {
      asked++;
      return true;
    };
    const port = await listening(
      handglass.createServer({ ...ecServer, maxVersion }, (socket) =>
        socket.on('error', () => {}).end('served'),
      ),
    );
    const first = dial(port, { onRejected });
    const given = once(first, 'session');
    await contentOf(first);
    const [session] = (await given) as [Buffer];
    const second = dial(port, { onRejected, session });
    await contentOf(second);
    expect([second.isSessionReused(), second.authorized, asked]).toEqual([true, true, 0]);
    // The session of another trust is none here: the handshake is a whole one, and the question is asked.
    const third = dial(port, { onRejected: () => !onRejected(), session, ca: others.pem });
    await new Promise((resolve) => third.once('close', resolve));
    expect([third.isSessionReused(), third.authorized, asked]).toEqual([false, false, 1]);
  });

  it('leaves no session behind where it said yes', async () => {
    const port = await listening(
      handglass.createServer({ ...ecServer, maxVersion }, (socket) =>
        socket.on('error', () => {}).end('served'),
      ),
    );
    const socket = dial(port, { ca: others.pem, onRejected: () => true });
    const sessions: unknown[] = [];
    socket.on('session', (session) => sessions.push(session));
    await contentOf(socket);
    expect([socket.authorized, sessions, socket.getSession()]).toEqual([false, [], undefined]);
  });
});

it('onRejected is refused on a server that asks nobody for a certificate', () => {
  const options = { ...ecServer, onRejected: () => true };
  expect(() => handglass.createServer(options)).toThrow(/the option onRejected is never called/);
  expect(() => handglass.createServer({ ...options, requestCert: false })).toThrow(/onRejected/);
  expect(() => handglass.createServer({ ...options, requestCert: true, ca })).not.toThrow();
});

describe.each(versions)("an answer to 'OCSPRequest', in %s", (maxVersion) => {
  type Answer = (error: unknown, response?: unknown) => void;
  async function answered(listen: (answer: Answer) => void): Promise<string> {
    const server = handglass.createServer({ ...ecServer, maxVersion, answerTimeout: 100 }, (socket) =>
      socket.on('error', () => {}).end('served'),
    );
    server.on('OCSPRequest', (_certificate, _issuer, answer: Answer) => listen(answer));
    const socket = tls.connect({
      ...toServer,
      port: await listening(server),
      requestOCSP: true,
    } as tls.ConnectionOptions);
    onTestFinished(() => void socket.destroy());
    let staple = 'none';
    socket.on('OCSPResponse', (response: Buffer | null) => (staple = response?.toString() || 'none'));
    return contentOf(socket as never).then(
      (content) => (content.length > 0 ? `${content} with ${staple}` : 'ended'),
      () => 'ended',
    );
  }

  it.each<[string, unknown]>([
    ['true', true],
    ['a number', 5],
    ['text', 'a staple'],
    ['an object', {}],
    ['a list', [1, 2]],
    ['an ArrayBuffer', new ArrayBuffer(4)],
    ['a promise', Promise.resolve(Buffer.from('a staple'))],
  ])('ends the connection where it is %s', async (_what, response) => {
    expect(await answered((answer) => answer(null, response))).toBe('ended');
  });
  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['null', null],
    ['shared memory', new Uint8Array(new SharedArrayBuffer(4))],
    ['no bytes', new Uint8Array()],
  ])('costs the staple and no more where it is %s', async (_what, response) => {
    expect(await answered((answer) => answer(null, response))).toBe('served with none');
  });
  it('ends the connection with an error, and where there is never one', async () => {
    expect(await answered((answer) => answer(new Error('no idea')))).toBe('ended');
    expect(await answered(() => {})).toBe('ended');
  });
});

describe('variables of the environment', () => {
  it.each(versions)('NODE_TLS_REJECT_UNAUTHORIZED=0 takes nobody in %s', async (maxVersion) => {
    const before = process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
    process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
    onTestFinished(() => {
      if (before === undefined) delete process.env['NODE_TLS_REJECT_UNAUTHORIZED'];
      else process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = before;
    });
    const server = handglass.createServer({ ...ecServer, maxVersion, requestCert: true, ca: others.pem });
    const refused = once(server, 'tlsClientError');
    const socket = dial(await listening(server), { ...ecClient, askedAuthorities: 'ignore' });
    expect(((await refused)[0] as { reason: string }).reason).toBe('certificate-rejected');
    socket.destroy();
    const port = await listening(tls.createServer({ ...ecServer, maxVersion }));
    const [error] = await once(dial(port, { ca: others.pem }), 'error');
    expect(error).toMatchObject({ reason: 'certificate-rejected' });
  });
});

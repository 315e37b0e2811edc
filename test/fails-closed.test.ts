/** What can loosen something does so by one documented value alone: the rows of "What loosens" in docs/defaults.md. */
import { once } from 'node:events';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Maybe } from '../src/crypto/provider.ts';
import * as handglass from '../src/exports/node.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import { authority, ca, certified, ecClient, ecServer, listening } from './loopback.ts';
import {
  carry,
  established,
  failure,
  joined,
  makeAuthority,
  makeClient,
  makeServer,
  type Pair,
} from './pair.ts';

const others = await authority('Others');
/** Trusted by the loopback CA, but for another name. */
const elsewhere = await certified('EC', { dnsNames: ['elsewhere.test'] });
const notTrue: [string, unknown][] = [
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
  ['a promise of 1', Promise.resolve(1)],
  ['a promise of nothing', Promise.resolve()],
];
const notFalse = notTrue.filter(([, value]) => value !== false);

/** What comes of a client of ours at a server of ours: both sides' word, and what came to the server. */
async function meet(
  client: object = {},
  server: object = {},
  inside?: (socket: handglass.TLSSocket) => void,
): Promise<string> {
  const got: string[] = [];
  const listener = handglass.createServer({ ...ecServer, ...server }, (socket) => {
    socket.on('error', () => {}).on('data', (bytes: Buffer) => got.push(bytes.toString()));
    socket.end(String(socket.authorized));
  });
  const gone = new Promise((resolve) => listener.on('connection', (raw) => raw.once('close', resolve)));
  const port = await listening(listener);
  const options = { host: '127.0.0.1', port, servername: 'localhost', ca, ...client };
  const socket = handglass.connect(options as handglass.ConnectOptions);
  onTestFinished(() => void socket.destroy());
  inside?.(socket);
  let content = '';
  socket.on('data', (bytes: Buffer) => (content += bytes.toString()));
  const here = await new Promise<string>((resolve) => {
    socket.once('error', () => resolve('failed'));
    socket.once('end', () => resolve(`${socket.authorized} ${content}`));
    socket.once('close', () => resolve('closed'));
  });
  if (here !== 'failed') return here;
  await gone;
  return got.length > 0 ? 'failed, but data went out' : here;
}

const untrusted = { ca: others.pem };
const asks = { ca: others.pem, requestCert: true };
/** Our client has a certificate that the server does not trust. */
const stranger = { ...ecClient, askedAuthorities: 'ignore' };

describe('rejectUnauthorized', () => {
  it('takes every server and every client where it is false', async () => {
    expect(await meet({ ...untrusted, rejectUnauthorized: false })).toBe('false false');
    expect(await meet(stranger, { ...asks, rejectUnauthorized: false })).toBe('true false');
  });
  it.each([...notFalse, ['an empty text', '']])('takes no server where it is %s', async (_what, value) => {
    expect(await meet({ ...untrusted, rejectUnauthorized: value })).toBe('failed');
  });
  it.each([...notFalse, ['an empty text', '']])('takes no client where it is %s', async (_what, value) => {
    expect(await meet(stranger, { ...asks, rejectUnauthorized: value })).toBe('failed');
    expect(await meet({}, { ...asks, rejectUnauthorized: value })).toBe('failed');
  });
});

describe('requestCert', () => {
  it.each([
    ['nothing', undefined],
    ['false', false],
  ])('asks nobody where it is %s', async (_what, requestCert) =>
    expect(await meet({}, { ca, requestCert })).toBe('true false'),
  );
  it.each(notTrue.filter(([, value]) => value !== undefined && value !== false))(
    'asks where it is %s',
    async (_what, requestCert) => expect(await meet({}, { ca, requestCert })).toBe('failed'),
  );
});

describe('onRejected', () => {
  const taken = { client: 'true', server: 'true false' };
  it.each([
    ['true', () => true],
    ['a promise of true', () => Promise.resolve(true)],
  ])('takes what was rejected where it answers %s', async (_what, onRejected) => {
    expect(await meet({ ...untrusted, onRejected })).toBe('false false');
    expect(await meet(stranger, { ...asks, onRejected })).toBe(taken.server);
  });
  it.each<[string, () => unknown]>([
    ...notTrue.map(([what, value]): [string, () => unknown] => [what, () => value]),
    [
      'an exception',
      () => {
        throw new Error('no idea');
      },
    ],
    ['a promise that rejects', () => Promise.reject(new Error('no idea'))],
    ['a promise of a promise that rejects', async () => await Promise.reject(new Error('no idea'))],
  ])('takes nothing where it answers with %s', async (_what, onRejected) => {
    expect(await meet({ ...untrusted, onRejected })).toBe('failed');
    expect(await meet(stranger, { ...asks, onRejected })).toBe('failed');
  });
  it.each(notTrue.filter(([, value]) => value !== undefined))('is refused where it is %s', (_what, value) => {
    const onRejected = value as never;
    expect(() => handglass.connect({ port: 1, onRejected })).toThrow(
      expect.objectContaining({ code: 'ERR_INVALID_ARG_TYPE' }),
    );
    expect(() => handglass.createServer({ onRejected })).toThrow(/onRejected/);
    expect(() => makeClient({ trust: root.trust, onRejected })).toThrow(/onRejected/);
  });
  it('is refused where nobody would be asked', () => {
    expect(() => handglass.connect({ port: 1, rejectUnauthorized: false, onRejected: () => true })).toThrow(
      /never called/,
    );
  });
  it('may destroy its connection, after which nothing more is reported', async () => {
    let tls: handglass.TLSSocket | undefined;
    const onRejected = () => {
      tls!.destroy();
      return true;
    };
    expect(await meet({ ...untrusted, onRejected }, {}, (socket) => (tls = socket))).toBe('closed');
  });
});

describe('checkServerIdentity', () => {
  it.each([
    ['undefined', undefined],
    ['null', null],
  ])('has nothing against a server where it answers %s', async (_what, answer) =>
    expect(await meet({ checkServerIdentity: () => answer })).toBe('true false'),
  );
  it.each<[string, () => unknown]>([
    ...notTrue
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([what, value]): [string, () => unknown] => [what, () => value]),
    ['true', () => true],
    ['an error', () => new Error('not him')],
    ['a frozen error', () => Object.freeze(new Error('not him'))],
    [
      'an exception',
      () => {
        throw new Error('no idea');
      },
    ],
    [
      'undefined that is thrown',
      () => {
        throw undefined;
      },
    ],
    ['a promise that rejects', () => Promise.reject(new Error('no idea'))],
  ])('is an objection where it answers with %s', async (_what, checkServerIdentity) => {
    const write = (socket: handglass.TLSSocket) => socket.write('for the right one alone');
    expect(await meet({ checkServerIdentity }, {}, write)).toBe('failed');
    expect(await meet({ checkServerIdentity, rejectUnauthorized: false })).toBe('false false');
  });
  it('cannot make another name right', async () => {
    const options = { checkServerIdentity: () => undefined };
    expect(await meet(options, elsewhere)).toBe('failed');
  });
  it('leaves the peer unauthorized and sends nothing until it has answered', async () => {
    const seen: unknown[] = [];
    let tls!: handglass.TLSSocket;
    const checkServerIdentity = () => {
      seen.push(tls.authorized);
      tls.write('too early');
      return new Error('not him');
    };
    expect(await meet({ checkServerIdentity }, {}, (socket) => (tls = socket))).not.toMatch(/data/);
    expect(seen).toEqual([false]);
    expect(tls.authorized).toBe(false);
  });
  it.each([true, 'no', {}, null])('is refused where it is %s', (checkServerIdentity) =>
    expect(() => handglass.connect({ port: 1, checkServerIdentity } as object)).toThrow(
      /checkServerIdentity/,
    ),
  );
});

describe('SNICallback', () => {
  it.each<[string, (done: (...given: unknown[]) => void) => unknown]>([
    ['an error', (done) => done(new Error('nobody'))],
    ['text for an error', (done) => done('nobody')],
    [
      'an exception',
      () => {
        throw new Error('no idea');
      },
    ],
    ['a promise that rejects', () => Promise.reject(new Error('no idea'))],
  ])('ends the connection with %s', async (_what, answer) => {
    const SNICallback = (_name: string, done: (...given: unknown[]) => void) => answer(done);
    expect(await meet({}, { SNICallback })).toBe('failed');
  });
  it.each([['options', { ...ecServer }], ...notTrue.slice(2), ['true', true]])(
    'gives a secure context, nothing, or an error that names it: %s',
    async (_what, answer) => {
      const SNICallback = (_name: string, done: (...given: unknown[]) => void) => done(null, answer);
      const listener = handglass.createServer({ ...ecServer, SNICallback } as handglass.ServerOptions);
      const told = once(listener, 'tlsClientError');
      const port = await listening(listener);
      const socket = handglass.connect({ host: '127.0.0.1', port, servername: 'localhost', ca });
      onTestFinished(() => void socket.destroy());
      socket.on('error', () => {});
      expect(((await told)[0] as Error).message).toMatch(/the option SNICallback gave no secure context/);
    },
  );
  it('may set another context from inside; this connection keeps what it began with', async () => {
    let listener: handglass.Server;
    const SNICallback: handglass.ServerOptions['SNICallback'] = (_name, done) => {
      listener.setSecureContext(elsewhere);
      done(null);
    };
    listener = handglass.createServer({ ...ecServer, SNICallback });
    const port = await listening(listener);
    const socket = handglass.connect({ host: '127.0.0.1', port, servername: 'localhost', ca });
    onTestFinished(() => void socket.destroy());
    await new Promise((resolve, reject) => socket.once('secureConnect', resolve).once('error', reject));
    expect(socket.authorized).toBe(true);
  });
});

it.each<[string, object]>([
  ['secureContext', { secureContext: {} }],
  ['secureContext', { secureContext: null }],
  ['trust', { trust: null }],
  ['trust', { trust: {} }],
  ['fetchIssuers', { fetchIssuers: 1 }],
  ['fetchPrivate', { fetchPrivate: 'yes' }],
  ['revocation', { revocation: null }],
  ['revocation', { revocation: { mode: 'Hard' } }],
  ['revocation.fetch', { revocation: { mode: 'hard', fetch: 1 } }],
  ['crl', { crl: null }],
  ['pins', { pins: [] }],
  ['pins', { pins: null }],
  ['handshakeTimeout', { handshakeTimeout: Number.NaN }],
  ['handshakeTimeout', { handshakeTimeout: '10s' }],
  ['commonName', { commonName: true }],
  ['askedAuthorities', { askedAuthorities: 'Ignore' }],
  ['servername', { servername: true }],
  ['session', { session: new Uint8Array(new SharedArrayBuffer(8)) }],
  ['crl', { crl: new Uint8Array(new SharedArrayBuffer(8)) }],
  ['cert', { ...ecServer, cert: new Uint8Array(new SharedArrayBuffer(8)) }],
  ['key', { ...ecServer, key: new Uint8Array(new SharedArrayBuffer(8)) }],
  ['ticketKeys', { ticketKeys: new Uint8Array(new SharedArrayBuffer(48)) }],
  ['ALPNProtocols', { ALPNProtocols: [new Uint8Array(new SharedArrayBuffer(8))] }],
])('%s is refused as %o', (name, options) =>
  expect(() => handglass.connect({ port: 1, ...options })).toThrow(`the option ${name} `),
);

it.each<[string, object]>([
  ['ca', { ca: inShared(ca) }],
  ['cert', { ...ecServer, cert: inShared(ecServer.cert) }],
  ['key', { ...ecServer, key: inShared(ecServer.key) }],
])('%s is refused in memory that other threads can change, also when it is good', (name, options) =>
  expect(() => handglass.createSecureContext(options)).toThrow(
    new RegExp(`the option ${name} .*(other threads|memory)`),
  ),
);

function inShared(text: string): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(text.length));
  bytes.set(Buffer.from(text));
  return bytes;
}

const root = makeAuthority();
const server = { credentials: [root.issue('EC', 'server')] };
function shake(client: object, more: object = {}): Pair {
  return joined(client, { ...server, ...more });
}

describe('a check of certificates that is handed in', () => {
  it.each([...notTrue, ['a verdict by another name', { verdict: 'ok', path: [] }], ['true', true]])(
    'accepts nobody with %s',
    async (_what, answer) => {
      const pair = shake({ checkCertificate: () => answer as never });
      await Promise.resolve(answer).then(() => {});
      await new Promise((later) => setImmediate(later));
      carry(pair);
      expect(established(pair.client)).toBeUndefined();
      expect(failure(pair.client)?.reason).toBe('internal');
    },
  );
});

describe('what is handed to a hook', () => {
  it('is a copy: changing it has no effect', () => {
    const mutated: string[] = [];
    const ruin = (list: unknown): void => {
      if (!Array.isArray(list)) return;
      for (const one of list) if (one instanceof Uint8Array) one.fill(0);
      list.length = 0;
    };
    const onRejected: ClientOptions['onRejected'] = (verdict, chain) => {
      mutated.push('onRejected');
      ruin(chain);
      expect(() => Object.assign(verdict, { verdict: 'accepted' })).toThrow(TypeError);
      verdict.leaf?.spki.der.fill(0);
      return true;
    };
    const credentials: ServerOptions['credentials'] = (hello, wish) => {
      mutated.push('credentials');
      ruin(wish.signatureSchemes);
      ruin(hello.cipherSuites);
      ruin(hello.extensions.applicationLayerProtocolNegotiation);
      hello.random.fill(0);
      return server.credentials[0]!;
    };
    const applicationProtocols = ['h2', 'http/1.1'];
    const pair = joined(
      { trust: makeAuthority().trust, onRejected, applicationProtocols, observe: true },
      { credentials, applicationProtocols, observe: true },
    );
    const { client } = pair;
    expect(mutated).toEqual(['credentials', 'onRejected']);
    expect(established(client)?.agreement.applicationProtocol).toBe('h2');
    expect(established(client)?.peer.chain[0]).toEqual(server.credentials[0]!.chain[0]);
    expect(established(client)?.peer.verdict?.verdict).toBe('rejected');
    for (const side of [client, pair.server])
      for (const event of side.events)
        if (event.type === 'decision' && event.about === 'application_protocol') {
          expect(event.offered).not.toBe(applicationProtocols);
          expect(event.accepted).not.toBe(applicationProtocols);
        }
  });

  it('may call the connection from inside, which does not re-enter the flow', () => {
    const again = (side: () => Pair['client'], answer: boolean) => (): Maybe<boolean> => {
      const { connection } = side();
      expect(() => connection.write(Uint8Array.of(1))).toThrow(/while the connection is open/);
      connection.feed(new Uint8Array());
      return answer;
    };
    for (const answer of [true, false]) {
      const pair: Pair = {
        client: makeClient({ trust: makeAuthority().trust, onRejected: again(() => pair.client, answer) }),
        server: makeServer(server),
      };
      carry(pair);
      expect(established(pair.client) !== undefined).toBe(answer);
    }
  });
});

describe('bytes that other threads can change', () => {
  const shared = new Uint8Array(new SharedArrayBuffer(4));
  it.each(['feed', 'write'] as const)('end the connection by %s', (how) => {
    const { client } = shake({ trust: root.trust });
    client.connection[how](shared);
    carry({ client, server: client });
    expect(failure(client)).toMatchObject({ reason: 'misuse', message: expect.stringMatching(/Shared/) });
  });
  it('are not written by a socket', async () => {
    expect(await meet({}, {}, (socket) => void socket.write(shared))).toMatch('failed');
  });
  it('are not written by a socket behind others, either', async () => {
    const several = (socket: handglass.TLSSocket): void => {
      socket.cork();
      socket.write('mine');
      socket.write(shared);
      socket.uncork();
    };
    expect(await meet({}, {}, several)).toBe('failed');
  });
});

describe('options of the engine', () => {
  it.each([
    ['clientAuthentication', { clientAuthentication: 'required', trust: root.trust }],
    ['revocation', { clientAuthentication: 'require', trust: root.trust, revocation: { mode: 'Hard' } }],
  ])('%s is refused where it is not one of its values', (name, options) =>
    expect(() => makeServer({ ...server, ...options } as never)).toThrow(name),
  );
});

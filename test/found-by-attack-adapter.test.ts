/** What an attack on the Node adapter found: each of these was seen to go wrong before it was mended. */
import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Connection } from '../src/connection/connection.ts';
import { nodeProvider, privateKey } from '../src/crypto/providers/node.ts';
import type { TLSSocket } from '../src/exports/node.ts';
import * as handglass from '../src/exports/node.ts';
import type { CertificateCheck, Credential } from '../src/handshake/config.ts';
import type { Event } from '../src/handshake/events.ts';
import type { IssueRequest } from '../src/issue/index.ts';
import { acceptClient, type ClientOptions, connectClient } from '../src/options/options.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { story } from '../src/trace/story.ts';
import { plainStyle } from '../src/trace/text.ts';
import { decodePem } from '../src/wire/pem.ts';
import { parseCertificate, pinOf } from '../src/x509/index.ts';
import { handglass as handglassCommand, Lab } from './cli-lab.ts';
import { authority, ca, certified, ecClient, ecServer, listening, loopback } from './loopback.ts';
import { crlOf } from './loopback-crl.ts';

const versions = ['TLSv1.2', 'TLSv1.3'] as const;
type Coded = Error & { code?: string };
/** Either of the two, seen as handglass. */
type Side = Pick<typeof handglass, 'connect' | 'createServer' | 'createSecureContext'>;
const stacks: [string, Side][] = [
  ['node:tls', tls as unknown as Side],
  ['handglass', handglass],
];

const tenantCa = await authority('Tenant CA');
const tenant = await certified('EC', { dnsNames: ['tenant.test'] });
const tenantClient = await tenantCa.certified('EC', { extKeyUsage: ['clientAuth'] });
const pinOfPem = (pem: string): string =>
  pinOf(parseCertificate(decodePem(pem)[0]!.bytes).spki, nodeProvider);

/** A server of `stack` that asks for certificates of the loopback CA, and what it takes and refuses. */
async function multiTenant(
  stack: Side,
  options: handglass.ServerOptions = {},
  prepare: (server: handglass.Server) => void = () => {},
) {
  const server = stack.createServer({ ...ecServer, ca, requestCert: true, ...options });
  prepare(server);
  const taken: [string | false | undefined, boolean][] = [];
  const refused: Coded[] = [];
  server.on('secureConnection', (socket: TLSSocket) => {
    taken.push([socket.servername, socket.authorized]);
    socket.on('error', () => {}).end('in');
  });
  server.on('tlsClientError', (error: Coded) => refused.push(error));
  return { server, taken, refused, port: await listening(server) };
}

/** `in` for a client that gets the server's word, else the code of what went wrong. */
async function enter(
  port: number,
  options: handglass.ConnectOptions,
  stack: Side = handglass,
): Promise<string> {
  // Whatever authorities the server names: it is the server that is tried here.
  const socket = stack.connect({ host: '127.0.0.1', port, ca, askedAuthorities: 'ignore', ...options });
  onTestFinished(() => void socket.destroy());
  let content = '';
  socket.on('data', (chunk: Buffer) => (content += chunk.toString()));
  return new Promise((resolve) => {
    socket.once('error', (error: Coded) => resolve(error.code ?? error.message));
    socket.once('end', () => resolve(content));
  });
}

describe.each(stacks)('a context of a name, in %s', (_name, stack) => {
  describe.each(versions)('and %s', (maxVersion) => {
    const asTenant = { servername: 'tenant.test', maxVersion };
    it.each<[string, (server: handglass.Server) => void, handglass.ServerOptions]>([
      ['addContext', (server) => server.addContext('tenant.test', { ...tenant, ca: tenantCa.pem }), {}],
      [
        'SNICallback',
        () => {},
        {
          SNICallback: (name, done) =>
            done(
              null,
              name === 'tenant.test' ? stack.createSecureContext({ ...tenant, ca: tenantCa.pem }) : undefined,
            ),
        },
      ],
    ])('by %s judges clients by its own ca', async (_how, prepare, options) => {
      const clients = stack === handglass ? [handglass, tls as unknown as Side] : [stack];
      for (const client of clients) {
        const { port, taken, refused } = await multiTenant(stack, options, prepare);
        expect(await enter(port, { ...asTenant, ...ecClient }, client)).not.toBe('in');
        expect(taken).toEqual([]);
        expect(refused).toHaveLength(1);
        expect(await enter(port, { ...asTenant, ...tenantClient }, client)).toBe('in');
        expect(await enter(port, { servername: 'localhost', maxVersion, ...ecClient }, client)).toBe('in');
        expect(taken).toEqual([
          ['tenant.test', true],
          ['localhost', true],
        ]);
      }
    });
  });
});

describe.each(versions)('a context of a name in %s', (maxVersion) => {
  const asTenant = { servername: 'tenant.test', maxVersion };
  const added =
    (options: handglass.SecureContextOptions) =>
    (server: handglass.Server): void =>
      server.addContext('tenant.test', { ...tenant, ...options });

  it('has its own crl', async () => {
    const crl = await crlOf(ecClient.cert);
    const { port, taken } = await multiTenant(handglass, {}, added({ ca, crl }));
    expect(await enter(port, { ...asTenant, ...ecClient })).toMatch(/CERTIFICATE_REVOKED/);
    expect(await enter(port, { servername: 'localhost', maxVersion, ...ecClient })).toBe('in');
    expect(taken).toEqual([['localhost', true]]);
  });

  it('uses the lists of the server when it sets only the mode', async () => {
    const crl = await crlOf(ecClient.cert);
    const { port } = await multiTenant(handglass, { crl }, added({ ca, revocation: 'soft' }));
    expect(await enter(port, { ...asTenant, ...ecClient })).toMatch(/CERTIFICATE_REVOKED/);
  });

  it('has its own pins', async () => {
    const { port } = await multiTenant(handglass, {}, added({ pins: [pinOfPem(tenantClient.cert)] }));
    expect(await enter(port, { ...asTenant, ...ecClient })).toMatch(/CERTIFICATE_UNKNOWN/);
    expect(await enter(port, { servername: 'localhost', maxVersion, ...ecClient })).toBe('in');
  });

  it('has its own versions', async () => {
    const other = maxVersion === 'TLSv1.2' ? 'TLSv1.3' : 'TLSv1.2';
    const only = { minVersion: other, maxVersion: other } as const;
    const { port } = await multiTenant(handglass, {}, added(only));
    const unspoken = { ...asTenant, minVersion: maxVersion, ...ecClient };
    expect(await enter(port, unspoken)).toMatch(/PROTOCOL_VERSION/);
    expect(await enter(port, { servername: 'tenant.test', ...only, ...ecClient })).toBe('in');
    expect(await enter(port, { servername: 'localhost', maxVersion, ...ecClient })).toBe('in');
  });

  it('has its own suites, groups and schemes', async () => {
    const ciphers = 'ECDHE-ECDSA-AES256-GCM-SHA384:TLS_AES_256_GCM_SHA384';
    const { port } = await multiTenant(
      handglass,
      {},
      added({ ciphers, groups: ['secp384r1'], sigalgs: 'ecdsa_secp256r1_sha256' }),
    );
    const options = { ...asTenant, ...ecClient };
    expect(await enter(port, { ...options, groups: ['x25519'] })).toMatch(/HANDSHAKE_FAILURE/);
    const weaker = 'ECDHE-ECDSA-AES128-GCM-SHA256:TLS_AES_128_GCM_SHA256';
    expect(await enter(port, { ...options, ciphers: weaker })).toMatch(/HANDSHAKE_FAILURE/);
    const socket = handglass.connect({ ...options, host: '127.0.0.1', port, ca });
    onTestFinished(() => void socket.destroy());
    await once(socket, 'secureConnect');
    expect(socket.getCipher()?.standardName).toMatch(/AES_256_GCM/);
    expect(socket.getEphemeralKeyInfo()?.name).toBe('secp384r1');
  });

  it('inherits what it does not set from the server', async () => {
    const [only, other] = maxVersion === 'TLSv1.2' ? versions : versions.toReversed();
    const own = { minVersion: only, maxVersion: only } as const;
    const { port } = await multiTenant(handglass, own, added({}));
    expect(await enter(port, { ...asTenant, ...ecClient })).toBe('in');
    expect(await enter(port, { ...asTenant, ...tenantClient })).toMatch(/UNKNOWN_CA/);
    const unspoken = { ...asTenant, minVersion: other!, maxVersion: other!, ...ecClient };
    expect(await enter(port, unspoken)).toMatch(/PROTOCOL_VERSION/);
  });

  it('is followed when the server is given another', async () => {
    const { server, port } = await multiTenant(handglass, {}, added({}));
    server.setSecureContext({ ...ecServer, ca: tenantCa.pem });
    expect(await enter(port, { ...asTenant, ...ecClient })).toMatch(/UNKNOWN_CA/);
    expect(await enter(port, { ...asTenant, ...tenantClient })).toBe('in');
  });

  it('does not resume what was agreed on under other trust', async () => {
    let trust: string | undefined;
    const { port, taken } = await multiTenant(handglass, {
      SNICallback: (_name, done) =>
        done(null, handglass.createSecureContext({ ...tenant, ...(trust && { ca: trust }) })),
    });
    const options = { ...asTenant, ...ecClient, host: '127.0.0.1', port, ca };
    const first = handglass.connect(options).on('error', () => {});
    first.resume();
    const [session] = (await once(first, 'session')) as [Buffer];
    const again = handglass.connect({ ...options, session }).on('error', () => {});
    await once(again, 'secureConnect');
    expect(again.isSessionReused()).toBe(true);
    trust = tenantCa.pem;
    expect(await enter(port, { ...asTenant, ...ecClient, session })).toMatch(/UNKNOWN_CA/);
    expect(taken).toHaveLength(2);
  });

  it('has its own ticket keys and lifetime, if set', async () => {
    const ticketKeys = Buffer.alloc(48, 7);
    const { server, port } = await multiTenant(handglass, {}, added({ ticketKeys, sessionTimeout: 5 }));
    const options = { ...asTenant, ...ecClient, host: '127.0.0.1', port, ca };
    const lifetimes: number[] = [];
    const onEvent: handglass.ConnectOptions['onEvent'] = (event) => {
      if (event.type === 'session') lifetimes.push(event.session.expiresAt - event.session.issuedAt);
    };
    const first = handglass.connect({ ...options, onEvent }).on('error', () => {});
    first.resume();
    const [session] = (await once(first, 'session')) as [Buffer];
    expect(lifetimes[0]).toBe(5000);
    server.setTicketKeys(Buffer.alloc(48, 8));
    const again = handglass.connect({ ...options, session }).on('error', () => {});
    await once(again, 'secureConnect');
    expect(again.isSessionReused()).toBe(true);
  });
});

describe('what is no option of a context', () => {
  const server = handglass.createServer(ecServer);
  const asking = handglass.createServer({ ...ecServer, ca, requestCert: true });
  it.each<[string, () => void]>([
    ['is refused by addContext', () => server.addContext('a.test', { ...tenant, cihpers: 'x' } as object)],
    [
      'is refused by setSecureContext',
      () => server.setSecureContext({ ...ecServer, cihpers: 'x' } as object),
    ],
    [
      'is refused by createSecureContext',
      () => handglass.createSecureContext({ ...ecServer, cihpers: 'x' } as object),
    ],
  ])('%s', (_what, say) => expect(say).toThrow(/cihpers is not supported/));

  it.each(['requestCert', 'rejectUnauthorized', 'ALPNProtocols', 'SNICallback', 'onRejected', 'servername'])(
    '%s is refused too, which stands beside contexts and not in them',
    (name) => {
      for (const say of [
        () => server.addContext('a.test', { ...tenant, [name]: true } as object),
        () => server.setSecureContext({ ...ecServer, [name]: true } as object),
        () => handglass.createSecureContext({ ...ecServer, [name]: true } as object),
      ])
        expect(say).toThrow(`the option ${name} is not supported`);
    },
  );

  it('includes pins and lists for clients when none is asked for a certificate', async () => {
    const pins = [pinOfPem(ecClient.cert)];
    const crl = await crlOf(ecClient.cert);
    expect(() => server.addContext('a.test', { ...tenant, pins })).toThrow(/pins/);
    expect(() => server.addContext('a.test', { ...tenant, crl })).toThrow(/crl/);
    expect(() => server.setSecureContext({ ...ecServer, crl })).toThrow(/crl/);
    expect(() => handglass.createServer({ ...ecServer, crl })).toThrow(/crl/);
    asking.addContext('a.test', { ...tenant, pins, crl });
  });

  it('is refused before it takes effect: the contexts are unchanged', async () => {
    const { server: one, port } = await multiTenant(handglass, { minVersion: 'TLSv1.3' });
    expect(() => one.addContext('tenant.test', { ...tenant, maxVersion: 'TLSv1.2' })).toThrow(/no version/);
    expect(() => one.setSecureContext({ ...ecServer, ca: 'x' })).toThrow(/ca/);
    expect(await enter(port, { servername: 'localhost', ...ecClient })).toBe('in');
  });
});

/** Bytes of the peer's beside a certificate that is good. */
const [goodDer] = decodePem(ecServer.cert);
const besides: [string, readonly Uint8Array[]][] = [
  ['not DER', [Uint8Array.of(0xff, 0, 1, 2)]],
  ['an empty SEQUENCE', [Uint8Array.of(0x30, 0)]],
  ['cut', [goodDer!.bytes.subarray(0, -5)]],
  ['with a byte too many', [Uint8Array.of(...goodDer!.bytes, 0)]],
  ['one byte', [Uint8Array.of(0)]],
  ['text', [Buffer.from(ecServer.cert)]],
  ['a hundred of them', Array.from({ length: 100 }, (_, i) => Uint8Array.of(0x30, 1, i & 0xff))],
];

const middle = await authority('Middle', loopback);
const between = decodePem(middle.pem)[0]!.bytes;
const leaf = { dnsNames: ['localhost'], extKeyUsage: ['serverAuth', 'clientAuth'] } as const;

/** What the peer sends: its own certificate, junk, and the CA between it and the root. */
async function hostile(
  junk: readonly Uint8Array[],
  request: Partial<IssueRequest> = {},
): Promise<Credential> {
  const { cert, key } = await middle.certified('EC', { ...leaf, ...request });
  const [own] = decodePem(cert);
  return { kind: 'certificate', chain: [own!.bytes, ...junk, between], key: privateKey(key) };
}

/** The engine on a socket, which sends what it is told to. */
function speaking(socket: net.Socket, create: (hooks: handglass.Hooks) => Connection, seen = () => {}) {
  onTestFinished(() => void socket.destroy());
  return new handglass.Transport(socket, create, { onEvent: seen });
}

const wallClock = Date.now;
const provider = nodeProvider;

/** What our client, or our server, sees of such a peer when the connection is made, or why it is not. */
async function seenBy(
  role: 'client' | 'server',
  credential: Credential,
  version: 'TLS 1.2' | 'TLS 1.3',
  look: (socket: TLSSocket) => unknown,
  options: handglass.ConnectOptions & handglass.ServerOptions = {},
): Promise<unknown> {
  const trace = new TraceRecorder({ role, peer: {}, startedAt: 0, wallClock: 0 });
  const seen = { ca, onEvent: (event: Event) => trace.add(event), ...options };
  const versions = [version];
  const looked = new Promise((resolve) => {
    const at = (socket: TLSSocket) => {
      onTestFinished(() => void socket.destroy());
      socket.on('error', (error: Coded) => resolve(error));
      socket.once('secure', () => resolve(look(socket)));
    };
    if (role === 'client') {
      const server = net.createServer((socket) => {
        const offered = { provider, credentials: [credential], wallClock, versions };
        speaking(socket, (hooks) => acceptClient({ ...offered, ...hooks }));
      });
      void listening(server).then((port) =>
        at(handglass.connect({ host: '127.0.0.1', port, servername: 'localhost', ...seen })),
      );
    } else {
      const server = handglass.createServer({ ...ecServer, requestCert: true, ...seen });
      server.on('secureConnection', (socket) => resolve(look(socket.on('error', () => {}))));
      server.on('tlsClientError', resolve);
      void listening(server).then((port) => {
        const socket = net.connect(port, '127.0.0.1', () => {
          const offered: Omit<ClientOptions, 'now'> = {
            provider,
            credentials: [credential],
            wallClock,
            versions,
            name: 'localhost',
            askedAuthorities: 'ignore',
            checkCertificate: anyCertificate,
            onRejected: () => true,
          };
          speaking(socket, (hooks) => connectClient({ ...offered, ...hooks }));
        });
      });
    }
  });
  const result = await looked;
  // What is told of it reads the same bytes once more.
  expect(story(trace.document(), plainStyle)).toContain('Certificate');
  return result;
}

const anyCertificate: CertificateCheck = () => ({
  verdict: 'rejected',
  reason: 'refused',
  message: 'whoever it is',
  path: [],
  paths: [],
});

/** Subjects along issuerCertificate, to the one that issued itself. */
function issuersOf(socket: TLSSocket): string[] {
  const names: string[] = [];
  for (let one = socket.getPeerCertificate(true); one?.subject; ) {
    names.push(String(one.subject.CN));
    const next = one.issuerCertificate;
    if (!next || next === one) break;
    one = next;
  }
  return names;
}

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('beside a good certificate of %s', (version) => {
  describe.each(['client', 'server'] as const)('as our %s sees it', (role) => {
    it.each(besides)('%s may stand, and the path is shown', async (_what, junk) => {
      const credential = await hostile(junk);
      const look = (socket: TLSSocket) => [
        issuersOf(socket),
        socket.getPeerX509Certificate()?.subject,
        socket.authorized,
      ];
      expect(await seenBy(role, credential, version, look)).toEqual([
        ['EC of the test', 'Middle', 'Loopback CA'],
        'CN=EC of the test',
        true,
      ]);
    });

    it.each(besides)('%s may stand where nobody is trusted, too', async (_what, junk) => {
      const credential = await hostile(junk);
      const options = { ca: tenantCa.pem, rejectUnauthorized: false };
      const look = (socket: TLSSocket) => [issuersOf(socket), socket.authorized];
      expect(await seenBy(role, credential, version, look, options)).toEqual([
        junk.length > 10 ? ['EC of the test'] : ['EC of the test', 'Middle'],
        false,
      ]);
    });
  });

  it.each(besides)('%s does not keep checkServerIdentity from its path', async (_what, junk) => {
    const seen: unknown[] = [];
    const checkServerIdentity: handglass.ConnectOptions['checkServerIdentity'] = (_name, one) => {
      seen.push(one.issuerCertificate?.subject.CN, one.issuerCertificate?.fingerprint256 !== undefined);
      return undefined;
    };
    const options = { checkServerIdentity };
    expect(await seenBy('client', await hostile(junk), version, (s) => s.authorized, options)).toBe(true);
    expect(seen).toEqual(['Middle', true]);
  });

  it('a CA that certified nothing here is not shown as an issuer', async () => {
    const { cert, key } = await certified('EC', leaf);
    const credential: Credential = {
      kind: 'certificate',
      chain: [decodePem(cert)[0]!.bytes, decodePem(tenantCa.pem)[0]!.bytes, between],
      key: privateKey(key),
    };
    expect(await seenBy('client', credential, version, issuersOf)).toEqual(['EC of the test', 'Loopback CA']);
    const options = { ca: tenantCa.pem, rejectUnauthorized: false };
    expect(await seenBy('client', credential, version, issuersOf, options)).toEqual(['EC of the test']);
  });

  it('text inside a certificate is not taken for another', async () => {
    const credential = await hostile([], { subject: { CN: `\n${ecServer.cert}\n` } });
    const look = (socket: TLSSocket) => [
      socket.getPeerX509Certificate()?.subject,
      socket.getPeerCertificate().raw.equals(credential.chain[0]!),
      socket.getPeerCertificate(true).fingerprint256,
    ];
    expect(await seenBy('client', credential, version, look)).toEqual([undefined, true, undefined]);
  });
});

it('a Certificate message that cannot be read ends no command that lists what hosts send', async () => {
  const lab = new Lab();
  onTestFinished(() => lab.close());
  const credential = await hostile([]);
  const [own] = credential.chain;
  const port = await lab.plain((socket) => {
    const write = socket.write.bind(socket);
    socket.write = ((bytes: Uint8Array, done: () => void) => {
      const at = Buffer.from(bytes).indexOf(own!);
      if (at > 0) bytes[at - 3] = 0xff;
      return write(bytes, done);
    }) as typeof socket.write;
    const offered = { provider, credentials: [credential], wallClock, versions: ['TLS 1.2'] as const };
    speaking(socket, (hooks) => acceptClient({ ...offered, ...hooks }));
  });
  const { exit, out } = await handglassCommand(['certs', `127.0.0.1:${port}`, '--trust', 'none']);
  expect([exit, out]).toEqual([5, expect.stringContaining('Certificate')]);
});

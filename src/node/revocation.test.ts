/** Revocation through connect and createServer, beside node:tls where it has the same option. */
import { randomBytes } from 'node:crypto';
import { type EventEmitter, once } from 'node:events';
import { createServer as createHttp } from 'node:http';
import { connect as connectTcp, type Socket } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import tls from 'node:tls';
import { beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { listening } from '../../test/loopback.ts';
import { type GeneratedKey, generateKey, nodeProvider } from '../crypto/providers/node.ts';
import * as handglass from '../exports/node.ts';
import {
  type IssueRequest,
  issueCertificate,
  issueCrl,
  issueOcspResponse,
  ocspFailure,
} from '../issue/index.ts';
import { decodePem, encodePem } from '../wire/pem.ts';
import { certIdOf, parseCertificate } from '../x509/index.ts';

const HOUR = 3_600_000;
const now = Date.now();

interface Made {
  readonly der: Uint8Array;
  readonly key: GeneratedKey;
  readonly cert: string;
}
let root: Made;
let middle: Made;
let server: Made;
let client: Made;
/** The two lists: the root’s of the intermediate, the intermediate’s of the leafs. */
let crls: readonly string[];

async function make(request: Partial<IssueRequest>, issuer?: Made): Promise<Made> {
  const key = generateKey('EC');
  const der = await issueCertificate({
    subject: { CN: 'leaf' },
    publicKey: key.publicKey,
    issuer: issuer ? { key: issuer.key, certificate: issuer.der } : { key },
    notBefore: now - HOUR,
    notAfter: now + HOUR,
    serial: randomBytes(16),
    ...request,
  });
  return { der, key, cert: encodePem('CERTIFICATE', der) };
}

function listOf(issuer: Made, revoked: readonly Made[], nextUpdate = now + HOUR): string {
  const der = issueCrl({
    issuer: { certificate: issuer.der, key: issuer.key },
    thisUpdate: now - 2 * HOUR,
    nextUpdate,
    number: Uint8Array.of(1),
    revoked: revoked.map(({ der: each }) => ({
      serial: parseCertificate(each).serialNumber,
      date: now - HOUR,
      reason: 'keyCompromise',
    })),
  }) as Uint8Array;
  return encodePem('X509 CRL', der);
}

function responseAbout(subject: Made, issuer: Made, status: 'good' | { revocationTime: number }): Buffer {
  const certID = certIdOf(parseCertificate(subject.der), parseCertificate(issuer.der), nodeProvider);
  return Buffer.from(
    issueOcspResponse({
      responder: { certificate: issuer.der, key: issuer.key },
      producedAt: now - HOUR,
      responses: [{ certID, status, thisUpdate: now - HOUR, nextUpdate: now + HOUR }],
    }) as Uint8Array,
  );
}

beforeAll(async () => {
  root = await make({ subject: { CN: 'root' }, ca: true });
  middle = await make({ subject: { CN: 'middle' }, ca: true }, root);
  server = await make({ dnsNames: ['localhost'] }, middle);
  client = await make({ extKeyUsage: ['clientAuth'] }, middle);
  crls = [listOf(root, []), listOf(middle, [])];
});

const chainOf = (leaf: Made) => ({ cert: leaf.cert + middle.cert, key: leaf.key.pem });
const options = (port: number): tls.ConnectionOptions => ({
  host: '127.0.0.1',
  port,
  servername: 'localhost',
  ca: root.cert,
});
const ours = handglass as unknown as Pick<typeof tls, 'connect' | 'createServer'>;

/** Gives the port; connections are cut when the test is over. */
function serving(listener: tls.Server | handglass.Server): Promise<number> {
  const emitter: EventEmitter = listener;
  emitter.on('secureConnection', (socket: Duplex) => socket.on('error', () => {}));
  return listening(listener);
}

/** What a client that asks for a staple gets. */
async function stapled(connect: typeof tls.connect, given: tls.ConnectionOptions): Promise<Buffer | null> {
  const socket = connect({ ...given, requestOCSP: true } as tls.ConnectionOptions);
  onTestFinished(() => void socket.destroy());
  const [response] = (await once(socket, 'OCSPResponse')) as [Buffer | null];
  return response;
}

/** The code with which a connection fails, or `connected`. */
function outcome(socket: tls.TLSSocket): Promise<string> {
  onTestFinished(() => void socket.destroy());
  return new Promise((resolve) => {
    socket.once('secureConnect', () => resolve('connected'));
    socket.once('error', (error: Error & { code: string }) => resolve(error.code));
  });
}
const nodeServer = (more: tls.TlsOptions = {}): Promise<number> =>
  serving(tls.createServer({ ...chainOf(server), ...more }));

describe('the option crl, as in node:tls', () => {
  const cases: readonly (readonly [string, () => string | Buffer | string[], string])[] = [
    ['takes what is on none of the lists', () => [...crls], 'connected'],
    ['refuses what is revoked', () => [crls[0]!, listOf(middle, [server])], 'CERT_REVOKED'],
    ['refuses whose issuer is revoked', () => [listOf(root, [middle]), crls[1]!], 'CERT_REVOKED'],
    ['refuses a leaf without a list', () => crls[0]!, 'UNABLE_TO_GET_CRL'],
    ['refuses an intermediate without a list', () => crls[1]!, 'UNABLE_TO_GET_CRL'],
  ];
  for (const [who, { connect }] of Object.entries({ ours, 'node:tls': tls })) {
    it.each(cases)(`${who}: %s`, async (_what, crl, code) => {
      const port = await nodeServer();
      expect(await outcome(connect({ ...options(port), crl: crl() }))).toBe(code);
    });
  }

  it('in DER too, and several in one text', async () => {
    const port = await nodeServer();
    const der = crls.map((pem) => Buffer.from(pem.replace(/-----.*-----/g, ''), 'base64'));
    expect(await outcome(ours.connect({ ...options(port), crl: der }))).toBe('connected');
    const text = { ...options(port), crl: crls.join('') };
    expect(await outcome(ours.connect(text))).toBe('connected');
  });

  it('says of whom nothing is known by whom', async () => {
    const socket = ours.connect({ ...options(await nodeServer()), crl: crls[0] });
    const [error] = (await once(socket, 'error')) as [Error];
    expect(error.message).toMatch(/not known whether .*leaf.* has been revoked: .*CN=middle/);
  });

  it('may be asked for less strictly', async () => {
    const port = await nodeServer();
    const soft = { ...options(port), crl: crls[0], revocation: 'soft' } as tls.ConnectionOptions;
    expect(await outcome(ours.connect(soft))).toBe('connected');
    const revoked = { ...soft, crl: listOf(middle, [server]) };
    expect(await outcome(ours.connect(revoked))).toBe('CERT_REVOKED');
  });

  it('holds for clients, on a server that asks them', async () => {
    for (const [crl, code] of [
      [[...crls], undefined],
      [[crls[0]!, listOf(middle, [client])], 'CERT_REVOKED'],
    ] as const) {
      const listener = ours.createServer({
        ...chainOf(server),
        ca: root.cert,
        requestCert: true,
        crl: [...crl],
      });
      const judged = Promise.race([
        once(listener, 'secureConnection').then(() => undefined),
        once(listener, 'tlsClientError').then(([error]) => (error as { code: string }).code),
      ]);
      const socket = tls.connect({ ...options(await serving(listener)), ...chainOf(client) });
      socket.on('error', () => {});
      onTestFinished(() => void socket.destroy());
      expect(await judged).toBe(code);
    }
  });

  it.each([
    ['what is no CRL', () => ({ crl: root.cert }), /crl holds a certificate where a revocation list/],
    ['what is nothing', () => ({ crl: 'x' }), /crl is text without any PEM/],
    ['a mode that is none', () => ({ revocation: 'maybe' }), /revocation is "maybe"/],
    ['fetching, and off', () => ({ revocation: { mode: 'off', fetch: true } }), /nothing to fetch for/],
    ['what is misspelt', () => ({ revocation: { mode: 'soft', fetsh: true } }), /fetsh is not supported/],
    ['lists, and off', () => ({ crl: crls[0], revocation: 'off' }), /crl has no effect when revocation/],
  ])('refuses %s before anybody is called', (_what, wrong, why) => {
    expect(() => ours.connect({ port: 1, ...(wrong() as object) })).toThrow(why);
    expect(() => handglass.createSecureContext(wrong() as object)).toThrow(why);
  });
});

describe('stapling, with node:tls at the other end', () => {
  const versions = ['TLSv1.2', 'TLSv1.3'] as const;

  it.each(versions)('our client asks in %s, and hands out what came', async (maxVersion) => {
    const response = responseAbout(server, middle, 'good');
    const listener = tls.createServer({ ...chainOf(server), maxVersion }, (socket) =>
      socket.on('error', () => {}),
    );
    listener.on('OCSPRequest', (_certificate, _issuer, done) => done(null, response));
    const port = await serving(listener);
    for (const revocation of ['soft', 'off'] as const) {
      const asking = { ...options(port), requestOCSP: true, revocation } as tls.ConnectionOptions;
      const socket = ours.connect(asking);
      onTestFinished(() => void socket.destroy());
      const seen: (string | Buffer)[] = [];
      socket.on('OCSPResponse', (der: Buffer) => seen.push(der));
      socket.on('secureConnect', () => seen.push('secure'));
      await once(socket, 'secureConnect');
      expect(seen).toEqual([response, 'secure']);
    }
  });

  it('our client is told when none came, as node’s is, and only if it asked', async () => {
    const port = await nodeServer();
    for (const { connect } of [ours, tls]) expect(await stapled(connect, options(port))).toBeNull();
    const silent = ours.connect(options(port));
    silent.on('OCSPResponse', () => expect.unreachable());
    expect(await outcome(silent)).toBe('connected');
  });

  it('a program may leave for what it sees', async () => {
    const asking = { ...options(await nodeServer()), requestOCSP: true } as tls.ConnectionOptions;
    const socket = ours.connect(asking);
    const seen: string[] = [];
    for (const event of ['secure', 'secureConnect', 'error', 'close'])
      socket.on(event, () => seen.push(event));
    socket.on('OCSPResponse', () => socket.destroy(new Error('no staple')));
    await new Promise((closed) => socket.once('close', closed));
    expect(seen).toEqual(['error', 'close']);
  });

  it.each(versions)(
    'our server staples what its option says of each certificate in %s',
    async (maxVersion) => {
      const other = await make({ dnsNames: ['other.test'] }, middle);
      const [own, others] = [server, other].map((each) => responseAbout(each, middle, 'good'));
      const both = [own!, encodePem('OCSP RESPONSE', others!)];
      const made = (leaf: Made) => ({ ...chainOf(leaf), ocspResponse: both[leaf === server ? 0 : 1] });
      const listener = handglass.createServer(made(server));
      listener.addContext('other.test', made(other));
      const port = await serving(listener);
      expect(await stapled(tls.connect, { ...options(port), maxVersion })).toEqual(own);
      const named = { ...options(port), maxVersion, servername: 'other.test' };
      expect(await stapled(tls.connect, named)).toEqual(others);
    },
  );

  it('each response goes with its certificate', () => {
    const leafs = [server, client];
    const responses = leafs.map((leaf) => responseAbout(leaf, middle, 'good'));
    const { credentials } = handglass.createSecureContext({
      cert: leafs.map(({ cert }) => cert),
      key: leafs.map(({ key }) => key.pem),
      ocspResponse: responses.toReversed(),
    });
    expect(credentials.map(({ ocspResponse }) => ocspResponse)).toEqual(responses);
  });

  it.each(versions)('our server asks who listens for OCSPRequest in %s', async (maxVersion) => {
    const response = responseAbout(server, middle, 'good');
    const listener = handglass.createServer(chainOf(server));
    const asked: (Buffer | null)[] = [];
    listener.on('OCSPRequest', (certificate: Buffer, issuer: Buffer | null, done) => {
      asked.push(certificate, issuer);
      setImmediate(done, null, response);
    });
    const port = await serving(listener);
    expect(await stapled(tls.connect, { ...options(port), maxVersion })).toEqual(response);
    expect(asked).toEqual([Buffer.from(server.der), Buffer.from(middle.der)]);
    // Nobody is asked for those who do not ask.
    expect(await outcome(tls.connect({ ...options(port), maxVersion }))).toBe('connected');
    expect(asked).toHaveLength(2);
  });

  it('a listener gets null for an issuer that is not known, and may have nothing', async () => {
    const listener = handglass.createServer({ cert: server.cert, key: server.key.pem });
    let issuer: Buffer | null | undefined;
    listener.on('OCSPRequest', (_certificate, theirs: Buffer | null, done) => {
      issuer = theirs;
      done(null, null);
    });
    const port = await serving(listener);
    const lax = { ...options(port), rejectUnauthorized: false };
    expect(await stapled(tls.connect, lax)).toBeNull();
    expect(issuer).toBeNull();
    listener.setSecureContext({ cert: server.cert, key: server.key.pem, ca: middle.cert });
    expect(await stapled(tls.connect, lax)).toBeNull();
    expect(issuer).toEqual(Buffer.from(middle.der));
  });

  it('a listener that fails ends the connection', async () => {
    const listener = handglass.createServer(chainOf(server));
    listener.on('OCSPRequest', (_certificate, _issuer, done) => done(new Error('the responder is down')));
    const failed = once(listener, 'tlsClientError');
    const port = await serving(listener);
    const asking = { ...options(port), requestOCSP: true } as tls.ConnectionOptions;
    expect(await outcome(tls.connect(asking))).toBe('ECONNRESET');
    expect(((await failed)[0] as Error).message).toBe('the responder is down');
  });

  it.each(['text', true, [1]])('a listener that answers with %j ends the connection', async (answer) => {
    const listener = handglass.createServer(chainOf(server));
    listener.on('OCSPRequest', (_certificate, _issuer, done) => done(null, answer as never));
    const failed = once(listener, 'tlsClientError');
    const port = await serving(listener);
    const asking = { ...options(port), requestOCSP: true } as tls.ConnectionOptions;
    expect(await outcome(tls.connect(asking))).toBe('ECONNRESET');
    expect((await failed)[0]).toMatchObject({
      code: 'ERR_INVALID_ARG_TYPE',
      message: 'OCSPRequest was answered with what is not bytes',
    });
  });

  it.each([
    [
      'of another certificate',
      () => responseAbout(client, middle, 'good'),
      /ocspResponse says nothing about the certificate/,
    ],
    [
      'that only fails',
      () => Buffer.from(ocspFailure('tryLater')),
      /ocspResponse holds no answer: the responder said tryLater/,
    ],
    ['that is none', () => root.cert, /ocspResponse holds a certificate where an OCSP/],
    [
      'with another behind it',
      () =>
        [responseAbout(server, middle, 'good'), responseAbout(server, middle, { revocationTime: now })]
          .map((der) => encodePem('OCSP RESPONSE', der))
          .join(''),
      /ocspResponse holds more than one response/,
    ],
    [
      'cut off',
      () => responseAbout(server, middle, 'good').subarray(0, 50),
      /ocspResponse is DER that is damaged or cut off/,
    ],
  ])('a response %s is refused', (_what, ocspResponse, why) => {
    expect(() => handglass.createSecureContext({ ...chainOf(server), ocspResponse: ocspResponse() })).toThrow(
      why,
    );
  });
});

describe('what is fetched', () => {
  interface Web {
    readonly url: string;
    readonly asked: string[];
    readonly pages: Map<string, Buffer>;
  }
  async function web(): Promise<Web> {
    const asked: string[] = [];
    const pages = new Map<string, Buffer>();
    const files = createHttp((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const page = pages.get(request.url ?? '');
      request.resume().on('end', () => response.writeHead(page ? 200 : 404).end(page));
    });
    return { url: `http://127.0.0.1:${await listening(files)}`, asked, pages };
  }
  const fetching = { revocation: { mode: 'hard', fetch: true }, fetchPrivate: true } as const;
  const listFor = (issuer: Made, revoked: readonly Made[]): Buffer =>
    Buffer.from(decodePem(listOf(issuer, revoked))[0]!.bytes);
  const clientOptions = (port: number) => ({ ...options(port), crl: crls[0]! });

  it('is a CRL, once for two connections; and none unless it is asked for', async () => {
    const { url, asked, pages } = await web();
    const leaf = await make({ dnsNames: ['localhost'], crlUrls: [`${url}/ca.crl`] }, middle);
    pages.set('/ca.crl', listFor(middle, []));
    const port = await serving(tls.createServer(chainOf(leaf)));
    const hard = { ...clientOptions(port), revocation: 'hard' } as tls.ConnectionOptions;
    expect(await outcome(ours.connect(hard))).toBe('UNABLE_TO_GET_CRL');
    expect(asked).toEqual([]);
    const fetches = { ...hard, ...fetching } as tls.ConnectionOptions;
    expect(await outcome(ours.connect(fetches))).toBe('connected');
    expect(await outcome(ours.connect(fetches))).toBe('connected');
    expect(asked).toEqual(['GET /ca.crl']);
  });

  it('is an OCSP response, once for two connections', async () => {
    const { url, asked, pages } = await web();
    const leaf = await make({ dnsNames: ['localhost'], ocspUrls: [`${url}/ocsp`] }, middle);
    pages.set('/ocsp', responseAbout(leaf, middle, { revocationTime: now - HOUR }));
    const port = await serving(tls.createServer(chainOf(leaf)));
    const soft = {
      ...options(port),
      revocation: { mode: 'soft', fetch: true },
      fetchPrivate: true,
    } as tls.ConnectionOptions;
    expect(await outcome(ours.connect(soft))).toBe('CERT_REVOKED');
    expect(await outcome(ours.connect(soft))).toBe('CERT_REVOKED');
    expect(asked).toEqual(['POST /ocsp']);
  });

  it('is what tells about a client, on a server that asks for its certificate', async () => {
    const { url, asked, pages } = await web();
    const leaf = await make({ extKeyUsage: ['clientAuth'], crlUrls: [`${url}/ca.crl`] }, middle);
    pages.set('/ca.crl', listFor(middle, [leaf]));
    const listener = handglass.createServer({
      ...chainOf(server),
      ca: root.cert,
      requestCert: true,
      revocation: { mode: 'soft', fetch: true },
      fetchPrivate: true,
    });
    const refused = once(listener, 'tlsClientError');
    const socket = tls.connect({ ...options(await serving(listener)), ...chainOf(leaf) });
    socket.on('error', () => {});
    onTestFinished(() => void socket.destroy());
    expect((await refused)[0]).toMatchObject({ code: 'CERT_REVOKED' });
    expect(asked).toEqual(['GET /ca.crl']);
  });

  it('is an issuer that was not sent, when that is asked for', async () => {
    const { url, asked, pages } = await web();
    const leaf = await make({ dnsNames: ['localhost'], issuerUrls: [`${url}/middle.cer`] }, middle);
    pages.set('/middle.cer', Buffer.from(middle.der));
    const port = await serving(tls.createServer({ cert: leaf.cert, key: leaf.key.pem }));
    expect(await outcome(ours.connect(options(port)))).toBe('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
    expect(asked).toEqual([]);
    const fetches = { ...options(port), fetchIssuers: true, fetchPrivate: true } as tls.ConnectionOptions;
    expect(await outcome(ours.connect(fetches))).toBe('connected');
    expect(asked).toEqual(['GET /middle.cer']);
    // A server does not do that for clients, who could send it anywhere.
    expect(() => handglass.createServer({ fetchIssuers: true } as object)).toThrow(/fetchIssuers is not/);
  });

  it('is not an issuer on this machine, wherever the server seems to be, unless that is allowed', async () => {
    const { url, asked, pages } = await web();
    const leaf = await make({ dnsNames: ['localhost'], issuerUrls: [`${url}/middle.cer`] }, middle);
    pages.set('/middle.cer', Buffer.from(middle.der));
    const port = await serving(tls.createServer({ cert: leaf.cert, key: leaf.key.pem }));
    // Behind a tunnel or a sidecar the server may be anywhere, though its address is ours.
    for (const socket of [undefined, through(connectTcp({ port, host: '127.0.0.1' }))]) {
      const tunnel = socket ? { socket } : { port, host: '127.0.0.1' };
      const ended = handglass.connect({
        ...tunnel,
        servername: 'localhost',
        ca: root.cert,
        fetchIssuers: true,
      });
      await expect(once(ended, 'secureConnect')).rejects.toThrow(/its address is not public/);
    }
    expect(asked).toEqual([]);
  });

  it('is left alone when the connection has gone', async () => {
    let asked!: () => void;
    const wasAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const hangs = createHttp((request) => {
      asked();
      request.socket.on('close', left);
    });
    let left!: () => void;
    const wasLeft = new Promise<void>((resolve) => {
      left = resolve;
    });
    const url = `http://127.0.0.1:${await listening(hangs)}/ca.crl`;
    const leaf = await make({ dnsNames: ['localhost'], crlUrls: [url] }, middle);
    const port = await serving(tls.createServer(chainOf(leaf)));
    // No bound of time ends it.
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    onTestFinished(() => void vi.useRealTimers());
    const socket = ours.connect({ ...options(port), ...fetching } as tls.ConnectionOptions);
    await wasAsked;
    socket.destroy();
    await wasLeft;
  });
});

/** The same bytes, without an address. */
function through(socket: Socket): Duplex {
  const end = new PassThrough();
  return Duplex.from({ readable: socket.pipe(end), writable: socket });
}

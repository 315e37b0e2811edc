/** `handglass ca DIR --listen PORT`: issued, revoked, and seen to be refused; and requests that are hostile. */
import { request } from 'node:http';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { decodePem } from '../src/wire/pem.ts';
import {
  certIdOf,
  createOcspRequest,
  parseCertificate,
  parseCrl,
  parseOcspResponse,
} from '../src/x509/index.ts';
import { handglass, Lab, type Listening, listeningTo, serving } from './cli-lab.ts';

const lab = new Lab();
let live: Listening;
const dir = lab.path('pki');
beforeAll(async () => {
  live = await listeningTo(['ca', dir, '--listen', '0']);
});
afterAll(async () => {
  await live.stop();
  lab.close();
});

interface Answered {
  readonly status: number | undefined;
  readonly headers: Record<string, unknown>;
  readonly body: Uint8Array;
}

function ask(
  path: string,
  options: { method?: string; type?: string; body?: Uint8Array } = {},
): Promise<Answered> {
  const { method = options.body ? 'POST' : 'GET', type = 'application/ocsp-request', body } = options;
  return new Promise((done, fail) => {
    const asked = request(
      {
        host: '127.0.0.1',
        port: live.port,
        path,
        method,
        agent: false,
        ...(body && { headers: { 'content-type': type } }),
      },
      (response) => {
        const pieces: Buffer[] = [];
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', fail);
        response.on('end', () =>
          done({
            status: response.statusCode,
            headers: response.headers,
            body: new Uint8Array(Buffer.concat(pieces)),
          }),
        );
      },
    );
    asked.on('error', fail);
    asked.end(body);
  });
}

const certificate = (name: string) => parseCertificate(decodePem(lab.read(`pki/${name}.pem`))[0]!.bytes);
const idOf = (name: string) => certIdOf(certificate(name), certificate('ca'), nodeProvider);
const requestFor = (...names: string[]): Uint8Array => createOcspRequest({ certIDs: names.map(idOf) });
const answerIn = ({ body }: Answered) => {
  const answer = parseOcspResponse(body);
  if (answer.responseStatus !== 'successful') throw new Error(answer.responseStatus);
  return answer;
};
const failureIn = ({ body }: Answered) => parseOcspResponse(body).responseStatus;

describe('a live CA', () => {
  it('writes into what it issues where it can be asked', () => {
    const base = `http://127.0.0.1:${live.port}`;
    for (const name of ['localhost', 'client']) {
      const { authorityInfoAccess, cRLDistributionPoints } = certificate(name).extensions;
      expect(authorityInfoAccess!.map(({ accessLocation }) => accessLocation)).toEqual([
        { kind: 'uniformResourceIdentifier', value: `${base}/ocsp` },
        { kind: 'uniformResourceIdentifier', value: `${base}/ca.cer` },
      ]);
      expect(JSON.stringify(cRLDistributionPoints)).toContain(`${base}/ca.crl`);
    }
    expect(live.heard()).toMatch(/^then to connect: .* --fetch-private$/m);
  });

  it.each([
    ['by OCSP', 'over-ocsp', []],
    ['by its CRL', 'over-crl', ['--ocsp-url', 'http://127.0.0.1:1/nobody']],
    ['by a delegated responder', 'delegated', ['--ocsp-responder']],
    ['with RSA all the way up', 'rsa', ['--rsa']],
  ])('revokes, and connect sees it at once: %s', async (_, folder, flags) => {
    const at = lab.path(folder);
    const own = await listeningTo(['ca', at, '--listen', '0', '--server', 'localhost', ...flags]);
    const pair = ['--cert', `${at}/localhost.pem`, '--key', `${at}/localhost.key`];
    const server = await serving(pair);
    const dial = () =>
      handglass([
        'connect',
        `localhost:${server.port}`,
        '--ca-file',
        `${at}/ca.pem`,
        '--fetch-private',
        '--revocation',
        'hard',
      ]);
    const before = await dial();
    expect(before.exit, before.out).toBe(0);
    expect(before.out).toMatch(folder === 'over-crl' ? /CRL\s+from http/ : /OCSP response\s+from http/);
    // The first that helps is enough.
    expect(before.out.includes('ca.crl')).toBe(folder === 'over-crl');
    expect((await handglass(['ca', at, '--revoke', 'localhost', '--reason', 'keyCompromise'])).exit).toBe(0);
    const after = await dial();
    expect(after.exit).toBe(6);
    expect(after.out).toMatch(/was revoked on \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC \(keyCompromise\)/);
    await server.stop();
    const { out } = await own.stop();
    expect(out).toMatch(
      folder === 'over-crl' ? /^CRL of ca$/m : /^OCSP: revoked \(keyCompromise\), for \/CN=localhost$/m,
    );
  });

  it('issues the missing intermediate too', async () => {
    const at = lab.path('above');
    const own = await listeningTo([
      'ca',
      at,
      '--listen',
      '0',
      '--intermediate',
      'web',
      '--server',
      'localhost',
    ]);
    const [leaf] = decodePem(lab.read('above/localhost.pem'));
    lab.write(
      'alone.pem',
      `${lab.read('above/localhost.pem').split('-----END CERTIFICATE-----')[0]}-----END CERTIFICATE-----\n`,
    );
    expect(leaf).toBeDefined();
    const server = await serving(['--cert', lab.path('alone.pem'), '--key', `${at}/localhost.key`]);
    const { exit, out } = await handglass([
      `localhost:${server.port}`,
      '--ca-file',
      `${at}/ca.pem`,
      '--fetch-private',
    ]);
    expect(exit, out).toBe(0);
    expect(out).toContain('web.cer');
    await server.stop();
    await own.stop();
  });

  it('leaves a CA that is there as it is', async () => {
    const before = lab.read('pki/localhost.pem');
    const again = await listeningTo(['ca', dir, '--listen', '0']);
    const { exit, out } = await again.stop();
    expect({ exit, out }).toEqual({ exit: 0, out: '' });
    expect(lab.read('pki/localhost.pem')).toBe(before);
  });

  it.each([
    ['70000', 2, '"70000" is not a port'],
    ['x', 2, '"x" is not a port'],
  ])('listens on no port %s', async (port, exit, words) => {
    const ran = await handglass(['ca', lab.path('nowhere'), '--listen', port]);
    expect(ran.exit).toBe(exit);
    expect(ran.err).toContain(words);
  });

  it('says that its port is taken', async () => {
    const { exit, err } = await handglass(['ca', lab.path('nowhere'), '--listen', String(live.port)]);
    expect(exit).toBe(3);
    expect(err).toContain('that port is in use');
    expect(lab.files('nowhere')).toEqual([]);
  });
});

describe('its answers', () => {
  it('are the same to GET and POST, and proxies may keep those to GET', async () => {
    const asked = requestFor('localhost');
    const path = `/ocsp/${encodeURIComponent(Buffer.from(asked).toString('base64'))}`;
    const [got, posted] = [await ask(path), await ask('/ocsp', { body: asked })];
    for (const each of [got, posted]) {
      expect(each.status).toBe(200);
      expect(each.headers['content-type']).toBe('application/ocsp-response');
      expect(answerIn(each).responses).toMatchObject([{ certStatus: 'good' }]);
    }
    expect(got.headers['cache-control']).toMatch(
      /^max-age=(29\d|300), public, no-transform, must-revalidate$/,
    );
    expect(posted.headers['cache-control']).toBe('no-store');
    expect(got.headers['etag']).toMatch(/^"[0-9a-f]{64}"$/);
    const bare = await ask(`/ocsp/${Buffer.from(asked).toString('base64')}`);
    expect(answerIn(bare).responses).toHaveLength(1);
  });

  it('repeat a nonce, and are then for nobody else', async () => {
    const nonce = new Uint8Array(32).fill(7);
    const asked = createOcspRequest({ certIDs: [idOf('localhost')], nonce });
    const answered = await ask(`/ocsp/${encodeURIComponent(Buffer.from(asked).toString('base64'))}`);
    expect(answerIn(answered).extensions.ocspNonce).toEqual(nonce);
    expect(answered.headers['cache-control']).toBe('no-store');
  });

  it('speak of several at once, and of unknown serial numbers as unknown', async () => {
    const stranger = { ...idOf('localhost'), serialNumber: Uint8Array.of(5) };
    const certIDs = [idOf('client'), stranger, idOf('localhost')];
    const answered = answerIn(await ask('/ocsp', { body: createOcspRequest({ certIDs }) }));
    expect(answered.responses.map(({ certStatus }) => certStatus)).toEqual(['good', 'unknown', 'good']);
  });

  it('are refused about certificates of somebody else', async () => {
    const other = certIdOf(certificate('localhost'), certificate('client'), nodeProvider);
    const failure = async (...certIDs: (typeof other)[]) =>
      failureIn(await ask('/ocsp', { body: createOcspRequest({ certIDs }) }));
    expect(await failure(other)).toBe('unauthorized');
    expect(await failure(idOf('localhost'), other)).toBe('unauthorized');
  });

  it.each([
    ['none', []],
    ['too many', Array.from({ length: 17 }, () => 'localhost')],
  ])('are refused about %s', async (_, names) => {
    expect(failureIn(await ask('/ocsp', { body: requestFor(...names) }))).toBe('malformedRequest');
  });

  it('are refused to who demands what is not understood', async () => {
    const asked = createOcspRequest({ certIDs: [idOf('localhost')] });
    // id-pkix-ocsp 99 in place of the nonce.
    const requests = Buffer.from(asked.subarray(4, 6 + asked[5]!)).toString('hex');
    const within = (tag: string, inner: string): string =>
      `${tag}${(inner.length / 2).toString(16).padStart(2, '0')}${inner}`;
    const strange = (critical: boolean): Uint8Array => {
      const extension = within('30', `06092b0601050507300163${critical ? '0101ff' : ''}04020500`);
      const tbs = within('30', requests + within('a2', within('30', extension)));
      return new Uint8Array(Buffer.from(within('30', tbs), 'hex'));
    };
    expect(failureIn(await ask('/ocsp', { body: strange(true) }))).toBe('malformedRequest');
    expect(answerIn(await ask('/ocsp', { body: strange(false) })).responses).toHaveLength(1);
  });

  it('come with a CRL that has a new number when something is revoked, and else the same', async () => {
    const at = lab.path('numbers');
    await handglass(['ca', at]);
    const own = await listeningTo(['ca', at, '--listen', '0']);
    const list = async () => {
      const response = await fetch(`http://127.0.0.1:${own.port}/ca.crl`);
      expect(response.headers.get('content-type')).toBe('application/pkix-crl');
      return parseCrl(new Uint8Array(await response.arrayBuffer()));
    };
    const [first, second] = [await list(), await list()];
    expect(second.der).toEqual(first.der);
    await handglass(['ca', at, '--revoke', 'client']);
    const third = await list();
    expect([...third.extensions.cRLNumber!]).toEqual([...first.extensions.cRLNumber!].map((n) => n + 1));
    expect(third.der.length).toBeGreaterThan(first.der.length);
    await own.stop();
  });
});

describe('what is hostile', () => {
  it('is malformed where it is cut, at each length', async () => {
    const whole = requestFor('localhost');
    for (let length = 0; length < whole.length; length++)
      expect(failureIn(await ask('/ocsp', { body: whole.slice(0, length) })), String(length)).toBe(
        'malformedRequest',
      );
    const longer = new Uint8Array([...whole, 0]);
    expect(failureIn(await ask('/ocsp', { body: longer }))).toBe('malformedRequest');
  });

  it('is not read when it is too long', async () => {
    expect((await ask('/ocsp', { body: new Uint8Array(4096) })).status).toBe(200);
    expect((await ask('/ocsp', { body: new Uint8Array(4097) })).status).toBe(413);
    const answered = await raw(
      `POST /ocsp HTTP/1.1\r\nHost: x\r\nContent-Type: application/ocsp-request\r\nContent-Length: 1000000000\r\n\r\n${'x'.repeat(70_000)}`,
    );
    expect(answered).toMatch(/^HTTP\/1\.1 413 /);
    expect(await raw(`GET /${'x'.repeat(9_000)} HTTP/1.1\r\nHost: x\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431 /);
  });

  it.each([
    ['GET', '/ocsp', 405],
    ['PUT', '/ocsp', 405],
    ['DELETE', '/ca.crl', 405],
    ['POST', '/ca.crl', 405],
    ['GET', '/', 404],
    ['GET', '/ca.key', 404],
    ['GET', '/localhost.cer', 404],
    ['GET', '/..%2Fca.crl', 404],
    ['GET', '/../pki/ca.crl', 404],
    ['GET', '/ocsp/***', 400],
    ['GET', '/ocsp/AAA', 400],
    ['HEAD', '/ca.crl', 200],
    ['GET', '/ca.cer', 200],
    ['GET', '/ca.crl?x=y', 200],
  ])('%s %s is answered with %i', async (method, path, status) => {
    const answered = await ask(path, { method });
    expect(answered.status).toBe(status);
    expect(answered.headers['allow'] !== undefined).toBe(status === 405);
    expect(answered.headers['x-content-type-options']).toBe('nosniff');
    if (method === 'HEAD') expect(answered.body).toHaveLength(0);
    if (path === '/ca.cer') expect(answered.body).toEqual(certificate('ca').der);
  });

  it('of another type is not taken for a request', async () => {
    expect((await ask('/ocsp', { body: requestFor('localhost'), type: 'text/plain' })).status).toBe(415);
  });

  it.each(['\x16\x03\x01\x02\x00', 'GET /\r\n\r\n', 'CONNECT a:1 HTTP/1.1\r\nHost: a\r\n\r\n'])(
    'that is no such request ends the connection: %j',
    async (bytes) => {
      expect(await raw(bytes)).not.toMatch(/ 200 /);
    },
  );

  it('and slow does not stay, though it never rests', async () => {
    const slowly = setInterval(() => trickle?.write('x'), 200);
    let trickle: Socket | undefined;
    const answered = raw('POST /ocsp HTTP/1.1\r\nHost: x\r\nX-Slow: ', (socket) => {
      trickle = socket;
    });
    expect(await answered).toMatch(/^(HTTP\/1\.1 408 |$)/);
    clearInterval(slowly);
  });

  it('and leaves in the middle of a request is no fault of ours', async () => {
    await new Promise<void>((done) => {
      const socket = connect(live.port, '127.0.0.1');
      socket.on('close', () => setTimeout(done, 100));
      socket.write(
        'POST /ocsp HTTP/1.1\r\nHost: x\r\nContent-Type: application/ocsp-request\r\nContent-Length: 9\r\n\r\nabc',
        () => setTimeout(() => socket.destroy(), 100),
      );
    });
    expect(live.heard()).not.toContain('internal error');
  });

  it('does not end the CA', async () => {
    expect(answerIn(await ask('/ocsp', { body: requestFor('client') })).responses).toHaveLength(1);
  });

  it('that meets a damaged number of a CRL is told so until it is whole again', async () => {
    const at = lab.path('number');
    await handglass(['ca', at]);
    const own = await listeningTo(['ca', at, '--listen', '0']);
    const status = async () => (await fetch(`http://127.0.0.1:${own.port}/ca.crl`)).status;
    lab.write('number/ca.crlnumber', 'nonsense\n');
    expect(await status()).toBe(500);
    lab.write('number/ca.crlnumber', '07\n');
    expect(await status()).toBe(200);
    await own.stop();
  });

  it('that meets a damaged index is told so, and nothing is vouched for', async () => {
    const at = lab.path('damaged');
    await handglass(['ca', at]);
    const own = await listeningTo(['ca', at, '--listen', '0']);
    const id = certIdOf(
      parseCertificate(decodePem(lab.read('damaged/localhost.pem'))[0]!.bytes),
      parseCertificate(decodePem(lab.read('damaged/ca.pem'))[0]!.bytes),
      nodeProvider,
    );
    lab.write('damaged/ca.index.txt', 'nonsense\n');
    const response = await fetch(`http://127.0.0.1:${own.port}/ocsp`, {
      method: 'POST',
      headers: { 'content-type': 'application/ocsp-request' },
      body: createOcspRequest({ certIDs: [id] }),
    });
    expect(response.status).toBe(500);
    expect((await own.stop()).out).toContain('line 1 is not an entry of a certificate index');
  });
});

/** All that comes back until the other side closes. */
function raw(bytes: string, onSocket: (socket: Socket) => void = () => {}): Promise<string> {
  return new Promise((done) => {
    let text = '';
    const socket = connect(live.port, '127.0.0.1');
    onSocket(socket);
    socket.on('data', (data) => {
      text += data.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => done(text));
    socket.write(bytes, 'latin1');
  });
}

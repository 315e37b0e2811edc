/**
 * Revocation with real peers: openssl s_server with certificates of a CA that OpenSSL keeps, its CRLs from files and over
 * HTTP, `openssl ocsp` as a responder, and responders that misbehave. Each by `connect` of the Node adapter; what is refused
 * also by the command line.
 */
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { type ConnectOptions, connect, createServer as createTls } from '../../src/exports/node.ts';
import { handglass, traceOf } from '../cli-lab.ts';
import { onLoopback } from './end.ts';
import { opensslClient, opensslPort, opensslServer } from './openssl.ts';
import { OpensslCa, type Words } from './openssl-ca.ts';
import { freePort, PeerProcess, run } from './process.ts';

let directory: string;
let root: OpensslCa;
/** Below the root, which says nothing of where to ask about it: `hard` needs the root’s list from `crl`. */
let middle: OpensslCa;
let rootCrl: string;
let count = 0;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'handglass-revocation-'));
  root = await OpensslCa.make(directory, 'root');
  middle = await OpensslCa.make(directory, 'middle', root);
  rootCrl = (await root.crl()).pem;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** A leaf of the intermediate with these words, and its name there. */
async function leafWith(words: Words = {}) {
  const name = `leaf${++count}`;
  return { name, ...(await middle.issue(name, words)) };
}
const ocspAt = (url: string): Words => ({ authorityInfoAccess: `OCSP;URI:${url}` });
const ocspOn = (port: number): Words => ocspAt(`http://127.0.0.1:${port}/`);
const crlAt = (url: string): Words => ({ crlDistributionPoints: `URI:${url}` });
const issuerAt = (url: string): Words => ({ authorityInfoAccess: `caIssuers;URI:${url}` });

/** An s_server; gives its port. */
const serve = ({ cert, key }: { cert: string; key: string }, ...args: readonly string[]): Promise<number> =>
  opensslPort(opensslServer(['-cert', cert, '-key', key, '-cert_chain', middle.pem, ...args]));

/** A web server; gives its address without a slash. */
async function web(answer: RequestListener | Readonly<Record<string, Buffer>>): Promise<string> {
  const server = createServer(
    typeof answer === 'function'
      ? answer
      : (request, response) => {
          const body = answer[request.url ?? ''];
          response.writeHead(body ? 200 : 404).end(body);
        },
  );
  onTestFinished(() => server.closeAllConnections());
  return `http://127.0.0.1:${await onLoopback(server)}`;
}

const trusting = async () => ({ ca: await readFile(root.pem), host: '127.0.0.1', servername: 'localhost' });

/** `connected`, or the code and the words of why not. */
async function outcome(port: number, options: Partial<ConnectOptions>): Promise<string> {
  const socket = connect({ port, ...(await trusting()), ...options });
  try {
    return await new Promise((resolve) => {
      socket.once('secureConnect', () => resolve('connected'));
      socket.once('error', (error: Error & { code?: string }) => resolve(`${error.code}: ${error.message}`));
    });
  } finally {
    // An s_server speaks with one client at a time.
    socket.destroy();
  }
}

/** How the command line ends, and what it says of the certificate. */
async function told(port: number, ...flags: readonly string[]) {
  const asked = ['--ca-file', root.pem, '--fetch-private', '--json', ...flags];
  const ran = await handglass(['connect', `localhost:${port}`, ...asked]);
  const { certificate } = traceOf(ran);
  return { exit: ran.exit, reason: certificate?.reason, message: certificate?.message };
}

const fetching = { revocation: { mode: 'soft', fetch: true }, fetchPrivate: true } as const;
const hard = async (): Promise<Partial<ConnectOptions>> => ({
  revocation: { mode: 'hard', fetch: true },
  fetchPrivate: true,
  crl: await readFile(rootCrl),
});

describe('a CRL', () => {
  it('from a file', async () => {
    const leaf = await leafWith();
    const good = await leafWith();
    await middle.revoke(leaf.name);
    const { pem } = await middle.crl();
    const crl = [await readFile(rootCrl), await readFile(pem)];
    expect(await outcome(await serve(good), { crl })).toBe('connected');
    const port = await serve(leaf);
    expect(await outcome(port, { crl })).toMatch(/^CERT_REVOKED: .*leaf.* was revoked on .*keyCompromise/);
    expect(await told(port, '--crl', pem)).toMatchObject({ exit: 6, reason: 'revoked' });
    expect(await told(port)).toMatchObject({ exit: 0 });
  });

  it('from its distribution point, served by nginx', async () => {
    const port = await freePort();
    const at = `http://127.0.0.1:${port}/lists/middle.crl`;
    const [good, bad] = [await leafWith(crlAt(at)), await leafWith(crlAt(at))];
    await middle.revoke(bad.name);
    const files = await mkdtemp(join(directory, 'nginx-'));
    await run('mkdir', [join(files, 'lists')]);
    await writeFile(join(files, 'lists/middle.crl'), (await middle.crl()).der);
    await nginx(files, port);
    expect(await outcome(await serve(good), await hard())).toBe('connected');
    const bads = await serve(bad);
    expect(await outcome(bads, fetching)).toMatch(/^CERT_REVOKED/);
    // Nothing is fetched unless it is asked for.
    expect(await outcome(bads, {})).toBe('connected');
    expect(await told(bads)).toMatchObject({ exit: 6, reason: 'revoked' });
    expect(await told(bads, '--revocation', 'off')).toMatchObject({ exit: 0 });
  });
});

describe('OCSP, stapled by openssl s_server', () => {
  it.each(['-tls1_2', '-tls1_3'])('%s', async (version) => {
    const leaf = await leafWith();
    const good = await middle.response(leaf.name);
    const stapling = async (): Promise<number> => serve(leaf, version, '-status_file', good);
    const crl = await readFile(rootCrl);
    expect(await outcome(await stapling(), { crl })).toBe('connected');
    expect(await outcome(await serve(leaf, version), { crl })).toMatch(/^UNABLE_TO_GET_CRL/);
    await middle.revoke(leaf.name);
    await middle.response(leaf.name);
    const port = await stapling();
    expect(await outcome(port, {})).toMatch(/^CERT_REVOKED/);
    expect(await told(port)).toMatchObject({ exit: 6, reason: 'revoked' });
  });
});

describe('OCSP, fetched from openssl ocsp', () => {
  it('good, then revoked', async () => {
    const at = await freePort();
    const [good, bad] = [await leafWith(ocspOn(at)), await leafWith(ocspOn(at))];
    await middle.revoke(bad.name);
    await middle.responder(at);
    expect(await outcome(await serve(good), await hard())).toBe('connected');
    const port = await serve(bad);
    expect(await outcome(port, fetching)).toMatch(/^CERT_REVOKED/);
    expect(await told(port)).toMatchObject({ exit: 6, reason: 'revoked' });
  });

  it('by whom the CA lets answer', async () => {
    await middle.delegate('delegate');
    const at = await freePort();
    const leaf = await leafWith(ocspOn(at));
    await middle.responder(at, 'delegate');
    expect(await outcome(await serve(leaf), await hard())).toBe('connected');
  });

  it('by somebody else, who says nothing', async () => {
    await middle.issue('stranger');
    const at = await freePort();
    const port = await serve(await leafWith(ocspOn(at)));
    await middle.responder(at, 'stranger');
    expect(await outcome(port, await hard())).toMatch(/^UNABLE_TO_GET_CRL/);
    expect(await outcome(port, fetching)).toBe('connected');
  });

  it('unknown: refused in hard mode alone', async () => {
    const at = await freePort();
    const leaf = await leafWith(ocspOn(at));
    await middle.responder(at, 'middle', 'empty');
    const port = await serve(leaf);
    expect(await outcome(port, await hard())).toMatch(/^UNABLE_TO_GET_CRL: .*does not know it/);
    expect(await outcome(port, fetching)).toBe('connected');
    expect(await told(port, '--revocation', 'hard', '--crl', rootCrl)).toMatchObject({
      exit: 6,
      reason: 'revocation-unknown',
    });
  });

  it('of clients, by our server', async () => {
    const at = await freePort();
    const words = { ...ocspOn(at), extendedKeyUsage: 'clientAuth' };
    const [good, bad] = [await leafWith(words), await leafWith(words)];
    await middle.revoke(bad.name);
    await middle.responder(at);
    const own = await leafWith();
    const server = createTls({
      cert: await readFile(own.cert),
      key: await readFile(own.key),
      ca: await readFile(root.pem),
      requestCert: true,
      ...fetching,
    });
    server.on('secureConnection', (socket) => socket.on('error', () => {}));
    const port = await onLoopback(server);
    for (const [leaf, event] of [
      [good, 'secureConnection'],
      [bad, 'tlsClientError'],
    ] as const) {
      const happened = once(server, event);
      const args = ['-cert', leaf.cert, '-key', leaf.key, '-cert_chain', middle.pem];
      opensslClient(port, args);
      const [what] = (await happened) as [{ code?: string }];
      if (event === 'tlsClientError') expect(what.code).toBe('CERT_REVOKED');
    }
  });
});

describe('without an answer', () => {
  it('hard refuses, soft accepts', async () => {
    const silent = await serve(await leafWith());
    const dead = await serve(await leafWith(ocspOn(await freePort())));
    const secure = await serve(await leafWith(crlAt('https://127.0.0.1/middle.crl')));
    for (const [port, why] of [
      [silent, /^UNABLE_TO_GET_CRL/],
      [dead, /^UNABLE_TO_GET_CRL: .*ECONNREFUSED/],
      [secure, /^UNABLE_TO_GET_CRL/],
    ] as const) {
      expect(await outcome(port, await hard())).toMatch(why);
      expect(await outcome(port, fetching)).toBe('connected');
      expect(await told(port)).toMatchObject({ exit: 0 });
      expect(await told(port, '--revocation', 'hard')).toMatchObject({
        exit: 6,
        reason: 'revocation-unknown',
      });
    }
  });

  const floods: readonly (readonly [string, RequestListener, RegExp])[] = [
    [
      '100 MB',
      (_request, response) => {
        const pour = (): void => {
          for (let i = 0; i < 16 && !response.destroyed; i++)
            if (!response.write(Buffer.alloc(2 ** 16))) break;
        };
        response.on('drain', pour);
        pour();
      },
      /answered with more than 65536 bytes/,
    ],
    [
      'redirects for ever',
      (request, response) => response.writeHead(307, { location: `${request.url}x` }).end(),
      /leads through more than 3 redirects/,
    ],
    ['a web page', (_request, response) => response.end('<html>'), /cannot be read/],
  ];
  it.each(floods)('a responder that sends %s', async (_what, answer, why) => {
    const port = await serve(await leafWith(ocspAt(`${await web(answer)}/`)));
    const said = await outcome(port, await hard());
    expect(said).toMatch(/^UNABLE_TO_GET_CRL/);
    expect(said).toMatch(why);
    expect(await outcome(port, fetching)).toBe('connected');
  });

  it('a responder that hangs and a list that drips cost their own time, and not the server’s', async () => {
    const hangs = await web(() => {});
    const drips = await web((_request, response) => {
      const drip = setInterval(() => response.write('x'), 50);
      response.on('close', () => clearInterval(drip));
    });
    const port = await serve(await leafWith({ ...ocspAt(`${hangs}/`), ...crlAt(`${drips}/ca.crl`) }));
    const said = await outcome(port, { ...(await hard()), handshakeTimeout: 2000 });
    expect(said).toMatch(/^UNABLE_TO_GET_CRL/);
    expect(said).toContain('did not answer within');
    // That they do not answer is known now.
    expect(await outcome(port, fetching)).toBe('connected');
  });
});

describe('an issuer that the server does not send', () => {
  it.each(['DER', 'PKCS #7'])('is fetched as %s when that is asked for', async (form) => {
    const made = join(directory, `middle.${form}`);
    const args =
      form === 'DER' ? ['x509', '-in', middle.pem] : ['crl2pkcs7', '-nocrl', '-certfile', middle.pem];
    await promisify(execFile)('openssl', [...args, '-outform', 'DER', '-out', made]);
    const url = await web({ '/middle': await readFile(made) });
    const { cert, key } = await leafWith(issuerAt(`${url}/middle`));
    const port = await opensslPort(opensslServer(['-cert', cert, '-key', key]));
    expect(await outcome(port, {})).toMatch(/^UNABLE_TO_VERIFY_LEAF_SIGNATURE/);
    expect(await outcome(port, { fetchIssuers: true, fetchPrivate: true })).toBe('connected');
    expect(await told(port, '--no-aia')).toMatchObject({ exit: 6, reason: 'chain-incomplete' });
    const asked = ['--ca-file', root.pem, '--fetch-private'];
    const { exit, out } = await handglass(['connect', `localhost:${port}`, ...asked]);
    expect(exit).toBe(0);
    expect(out).toContain('did not send');
    expect(out).toContain(`${url}/middle`);
  });

  it('and that is not to be had, is missing as before', async () => {
    const url = await web({});
    const { cert, key } = await leafWith(issuerAt(`${url}/middle`));
    const port = await opensslPort(opensslServer(['-cert', cert, '-key', key]));
    expect(await outcome(port, { fetchIssuers: true, fetchPrivate: true })).toMatch(
      /^UNABLE_TO_VERIFY_LEAF_SIGNATURE: .*answered with status 404/,
    );
    expect(await told(port)).toMatchObject({ exit: 6, reason: 'chain-incomplete' });
  });
});

/** Serves a folder, as one process that ends with its test. */
async function nginx(files: string, port: number): Promise<void> {
  const config = join(files, 'nginx.conf');
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${files}/${kind};`,
  );
  await writeFile(
    config,
    `daemon off; master_process off; pid ${files}/pid; error_log stderr notice; events {}
     http { access_log off; ${temporary.join(' ')} server { listen 127.0.0.1:${port}; root ${files}; } }`,
  );
  const process = new PeerProcess('nginx', ['-c', config, '-e', 'stderr']);
  await process.complains(/getrlimit|event method/);
}

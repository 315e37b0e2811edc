/** handglass and node:tls on both ends of loopback, over what both of them speak. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import tls from 'node:tls';
import { describe, expect, it, onTestFinished } from 'vitest';
import {
  ca,
  contentOf,
  ecClient,
  ecServer,
  listening,
  otherServer,
  rsaClient,
  rsaServer,
} from '../../test/loopback.ts';
import * as handglass from '../exports/node.ts';

/** Either of the two, seen as node:tls. */
type Side = Pick<typeof tls, 'connect' | 'createServer' | 'createSecureContext'>;
type Version = 'TLSv1.2' | 'TLSv1.3';
const ours = handglass as unknown as Side;
const nodes: Side = tls;

const pairs = [
  { who: 'our client, node’s server', client: ours, server: nodes },
  { who: 'node’s client, our server', client: nodes, server: ours },
  { who: 'both ours', client: ours, server: ours },
];
const versions: Version[] = ['TLSv1.2', 'TLSv1.3'];
const rows = pairs.flatMap((pair) => versions.map((version) => ({ ...pair, version })));

interface Meeting {
  readonly client: Side;
  readonly server: Side;
  readonly version: Version;
  readonly clientOptions?: tls.ConnectionOptions;
  readonly serverOptions?: tls.TlsOptions;
  readonly onSocket?: (socket: tls.TLSSocket) => void;
}

/** A server, and one connection to it that has not begun. */
async function begin({ client, server, version, clientOptions, serverOptions, onSocket }: Meeting) {
  const listener = server.createServer({ ...ecServer, minVersion: version, ...serverOptions });
  // Connections are cut when a test is over.
  listener.on('secureConnection', (socket) => socket.on('error', () => {}));
  const accepted = new Promise<tls.TLSSocket>((resolve) => listener.once('secureConnection', resolve));
  const refused = new Promise<Error & { code: string }>((resolve) =>
    listener.once('tlsClientError', (error) => resolve(error as Error & { code: string })),
  );
  const port = await listening(listener);
  const dial = () => {
    const socket = client.connect({
      host: '127.0.0.1',
      port,
      servername: 'localhost',
      ca,
      maxVersion: version,
      ...clientOptions,
    });
    onSocket?.(socket);
    onTestFinished(() => void socket.destroy());
    return socket;
  };
  return { listener, accepted, refused, dial, socket: dial() };
}

async function meet(meeting: Meeting) {
  const { accepted, socket, ...rest } = await begin(meeting);
  await once(socket, 'secureConnect');
  return { ...rest, here: socket, there: await accepted };
}

const errorOf = (socket: tls.TLSSocket): Promise<Error & { code: string }> =>
  new Promise((resolve, reject) => {
    socket.once('error', (error) => resolve(error as Error & { code: string }));
    socket.once('close', () => reject(new Error('closed without an error')));
  });

/** The hash of the next `length` bytes. */
function hashed(socket: tls.TLSSocket, length: number): Promise<string> {
  return new Promise((resolve, reject) => {
    const hash = createHash('sha256');
    let got = 0;
    socket.on('data', (bytes: Buffer) => {
      hash.update(bytes);
      got += bytes.length;
      if (got === length) resolve(hash.digest('hex'));
    });
    socket.once('error', reject);
    socket.once('end', () => reject(new Error(`ended after ${got} bytes`)));
  });
}
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const MEGABYTE = 2 ** 20;

async function exchange(here: tls.TLSSocket, there: tls.TLSSocket): Promise<void> {
  const [up, down] = [randomBytes(MEGABYTE), randomBytes(MEGABYTE)];
  const arrived = Promise.all([hashed(there, MEGABYTE), hashed(here, MEGABYTE)]);
  here.write(up);
  there.write(down);
  expect(await arrived).toEqual([sha256(up), sha256(down)]);
}

describe.each(rows)('$who, $version', (row) => {
  const { version } = row;

  it.each([
    ['ECDSA', ecServer],
    ['RSA', rsaServer],
  ])('1 MB both ways, then an orderly end, with an %s certificate', async (_name, credential) => {
    const { here, there } = await meet({ ...row, serverOptions: credential });
    expect(here.authorized).toBe(true);
    expect(here.getProtocol()).toBe(version);
    expect(there.getProtocol()).toBe(version);
    expect(here.getCipher()).toEqual(there.getCipher());
    await exchange(here, there);
    const closed = Promise.all([once(here, 'close'), once(there, 'close')]);
    here.end();
    // No error came first: `once` would have thrown it.
    await closed;
  });

  it.each([
    ['ECDSA', ecClient],
    ['RSA', rsaClient],
  ])('both sides authenticated, the client with an %s certificate', async (_name, credential) => {
    const { here, there } = await meet({
      ...row,
      serverOptions: { requestCert: true, ca },
      clientOptions: credential,
    });
    expect(there.authorized).toBe(true);
    expect(there.getPeerCertificate().subject.CN).toBe(
      `${credential === ecClient ? 'EC' : 'RSA'} of the test`,
    );
    expect(here.getPeerX509Certificate()?.subjectAltName).toContain('DNS:localhost');
  });

  it('a client without the certificate that is required is refused, and both sides learn why', async () => {
    const { socket, refused } = await begin({ ...row, serverOptions: { requestCert: true, ca } });
    const failed = errorOf(socket);
    socket.resume();
    expect((await refused).code).toBe('ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE');
    // How node spells it depends on the OpenSSL within: SSLV3 up to 3.4, SSL/TLS from 3.5 on.
    expect((await failed).code).toMatch(
      version === 'TLSv1.3' ? /ALERT_CERTIFICATE_REQUIRED$/ : /ALERT_HANDSHAKE_FAILURE$/,
    );
  });

  it('a client certificate that is not acceptable is kept and told where that is wanted', async () => {
    const { there } = await meet({
      ...row,
      serverOptions: { requestCert: true, rejectUnauthorized: false, ca: otherServer.cert },
      // node:tls sends it whatever the server asks for.
      clientOptions: { ...ecClient, ...(row.client === ours && { askedAuthorities: 'ignore' }) },
    });
    expect(there.authorized).toBe(false);
    const { authorizationError } = there;
    expect((authorizationError as { code?: string }).code ?? authorizationError).toBe(
      // node sends the root of its `ca` behind its own certificate.
      row.client === nodes ? 'SELF_SIGNED_CERT_IN_CHAIN' : 'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    );
    expect(there.getPeerCertificate().subject.CN).toBe('EC of the test');
  });

  it('resumes', async () => {
    const { here, dial, listener } = await meet(row);
    here.resume();
    const session =
      here.getSession() && version === 'TLSv1.2' ? here.getSession() : (await once(here, 'session'))[0];
    const keyed = once(listener, 'secureConnection');
    const again = row.client.connect({
      host: '127.0.0.1',
      port: here.remotePort!,
      servername: 'localhost',
      ca,
      maxVersion: version,
      session: session as Buffer,
    });
    onTestFinished(() => void again.destroy());
    await once(again, 'secureConnect');
    const [there] = (await keyed) as [tls.TLSSocket];
    expect([again.isSessionReused(), there.isSessionReused()]).toEqual([true, true]);
    expect(again.authorized).toBe(true);
    // node’s own client has forgotten it.
    if (row.client === ours) expect(again.getPeerCertificate().subject.CN).toBe('EC of the test');
    const arrived = hashed(there, 5);
    again.write('hello');
    expect(await arrived).toBe(sha256(Buffer.from('hello')));
    const fresh = dial();
    await once(fresh, 'secureConnect');
    expect(fresh.isSessionReused()).toBe(false);
  });

  it('agrees on an application protocol, and on none', async () => {
    const protocols = { ALPNProtocols: ['h2', 'http/1.1'] };
    const both = await meet({
      ...row,
      serverOptions: protocols,
      clientOptions: { ALPNProtocols: ['spdy', 'http/1.1'] },
    });
    expect([both.here.alpnProtocol, both.there.alpnProtocol]).toEqual(['http/1.1', 'http/1.1']);
    const one = await meet({ ...row, serverOptions: protocols });
    expect([one.here.alpnProtocol, one.there.alpnProtocol]).toEqual([false, false]);
    const { socket } = await begin({
      ...row,
      serverOptions: protocols,
      clientOptions: { ALPNProtocols: ['smtp'] },
    });
    expect((await errorOf(socket)).code).toBe('ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL');
  });

  it('chooses the certificate by the name that is asked for', async () => {
    const asked: string[] = [];
    const SNICallback: tls.TlsOptions['SNICallback'] = (name, done) => {
      asked.push(name);
      setImmediate(() =>
        done(null, name === 'other.test' ? row.server.createSecureContext(otherServer) : undefined),
      );
    };
    const serverOptions = { SNICallback };
    const other = await meet({ ...row, serverOptions, clientOptions: { servername: 'other.test' } });
    expect(other.here.getPeerCertificate().subjectaltname).toContain('other.test');
    expect(other.there.servername).toBe('other.test');
    const first = await meet({ ...row, serverOptions, clientOptions: { servername: 'first.test' } });
    expect(first.here.getPeerCertificate().subjectaltname).toContain('first.test');
    expect(asked).toEqual(['other.test', 'first.test']);
  });

  it('derives the same keying material on both sides', async () => {
    const { here, there } = await meet(row);
    const context = Buffer.from('context');
    expect(here.exportKeyingMaterial(40, 'EXPERIMENTAL test', context)).toEqual(
      there.exportKeyingMaterial(40, 'EXPERIMENTAL test', context),
    );
  });

  it('logs keys that are the same on both sides', async () => {
    const lines = { here: [] as string[], there: [] as string[] };
    const { socket, accepted, listener } = await begin({
      ...row,
      onSocket: (one) => one.on('keylog', (line) => lines.here.push(line.toString())),
    });
    listener.on('keylog', (line) => lines.there.push(line.toString()));
    await Promise.all([once(socket, 'secureConnect'), accepted]);
    expect(lines.here.length).toBe(version === 'TLSv1.3' ? 5 : 1);
    expect([...lines.there].sort()).toEqual([...lines.here].sort());
  });

  it('sees a name that the certificate is not for, and our alert arrives', async () => {
    const { socket } = await begin({ ...row, clientOptions: { servername: 'another.test' } });
    expect((await errorOf(socket)).code).toBe('ERR_TLS_CERT_ALTNAME_INVALID');
  });

  it('goes on with a certificate that is not acceptable where that is wanted, and tells', async () => {
    const { here } = await meet({
      ...row,
      clientOptions: { ca: otherServer.cert, rejectUnauthorized: false },
    });
    expect(here.authorized).toBe(false);
    const { authorizationError } = here;
    expect((authorizationError as { code?: string }).code ?? authorizationError).toBe(
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    );
  });

  it.each(
    version === 'TLSv1.3'
      ? ['TLS_AES_128_GCM_SHA256', 'TLS_AES_256_GCM_SHA384', 'TLS_CHACHA20_POLY1305_SHA256']
      : [
          'ECDHE-RSA-AES128-GCM-SHA256',
          'ECDHE-RSA-AES256-GCM-SHA384',
          'ECDHE-RSA-CHACHA20-POLY1305',
          'ECDHE-RSA-AES128-SHA',
          'AES128-GCM-SHA256',
          'AES256-GCM-SHA384',
          'AES128-SHA',
          'AES256-SHA',
        ],
  )('1 MB both ways by %s', async (ciphers) => {
    const { here, there } = await meet({
      ...row,
      clientOptions: { ciphers },
      serverOptions: { ...rsaServer, ciphers },
    });
    expect([here.getCipher().name, there.getCipher().name]).toEqual([ciphers, ciphers]);
    await exchange(here, there);
  });

  it('agrees on a group that the client did not guess', async () => {
    const { here } = await meet({
      ...row,
      clientOptions: { ecdhCurve: 'X25519:P-256' },
      serverOptions: { ecdhCurve: 'prime256v1' },
    });
    expect(here.getEphemeralKeyInfo()).toEqual({ type: 'ECDH', name: 'prime256v1', size: 256 });
  });

  if (version === 'TLSv1.3') {
    it('answers after the other side has ended', async () => {
      const { here, there } = await meet({
        ...row,
        clientOptions: { allowHalfOpen: true } as tls.ConnectionOptions,
        serverOptions: { allowHalfOpen: true } as tls.TlsOptions,
      });
      const answer = randomBytes(MEGABYTE);
      const asked = contentOf(there).then((question) => {
        there.end(answer);
        return question.toString();
      });
      here.end('question');
      expect(sha256(await contentOf(here))).toBe(sha256(answer));
      expect(await asked).toBe('question');
    });
  }
});

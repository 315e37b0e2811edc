/**
 * What is never spoken is recognised: old versions, RC4, anonymous suites. The peer gets the right alert, and our error
 * says what it was that came. GnuTLS still has RC4; of SSL 3.0 no peer is left that speaks it, so its hello is bytes.
 */
import { connect, createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Certificates, makeCertificates } from './certificates.ts';
import { connectTo, listen, onLoopback } from './end.ts';
import { opensslClient, opensslPort, opensslServer } from './openssl.ts';
import { freePort, PeerProcess } from './process.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates('handglass');
});
afterAll(() => certificates?.remove());

const ourServer = () =>
  listen({ credentials: [certificates.server.EC.credential, certificates.server.RSA.credential] });
const anything = ['-cipher', 'ALL:aNULL:@SECLEVEL=0'];
const priority = (...parts: string[]) =>
  ['NONE', ...parts, '+SIGN-ALL', '+COMP-NULL', '+GROUP-ALL', '+CTYPE-X509', '%COMPAT'].join(':');
const RC4 = priority('+VERS-TLS1.2', '+ARCFOUR-128', '+RSA', '+ECDHE-RSA', '+SHA1');
const OLD_RC4 = priority('+VERS-TLS1.0', '+ARCFOUR-128', '+RSA', '+SHA1');
const OLD = priority('+VERS-TLS1.0', '+VERS-TLS1.1', '+AES-128-CBC', '+RSA', '+SHA1');
const ANONYMOUS = priority(
  '+VERS-TLS1.2',
  '+AES-128-GCM',
  '+AES-128-CBC',
  '+ANON-ECDH',
  '+ANON-DH',
  '+AEAD',
  '+SHA1',
);

describe('our server', () => {
  it.each([
    ['TLS 1.0', '-tls1'],
    ['TLS 1.1', '-tls1_1'],
  ])('names %s, which OpenSSL offers', async (name, flag) => {
    const server = await ourServer();
    const peer = opensslClient(server.port, [flag, ...anything]);
    const end = await server.next();
    const error = await end.failed();
    expect(error).toMatchObject({ reason: 'old-version', alert: 'protocol_version', kind: 'incompatible' });
    expect(error.message).toContain(name);
    expect(end.alerts).toEqual(['>protocol_version']);
    await peer.complains('alert protocol version');
  });

  it('names the anonymous suites that OpenSSL offers', async () => {
    const server = await ourServer();
    const peer = opensslClient(server.port, ['-tls1_2', '-cipher', 'aNULL:@SECLEVEL=0']);
    const error = await (await server.next()).failed();
    expect(error).toMatchObject({ reason: 'no-common-suite', alert: 'handshake_failure' });
    expect(error.message).toContain('TLS_DH_anon_WITH_AES_256_GCM_SHA384');
    expect(error.message).toContain('anonymous suites authenticate nobody');
    await peer.complains('alert handshake failure');
  });

  it.each([
    ['RC4', RC4, 'no-common-suite', 'handshake_failure', ['TLS_RSA_WITH_RC4_128_SHA', 'RC4 is prohibited']],
    ['TLS 1.0 with RC4', OLD_RC4, 'old-version', 'protocol_version', ['TLS 1.0']],
    [
      'anonymous suites',
      ANONYMOUS,
      'no-common-suite',
      'handshake_failure',
      ['_anon_', 'authenticate nobody'],
    ],
  ])('names %s, which GnuTLS offers', async (_, given, reason, alert, words) => {
    const server = await ourServer();
    const peer = gnutlsClient(server.port, given);
    const end = await server.next();
    const error = await end.failed();
    expect(error).toMatchObject({ reason, alert });
    for (const word of words) expect(error.message).toContain(word);
    expect(end.alerts).toEqual([`>${alert}`]);
    await peer.exited;
    expect(peer.stdout + peer.stderr).toMatch(/fatal alert has been received/i);
  });

  it('names SSL 3.0', async () => {
    const server = await ourServer();
    const socket = connect(server.port, '127.0.0.1');
    // ClientHello of SSL 3.0: version, random, no session, RC4 with MD5 and with SHA, no compression.
    const body = Buffer.concat([
      Buffer.from([3, 0]),
      Buffer.alloc(32, 7),
      Buffer.from([0, 0, 4, 0, 4, 0, 5, 1, 0]),
    ]);
    const message = Buffer.concat([Buffer.from([1, 0, 0, body.length]), body]);
    socket.write(Buffer.concat([Buffer.from([22, 3, 0, 0, message.length]), message]));
    const answer = await new Promise<Buffer>((resolve) => socket.once('data', resolve));
    const error = await (await server.next()).failed();
    expect(error).toMatchObject({ reason: 'old-version', alert: 'protocol_version' });
    expect(error.message).toContain('SSL 3.0');
    expect([answer[0], ...answer.subarray(5)]).toEqual([21, 2, 70]);
    socket.destroy();
  });
});

describe('our client', () => {
  it.each([
    ['TLS 1.0', '-tls1'],
    ['TLS 1.1', '-tls1_1'],
  ])('is told by an OpenSSL that speaks only %s', async (_, flag) => {
    const { cert, key } = certificates.server.RSA;
    const peer = opensslServer([flag, ...anything, '-cert', cert, '-key', key]);
    const end = connectTo(await opensslPort(peer), { trust: certificates.trust });
    expect(await end.failed()).toMatchObject({
      ...{ reason: 'alert-received', alert: 'protocol_version', sentBy: 'peer' },
      step: expect.stringContaining('ServerHello'),
    });
  });

  it('is told by an OpenSSL that is anonymous', async () => {
    const peer = opensslServer(['-nocert', '-tls1_2', '-cipher', 'aNULL:@SECLEVEL=0']);
    const end = connectTo(await opensslPort(peer), { trust: certificates.trust });
    expect(await end.failed()).toMatchObject({ reason: 'alert-received', alert: 'handshake_failure' });
  });

  it.each([
    ['RC4', RC4, 'handshake_failure'],
    ['anonymous suites', ANONYMOUS, 'handshake_failure'],
  ])('is told by a GnuTLS that has only %s', async (_, given, alert) => {
    const end = connectTo(await gnutlsServer(given), { trust: certificates.trust });
    expect(await end.failed()).toMatchObject({ reason: 'alert-received', alert });
  });

  it('names TLS 1.1, which an old GnuTLS chooses when there is a suite for it', async () => {
    const port = await gnutlsServer(OLD);
    const cipherSuites = ['TLS_RSA_WITH_AES_128_CBC_SHA'];
    const end = connectTo(port, { trust: certificates.trust, cipherSuites, versions: ['TLS 1.2'] });
    const error = await end.failed();
    expect(error).toMatchObject({ reason: 'old-version', alert: 'protocol_version', kind: 'incompatible' });
    expect(error.message).toContain('TLS 1.1');
    expect(end.alerts).toEqual(['>protocol_version']);
  });

  it.each([
    ['SSL 3.0', 0x0300],
    ['TLS 1.0', 0x0301],
    ['TLS 1.1', 0x0302],
  ])('names %s when a server answers with it', async (name, version) => {
    const received: Buffer[] = [];
    const server = createServer((socket) => {
      socket.on('data', (bytes) => {
        received.push(bytes);
        if (received.length > 1) return;
        const body = Buffer.concat([
          ...[Buffer.from([3, version & 0xff]), Buffer.alloc(32, 9), Buffer.from([0, 0, 0x2f, 0])],
        ]);
        const message = Buffer.concat([Buffer.from([2, 0, 0, body.length]), body]);
        socket.write(Buffer.concat([Buffer.from([22, 3, version & 0xff, 0, message.length]), message]));
      });
      socket.on('end', () => socket.end());
    });
    const end = connectTo(await onLoopback(server), { trust: certificates.trust });
    const error = await end.failed();
    expect(error).toMatchObject({ reason: 'old-version', alert: 'protocol_version' });
    expect(error.message).toContain(name);
    await end.gone();
    expect([...received.at(-1)!.subarray(-2)]).toEqual([2, 70]);
  });
});

const gnutlsClient = (port: number, given: string): PeerProcess =>
  new PeerProcess('gnutls-cli', ['--port', String(port), '--priority', given, '--insecure', '127.0.0.1']);

async function gnutlsServer(given: string): Promise<number> {
  const port = await freePort();
  const { cert, key } = certificates.server.RSA;
  const peer = new PeerProcess('gnutls-serv', [
    ...['--echo', '--port', String(port), '--priority', given, '--x509certfile', cert, '--x509keyfile', key],
  ]);
  await peer.complains(/listening on IPv4.*done/);
  return port;
}

/**
 * What real servers ask of client certificates, and what our client makes of it: lists of authorities as OpenSSL, GnuTLS
 * and nginx send them, chains that they accept, and certificates that are withheld from them.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { GeneratedKey } from '../../src/crypto/providers/node.ts';
import type { Credential } from '../../src/handshake/config.ts';
import type { IssueRequest } from '../../src/issue/index.ts';
import type { ClientOptions } from '../../src/options/options.ts';
import { encodePem } from '../../src/wire/pem.ts';
import { type Made, make, storeOf } from '../chain.ts';
import { connectTo, type End } from './end.ts';
import { opensslPort, opensslServer } from './openssl.ts';
import { freePort, PeerProcess } from './process.ts';

const directory = mkdtempSync(join(tmpdir(), 'handglass-client-certificates-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const day = 86_400_000;
const issue = (name: string, issuer: Made | undefined, request: Partial<IssueRequest>): Made =>
  make(name, issuer, { notBefore: Date.now() - day, notAfter: Date.now() + day, ...request });
const root = issue('Root', undefined, { ca: true });
const intermediate = issue('Intermediate', root, { ca: true });
const stranger = issue('Stranger', undefined, { ca: true });
const server = issue('localhost', root, { dnsNames: ['localhost'] });
const purpose = { extKeyUsage: ['clientAuth'] } as const;
const alice = issue('alice', intermediate, purpose);
const bob = issue('bob', stranger, purpose);

const file = (name: string, text: string): string => {
  const path = join(directory, name);
  writeFileSync(path, text);
  return path;
};
const rootFile = file('root.pem', encodePem('CERTIFICATE', root.der));
const serverFile = file('server.pem', encodePem('CERTIFICATE', server.der));
const serverKey = file('server.key', (server.key as GeneratedKey).pem);

const credentialOf = (...chain: [Made, ...Made[]]): Credential => ({
  kind: 'certificate',
  chain: chain.map(({ der }) => der),
  key: chain[0].key,
});

type Version = 'TLS 1.2' | 'TLS 1.3';
interface Server {
  /** Requires a certificate by the root, and names it. */
  serve(version: Version): Promise<number>;
  /** Waits until it has accepted us, and until it has refused us for want of a certificate. */
  accepted(end: End): Promise<unknown>;
  refused(end: End): Promise<string>;
}

const alerted = async (end: End): Promise<string> => (await end.failed()).message;
const opensslAt: Server = {
  async serve(version) {
    const process = opensslServer([
      ...[
        '-cert',
        serverFile,
        '-key',
        serverKey,
        '-CAfile',
        rootFile,
        '-Verify',
        '3',
        '-verify_return_error',
      ],
      ...[version === 'TLS 1.3' ? '-tls1_3' : '-tls1_2', '-rev'],
    ]);
    return opensslPort(process);
  },
  async accepted(end) {
    await end.opened();
    await end.send(Buffer.from('abc\n'));
    expect((await end.receive(4)).toString()).toBe('cba\n');
  },
  refused: alerted,
};

const gnutlsAt: Server = {
  async serve(version) {
    const port = await freePort();
    const process = new PeerProcess('stdbuf', [
      ...['-oL', 'gnutls-serv', '--echo', '--port', String(port)],
      ...['--priority', `NORMAL:-VERS-ALL:+VERS-${version.replace(' ', '')}`],
      ...['--x509certfile', serverFile, '--x509keyfile', serverKey, '--x509cafile', rootFile],
      ...['--require-client-cert', '--verify-client-cert'],
    ]);
    await process.complains(/listening on IPv4.*done/);
    return port;
  },
  async accepted(end) {
    await end.opened();
    await end.send(Buffer.from('abc\n'));
    expect((await end.receive(4)).toString()).toBe('abc\n');
  },
  refused: alerted,
};

/** nginx finishes the handshake whatever comes, and then answers the request with an error. */
const nginxAt: Server = {
  async serve(version) {
    const port = await freePort();
    const prefix = mkdtempSync(join(directory, 'nginx-'));
    writeFileSync(
      join(prefix, 'nginx.conf'),
      `daemon off; master_process off; pid ${prefix}/pid; error_log stderr notice;
      events {}
      http {
        access_log off;
        client_body_temp_path ${prefix}/body; proxy_temp_path ${prefix}/proxy; fastcgi_temp_path ${prefix}/fastcgi;
        uwsgi_temp_path ${prefix}/uwsgi; scgi_temp_path ${prefix}/scgi;
        server {
          listen 127.0.0.1:${port} ssl;
          ssl_certificate ${serverFile}; ssl_certificate_key ${serverKey};
          ssl_protocols ${version === 'TLS 1.3' ? 'TLSv1.3' : 'TLSv1.2'};
          ssl_client_certificate ${rootFile}; ssl_verify_client on; ssl_verify_depth 3;
          location / { return 200 "hello $ssl_client_s_dn"; }
        }
      }`,
    );
    const process = new PeerProcess('nginx', ['-p', prefix, '-c', 'nginx.conf', '-e', 'stderr']);
    await process.complains(/start worker|using the "epoll" event method/);
    return port;
  },
  async accepted(end) {
    expect(await answerOf(end)).toMatch(/^HTTP\/1\.1 200 [\s\S]*hello CN=alice/);
  },
  async refused(end) {
    expect(await answerOf(end)).toMatch(/^HTTP\/1\.1 400 [\s\S]*No required SSL certificate was sent/);
    return '';
  },
};

async function answerOf(end: End): Promise<string> {
  await end.opened();
  await end.send(Buffer.from('GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n'));
  await end.until('the answer', () => end.peerClosed || undefined);
  return end.pending().toString();
}

const servers = [
  ['OpenSSL', opensslAt],
  ['GnuTLS', gnutlsAt],
  ['nginx', nginxAt],
] as const;
const rows = servers.flatMap(([name, peer]) =>
  (['TLS 1.2', 'TLS 1.3'] as const).map((version) => ({ name, peer, version })),
);

describe.each(rows)('$name, $version', ({ peer, version }) => {
  const dial = async (options: Partial<ClientOptions>): Promise<End> =>
    connectTo(await peer.serve(version), { trust: storeOf(root), versions: [version], ...options });
  /** With its sentences as text. */
  const written = (event: unknown): unknown => JSON.parse(JSON.stringify(event));
  const withheld = (end: End) => end.events.find((event) => event.type === 'withheld');

  it('gets a chain that its authority issued by way of an intermediate', async () => {
    const end = await dial({ credentials: [credentialOf(bob), credentialOf(alice, intermediate)] });
    await peer.accepted(end);
    expect(end.established?.agreement.clientAuthenticated).toBe(true);
    expect(withheld(end)).toBeUndefined();
    const decision = end.events.find(
      (event) => event.type === 'decision' && event.about === 'client_certificate',
    );
    expect(written(decision)).toMatchObject({
      chosen: 'sent',
      asked: { authorities: ['CN=Root'] },
      unfit: [{ credential: 'CN=bob, issued by CN=Stranger' }],
    });
  });

  it.each([
    [
      'of another authority',
      credentialOf(bob),
      'it was issued by CN=Stranger, and the request names CN=Root',
    ],
    [
      'without its intermediate',
      credentialOf(alice),
      'it was issued by CN=Intermediate, and the request names CN=Root',
    ],
  ])('does not get one %s', async (_, credential, why) => {
    const end = await dial({ credentials: [credential] });
    const message = await peer.refused(end);
    if (message !== '') expect(message).toContain(`ours was withheld: ${why}`);
    expect(written(withheld(end))).toMatchObject({
      asked: { authorities: ['CN=Root'] },
      unfit: [{ mismatchs: [{ of: 'certificate_authorities', why }] }],
    });
  });
});

it('an OpenSSL that names nobody gets any', async () => {
  const process = opensslServer(['-cert', serverFile, '-key', serverKey, '-verify', '3', '-rev']);
  const end = connectTo(await opensslPort(process), {
    trust: storeOf(root),
    credentials: [credentialOf(bob)],
  });
  await opensslAt.accepted(end);
  expect(end.established?.agreement.clientAuthenticated).toBe(true);
});

/** What real servers refuse, by the cause that `connect` tells, and where the first thing to try leads. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass } from '../cli-lab.ts';
import { expectLed, explainedRun } from '../first-try.ts';
import { opensslPort, opensslServer } from './openssl.ts';
import { freePort, PeerProcess } from './process.ts';

const directory = mkdtempSync(join(tmpdir(), 'handglass-tries-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const at = (name: string): string => join(directory, name);
const trusted = ['--ca-file', at('ca.pem')];
beforeAll(async () => {
  await handglass(['ca', directory]);
  await handglass(['ca', directory, '--server', 'rsa.example', 'localhost', '127.0.0.1', '--rsa']);
  await handglass(['ca', at('other')]);
});

const identity = (name: string) => ['-cert', at(`${name}.pem`), '-key', at(`${name}.key`)];
const ours = (name: string) => ['--cert', at(`${name}.pem`), '--key', at(`${name}.key`)];
const openssl = (...args: readonly string[]): Promise<number> => opensslPort(opensslServer(args));

async function gnutls(priority: string, ...args: readonly string[]): Promise<number> {
  const port = await freePort();
  const process = new PeerProcess('stdbuf', [
    ...['-oL', 'gnutls-serv', '--echo', '--port', String(port), '--priority', priority],
    ...['--x509certfile', at('rsa.example.pem'), '--x509keyfile', at('rsa.example.key'), ...args],
  ]);
  await process.complains(/listening on IPv4.*done/);
  return port;
}

async function nginx(servers: (port: number) => string): Promise<number> {
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
      ${servers(port)}
    }`,
  );
  const process = new PeerProcess('nginx', ['-p', prefix, '-c', 'nginx.conf', '-e', 'stderr']);
  await process.complains(/start worker|using the "epoll" event method/);
  return port;
}

describe('OpenSSL', () => {
  it.each([
    ['RSA key exchange', 'AES256-GCM-SHA384'],
    ['RSA key exchange with CBC', 'AES128-SHA'],
    ['DHE', 'DHE-RSA-AES128-GCM-SHA256'],
    ['ECDHE with CBC', 'ECDHE-RSA-AES128-SHA'],
    ['ECDHE with CBC and SHA-384', 'ECDHE-RSA-AES256-SHA384'],
    ['CCM', 'AES128-CCM'],
  ])('that knows only %s', async (_, cipher) => {
    const port = await openssl(...identity('rsa.example'), '-tls1_2', '-cipher', cipher);
    await expectLed([`localhost:${port}`, ...trusted], 'nothing-in-common', 'connected');
  });

  it.each([
    ['PSK', ['-nocert', '-psk', 'aabbccdd', '-cipher', 'PSK-AES128-GCM-SHA256']],
    ['anonymous suites', ['-nocert', '-cipher', 'AECDH-AES128-SHA:@SECLEVEL=0']],
  ])('that knows only %s', async (_, args) => {
    const port = await openssl('-tls1_2', ...args);
    await expectLed([`localhost:${port}`, ...trusted], 'nothing-in-common', 'nothing-in-common-at-all');
  });

  it.each([
    [
      ['--groups', 'x25519'],
      ['-groups', 'P-256'],
    ],
    [
      ['--groups', 'x25519', '--tls', '1.2'],
      ['-groups', 'P-384', '-tls1_2'],
    ],
    [
      ['--ciphers', 'TLS_AES_128_GCM_SHA256'],
      ['-ciphersuites', 'TLS_CHACHA20_POLY1305_SHA256', '-tls1_3'],
    ],
    [['--kx', 'dhe'], ['-tls1_3']],
  ])('over %j', async (restricted, args) => {
    const port = await openssl(...identity('localhost'), ...args);
    const argv = [`localhost:${port}`, ...trusted, ...restricted];
    const id = restricted[0] === '--kx' ? 'no-common-version' : 'nothing-in-common';
    await expectLed(argv, id, 'connected');
  });

  it('of TLS 1.1 alone', async () => {
    const port = await openssl(...identity('rsa.example'), '-tls1_1', '-cipher', 'ALL:@SECLEVEL=0');
    const argv = [`localhost:${port}`, ...trusted];
    await expectLed(argv, 'possibly-version-intolerant', 'only-old-versions');
  });
});

describe('a client certificate', () => {
  const asking = {
    'OpenSSL, TLS 1.2': () =>
      openssl(
        ...identity('localhost'),
        ...['-CAfile', at('ca.pem'), '-Verify', '3', '-verify_return_error', '-tls1_2'],
      ),
    'OpenSSL, TLS 1.3': () =>
      openssl(
        ...identity('localhost'),
        ...['-CAfile', at('ca.pem'), '-Verify', '3', '-verify_return_error', '-tls1_3'],
      ),
    'GnuTLS, TLS 1.2': () =>
      gnutls(
        'NORMAL:-VERS-ALL:+VERS-TLS1.2',
        '--x509cafile',
        at('ca.pem'),
        '--require-client-cert',
        '--verify-client-cert',
      ),
    'GnuTLS, TLS 1.3': () =>
      gnutls(
        'NORMAL:-VERS-ALL:+VERS-TLS1.3',
        '--x509cafile',
        at('ca.pem'),
        '--require-client-cert',
        '--verify-client-cert',
      ),
  };
  const known = { FILE: [at('client.pem'), at('client.key')] };

  it.each(Object.entries(asking))('that %s requires', async (_, serve) => {
    const argv = [`localhost:${await serve()}`, ...trusted];
    await expectLed(argv, 'server-requires-client-certificate', 'connected', known);
  });

  it.each(Object.entries(asking))('of another CA that %s refuses', async (_, serve) => {
    const argv = [`localhost:${await serve()}`, ...trusted, ...ours('other/client'), '--ignore-authorities'];
    await expectLed(argv, 'own-certificate-lacks-issuer', 'connected', known);
  });

  it.each(Object.entries(asking).slice(0, 2))('for servers that %s refuses', async (_, serve) => {
    const argv = [`localhost:${await serve()}`, ...trusted, ...ours('localhost')];
    await expectLed(argv, 'own-certificate-purpose', 'connected', known);
  });
});

describe('GnuTLS', () => {
  it('of TLS 1.1 alone', async () => {
    const port = await gnutls('NORMAL:-VERS-ALL:+VERS-TLS1.1');
    await expectLed([`localhost:${port}`, ...trusted], 'only-old-versions', 'words');
  });

  it.each([
    ['RSA key exchange', '+RSA'],
    ['DHE', '+DHE-RSA'],
  ])('that knows only %s', async (_, exchange) => {
    const port = await gnutls(`NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:${exchange}`);
    await expectLed([`localhost:${port}`, ...trusted], 'nothing-in-common', 'connected');
  });
});

describe('nginx', () => {
  const files = () => `ssl_certificate ${at('localhost.pem')}; ssl_certificate_key ${at('localhost.key')};`;

  it('that rejects the handshake for a name that it does not serve', async () => {
    const port = await nginx(
      (port) => `server { listen 127.0.0.1:${port} ssl; ssl_reject_handshake on; }
        server { listen 127.0.0.1:${port} ssl; server_name localhost; ${files()} location / { return 200 "hello"; } }`,
    );
    await expectLed([`localhost:${port}`, '--sni', 'a.example', ...trusted], 'unknown-name', 'connected');
    const named = { NAME: 'localhost' };
    await expectLed([`127.0.0.1:${port}`, ...trusted], 'name-required', 'connected', named);
  });

  it('that speaks plain HTTP', async () => {
    const port = await nginx(
      (port) => `server { listen 127.0.0.1:${port}; location / { return 200 "hello"; } }`,
    );
    const { id, document } = await explainedRun(['connect', `localhost:${port}`, ...trusted]);
    expect([id, document.tries?.[0]?.argv?.[2]]).toEqual(['not-tls-http', 'localhost:443']);
  });
});

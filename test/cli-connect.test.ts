/** `handglass connect` against node:tls, against `handglass serve`, and against what is neither. */
import { statSync } from 'node:fs';
import { type AddressInfo, connect as connectTcp, createServer, type Socket } from 'node:net';
import { PassThrough } from 'node:stream';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateKey, privateKey } from '../src/crypto/providers/node.ts';
import { issueCertificate } from '../src/issue/index.ts';
import { decodePem, encodePem } from '../src/wire/pem.ts';
import { parseCertificate } from '../src/x509/index.ts';
import { handglass, Lab, serving, traceOf } from './cli-lab.ts';

const lab = new Lab();
let trusted: string[];
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await handglass(['ca', lab.dir, '--server', 'rsa.example', 'localhost', '--rsa']);
  await handglass(['ca', lab.path('other')]);
  trusted = ['--ca-file', lab.path('ca.pem')];
});
afterAll(() => lab.close());

const client = () => ['--cert', lab.path('client.pem'), '--key', lab.path('client.key')];
const stranger = () => ['--cert', lab.path('other/client.pem'), '--key', lab.path('other/client.key')];

describe('exit 0', () => {
  it.each([
    ['TLS 1.3', ['--groups', 'x25519'], {}, { version: 'TLS 1.3', keyExchange: 'ECDHE', group: 'x25519' }],
    ['TLS 1.2', ['--tls', '1.2'], {}, { version: 'TLS 1.2', keyExchange: 'ECDHE' }],
    ['P-256', ['--groups', 'P-256'], {}, { version: 'TLS 1.3', group: 'secp256r1' }],
    [
      'a retry',
      ['--groups', 'x25519,secp256r1'],
      { ecdhCurve: 'prime256v1' },
      { version: 'TLS 1.3', group: 'secp256r1' },
    ],
    ['ALPN', ['--alpn', 'h2,http/1.1'], { ALPNProtocols: ['http/1.1'] }, { alpn: 'http/1.1' }],
    [
      'a cipher',
      ['--ciphers', 'TLS_CHACHA20_POLY1305_SHA256'],
      {},
      { cipherSuite: 'TLS_CHACHA20_POLY1305_SHA256' },
    ],
  ])('%s, and --json says so', async (_what, flags, options, is) => {
    const port = await lab.tls('localhost', options);
    const ran = await handglass(['connect', `localhost:${port}`, ...trusted, ...flags, '--json']);
    expect(ran).toMatchObject({ exit: 0 });
    const trace = traceOf(ran);
    expect(trace).toMatchObject({
      schema: 'handglass-trace/2',
      ok: true,
      resumed: false,
      clientAuthenticated: false,
      certificate: { verdict: 'accepted', path: [{ subject: 'CN=localhost' }, {}] },
      ...is,
    });
    expect(trace).not.toHaveProperty('error');
    expect(trace.steps.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['DNS', 'TCP', 'ClientHello', 'ServerHello', 'Finished']),
    );
  });

  it('RSA key exchange, by name alone', async () => {
    const port = await lab.tls('rsa.example', {
      maxVersion: 'TLSv1.2',
      ciphers: 'AES128-GCM-SHA256:AES128-SHA',
    });
    const told = await handglass([`localhost:${port}`, ...trusted, '--kx', 'rsa', '--json']);
    expect(traceOf(told)).toMatchObject({
      ok: true,
      keyExchange: 'RSA',
      cipherSuite: 'TLS_RSA_WITH_AES_128_GCM_SHA256',
      group: null,
    });
    const cbc = await handglass([`localhost:${port}`, ...trusted, '--ciphers', 'AES128-SHA', '--json']);
    expect(traceOf(cbc)).toMatchObject({ ok: true, cipherSuite: 'TLS_RSA_WITH_AES_128_CBC_SHA' });
    expect((await handglass([`localhost:${port}`, ...trusted])).exit).toBe(5);
  });

  it.each(['1.2', '1.3'])('mutual, in TLS %s', async (version) => {
    const port = await lab.tls('localhost', { requestCert: true, ca: lab.read('ca.pem') });
    const ran = await handglass([
      'connect',
      `localhost:${port}`,
      ...trusted,
      ...client(),
      '--tls',
      version,
      '--json',
    ]);
    expect(ran.exit).toBe(0);
    expect(traceOf(ran)).toMatchObject({
      ok: true,
      version: `TLS ${version}`,
      clientAuthenticated: true,
      serverAuthenticated: true,
    });
  });

  it('an address, a URL and a name to ask for', async () => {
    const port = await lab.tls('localhost');
    for (const target of [`127.0.0.1:${port}`, `https://localhost:${port}/path?q`]) {
      expect(await handglass([target, ...trusted])).toMatchObject({ exit: 0 });
    }
    const named = await lab.tls('rsa.example');
    const ran = await handglass([`127.0.0.1:${named}`, '--sni', 'rsa.example', ...trusted, '--json']);
    expect(ran.exit).toBe(0);
    expect(traceOf(ran).serverName).toBe('rsa.example');
  });

  it('tells it in at most a screen', async () => {
    const port = await lab.tls('localhost', {
      requestCert: true,
      ca: lab.read('ca.pem'),
      ecdhCurve: 'prime256v1',
    });
    const { out } = await handglass(['connect', `localhost:${port}`, ...trusted, ...client()], {
      columns: 100,
      env: { NO_COLOR: '1' },
    });
    const lines = out.trimEnd().split('\n');
    expect(lines.length).toBeLessThanOrEqual(40);
    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(out).toMatch(/^✓ connected to localhost:\d+, and its certificate is trusted\n/);
    expect(out).toContain('HelloRetryRequest');
    expect(out).toContain('we proved who we are with our certificate');
    expect(out).not.toContain('\x1b');
  });
});

describe('exit 2: what was typed cannot be used', () => {
  it.each([
    ['no such command line', ['connect']],
    ['an unknown flag', ['connect', 'localhost', '--nonsense']],
    ['no host', ['connect', ':443']],
    ['not a port', ['connect', 'localhost:99999']],
    ['another scheme', ['connect', 'ftp://localhost']],
    ['two targets', ['localhost', 'example.com']],
    ['an old version', ['connect', 'localhost', '--tls', '1.1']],
    ['a suite that is never spoken', ['connect', 'localhost', '--ciphers', 'RC4-SHA']],
    [
      'a suite of another key exchange',
      ['connect', 'localhost', '--kx', 'rsa', '--ciphers', 'TLS_AES_128_GCM_SHA256'],
    ],
    ['a version without its suites', ['connect', 'localhost', '--kx', 'rsa', '--tls', '1.3']],
    ['an unknown group', ['connect', 'localhost', '--groups', 'x25518']],
    ['no time', ['connect', 'localhost', '--timeout', 'soon']],
    ['--pipe with --json', ['connect', 'localhost', '--pipe', '--json']],
    ['a file that is not there', ['connect', 'localhost', '--ca-file', '/nowhere/ca.pem']],
    [
      'client authentication without a CA',
      ['serve', '--port', '0', '--cert', 'x', '--client-auth', 'require'],
    ],
    ['a server without a port', ['serve', '--cert', 'x.pem']],
  ])('%s', async (_what, argv) => {
    const { exit, out, err } = await handglass(argv);
    expect(exit).toBe(2);
    expect(out).toBe('');
    expect(err.length).toBeGreaterThan(10);
  });

  it.each([
    [
      'a key of another certificate',
      ['--cert', 'localhost.pem', '--key', 'client.key'],
      'does not belong to the certificate',
    ],
    [
      'a certificate for a key',
      ['--cert', 'localhost.pem', '--key', 'localhost.pem'],
      'holds a certificate where a private key belongs: give the private key that belongs to it',
    ],
    [
      'a key for a certificate',
      ['--cert', 'localhost.key', '--key', 'localhost.key'],
      'where a certificate belongs',
    ],
    ['a key alone', ['--key', 'localhost.key'], '--key has no effect without --cert'],
    ['a key for a CA', ['--ca-file', 'ca.key'], 'holds a private key (PKCS #8) where a certificate belongs'],
  ])('%s', async (_what, flags, words) => {
    const argv = flags.map((flag) => (flag.startsWith('--') ? flag : lab.path(flag)));
    const { exit, err } = await handglass(['connect', 'localhost:1', ...argv]);
    expect(exit).toBe(2);
    expect(err).toContain(words);
  });
});

describe('exit 3: the network', () => {
  it('nobody listens', async () => {
    const port = await lab.plain(() => {});
    const free = await freePort();
    expect(port).not.toBe(free);
    const ran = await handglass(['connect', `127.0.0.1:${free}`, '--json']);
    expect(ran.exit).toBe(3);
    expect(traceOf(ran)).toMatchObject({
      ok: false,
      version: null,
      error: { reason: 'connection-refused', alert: null, sentBy: null },
    });
  });

  it('there is no such name', async () => {
    const ran = await handglass(['connect', 'no-such-name.invalid', '--timeout', '5s', '--json']);
    expect(ran.exit).toBe(3);
    expect(traceOf(ran).error?.reason).toBe('name-not-found');
  });

  it('the server is silent', async () => {
    const port = await lab.plain(() => {});
    const ran = await handglass(['connect', `127.0.0.1:${port}`, '--timeout', '200ms', '--json']);
    expect(ran.exit).toBe(3);
    expect(traceOf(ran).error).toMatchObject({
      reason: 'handshake-timeout',
      step: expect.stringContaining('ServerHello'),
    });
  });

  it('the server hangs up', async () => {
    const port = await lab.plain((socket) => socket.once('data', () => socket.destroy()));
    const { exit, out } = await handglass(['connect', `127.0.0.1:${port}`]);
    expect(exit).toBe(3);
    expect(out).toContain('the connection was cut while we were waiting for ServerHello');
  });
});

describe('exit 4: not TLS', () => {
  it.each([
    ['HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n', 'plain HTTP'],
    ['SMTP', '220 mail.example ESMTP\r\n', 'STARTTLS'],
    ['SSH', 'SSH-2.0-OpenSSH_9.2\r\n', 'SSH'],
  ])('%s', async (_what, greeting, words) => {
    const port = await lab.plain((socket) => socket.write(greeting));
    const { exit, out } = await handglass(['connect', `127.0.0.1:${port}`]);
    expect(exit).toBe(4);
    expect(out).toMatch(/^✗ handshake failed: the server does not speak TLS here/);
    expect(out).toContain(words);
  });
});

describe('exit 5: no agreement', () => {
  it('no version in common, said by the server', async () => {
    const port = await lab.tls('localhost', { minVersion: 'TLSv1.3' });
    const ran = await handglass(['connect', `localhost:${port}`, ...trusted, '--tls', '1.2', '--json']);
    expect(ran.exit).toBe(5);
    expect(traceOf(ran).error).toMatchObject({
      reason: 'alert-received',
      alert: 'protocol_version',
      sentBy: 'server',
    });
  });

  it('no suite in common', async () => {
    const port = await lab.tls('localhost', { ciphers: 'TLS_AES_256_GCM_SHA384', minVersion: 'TLSv1.3' });
    const { exit, out } = await handglass([
      'connect',
      `localhost:${port}`,
      ...trusted,
      '--ciphers',
      'TLS_AES_128_GCM_SHA256',
    ]);
    expect(exit).toBe(5);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(
      'the server sent the alert handshake_failure (40) while we were waiting for ServerHello or HelloRetryRequest That is its answer',
    );
    expect(out).toContain('Try:  handglass connect localhost:');
  });

  it('a server that answers nonsense: our alert, and whose fault it is', async () => {
    const port = await lab.plain((socket) =>
      socket.once('data', () => socket.write(Buffer.from('160303000402000000', 'hex'))),
    );
    const ran = await handglass(['connect', `127.0.0.1:${port}`, '--json']);
    expect(ran.exit).toBe(5);
    expect(traceOf(ran).error).toMatchObject({
      reason: 'malformed-message',
      alert: 'decode_error',
      sentBy: 'client',
      fault: 'server',
    });
  });
});

describe('exit 6: the server’s certificate', () => {
  it('of a CA that is not trusted: the alert, and words', async () => {
    const port = await lab.tls('localhost');
    const flags = ['connect', `localhost:${port}`, '--ca-file', lab.path('other/ca.pem')];
    const ran = await handglass([...flags, '--json']);
    expect(ran.exit).toBe(6);
    expect(traceOf(ran)).toMatchObject({
      ok: false,
      certificate: { verdict: 'rejected', overruled: false, path: [{ subject: 'CN=localhost' }] },
      error: { reason: 'certificate-rejected', alert: 'unknown_ca', sentBy: 'client', fault: 'server' },
    });
    const { out } = await handglass(flags);
    expect(out).toContain('--insecure');
    expect(out).toContain('We sent the alert unknown_ca (48)');
  });

  it.each([
    ['TLS 1.3', { version: 'TLS 1.3', keyExchange: 'ECDHE', group: 'x25519' }],
    ['TLS 1.2', { version: 'TLS 1.2', keyExchange: 'ECDHE', group: null }],
  ])('and %s: what had been agreed on until then', async (_, agreed) => {
    const tls = agreed.version.slice(4);
    const port = await lab.tls('localhost');
    const flags = [
      '--tls',
      tls,
      '--groups',
      'x25519:secp256r1',
      '--ca-file',
      lab.path('other/ca.pem'),
      '--json',
    ];
    const ran = await handglass(['connect', `localhost:${port}`, ...flags]);
    expect(traceOf(ran)).toMatchObject({ ok: false, resumed: null, signatureScheme: null, ...agreed });
  });

  it('for another name, and expired', async () => {
    const port = await lab.tls('localhost');
    const ran = await handglass([
      'connect',
      `127.0.0.1:${port}`,
      '--sni',
      'elsewhere.example',
      ...trusted,
      '--json',
    ]);
    expect(ran.exit).toBe(6);
    expect(traceOf(ran).certificate).toMatchObject({ verdict: 'rejected', reason: 'name-mismatch' });
    const old = await lab.tls('localhost', issued({ CN: 'localhost' }, { notAfter: Date.now() - DAY }));
    const late = await handglass(['connect', `localhost:${old}`, ...trusted, '--json']);
    expect(late.exit).toBe(6);
    expect(traceOf(late)).toMatchObject({
      certificate: { reason: 'expired' },
      error: { alert: 'certificate_expired' },
    });
  });

  it('is taken with --insecure, and the verdict is still told', async () => {
    const port = await lab.tls('localhost');
    const flags = ['connect', `localhost:${port}`, '--ca-file', lab.path('other/ca.pem'), '--insecure'];
    const ran = await handglass([...flags, '--json']);
    expect(ran.exit).toBe(0);
    expect(traceOf(ran)).toMatchObject({
      ok: true,
      serverAuthenticated: false,
      certificate: { verdict: 'rejected', overruled: true },
    });
    expect(ran.err).toContain('not acceptable');
    expect((await handglass(flags)).out).toMatch(
      /^! connected to .*, but its certificate is not acceptable: /,
    );
  });

  it('is asked about before anything else is sent', async () => {
    const port = await lab.tls('localhost');
    const seen = { fromClient: 0 };
    const watched = await lab.between(
      port,
      (near, far) => {
        near.on('data', (bytes) => {
          seen.fromClient += bytes.length;
          far.write(bytes);
        });
        far.pipe(near);
      },
      tcp,
    );
    const flags = ['connect', `localhost:${watched}`, '--ca-file', lab.path('other/ca.pem'), '--json'];
    const asked: { question: string; sent: number }[] = [];
    const answering = (answer: boolean) => async (question: string) => {
      await new Promise((done) => setTimeout(done, 50));
      asked.push({ question, sent: seen.fromClient });
      return answer;
    };
    const yes = await handglass(flags, { answer: answering(true) });
    expect(yes.exit).toBe(0);
    expect(traceOf(yes)).toMatchObject({ ok: true, certificate: { verdict: 'rejected', overruled: true } });
    // The ClientHello, and TLS 1.3's filler, which says nothing.
    const cleartext = traceOf(yes).records.filter(
      ({ direction, epoch }) => direction === 'sent' && epoch === 'cleartext',
    );
    const length = cleartext.reduce((sum, record) => sum + record.length, 0);
    expect(asked).toEqual([{ question: expect.stringContaining('[y/N]'), sent: length }]);
    const no = await handglass(flags, { answer: answering(false) });
    expect(no.exit).toBe(6);
    expect(traceOf(no).error).toMatchObject({ alert: 'unknown_ca', sentBy: 'client' });
    expect(no.err).toContain('not acceptable');
  });

  it('carries no terminal escape from a subject to the screen', async () => {
    const evil = `\x1b]0;owned\x07\x1b[2J\u202eevil\r\n\x9b31m`;
    const port = await lab.tls('localhost', issued({ O: evil, CN: 'localhost' }));
    for (const flags of [trusted, ['--ca-file', lab.path('other/ca.pem'), '--insecure']]) {
      const { out, err } = await handglass(['connect', `localhost:${port}`, ...flags]);
      expect(out).toContain('evil');
      expect(obeyed(out + err)).toEqual([]);
    }
    const { out } = await handglass(['connect', `localhost:${port}`, ...trusted], {
      env: { LANG: 'C', NO_COLOR: '1' },
    });
    expect(out).toMatch(/^\[ok\] connected/);
    expect(out).toMatch(/^[\x20-\x7e\n]*$/);
  });
});

describe('exit 7: our certificate', () => {
  it.each(['1.2', '1.3'])('is missing, in TLS %s', async (version) => {
    const port = await lab.tls('localhost', { requestCert: true, ca: lab.read('ca.pem') });
    const flags = ['connect', `localhost:${port}`, ...trusted, '--tls', version];
    const ran = await handglass([...flags, '--json']);
    expect(ran.exit).toBe(7);
    const { error } = traceOf(ran);
    expect(error).toMatchObject({
      sentBy: 'server',
      alert: version === '1.3' ? 'certificate_required' : 'handshake_failure',
    });
    const { out } = await handglass(flags);
    expect(out).toContain('the server requires a client certificate');
    expect(out).toContain('It accepts certificates issued by: CN=throw-away CA');
    const [, again = ''] = /^ {2}Try: {2}handglass (.*)$/m.exec(out) ?? [];
    expect(again).toBe(
      `connect localhost:${port} --ca-file ${lab.path('ca.pem')} --tls ${version} --cert FILE --key FILE`,
    );
    // It does what it says, typed as it stands.
    const typed = again
      .replace('--cert FILE', `--cert ${lab.path('client.pem')}`)
      .replace('--key FILE', `--key ${lab.path('client.key')}`);
    expect((await handglass(typed.split(' '))).exit).toBe(0);
  });

  it.each(['1.2', '1.3'])('is of another CA, in TLS %s', async (version) => {
    const port = await lab.tls('localhost', { requestCert: true, ca: lab.read('ca.pem') });
    const flags = ['connect', `localhost:${port}`, ...trusted, ...stranger(), '--tls', version];
    const withheld = await handglass(flags);
    expect(withheld.exit).toBe(7);
    const told = withheld.out.replaceAll(/\s+/g, ' ');
    expect(told).toContain('the server requires a client certificate');
    expect(told).toMatch(
      /We withheld CN=client, issued by CN=throw-away CA \w+, O=handglass: it was issued by /,
    );
    expect(told).toContain('--ignore-authorities');
    const refused = await handglass([...flags, '--ignore-authorities']);
    expect(refused.exit).toBe(7);
    expect(refused.out).toContain('the server does not accept our client certificate');
    const server = await serving([...files('localhost'), '--client-auth', 'require', ...trusted]);
    const { exit, out } = await handglass([
      'connect',
      `localhost:${server.port}`,
      ...trusted,
      ...stranger(),
      '--ignore-authorities',
      '--tls',
      version,
    ]);
    expect(exit).toBe(7);
    expect(out).toContain('the server does not accept our client certificate');
    const served = await server.stop();
    expect(served.out).toMatch(/✗ handshake failed with the client 127\.0\.0\.1:\d+: /);
  });

  it('is refused by a server that only hangs up', async () => {
    // What node:tls itself does when a program refuses: no alert, the socket is closed.
    const port = await lab.tls(
      'localhost',
      { requestCert: true, rejectUnauthorized: false, ca: lab.read('ca.pem') },
      (s) => s.destroy(),
    );
    const ran = await handglass(['connect', `localhost:${port}`, ...trusted, '--json']);
    expect(ran.exit).toBe(7);
    expect(traceOf(ran)).toMatchObject({ ok: false, error: { reason: 'connection-cut', alert: null } });
  });
});

describe('--keylog', () => {
  it.each(['1.2', '1.3'])('has the lines that node:tls has, in TLS %s', async (version) => {
    const lines: string[] = [];
    const server = tls.createServer(
      { cert: lab.read('localhost.pem'), key: lab.read('localhost.key') },
      (s) => s.on('error', () => {}),
    );
    server.on('keylog', (line: Buffer) => lines.push(line.toString()));
    const port = await lab.listen(server);
    const file = lab.path(`keys-${version}.log`);
    const { exit, out } = await handglass([
      'connect',
      `localhost:${port}`,
      ...trusted,
      '--tls',
      version,
      '--keylog',
      file,
    ]);
    expect(exit).toBe(0);
    const ours = lab.read(`keys-${version}.log`).trimEnd().split('\n').sort();
    expect(ours).toEqual(lines.map((line) => line.trimEnd()).sort());
    expect(statSync(file).mode & 0o077).toBe(0);
    // The story has no secrets because a file has them.
    expect(out).not.toContain(ours[0]!.split(' ')[2]);
    await handglass(['connect', `localhost:${port}`, ...trusted], { env: { SSLKEYLOGFILE: file } });
    expect(lab.read(`keys-${version}.log`).trimEnd().split('\n').length).toBeGreaterThan(ours.length);
  });

  it('--secrets shows them in the trace, and nothing else does', async () => {
    const port = await lab.tls('localhost');
    const ran = await handglass(['connect', `localhost:${port}`, ...trusted, '--secrets', '--json']);
    expect(traceOf(ran).randoms.secret?.value).toMatch(/^[0-9a-f]{64,}$/);
    const without = await handglass(['connect', `localhost:${port}`, ...trusted, '--json']);
    expect(traceOf(without).randoms.secret?.value).toBeNull();
    expect(without.out).not.toContain('"secrets"');
  });
});

describe('--pipe', () => {
  it.each(['1.2', '1.3'])('carries a megabyte there and back, in TLS %s', async (version) => {
    const port = await lab.tls('localhost');
    const sent = Buffer.alloc(2 ** 20, 'handglass ').toString();
    const { exit, out, err } = await handglass(
      ['connect', `localhost:${port}`, ...trusted, '--tls', version, '--pipe'],
      { input: sent },
    );
    expect(exit).toBe(0);
    expect(out === sent).toBe(true);
    expect(err).toContain('✓ connected');
  });

  it('gives what a server says to a request, and ends with it', async () => {
    const port = await lab.tls('localhost', {}, (socket) =>
      socket.once('data', (line) => socket.end(`you said ${line}`)),
    );
    const input = new PassThrough();
    input.write('hello');
    expect(await handglass(['connect', `localhost:${port}`, ...trusted, '--pipe'], { input })).toMatchObject({
      exit: 0,
      out: 'you said hello',
    });
  });

  it('says when what came was cut', async () => {
    const port = await lab.tls('localhost');
    const cutting = await lab.between(
      port,
      (near, far) => {
        near.pipe(far);
        far.pipe(near);
        setTimeout(() => near.destroy(), 900);
      },
      tcp,
    );
    const { exit, out, err } = await handglass(['connect', `localhost:${cutting}`, ...trusted, '--pipe'], {
      input: endless('half'),
    });
    expect(out).toBe('half');
    expect(exit).toBe(5);
    expect(err).toContain('cut without close_notify');
  });
});

const DAY = 24 * 60 * 60 * 1000;

/** A certificate of the lab's CA that `ca` would not issue. */
function issued(
  subject: { O?: string; CN: string },
  validity: { notAfter?: number } = {},
): { cert: string; key: string } {
  const issuer = parseCertificate(decodePem(lab.read('ca.pem'))[0]!.bytes);
  const key = generateKey('EC');
  const cert = issueCertificate({
    subject,
    publicKey: key.publicKey,
    issuer: { certificate: issuer, key: privateKey(lab.read('ca.key')) },
    notBefore: Date.now() - 10 * DAY,
    notAfter: Date.now() + DAY,
    ...validity,
    serial: Uint8Array.of(7),
    dnsNames: ['localhost'],
  }) as Uint8Array;
  return { cert: encodePem('CERTIFICATE', cert), key: key.pem };
}

/** Characters that a terminal obeys instead of showing. */
const obeyed = (text: string): string[] => [...text].filter((c) => c !== '\n' && /[\p{Cc}\p{Cf}]/u.test(c));

const files = (name: string): string[] => [
  '--cert',
  lab.path(`${name}.pem`),
  '--key',
  lab.path(`${name}.key`),
];
const tcp = (port: number): Socket => connectTcp({ port, host: '127.0.0.1' });

/** A port that nobody listens on: it was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((closed) => server.close(closed));
  return port;
}

/** An input that says something and does not end. */
function endless(text: string): PassThrough {
  const input = new PassThrough();
  input.write(text);
  return input;
}

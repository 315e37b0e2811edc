/** Real clients that our server cannot serve: what `serve` says of each by the cause's id, and what to try, tried. */
import { execFile } from 'node:child_process';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ExplainedDocument } from '../../src/trace/explained.ts';
import { handglass, Lab, serving } from '../cli-lab.ts';

const lab = new Lab();
const run = promisify(execFile);
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  await handglass(['ca', lab.path('rsa'), '--rsa', '--server', 'localhost']);
  const bad = ['expired', 'not-yet-valid', 'client-only', 'missing-intermediate', 'self-signed'];
  await handglass(['ca', '--bad', ...bad, '--', lab.path('bad')]);
  lab.write('Guest.java', javaGuest);
  lab.write('guest.go', goGuest);
  await run('go', ['build', '-o', lab.path('go-guest'), lab.path('guest.go')], {
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '' },
  });
  const into = ['-alias', 'ca', '-keystore', lab.path('trust.p12'), '-storepass', 'changeit'];
  await run('keytool', ['-importcert', '-noprompt', '-file', lab.path('ca.pem'), ...into]);
});
afterAll(() => lab.close());

const javaGuest = `import java.security.KeyStore;
import javax.net.ssl.*;
class Guest {
  public static void main(String[] args) throws Exception {
    var factory = (SSLSocketFactory) SSLSocketFactory.getDefault();
    try (var socket = (SSLSocket) factory.createSocket("localhost", Integer.parseInt(args[0]))) {
      var parameters = socket.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      socket.getOutputStream().write("hello".getBytes());
      socket.getInputStream().read();
    }
  }
}
`;
const goGuest = `package main
import ("crypto/tls"; "crypto/x509"; "os")
func main() {
	roots := x509.NewCertPool()
	if len(os.Args) > 2 { pem, _ := os.ReadFile(os.Args[2]); roots.AppendCertsFromPEM(pem) }
	connection, err := tls.Dial("tcp", "localhost:"+os.Args[1], &tls.Config{RootCAs: roots})
	if err != nil { os.Stderr.WriteString(err.Error()); os.Exit(1) }
	connection.Write([]byte("hello"))
	connection.Read(make([]byte, 5))
	connection.Close()
}
`;
const pythonGuest = `import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[2] if len(sys.argv) > 2 else None)
with context.wrap_socket(socket.create_connection(('localhost', int(sys.argv[1]))), server_hostname='localhost') as s:
    s.sendall(b'hello'); s.recv(5)
`;
const nodeGuest = `const s = require('tls').connect({ port: +process.argv[1], host: '127.0.0.1', servername: 'localhost',
  ca: process.argv[2] && require('fs').readFileSync(process.argv[2]) }, () => s.write('hello'));
s.on('data', () => s.end());
s.on('error', () => process.exit(1));
`;

type Argv = (port: number, ca?: string) => readonly string[];
const ours = (ca: string | undefined, ...flag: string[]): string[] =>
  ca === undefined ? [] : [...flag.slice(0, -1), `${flag.at(-1)}${ca}`];
const clients: Readonly<Record<string, Argv>> = {
  OpenSSL: (port, ca) => [
    ...['openssl', 's_client', '-connect', `127.0.0.1:${port}`, '-servername', 'localhost'],
    ...['-verify_return_error', '-verify_hostname', 'localhost'],
    ...(ca === undefined ? [] : ['-CAfile', ca]),
  ],
  GnuTLS: (port, ca) => [
    ...[
      'gnutls-cli',
      '--port',
      String(port),
      '--sni-hostname',
      'localhost',
      '--verify-hostname',
      'localhost',
    ],
    ...ours(ca, '--x509cafile='),
    '127.0.0.1',
  ],
  curl: (port, ca) => [
    ...['curl', '-s', '-m', '5', ...(ca === undefined ? [] : ['--cacert', ca])],
    `https://localhost:${port}/`,
  ],
  Node: (port, ca) => [process.execPath, '-e', nodeGuest, String(port), ...(ca === undefined ? [] : [ca])],
  Python: (port, ca) => ['python3', '-c', pythonGuest, String(port), ...(ca === undefined ? [] : [ca])],
  Java: (port, ca) => [
    'java',
    ...(ca === undefined
      ? []
      : [
          `-Djavax.net.ssl.trustStore=${lab.path('trust.p12')}`,
          '-Djavax.net.ssl.trustStorePassword=changeit',
        ]),
    lab.path('Guest.java'),
    String(port),
  ],
  Go: (port, ca) => [lab.path('go-guest'), String(port), ...(ca === undefined ? [] : [ca])],
};

const pair = (name: string): string[] => [
  '--cert',
  lab.path(`${name}.pem`),
  '--key',
  lab.path(`${name}.key`),
];

/** Runs a program until it ends, with nothing on its standard input. */
function visits([program, ...args]: readonly string[]): Promise<void> {
  return new Promise((done) => {
    const child = execFile(program!, args, { timeout: 20_000 }, () => done());
    child.stdin?.end();
  });
}

/** Whoever came before has been heard by then. */
const echoed = (port: number): Promise<void> =>
  new Promise((done) => {
    const given = { port, host: '127.0.0.1', servername: 'localhost', rejectUnauthorized: false };
    const socket = tls.connect(given, () => socket.write('hello'));
    socket.on('data', () => socket.end());
    socket.on('close', () => done());
  });

/** What is told of a client, the last time. */
async function told(
  argv: (port: number) => readonly string[],
  flags: readonly string[],
): Promise<ExplainedDocument> {
  const server = await serving([...flags, '--json']);
  await visits(argv(server.port));
  await echoed(server.port);
  const lines = (await server.stop()).out.trimEnd().split('\n');
  const documents = lines.map((line) => JSON.parse(line) as ExplainedDocument);
  const [first] = documents;
  return documents.findLast(({ peer }) => peer.port === first!.peer.port)!;
}

describe('a client that speaks something else', () => {
  const url =
    (scheme: string, path = '') =>
    (port: number) => ['curl', '-s', '-m', '3', `${scheme}://127.0.0.1:${port}/${path}`];
  const rows: readonly (readonly [id: string, argv: (port: number) => readonly string[]])[] = [
    ['not-tls-http', url('http')],
    [
      'not-tls-http-2',
      (port) => ['curl', '-s', '-m', '3', '--http2-prior-knowledge', `http://127.0.0.1:${port}/`],
    ],
    [
      'not-tls-http-proxy',
      (port) => ['curl', '-s', '-m', '3', '-p', '-x', `http://127.0.0.1:${port}`, 'http://192.0.2.1/'],
    ],
    ['not-tls-proxy', (port) => ['curl', '-s', '-m', '3', '--haproxy-protocol', `http://127.0.0.1:${port}/`]],
    [
      'not-tls-socks',
      (port) => ['curl', '-s', '-m', '3', '--socks5', `127.0.0.1:${port}`, 'http://192.0.2.1/'],
    ],
    [
      'not-tls-socks',
      (port) => ['curl', '-s', '-m', '3', '--socks4', `127.0.0.1:${port}`, 'http://192.0.2.1/'],
    ],
    ['not-tls-mqtt', url('mqtt', 'topic')],
    ['not-tls-ldap', url('ldap')],
    ['not-tls-rtsp', url('rtsp')],
    ['not-tls-ssh', (port) => ['ssh', '-o', 'BatchMode=yes', '-p', String(port), '127.0.0.1']],
    [
      'not-tls-postgresql',
      (port) => ['psql', `host=127.0.0.1 port=${port} sslmode=require connect_timeout=3`, '-c', 'select 1'],
    ],
    [
      'not-tls-postgresql',
      (port) => ['psql', `host=127.0.0.1 port=${port} sslmode=disable connect_timeout=3`, '-c', 'select 1'],
    ],
    ['client-waits-for-a-greeting', url('smtp')],
    ['client-waits-for-a-greeting', url('imap')],
    [
      'client-said-nothing',
      (port) => ['python3', '-c', `import socket; socket.create_connection(('127.0.0.1', ${port})).close()`],
    ],
  ];
  it.each(rows)('%s', async (id, argv) => {
    const { cause, tries } = await told(argv, [...pair('localhost'), '--timeout', '1s']);
    expect(cause?.id).toBe(id);
    expect(tries!.length).toBeGreaterThan(0);
  });

  it('and speaks TLS once it is told to: https://', async () => {
    const { ok } = await told((port) => clients['curl']!(port, lab.path('ca.pem')), pair('localhost'));
    expect(ok).toBe(true);
  });
});

describe('a client that is too old', () => {
  const gnutls =
    (...parts: string[]): Argv =>
    (port) => [
      ...['gnutls-cli', '--insecure', '--port', String(port), '--priority'],
      ['NONE', ...parts, '+SIGN-ALL', '+COMP-NULL', '+GROUP-ALL', '+CTYPE-X509', '%COMPAT'].join(':'),
      '127.0.0.1',
    ];
  const openssl =
    (...flags: string[]): Argv =>
    (port) => ['openssl', 's_client', '-connect', `127.0.0.1:${port}`, ...flags];
  it.each<readonly [string, Argv, string]>([
    ['client-speaks-only-old-versions', openssl('-tls1', '-cipher', 'ALL:@SECLEVEL=0'), 'BEAST'],
    ['client-speaks-only-old-versions', openssl('-tls1_1', '-cipher', 'ALL:@SECLEVEL=0'), 'RFC 8996'],
    ['client-offers-only-anonymous-suites', openssl('-tls1_2', '-cipher', 'aNULL:@SECLEVEL=0'), 'in between'],
    [
      'client-offers-only-null-suites',
      openssl('-tls1_2', '-cipher', 'NULL-SHA256:NULL-SHA:@SECLEVEL=0'),
      'read along',
    ],
    ['client-offers-only-psk-suites', openssl('-tls1_2', '-cipher', 'PSK+AES', '-psk', '00'), 'beforehand'],
    ['client-offers-only-dss-suites', openssl('-tls1_2', '-cipher', 'aDSS:@SECLEVEL=0'), 'no public CA'],
    [
      'client-offers-only-rare-suites',
      openssl('-tls1_2', '-cipher', 'CAMELLIA+aRSA:!PSK'),
      'not implemented here',
    ],
    ['client-offers-only-rc4-suites', gnutls('+VERS-TLS1.2', '+ARCFOUR-128', '+RSA', '+SHA1'), 'RC4 NOMORE'],
    ['client-speaks-only-old-versions', gnutls('+VERS-TLS1.0', '+AES-128-CBC', '+RSA', '+SHA1'), 'BEAST'],
  ])('%s', async (id, argv, why) => {
    const { cause, tries } = await told(argv, pair('rsa/localhost'));
    expect(cause?.id).toBe(id);
    expect(cause!.details.join(' ')).toContain(why);
    expect(tries![0]!.id).toBe('update-client');
  });
});

describe.each(['TLS 1.2', 'TLS 1.3'])('a client that does not know our CA, in %s', (version) => {
  it.each([
    ['OpenSSL', 'unknown_ca'],
    ['GnuTLS', 'bad_certificate'],
    ['curl', 'unknown_ca'],
    ['Node', undefined],
    ['Python', 'unknown_ca'],
    ['Java', 'certificate_unknown'],
    ['Go', 'bad_certificate'],
  ] as const)('%s says %s, and connects once it has the CA', async (name, alert) => {
    const flags = [...pair('localhost'), '--tls', version.slice(4)];
    const refused = await told((port) => clients[name]!(port), flags);
    // Node ends the handshake of TLS 1.2 before it looks.
    const isOver = name === 'Node' && version === 'TLS 1.2';
    expect(refused.cause).toMatchObject({
      id: isOver ? 'client-left-without-a-word' : 'own-certificate-private-root',
      kind: 'server-certificate',
    });
    expect(refused.error?.alert ?? undefined).toBe(alert);
    expect(refused.tries![0]!.id).toBe('client-trusts-authority');
    const taken = await told((port) => clients[name]!(port, lab.path('ca.pem')), flags);
    expect(taken).toMatchObject({ ok: true });
  });
});

describe('a client that has another reason', () => {
  it.each([
    ['expired', 'OpenSSL', 'certificate_expired', 'own-certificate-expired'],
    ['expired', 'Go', 'bad_certificate', 'own-certificate-expired'],
    ['expired', 'Java', 'certificate_unknown', 'own-certificate-expired'],
    ['not-yet-valid', 'GnuTLS', 'bad_certificate', 'own-certificate-not-yet-valid'],
    ['client-only', 'curl', 'unsupported_certificate', 'own-certificate-purpose'],
    ['client-only', 'Go', 'bad_certificate', 'own-certificate-purpose'],
    ['missing-intermediate', 'Python', 'unknown_ca', 'own-certificate-lacks-issuer'],
    ['missing-intermediate', 'Java', 'certificate_unknown', 'own-certificate-lacks-issuer'],
    ['self-signed', 'OpenSSL', 'unknown_ca', 'own-certificate-self-signed'],
  ] as const)('%s, seen by %s as %s', async (fault, name, alert, id) => {
    const trusted = name === 'Java' ? undefined : lab.path('bad/ca.pem');
    const { cause, error } = await told((port) => clients[name]!(port, trusted), pair(`bad/bad/${fault}`));
    expect(error?.alert).toBe(alert);
    expect(cause?.id).toBe(id);
  });

  it('the name, which curl looks at behind the handshake', async () => {
    const other = lab.path('ca.pem');
    const argv = (port: number): string[] => [
      ...['curl', '-s', '-m', '5', '--cacert', other, '--connect-to', `::127.0.0.1:${port}`],
      'https://www.example.com/',
    ];
    const { cause } = await told(argv, pair('localhost'));
    expect(cause!.details.join(' ')).toContain('and not for www.example.com');
    expect(['client-left-without-a-word', 'own-certificate-name-mismatch']).toContain(cause!.id);
  });
});

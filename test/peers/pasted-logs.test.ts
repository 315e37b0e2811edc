/** What OpenSSL and Java print of a handshake, pasted: `show` tells the same messages. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:tls';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, Lab } from '../cli-lab.ts';

const lab = new Lab();
const run = promisify(execFile);
const servers: Server[] = [];
beforeAll(() => handglass(['ca', lab.dir]));
afterAll(() => {
  for (const server of servers) server.close();
  lab.close();
});

async function listening(maxVersion: 'TLSv1.2' | 'TLSv1.3'): Promise<string> {
  const server = createServer(
    { cert: lab.read('localhost.pem'), key: lab.read('localhost.key'), maxVersion },
    (socket) => socket.on('error', () => {}).end(),
  );
  server.on('tlsClientError', () => {});
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return String((server.address() as { port: number }).port);
}

/** Everything that a program prints, however it ends. */
async function printed(program: string, argv: readonly string[]): Promise<string> {
  const child = run(program, [...argv], { maxBuffer: 2 ** 26, timeout: 60_000 });
  child.child.stdin?.end();
  const { stdout, stderr } = await child.catch((error: { stdout: string; stderr: string }) => error);
  return stdout + stderr;
}

const messagesOf = (out: string) =>
  [...out.matchAll(/^(?: +)?([→←]) {1,2}(\w+)/gm)].map(([, arrow, name]) => `${arrow} ${name}`);
const full12 = [
  '→ ClientHello',
  '← ServerHello',
  '← Certificate',
  '← ServerKeyExchange',
  '← ServerHelloDone',
];

describe('openssl s_client', () => {
  it.each([
    ['-msg', 'TLSv1.2', [...full12, '→ ClientKeyExchange', '→ Finished', '← Finished']],
    ['-debug', 'TLSv1.2', [...full12, '→ ClientKeyExchange']],
    [
      '-msg',
      'TLSv1.3',
      ['→ ClientHello', '← ServerHello', '← Certificate', '← CertificateVerify', '→ Finished'],
    ],
    ['-debug', 'TLSv1.3', ['→ ClientHello', '← ServerHello']],
  ] as const)('%s, %s', async (flag, version, expected) => {
    const port = await listening(version);
    const input = await printed('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, flag]);
    const { exit, out } = await handglass(['show', '-'], { input });
    expect(exit).toBe(0);
    expect(messagesOf(out)).toEqual(expect.arrayContaining([...expected]));
    expect(out).toContain('no path to a trusted CA  error text');
  });
});

describe('javax.net.debug', () => {
  it.each([
    ['all', '✓ recorded: '],
    ['ssl:handshake', '✓ logged: '],
  ])('%s', async (debug, title) => {
    const port = await listening('TLSv1.2');
    const program = lab.path('Client.java');
    writeFileSync(
      program,
      `public class Client { public static void main(String[] a) throws Exception {
        ((javax.net.ssl.SSLSocket) javax.net.ssl.SSLSocketFactory.getDefault()
          .createSocket("127.0.0.1", ${port})).startHandshake(); } }`,
    );
    const input = await printed('java', [`-Djavax.net.debug=${debug}`, program]);
    const { exit, out } = await handglass(['show', '-'], { input });
    expect(exit).toBe(0);
    expect(out.startsWith(title)).toBe(true);
    expect(messagesOf(out).slice(0, 2)).toEqual(['→ ClientHello', '← ServerHello']);
    expect(out).toContain('no path to a trusted CA  error text');
  });
});

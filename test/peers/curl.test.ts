/**
 * curl as an HTTPS client of our server, over every row that its library has, one-way and mutual: it uploads a megabyte and downloads
 * another, and in a second request on a new connection resumes the session of the first.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySessions } from '../../src/handshake/sessions/memory-sessions.ts';
import { ticketsOf } from '../pair.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { type End, type Listener, listen, onLoopback } from './end.ts';
import { MEGABYTE, payload, sha256 } from './payload.ts';
import { PeerProcess } from './process.ts';
import { groupsOf, onlyThis, opensslGroups, opensslSuite, type Row, rowOf, rows, title } from './rows.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates('handglass');
});
afterAll(() => certificates?.remove());

const spoken = rows.filter(({ suite }) => !suite.includes('_3DES_'));

describe.each(rows.filter((row) => !spoken.includes(row)).map((row) => [title(row), row] as const))(
  '%s',
  (_, row) => {
    it('is absent: the library of curl has no such suite', async () => {
      // curl gives the list to its library once it is connected.
      const port = await onLoopback(createServer((socket) => socket.on('error', () => {})));
      const complaint = async (of: Row): Promise<string> => {
        const argv = ['--silent', '--show-error', '--max-time', '1', ...versionArguments(of)];
        const curl = new PeerProcess('curl', [...argv, `https://127.0.0.1:${port}/`]);
        await curl.exited;
        return curl.stderr;
      };
      expect(await complaint(row)).toBe(`curl: (59) failed setting cipher list: ${opensslSuite(row)}\n`);
      expect(await complaint(spoken[0]!)).not.toContain('cipher list');
    });
  },
);

describe.each(spoken.map((row) => [title(row), row] as const))('%s', (_, row) => {
  it.each([
    ['one-way', false],
    ['mutual', true],
  ] as const)('%s, and once more', async (_mode, mutual) => {
    const server = await listen({
      ...onlyThis(row),
      trust: certificates.trust,
      credentials: [certificates.server[row.key].credential],
      clientAuthentication: mutual ? 'require' : 'none',
      applicationProtocols: ['http/1.1'],
      tickets: ticketsOf(),
      sessions: memorySessions({ now: () => performance.now() }),
    });
    const files = ['up', 'down1', 'down2'].map((name) => join(certificates.directory, name));
    const [up, ...down] = files as [string, string, string];
    const upload = payload(MEGABYTE);
    await writeFile(up, upload);
    const { cert, key } = certificates.client[row.key];
    const url = `https://localhost:${server.port}/`;
    const request = [
      ...['--silent', '--show-error', '--fail', '--http1.1', '--max-time', '20', '--cacert', certificates.ca],
      ...['--resolve', `localhost:${server.port}:127.0.0.1`, '--upload-file', up, '--header', 'expect:'],
      ...versionArguments(row),
      ...['--curves', opensslGroups(groupsOf(row))],
      ...(mutual ? ['--cert', cert, '--key', key] : []),
      ...['--write-out', '%{http_code} %{ssl_verify_result}\\n'],
    ];
    const curl = new PeerProcess('curl', [
      ...[...request, '--output', down[0]!, url],
      ...['--next', ...request, '--output', down[1]!, url],
    ]);
    const answers: Buffer[] = [];
    // curl wants no tickets in TLS 1.2 (it sets SSL_OP_NO_TICKET), and resumes by session IDs.
    for (const resumed of [false, true]) {
      const { end, body, answer } = await serveOnce(server);
      const { agreement } = await end.opened();
      expect(agreement).toMatchObject({
        ...{ resumed, clientAuthenticated: mutual, serverName: 'localhost', applicationProtocol: 'http/1.1' },
        suite: { name: row.suite },
      });
      expect(sha256(body)).toBe(sha256(upload));
      await end.gone();
      expect(end.error).toBeUndefined();
      answers.push(answer);
    }
    await curl.exited;
    expect([curl.ended, curl.stdout, curl.stderr]).toEqual(['ended with exit code 0', '200 0\n200 0\n', '']);
    for (const [i, file] of down.entries()) expect(sha256(await readFile(file))).toBe(sha256(answers[i]!));
  });
});

it('refuses our certificate when it does not trust its root', async () => {
  const row = rowOf('TLS_AES_128_GCM_SHA256', 'x25519');
  const server = await listen({ ...onlyThis(row), credentials: [certificates.server.EC.credential] });
  const curl = new PeerProcess('curl', ['--silent', '--show-error', `https://localhost:${server.port}/`]);
  expect(await (await server.next()).failed()).toMatchObject({
    ...{ reason: 'alert-received', alert: 'unknown_ca', sentBy: 'peer' },
  });
  await curl.exited;
  // CURLE_PEER_FAILED_VERIFICATION
  expect(curl.ended).toBe('ended with exit code 60');
});

const versionArguments = (row: Row): string[] =>
  row.version === 'TLS 1.3'
    ? ['--tlsv1.3', '--tls13-ciphers', row.suite]
    : ['--tlsv1.2', '--tls-max', '1.2', '--ciphers', opensslSuite(row)];

/** Takes one request with its body, answers it with a payload, and closes. */
async function serveOnce(server: Listener): Promise<{ end: End; body: Buffer; answer: Buffer }> {
  const end = await server.next();
  await end.opened();
  const head = await end.until('the head of the request', () => {
    const index = end.pending().subarray(0, 4096).indexOf('\r\n\r\n');
    return index < 0 ? undefined : index + 4;
  });
  const lines = (await end.receive(head)).toString('latin1');
  const length = Number(/^content-length: (\d+)/im.exec(lines)?.[1]);
  const body = await end.receive(length);
  const answer = payload(MEGABYTE);
  await end.send(
    Buffer.from(`HTTP/1.1 200 OK\r\ncontent-length: ${answer.length}\r\nconnection: close\r\n\r\n`),
  );
  await end.send(answer);
  end.transport.end();
  return { end, body, answer };
}

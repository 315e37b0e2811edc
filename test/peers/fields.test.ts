/** `connect --fields` against OpenSSL: every byte of every message, once. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { handglass, traceOf } from '../cli-lab.ts';
import { opensslPort, opensslServer } from './openssl.ts';

const dir = mkdtempSync(join(tmpdir(), 'handglass-fields-'));
beforeAll(async () => {
  await handglass(['ca', dir, '--rsa', '--server', 'localhost']);
});
afterAll(() => rmSync(dir, { recursive: true }));

const path = (name: string): string => join(dir, name);

/** The bytes that stand beside the fields, one string a message, and what was encrypted in it apart. */
const shownIn = (out: string): { readonly name: string; readonly bytes: string }[] =>
  out
    .split(/^(?=[→←] )/m)
    .slice(1)
    .map((part) => {
      const [message = ''] = part.split(/^ {2}(?:decrypted|what was encrypted)/m);
      const [heading = '', ...lines] = message.split('\n');
      return {
        name: /^. (.*?) {2}/.exec(heading)![1]!,
        bytes: lines.map((line) => line.slice(9, 33).replaceAll(' ', '')).join(''),
      };
    });

describe.each([
  ['rsa', 'AES128-GCM-SHA256', ['--secrets']],
  ['dhe', 'DHE-RSA-AES128-GCM-SHA256', []],
  ['ecdhe', 'ECDHE-RSA-AES128-GCM-SHA256', []],
])('--kx %s', (kx, cipher, more) => {
  it('shows every byte of every message once', async () => {
    const server = opensslServer([
      ...['-cert', path('localhost.pem'), '-key', path('localhost.key'), '-tls1_2'],
      ...['-cipher', cipher],
    ]);
    const port = await opensslPort(server);
    const flags = ['connect', `localhost:${port}`, '--ca-file', path('ca.pem'), '--kx', kx, '--tls', '1.2'];
    const { exit, out } = await handglass([...flags, '--fields', ...more]);
    expect(exit).toBe(0);
    const shown = shownIn(out).filter(({ name }) => !/^(alert|ChangeCipherSpec)/.test(name));
    const names = ['ClientHello', 'ServerHello', 'Certificate', 'ServerHelloDone', 'ClientKeyExchange'];
    expect(shown.map(({ name }) => name)).toEqual(expect.arrayContaining([...names, 'Finished']));
    for (const { bytes } of shown) {
      // The length in the header says how much there must be.
      expect(bytes).toMatch(/^([0-9a-f]{2})+$/);
      expect(bytes.length / 2).toBe(4 + Number.parseInt(bytes.slice(2, 8), 16));
    }
    // Another connection: the certificate is the same, to the byte.
    const trace = traceOf(await handglass([...flags, '--json']));
    const sent = trace.steps.find(({ name }) => name === 'Certificate');
    expect(sent?.kind === 'message' && sent.bytes).toBe(
      shown.find(({ name }) => name === 'Certificate')!.bytes,
    );
    if (kx === 'rsa') expect(out).toMatch(/PreMasterSecret.*client_version {2}TLS 1\.2.*46 random bytes/s);
  });
});

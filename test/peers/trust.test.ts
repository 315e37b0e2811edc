/** Pins as curl understands them, and folders as OpenSSL makes and reads them. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type GeneratedKey, nodeProvider } from '../../src/crypto/providers/node.ts';
import type { IssueRequest } from '../../src/issue/index.ts';
import { certificatesInFolder } from '../../src/node/certificate-folder.ts';
import { encodePem } from '../../src/wire/pem.ts';
import { parseDamagedSpki } from '../../src/x509/certificate/spki.ts';
import { pinOf } from '../../src/x509/index.ts';
import { type Made, make, storeOf } from '../chain.ts';
import { connectTo, listen } from './end.ts';
import { opensslPort, opensslServer } from './openssl.ts';
import { run } from './process.ts';

const directory = mkdtempSync(join(tmpdir(), 'handglass-trust-'));
afterAll(() => rmSync(directory, { recursive: true, force: true }));
const day = 86_400_000;
const issue = (name: string, issuer: Made | undefined, request: Partial<IssueRequest>): Made =>
  make(name, issuer, { notBefore: Date.now() - day, notAfter: Date.now() + day, ...request });
const root = issue('Root', undefined, { ca: true });
const intermediate = issue('Intermediate', root, { ca: true });
const server = issue('localhost', intermediate, { dnsNames: ['localhost'] });
const file = (name: string, text: string): string => {
  writeFileSync(join(directory, name), text);
  return join(directory, name);
};
const rootFile = file('root.pem', encodePem('CERTIFICATE', root.der));
const chainFile = file(
  'chain.pem',
  [server, intermediate].map(({ der }) => encodePem('CERTIFICATE', der)).join(''),
);
const keyFile = file('server.key', (server.key as GeneratedKey).pem);

const pinned = (made: Made): string => `sha256//${pinOf(made.certificate.spki, nodeProvider)}`;
const nobodys = `sha256//${pinOf(parseDamagedSpki(Uint8Array.of(1)), nodeProvider)}`;

describe('a pin', () => {
  it('is the same to curl, which knows only the server’s own key', async () => {
    const curl = async (pins: string): Promise<string> => {
      const ours = await listen({
        credentials: [{ kind: 'certificate', chain: [server.der, intermediate.der], key: server.key }],
      });
      void ours.next().then(
        async (end) => {
          await end.opened();
          await end.send(Buffer.from('HTTP/1.0 200 OK\r\n\r\nhello'));
          end.transport.end();
        },
        () => {},
      );
      const url = `https://localhost:${ours.port}/`;
      return run('curl', ['-sS', '--cacert', rootFile, '--pinnedpubkey', pins, url]).then(
        ({ stdout }) => stdout,
        (error: Error) => error.message,
      );
    };
    expect(await curl(pinned(server))).toBe('hello');
    expect(await curl(`${nobodys};${pinned(server)}`)).toBe('hello');
    expect(await curl(nobodys)).toContain('public key does not match pinned public key');
  });

  it('holds an OpenSSL to any key of its path', async () => {
    const port = async () =>
      opensslPort(opensslServer(['-cert', chainFile, '-key', keyFile, '-cert_chain', chainFile]));
    for (const made of [server, intermediate, root]) {
      const end = connectTo(await port(), { trust: storeOf(root), pins: [nobodys, pinned(made)] });
      expect((await end.opened()).peer.verdict?.verdict).toBe('accepted');
    }
    const end = connectTo(await port(), { trust: storeOf(root), pins: [nobodys] });
    expect(await end.failed()).toMatchObject({
      cause: { reason: 'pin-mismatch' },
      alert: 'certificate_unknown',
    });
  });
});

it('a folder that OpenSSL hashed holds for us what it holds for OpenSSL', async () => {
  const folder = mkdtempSync(join(directory, 'folder-'));
  writeFileSync(join(folder, 'root.pem'), encodePem('CERTIFICATE', root.der));
  writeFileSync(
    join(folder, 'other.crt'),
    encodePem('CERTIFICATE', issue('Other', undefined, { ca: true }).der),
  );
  await run('openssl', ['rehash', folder]);
  const { stdout } = await run('openssl', [
    ...['verify', '-CApath', folder, '-no-CAfile', '-no-CAstore', '-untrusted', chainFile, chainFile],
  ]);
  expect(stdout).toContain('OK');
  const { certificates, passedOver } = certificatesInFolder(folder);
  expect(certificates.map(({ subject }) => subject.text)).toEqual(['CN=Other', 'CN=Root']);
  expect(passedOver).toBe(0);
});

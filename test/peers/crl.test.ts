/** CRLs of ours in front of the openssl command line, which must read, verify and obey them. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generateKey } from '../../src/crypto/providers/node.ts';
import { issueCertificate, issueCrl } from '../../src/issue/index.ts';
import { encodePem } from '../../src/wire/pem.ts';

const run = promisify(execFile);
const openssl = async (...given: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run('openssl', given, { cwd: directory });
  return stdout + stderr;
};
const day = 86_400_000;
const [notBefore, notAfter] = [Date.now() - day, Date.now() + day];
let directory: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'handglass-crl-'));
  const key = generateKey('EC');
  const subject = { O: 'Example', CN: 'CA' };
  const common = { publicKey: key.publicKey, notBefore, notAfter };
  const certificate = issueCertificate({
    ...common,
    subject,
    issuer: { key },
    serial: Uint8Array.of(1),
    ca: true,
  }) as Uint8Array;
  const issuer = { certificate, key };
  const leaf = (serial: number): Uint8Array =>
    issueCertificate({
      ...common,
      subject: { CN: `leaf ${serial}` },
      issuer,
      serial: Uint8Array.of(serial),
      dnsNames: ['localhost'],
    }) as Uint8Array;
  const crl = issueCrl({
    issuer,
    thisUpdate: notBefore,
    nextUpdate: notAfter,
    number: Uint8Array.of(0xff, 1),
    revoked: [{ serial: Uint8Array.of(0xfe), date: notBefore, reason: 'keyCompromise' }],
  }) as Uint8Array;
  const save = (name: string, label: string, der: Uint8Array): Promise<void> =>
    writeFile(join(directory, name), encodePem(label, der));
  await save('ca.pem', 'CERTIFICATE', certificate);
  await save('good.pem', 'CERTIFICATE', leaf(2));
  await save('bad.pem', 'CERTIFICATE', leaf(0xfe));
  await save('crl.pem', 'X509 CRL', crl);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

it('OpenSSL verifies its signature, and reads what it says', async () => {
  const text = await openssl('crl', '-in', 'crl.pem', '-CAfile', 'ca.pem', '-noout', '-text');
  expect(text).toContain('verify OK');
  expect(text).toContain('Serial Number: FE');
  expect(text).toContain('Key Compromise');
  expect(text).toMatch(/CRL Number: *\n *(65281|0xFF01)/);
});

it('OpenSSL refuses what it revokes, and nothing else', async () => {
  const verify = ['verify', '-CAfile', 'ca.pem', '-crl_check', '-CRLfile', 'crl.pem'];
  expect(await openssl(...verify, 'good.pem')).toContain('good.pem: OK');
  await expect(openssl(...verify, 'bad.pem')).rejects.toMatchObject({
    stderr: expect.stringContaining('certificate revoked'),
  });
});

/**
 * OCSP between us and the openssl command line: it reads our requests, answers them as a responder, and judges responses
 * of ours; and what it answered is judged by us.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GeneratedKey, generateKey, nodeProvider } from '../../src/crypto/providers/node.ts';
import {
  type IssueOcspRequest,
  type IssueRequest,
  issueCertificate,
  issueOcspResponse,
  type OcspStatement,
} from '../../src/issue/index.ts';
import { encodePem } from '../../src/wire/pem.ts';
import {
  anchorFromCertificate,
  type Certificate,
  certIdOf,
  createOcspRequest,
  extension,
  keyHashOf,
  parseCertificate,
  parseOcspResponse,
  trustStore,
  verifyPeer,
} from '../../src/x509/index.ts';

const run = promisify(execFile);
const openssl = async (...given: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run('openssl', given, { cwd: directory });
  return stdout + stderr;
};
const [minute, day] = [60_000, 86_400_000];
const now = Date.now();
let directory: string;

interface Made {
  readonly certificate: Certificate;
  readonly key: GeneratedKey;
}
function make(serial: number, issuer: Made | undefined, request: Partial<IssueRequest>): Made {
  const key = generateKey('EC');
  const der = issueCertificate({
    subject: { O: 'Example', CN: `number ${serial}` },
    publicKey: key.publicKey,
    issuer: issuer ?? { key },
    notBefore: now - day,
    notAfter: now + day,
    serial: Uint8Array.of(serial),
    ...request,
  }) as Uint8Array;
  return { certificate: parseCertificate(der), key };
}
const ca = make(1, undefined, { ca: true });
const good = make(2, ca, { dnsNames: ['localhost'] });
const bad = make(0xfe, ca, { dnsNames: ['localhost'] });
const strange = make(3, ca, { dnsNames: ['localhost'] });
const nocheck: Partial<IssueRequest> = {
  extKeyUsage: ['OCSPSigning'],
  extensions: (standard) => [...standard, extension('ocspNocheck', null)],
};
const delegate = make(4, ca, nocheck);
const other = make(5, undefined, { ca: true });

const idOf = ({ certificate }: Made, hash?: 'SHA-256') =>
  certIdOf(certificate, ca.certificate, nodeProvider, hash);

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'handglass-ocsp-'));
  for (const [name, { certificate, key }] of Object.entries({ ca, good, bad, strange, delegate, other })) {
    await writeFile(join(directory, `${name}.pem`), encodePem('CERTIFICATE', certificate.der));
    await writeFile(join(directory, `${name}.key`), key.pem);
  }
  const until = `${new Date(now + day).toISOString().slice(2, 19).replaceAll(/[-T:]/g, '')}Z`;
  const revoked = `${new Date(now - day).toISOString().slice(2, 19).replaceAll(/[-T:]/g, '')}Z`;
  const index = [
    `V\t${until}\t\t02\tunknown\t/O=Example/CN=number 2`,
    `R\t${until}\t${revoked},keyCompromise\tFE\tunknown\t/O=Example/CN=number 254`,
  ];
  await writeFile(join(directory, 'index.txt'), `${index.join('\n')}\n`);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const save = (name: string, bytes: Uint8Array): Promise<void> => writeFile(join(directory, name), bytes);
const load = async (name: string): Promise<Uint8Array> =>
  new Uint8Array(await readFile(join(directory, name)));

/** OpenSSL’s responder, asked by us. */
async function answered(request: Uint8Array, ...more: readonly string[]): Promise<Uint8Array> {
  await save('request.der', request);
  const common = [
    '-index',
    'index.txt',
    '-CA',
    'ca.pem',
    '-reqin',
    'request.der',
    '-respout',
    'response.der',
  ];
  await openssl('ocsp', ...common, ...more);
  return load('response.der');
}
const byCa = ['-rsigner', 'ca.pem', '-rkey', 'ca.key', '-resp_no_certs'];
const byDelegate = ['-rsigner', 'delegate.pem', '-rkey', 'delegate.key'];

async function ours(about: Made, response: Uint8Array, time = Date.now()): Promise<string> {
  const verdict = await verifyPeer({
    chain: [about.certificate.der],
    trust: trustStore([anchorFromCertificate(ca.certificate)]),
    provider: nodeProvider,
    purpose: 'server',
    time,
    revocation: { mode: 'hard', ocspResponses: [response] },
  });
  return verdict.verdict === 'accepted' ? 'good' : verdict.reason === 'revoked' ? 'revoked' : 'nothing';
}

/** What OpenSSL makes of a response: the status, or nothing when it does not believe it. */
async function theirs(name: string, response: Uint8Array): Promise<string> {
  await save('ours.der', response);
  const given = [
    'ocsp',
    '-respin',
    'ours.der',
    '-issuer',
    'ca.pem',
    '-CAfile',
    'ca.pem',
    '-cert',
    `${name}.pem`,
  ];
  const said = await openssl(...given, '-no_nonce').catch(({ stdout, stderr }) => `${stdout}${stderr}`);
  if (!said.includes('Response verify OK') || /WARNING: Status times invalid/.test(said)) return 'nothing';
  return /^\S+\.pem: (good|revoked)/m.exec(said)?.[1] ?? 'nothing';
}

describe('OpenSSL as a responder', () => {
  it.each([
    ['the CA', byCa],
    ['the CA, by its key', [...byCa, '-resp_key_id']],
    ['a delegate', byDelegate],
    ['a delegate, by its key', [...byDelegate, '-resp_key_id']],
  ])('is believed when it is %s', async (_, signer) => {
    for (const hash of [undefined, 'SHA-256'] as const) {
      const ask = async (about: Made): Promise<string> =>
        ours(
          about,
          await answered(createOcspRequest({ certIDs: [idOf(about, hash)] }), ...signer, '-nmin', '5'),
        );
      expect(await ask(good)).toBe('good');
      expect(await ask(bad)).toBe('revoked');
      expect(await ask(strange)).toBe('nothing');
    }
  });

  it('is not believed when it is anybody else', async () => {
    const request = createOcspRequest({ certIDs: [idOf(good)] });
    for (const name of ['good', 'other']) {
      const response = await answered(
        request,
        '-rsigner',
        `${name}.pem`,
        '-rkey',
        `${name}.key`,
        '-nmin',
        '5',
      );
      expect(await ours(good, response)).toBe('nothing');
    }
  });

  it('answers about several, with our nonce, and for as long as it says', async () => {
    const nonce = nodeProvider.random(32);
    const request = createOcspRequest({ certIDs: [idOf(good), idOf(bad)], nonce });
    const response = await answered(request, ...byDelegate, '-nmin', '20');
    expect(parseOcspResponse(response)).toMatchObject({ extensions: { ocspNonce: nonce } });
    expect(await ours(good, response)).toBe('good');
    expect(await ours(bad, response)).toBe('revoked');
    expect(await ours(good, response, Date.now() + 24 * minute)).toBe('good');
    expect(await ours(good, response, Date.now() + 26 * minute)).toBe('nothing');
    const open = await answered(request, ...byDelegate);
    expect(await ours(good, open, now + 12 * 60 * minute)).toBe('good');
  });
});

describe('OpenSSL as a client', () => {
  it('reads our request', async () => {
    await save('mine.der', createOcspRequest({ certIDs: [idOf(bad)], nonce: Uint8Array.of(0xab, 0xcd) }));
    const text = await openssl('ocsp', '-reqin', 'mine.der', '-req_text');
    expect(text).toContain('Hash Algorithm: sha1');
    expect(text).toContain('Serial Number: FE');
    expect(text).toMatch(/OCSP Nonce: *\n *0402ABCD/);
  });

  it('wants our nonce back', async () => {
    const nonce = nodeProvider.random(32);
    const request = createOcspRequest({ certIDs: [idOf(good)], nonce });
    const given = ['-reqin', 'asked.der', '-respin', 'told.der', '-CAfile', 'ca.pem', '-issuer', 'ca.pem'];
    await save('asked.der', request);
    const told = async (echo: Uint8Array): Promise<string> => {
      await save('told.der', issue({}, { nonce: echo }));
      return openssl('ocsp', ...given).catch(({ stdout, stderr }) => `${stdout}${stderr}`);
    };
    expect(await told(nonce)).toContain('Response verify OK');
    expect(await told(nodeProvider.random(32))).toContain('Nonce Verify error');
  });

  const issue = (statement: Partial<OcspStatement>, request: Partial<IssueOcspRequest> = {}): Uint8Array =>
    issueOcspResponse({
      responder: ca,
      producedAt: now,
      responses: [
        { certID: idOf(good), status: 'good', thisUpdate: now, nextUpdate: now + day, ...statement },
      ],
      ...request,
    }) as Uint8Array;
  const by = (signer: Made): Partial<IssueOcspRequest> => ({
    responder: signer,
    certificates: [signer.certificate.der],
  });
  const delegated = (request: Partial<IssueRequest>) => by(make(6, ca, { ...nocheck, ...request }));
  const revoked = { revocationTime: now - day, reason: 'superseded' } as const;
  const byKey = (of: Made) => ({ kind: 'byKey', value: keyHashOf(of.certificate, nodeProvider) }) as const;

  it.each<[string, () => Uint8Array, string]>([
    ['good', () => issue({}), 'good'],
    ['revoked', () => issue({ status: revoked }), 'revoked'],
    ['unknown', () => issue({ status: 'unknown' }), 'nothing'],
    ['good, by its key', () => issue({}, { responderID: byKey(ca) }), 'good'],
    ['good, by a delegate', () => issue({}, by(delegate)), 'good'],
    ['revoked, by a delegate', () => issue({ status: revoked }, by(delegate)), 'revoked'],
    ['good, by a delegate’s key', () => issue({}, { ...by(delegate), responderID: byKey(delegate) }), 'good'],
    ['without its delegate', () => issue({}, { ...by(delegate), certificates: [] }), 'nothing'],
    ['by itself', () => issue({}, by(good)), 'nothing'],
    ['by another CA', () => issue({}, by(other)), 'nothing'],
    ['by a delegate of another CA', () => issue({}, by(make(7, other, nocheck))), 'nothing'],
    ['by a delegate for servers', () => issue({}, delegated({ extKeyUsage: ['serverAuth'] })), 'nothing'],
    ['by a delegate that has expired', () => issue({}, delegated({ notAfter: now - minute })), 'nothing'],
    [
      'by a delegate that is not valid yet',
      () => issue({}, delegated({ notBefore: now + 10 * minute })),
      'nothing',
    ],
    ['about another', () => issue({ certID: idOf(bad) }), 'nothing'],
    ['stale', () => issue({ thisUpdate: now - day, nextUpdate: now - 10 * minute }), 'nothing'],
    ['a little late', () => issue({ thisUpdate: now - day, nextUpdate: now - 3 * minute }), 'good'],
    ['early', () => issue({ thisUpdate: now + 10 * minute }), 'nothing'],
    ['a little early', () => issue({ thisUpdate: now + 3 * minute }), 'good'],
    ['with a changed signature', () => issue({}).with(-1, issue({}).at(-1)! ^ 1), 'nothing'],
  ])('agrees with us on what is %s', async (_, build, status) => {
    const response = build();
    expect(await ours(good, response)).toBe(status);
    expect(await theirs('good', response)).toBe(status);
  });
});

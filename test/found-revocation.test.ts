/** What was found wrong about lists and OCSP responses: each input through the command line and through `verifyPeer`. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { CertsDocument } from '../src/trace/certs-document.ts';
import { decodePem } from '../src/wire/pem.ts';
import { privateProfile, trustStoreFromPem, type Verdict, verifyPeer } from '../src/x509/index.ts';
import { handglass } from './cli-lab.ts';
import { expectValid } from './schemas.ts';

const file = (name: string): string => `test/vectors/found/${name}`;
const bytes = (name: string): Uint8Array => new Uint8Array(readFileSync(file(name)));
const pem = (name: string): string => readFileSync(file(name), 'latin1');

interface Row {
  readonly leaf: string;
  readonly root: string;
  readonly crl?: string;
  readonly ocsp?: string;
}

const cli = ({ leaf, root, crl, ocsp }: Row, mode: string) =>
  handglass([
    ...['verify', file(leaf), '--for', 'a.example.com', '--ca-file', file(root), '--at', '2026-06-01'],
    ...['--revocation', mode],
    ...(crl === undefined ? [] : ['--crl', file(crl)]),
    ...(ocsp === undefined ? [] : ['--ocsp', file(ocsp)]),
  ]);

const api = ({ leaf, root, crl, ocsp }: Row, mode: 'soft' | 'hard'): Promise<Verdict> =>
  Promise.resolve(
    verifyPeer({
      chain: [decodePem(pem(leaf))[0]!.bytes],
      trust: trustStoreFromPem(pem(root)),
      provider: nodeProvider,
      purpose: 'server',
      name: 'a.example.com',
      time: Date.UTC(2026, 5, 1),
      profile: privateProfile,
      revocation: {
        mode,
        ...(crl !== undefined && { crls: [bytes(crl)] }),
        ...(ocsp !== undefined && { ocspResponses: [bytes(ocsp)] }),
      },
    }),
  );

describe.each<[string, Row, RegExp]>([
  ['a list without number', row('c-nonum.crl'), /was revoked on 2026-05-01/],
  ['a list found at its issuer’s name', row('c-idp-issuername-rev.crl'), /was revoked on 2026-05-01/],
  ['an entry with reason 7', row('c-reason7.crl'), /\(unspecified\).*the\s+reason\s+7\s+has\s+no\s+meaning/s],
  ['a delta alone', row('c-delta.crl'), /\(unspecified\).*is\s+a\s+delta/s],
  ['an indirect list of the issuer itself', row('c-indirect.crl'), /\(unspecified\).*is\s+indirect/s],
  [
    'a list signed by RSA without parameters',
    { leaf: 'ca-leaf.pem', root: 'ca-root.pem', crl: 'ca-absent.crl' },
    /was revoked on/,
  ],
  [
    'an OCSP response signed by RSA without parameters',
    { leaf: 'o-leaf.pem', root: 'o-root.pem', ocsp: 'o-direct-absent.der' },
    /was revoked on/,
  ],
  [
    'a delegate certified and signing by RSA without parameters',
    { leaf: 'o-leaf.pem', root: 'o-root.pem', ocsp: 'o-deleg-absent.der' },
    /was revoked on/,
  ],
])('revoked by %s', (_, given, told) => {
  it.each(['soft', 'hard'] as const)('in mode %s', async (mode) => {
    const { exit, out, err } = await cli(given, mode);
    expect({ exit, err }).toEqual({ exit: 6, err: '' });
    expect(out).toMatch(/^✗ rejected \(revoked\)/);
    expect(out).toMatch(told);
    expect(await api(given, mode)).toMatchObject({ verdict: 'rejected', reason: 'revoked' });
  });
});

describe('good by a list without number', () => {
  it.each(['soft', 'hard'] as const)('in mode %s', async (mode) => {
    const { exit, out } = await cli(row('c-nonum-good.crl'), mode);
    expect(exit).toBe(0);
    expect(out).toMatch(/not among the 0/);
    expect(await api(row('c-nonum-good.crl'), mode)).toMatchObject({ verdict: 'accepted' });
  });
});

it.each<[string, RegExp, object]>([
  ['c-delta.crl', /of CN=Test CA\s+a delta to the list with number 03\n/, { deltaTo: '03', indirect: false }],
  [
    'c-indirect.crl',
    /indirect: it may name certificates of other issuers/,
    { deltaTo: null, indirect: true },
  ],
  [
    'c-idp-issuername-rev.crl',
    /Only for.*\s+certificates that point to\s+CN=Test CA/,
    { scope: ['certificates that point to CN=Test CA'] },
  ],
  ['c-nonum.crl', /^(?!.*(delta|indirect|Only for|Damaged))/s, { number: null, scope: [], defects: [] }],
])('certs tells what kind of list %s is', async (name, told, crl) => {
  expect((await handglass(['certs', file(name)])).out).toMatch(told);
  const document = JSON.parse((await handglass(['certs', file(name), '--json'])).out) as CertsDocument;
  expectValid('certs', document);
  expect(document.targets[0]).toMatchObject({ parts: [{ crl }] });
});

function row(crl: string): Row {
  return { leaf: 'ok.pem', root: 'root.pem', crl };
}

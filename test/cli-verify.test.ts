/** `handglass verify`: the question, the verdict, and what it stands on. */
import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { VerifyDocument } from '../src/trace/certs-document.ts';
import { handglass, Lab, type Ran } from './cli-lab.ts';
import { expectValid } from './schemas.ts';
import { wrongFiles } from './wrong-files.ts';

const lab = new Lab();
const vectors = 'test/vectors/files';
beforeAll(async () => {
  await handglass(['ca', lab.dir, '--intermediate', 'web', '--server', 'good.example', '--client', 'alice']);
  await handglass(['ca', lab.dir, '--issuer', 'web', '--server', 'bad.example']);
  await handglass(['ca', lab.dir, '--revoke', 'bad.example', '--reason', 'keyCompromise', '--crl']);
});
afterAll(() => lab.close());

const verify = (files: readonly string[], ...flags: readonly string[]): Promise<Ran> =>
  handglass([
    'verify',
    ...files.map((name) => lab.path(name)),
    ...(flags.includes('--ca-file') ? [] : ['--ca-file', lab.path('ca.pem')]),
    ...flags,
  ]);
const told = ({ out }: Ran): VerifyDocument => {
  const document = JSON.parse(out) as VerifyDocument;
  expectValid('verify', document);
  return document;
};
const lists = () => ['--crl', lab.path('ca.crl'), '--crl', lab.path('web.crl.pem')];

describe('exit 0', () => {
  it('for a name of the certificate, with everything told', async () => {
    const { exit, out, err } = await verify(['good.example.pem'], '--for', 'good.example');
    expect({ exit, err }).toEqual({ exit: 0, err: '' });
    expect(out).toMatch(/^✓ accepted: "CN=good\.example" is certified by .* for\n? *good\.example\n/);
    expect(out).toMatch(/Asked: as a server’s; for good\.example; on 20.* UTC/);
    expect(out).toMatch(/✓ name {17}issued for good\.example/);
    expect(out).toMatch(/trusted; /);
    const ran = await verify(['good.example.pem'], '--for', 'good.example', '--json');
    expect(told(ran)).toMatchObject({
      ok: true,
      name: 'good.example',
      purpose: 'server',
      revocation: 'soft',
      verdict: { of: 'server', verdict: 'accepted' },
    });
    expect(told(ran).certificates.map(({ subject, isCa }) => [subject.split(',')[0], isCa])).toEqual([
      ['CN=good.example', false],
      ['CN=web', true],
      [expect.stringMatching(/^CN=/), true],
    ]);
  });

  it('with the others in any order, in any file, in DER, beside a key', async () => {
    const [leaf = '', web = ''] = lab.read('good.example.pem').split(/(?<=-----END CERTIFICATE-----\n)/);
    lab.write('leaf-and-key.pem', leaf + lab.read('good.example.key'));
    writeFileSync(lab.path('web.der'), Buffer.from(web.replaceAll(/-----.*-----/g, ''), 'base64'));
    const files = ['leaf-and-key.pem', 'ca.pem', 'web.der', 'bad.example.pem'];
    expect(await verify(files, '--for', 'good.example')).toMatchObject({ exit: 0 });
    expect(await verify(['leaf-and-key.pem'], '--for', 'good.example')).toMatchObject({ exit: 6 });
  });

  it('for a client, whatever its name', async () => {
    expect(await verify(['alice.pem'], '--purpose', 'client')).toMatchObject({ exit: 0 });
    expect(await verify(['good.example.pem'], '--purpose', 'client')).toMatchObject({ exit: 6 });
  });

  it('with hard revocation, when the lists say so', async () => {
    const hard = ['--for', 'good.example', '--revocation', 'hard'];
    expect(await verify(['good.example.pem'], ...hard, ...lists())).toMatchObject({ exit: 0 });
    expect(await verify(['good.example.pem'], ...hard)).toMatchObject({ exit: 6 });
  });
});

describe('exit 6', () => {
  it.each<[string, string, readonly string[], string]>([
    ['another name', 'good.example.pem', ['--for', 'other.example'], 'name-mismatch'],
    [
      'before its time',
      'good.example.pem',
      ['--for', 'good.example', '--at', '2001-01-01T00:00:00Z'],
      'not-yet-valid',
    ],
    ['after its time', 'good.example.pem', ['--for', 'good.example', '--at', '4102444800'], 'expired'],
    ['another purpose', 'alice.pem', ['--for', 'alice'], 'purpose'],
    [
      'another trust',
      'good.example.pem',
      ['--for', 'good.example', '--ca-file', `${vectors}/ca.pem`],
      'chain-incomplete',
    ],
  ])('%s', async (_what, file, flags, reason) => {
    const ran = await verify([file], ...flags, '--json');
    expect(ran.exit).toBe(6);
    expect(told(ran)).toMatchObject({ ok: false, verdict: { verdict: 'rejected' } });
    const reasons = told(ran).verdict.paths.flatMap(({ checks }) => checks.map((check) => check.reason));
    expect(reasons).toContain(reason);
  });

  it('a revoked certificate, unless nobody asks', async () => {
    const ran = await verify(['bad.example.pem'], '--for', 'bad.example', ...lists());
    expect(ran.exit).toBe(6);
    expect(ran.out).toMatch(/^✗ rejected \(revoked\): .*keyCompromise/);
    const asked = (mode: string) =>
      verify(['bad.example.pem'], '--for', 'bad.example', '--revocation', mode, ...lists());
    expect((await asked('hard')).exit).toBe(6);
    const off = ['--for', 'bad.example', '--revocation', 'off'];
    expect((await verify(['bad.example.pem'], ...off)).exit).toBe(0);
  });

  it('shows every path that was tried, and what is missing', async () => {
    await handglass(['ca', lab.path('two'), '--intermediate', 'sub', '--server', 'x.example']);
    await handglass(['ca', lab.path('two'), '--root', 'old']);
    await handglass(['ca', lab.path('two'), '--issuer', 'old', '--cross-sign', lab.path('two/ca.pem')]);
    const files = ['two/x.example.pem', 'two/ca-by-old.pem', 'two/ca.pem'];
    const ran = await verify(files, '--for', 'x.example');
    expect(ran.exit).toBe(6);
    expect(ran.out).toMatch(/└─ ✗ .* {2}missing|fails: issuer/);
    expect(ran.out).toMatch(/Another path fails \((chain-incomplete|root-not-trusted)\): CN=x\.example/);
    expect(ran.out).toMatch(/and \d+ checks that pass/);
  });
});

describe('exit 2', () => {
  it.each<[string, readonly string[], string]>([
    ['no name for a server', [], '--for NAME is missing'],
    ['no name at all', ['--for', 'not a name'], 'is neither a DNS name nor an IP address'],
    [
      'an unknown purpose',
      ['--for', 'x.example', '--purpose', 'ca'],
      '--purpose ca is not one of server, client',
    ],
    [
      'an unknown mode',
      ['--for', 'x.example', '--revocation', 'maybe'],
      '--revocation maybe is not one of off, soft, hard',
    ],
    ['no such day', ['--for', 'x.example', '--at', '2026-02-30'], '--at 2026-02-30 is not a time'],
    ['no time', ['--for', 'x.example', '--at', 'tomorrow'], '--at tomorrow is not a time'],
    ['a time of nowhere', ['--for', 'x.example', '--at', '2026-02-03T10:00'], 'is not a time'],
    [
      'a certificate for a list',
      ['--for', 'x.example', '--crl', `${vectors}/leaf.pem`],
      'holds a certificate where a revocation list (CRL) belongs',
    ],
    [
      'a list for a response',
      ['--for', 'x.example', '--ocsp', `${vectors}/list.crl`],
      'holds a revocation list (CRL) where an OCSP response belongs',
    ],
  ])('%s', async (_what, flags, words) => {
    const { exit, out, err } = await verify(['good.example.pem'], ...flags);
    expect({ exit, out }).toEqual({ exit: 2, out: '' });
    expect(err).toContain(words);
  });

  it('every file that holds no certificate', async () => {
    for (const [name, bytes] of Object.entries(wrongFiles)) {
      writeFileSync(lab.path('wrong'), bytes);
      const { exit, out, err } = await verify(['wrong'], '--for', 'good.example');
      expect({ name, exit, out }).toEqual({ name, exit: 2, out: '' });
      expect(err).toMatch(/^handglass: \/\S+\/wrong (is|holds) /);
    }
    const { exit, err } = await verify(['good.example.pem', 'nowhere'], '--for', 'good.example');
    expect({ exit, err }).toEqual({
      exit: 2,
      err: `handglass: ${lab.path('nowhere')} cannot be read: there is no such file (ENOENT)\n`,
    });
  });
});

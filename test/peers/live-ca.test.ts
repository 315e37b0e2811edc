/** A live CA, asked by OpenSSL, GnuTLS and curl: OCSP by POST and GET, and its CRL, before and after a revocation. */
import { afterAll, expect, it } from 'vitest';
import { handglass, Lab, listeningTo } from '../cli-lab.ts';
import { run } from './process.ts';

const lab = new Lab();
afterAll(() => lab.close());

const output = async (command: string, given: readonly string[]): Promise<string> => {
  const { stdout, stderr } = await run(command, given, { cwd: lab.dir });
  return stdout + stderr;
};

it.each([
  ['by the CA itself', []],
  ['by a delegate', ['--ocsp-responder', '--server', 'localhost']],
  ['by a CA with an RSA key', ['--rsa']],
  ['by an intermediate', ['--intermediate', 'web', '--server', 'localhost']],
])('OCSP, answered %s', async (how, flags) => {
  const dir = lab.path(how.replaceAll(' ', '-'));
  const live = await listeningTo(['ca', dir, '--listen', '0', ...flags]);
  const issuer = `${dir}/${how.includes('intermediate') ? 'web' : 'ca'}.pem`;
  const url = `http://127.0.0.1:${live.port}/ocsp`;
  const files = ['-issuer', issuer, '-cert', `${dir}/localhost.pem`, '-CAfile', `${dir}/ca.pem`];
  const asked = (...more: string[]) => output('openssl', ['ocsp', ...more, ...files, '-url', url]);
  for (const digest of ['-sha1', '-sha256']) {
    const answered = await asked(digest);
    expect(answered).toContain('localhost.pem: good');
    expect(answered).toContain('Response verify OK');
  }
  expect(await asked('-no_nonce')).toContain('localhost.pem: good');
  const gnutls = () =>
    output('ocsptool', [
      '--ask',
      ...['--load-cert', `${dir}/localhost.pem`, '--load-issuer', issuer],
      // It takes a responder only if it trusts it.
      ...['--load-trust', issuer],
    ]);
  expect(await gnutls()).toMatch(/Certificate Status: good[\s\S]*Verifying OCSP Response: Success/);
  expect((await handglass(['ca', dir, '--revoke', 'localhost', '--reason', 'superseded'])).exit).toBe(0);
  expect(await asked('-sha1')).toMatch(/localhost\.pem: revoked[\s\S]*Reason: superseded/);
  expect(await gnutls()).toMatch(/Certificate Status: revoked[\s\S]*Verifying OCSP Response: Success/);
  await live.stop();
});

it('a CRL, and OCSP by GET, fetched by curl', async () => {
  const dir = lab.path('fetched');
  const live = await listeningTo(['ca', dir, '--listen', '0']);
  const base = `http://127.0.0.1:${live.port}`;
  const list = async (): Promise<string> => {
    await output('curl', ['-fsS', '-o', 'ca.crl', `${base}/ca.crl`]);
    return output('openssl', [
      'crl',
      '-in',
      'ca.crl',
      '-inform',
      'DER',
      '-noout',
      '-text',
      '-CAfile',
      `${dir}/ca.pem`,
    ]);
  };
  expect(await list()).toMatch(
    /verify OK[\s\S]*No Revoked Certificates|No Revoked Certificates[\s\S]*verify OK/,
  );
  await output('openssl', [
    'ocsp',
    '-issuer',
    `${dir}/ca.pem`,
    '-cert',
    `${dir}/localhost.pem`,
    '-no_nonce',
    '-reqout',
    'asked.der',
  ]);
  const path = encodeURIComponent(Buffer.from(lab.bytes('asked.der')).toString('base64'));
  const got = async (): Promise<string> => {
    await output('curl', ['-fsS', '-o', 'answer.der', `${base}/ocsp/${path}`]);
    return output('openssl', [
      ...['ocsp', '-respin', 'answer.der', '-issuer', `${dir}/ca.pem`],
      ...['-cert', `${dir}/localhost.pem`, '-CAfile', `${dir}/ca.pem`],
    ]);
  };
  expect(await got()).toContain('localhost.pem: good');
  await handglass(['ca', dir, '--revoke', 'localhost']);
  expect(await got()).toContain('localhost.pem: revoked');
  expect(await list()).toContain('Serial Number:');
  const check = ['verify', '-CAfile', `${dir}/ca.pem`, '-crl_check', '-crl_download', `${dir}/localhost.pem`];
  await expect(output('openssl', check)).rejects.toThrow('certificate revoked');
  await live.stop();
});

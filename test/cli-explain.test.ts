import { expect, it } from 'vitest';
import type { Explanation } from '../src/explain/explanation.ts';
import { handglass } from './cli-lab.ts';

it('explains a name of one word or several', async () => {
  const { exit, out } = await handglass(['explain', 'Encrypted', 'Handshake', 'Message']);
  expect(exit).toBe(0);
  expect(out).toMatch(/^Finished {2}term\n {2}Wireshark’s name/);
  expect(out).toContain('RFC 5246 section 7.4.9');
});

it('finds what is known in a log from standard input', async () => {
  const input = 'debug\nerror:0A00010B:SSL routines:ssl3_get_record:wrong version number\nalert number 48\n';
  const { out } = await handglass(['explain', '-'], { input });
  expect(out.match(/^\S.*$/gm)).toEqual(['unknown_ca (48)  alert', 'an answer that is not TLS  error text']);
});

it.each([
  ['en', 'a certificate that was not accepted  error text', 'most often the CA is not in the trust store'],
  ['zh', '证书未被接受  错误信息', '多半是 CA 不在信任库中'],
])('explains the error that is met most often, in %s', async (language, title, reason) => {
  for (const text of ['certificate verify failed', 'CERTIFICATE_VERIFY_FAILED', 'curl (60)']) {
    const { exit, out } = await handglass(['explain', '--lang', language, text]);
    expect(exit).toBe(0);
    expect(out.startsWith(`${title}\n`)).toBe(true);
    expect(out.replaceAll(/\s+/g, ' ')).toContain(reason);
  }
});

it('gives the same as JSON, by id', async () => {
  const { exit, out } = await handglass(['explain', '--json', '40']);
  expect(exit).toBe(0);
  expect((JSON.parse(out) as Explanation[]).map(({ id }) => id)).toEqual(['alert/handshake_failure']);
});

it.each([
  ['DES-CBC3-SHA', 'TLS_RSA_WITH_3DES_EDE_CBC_SHA (0x000a)'],
  ['ecdhe-rsa-aes128-gcm-sha256', 'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256 (0xc02f)'],
])('knows %s, as OpenSSL calls a cipher suite', async (name, suite) => {
  expect((await handglass(['explain', name])).out).toContain(`${suite}  cipher suite\n`);
});

it('says so of what it does not know, and ends with 1', async () => {
  expect(await handglass(['explain', 'blub\u001b[31m'])).toEqual({
    exit: 1,
    out: '',
    err: 'handglass: nothing is known about "blub\\u001b[31m"; explain takes the name or number of an alert, cipher suite, extension or OID, or an error text as it was printed\n',
  });
  expect(await handglass(['explain', '--json', 'blub'])).toMatchObject({ exit: 1, out: '[]\n' });
  expect((await handglass(['explain'])).exit).toBe(2);
});

it('reads no more than a mebibyte', async () => {
  const { exit, err } = await handglass(['explain', '-'], { input: 'x'.repeat(2 ** 20 + 1) });
  expect([exit, err]).toEqual([2, 'handglass: more than 1048576 bytes were pasted\n']);
});

/** What is typed wrong: exit 2, before anybody is called, in words that name the flag and what to do. */
import { generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Exit } from '../src/cli/io.ts';
import { handglass, Lab } from './cli-lab.ts';

const lab = new Lab();
beforeAll(async () => {
  await handglass(['ca', lab.dir]);
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const locked = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-128-cbc', passphrase: 'x' });
  lab.write('locked.pem', lab.read('client.pem') + locked);
});
afterAll(() => lab.close());

const at = (words: string): string => words.replaceAll('DIR/', `${lab.dir}/`);

it.each([
  ['localhost:0', '"localhost:0": nobody can listen on port 0'],
  ['localhost:', '"localhost:" has no port after its colon'],
  ['user@localhost', 'leave out what stands before @localhost'],
  ['https://user@localhost:8443/x', 'leave out what stands before @localhost:8443'],
  ['localhost/path', '"localhost/path" is not a host'],
  ['local\thost', '"local\\thost" is not a host'],
  ['local%68ost', '"local%68ost" is not a host'],
  [
    '127.1',
    '"127.1" is not a host: give an IP address, or a name of letters, digits, hyphens, underscores and dots',
  ],
  ['0x7f000001', '"0x7f000001" is not a host'],
  ['localhost --sni a..b', '--sni "a..b" is neither a DNS name nor an IP address'],
  ['localhost --sni *.test', '--sni "*.test" is neither a DNS name nor an IP address'],
  ['localhost --ciphers foo', '--ciphers foo is not a cipher suite that handglass supports'],
  ['localhost --groups foo', '--groups foo is not one of '],
  ['localhost --tls 1.3 --kx rsa', '--kx rsa is for TLS 1.2 only: leave out --tls 1.3'],
  ['localhost --cert DIR/client.pem', '--cert DIR/client.pem holds no private key: give it with --key'],
  [
    'localhost --cert DIR/locked.pem',
    '--cert DIR/locked.pem holds an encrypted private key (PKCS #8): give its passphrase with --pass-file FILE or --pass-env NAME',
  ],
  [
    'localhost --cert DIR/client.pem --key DIR/localhost.key',
    '--key DIR/localhost.key does not belong to the certificate of "CN=client": their public keys differ',
  ],
  ['localhost --ca-dir DIR/ca.pem', '--ca-dir DIR/ca.pem is a file: name a folder, or use --ca-file'],
  [
    'localhost --keylog DIR/no/keys',
    'the key log DIR/no/keys cannot be written: there is no such folder (ENOENT)',
  ],
])('connect %s', async (typed, words) => {
  const { exit, out, err } = await handglass(['connect', ...at(typed).split(' ')]);
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toContain(at(words));
});

it('does not repeat the password of a URL', async () => {
  const { exit, err } = await handglass(['https://me:hunter2@localhost']);
  expect(exit).toBe(2);
  expect(err).toBe('handglass: no user is named to a TLS server: leave out what stands before @localhost\n');
});

it.each([
  [
    'conect localhost',
    'there is no such command: conect; the nearest is connect, and handglass connect conect reaches a host',
  ],
  [
    'verify localhost:443 --for x',
    'there is no file localhost:443; for a host, use handglass certs localhost:443',
  ],
  ['certs localhost:443 --sni a..b', '--sni "a..b" is neither a DNS name nor an IP address'],
  [
    'serve --port 0 --cert DIR/localhost.pem --key DIR/localhost.key --kx rsa',
    '--kx rsa needs a certificate with an RSA key, and --cert DIR/localhost.pem has none',
  ],
  [
    'serve --port 0 --cert DIR/localhost.pem --key DIR/localhost.key --kx dhe',
    '--kx dhe needs a certificate with an RSA key, and --cert DIR/localhost.pem has none',
  ],
])('%s', async (typed, words) => {
  const { exit, out, err } = await handglass(at(typed).split(' '));
  expect({ exit, out }).toEqual({ exit: 2, out: '' });
  expect(err).toContain(at(words));
});

describe('what is typed otherwise, and means the same', () => {
  it('a URL with a colon and no port', async () => {
    const { exit, out } = await handglass(['https://[::1]:/x?y#z', '--timeout', '1s']);
    expect(exit).toBe(3);
    expect(out).toContain('[::1]:443');
  });

  it('a zone, which is no part of the name that is checked', async ({ skip }) => {
    const server = tls.createServer({ cert: lab.read('localhost.pem'), key: lab.read('localhost.key') });
    if (!(await lab.listenAt(server, 0, '::1'))) skip('no IPv6 here');
    const { port } = server.address() as AddressInfo;
    for (const zone of ['%lo', '%25lo', '']) {
      const { exit, err } = await handglass([`[::1${zone}]:${port}`, '--ca-file', lab.path('ca.pem')]);
      expect(exit, zone + err).toBe(0);
    }
  });
});

it('a place that is taken is said in words', async () => {
  const port = await lab.tls('localhost');
  const flags = ['--cert', lab.path('localhost.pem'), '--key', lab.path('localhost.key')];
  const { exit, err } = await handglass(['serve', '--port', String(port), ...flags]);
  expect(exit).toBe(3);
  expect(err).toBe(`handglass: cannot listen on 127.0.0.1:${port}: that port is in use (EADDRINUSE)\n`);
});

it('says which version it is', async () => {
  const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
  expect(await handglass(['--version'])).toMatchObject({ exit: 0, out: `${version}\n` });
});

it('the help and the document have every exit code', async () => {
  const { out } = await handglass(['--help']);
  const document = readFileSync('docs/command-line.md', 'utf8');
  const help = out.slice(out.indexOf('Exit codes:'));
  const told = [...help.matchAll(/(?:[:·]|^) *(\d+) /gm)].map(([, code]) => Number(code));
  const written = [...document.matchAll(/^\| (\d+) \|/gm)].map(([, code]) => Number(code));
  const all = Object.values(Exit);
  expect([told, written]).toEqual([all, all]);
});

/** Every file that is not what was asked for, and the words that the command line has for it. */
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { handglass, Lab } from './cli-lab.ts';
import { vectorFile, vectorText } from './vectors/files.ts';
import { wrongFiles } from './wrong-files.ts';

const lab = new Lab();
afterAll(() => lab.close());
for (const [name, bytes] of Object.entries(wrongFiles)) writeFileSync(lab.path(name), bytes);
for (const name of ['leaf.pem', 'leaf.der', 'ca.pem', 'chain.p7b', 'pkcs8.key'])
  writeFileSync(lab.path(name), vectorFile(name));

/** What is told of each, with the names of the files alone; every one is refused. */
async function told(argvOf: (file: string) => readonly string[], names: readonly string[]): Promise<string> {
  const all: string[] = [];
  for (const name of names) {
    const { exit, out, err } = await handglass(argvOf(lab.path(name)));
    expect({ name, exit, out }).toEqual({ name, exit: 2, out: '' });
    all.push(err.replaceAll(`${lab.dir}/`, '').trimEnd());
  }
  return `${all.join('\n')}\n`;
}

const names = Object.keys(wrongFiles);

it('--ca-file', async () => {
  await expect(
    await told((file) => ['connect', 'localhost:1', '--ca-file', file], names),
  ).toMatchFileSnapshot('golden/ca-file.txt');
});

it('--key', async () => {
  const keys = ['pkcs8.key', 'sec1.key'];
  await expect(
    await told(
      (file) => ['connect', 'localhost:1', '--cert', lab.path('leaf.pem'), '--key', file],
      [...names.filter((name) => !keys.includes(name)), 'leaf.pem'],
    ),
  ).toMatchFileSnapshot('golden/key.txt');
});

it('--csr', async () => {
  await expect(
    await told(
      (file) => ['ca', lab.path('pki'), '--csr', file],
      [...names.filter((name) => name !== 'request.pem'), 'leaf.pem'],
    ),
  ).toMatchFileSnapshot('golden/csr.txt');
  const { exit } = await handglass(['ca', lab.path('pki'), '--csr', lab.path('request.pem')]);
  expect(exit).toBe(0);
  const both = vectorText('request.pem').repeat(2);
  writeFileSync(lab.path('two.csr'), both);
  expect((await handglass(['ca', lab.path('pki'), '--csr', lab.path('two.csr')])).err).toContain(
    'holds 2 requests: put each in its own file',
  );
});

describe('--ca-file that cannot be read', () => {
  mkdirSync(lab.path('directory'));
  writeFileSync(lab.path('huge'), '');
  truncateSync(lab.path('huge'), 2 ** 26 + 1);
  it.each([
    ['directory', 'cannot be read: it is a directory (EISDIR)'],
    ['nowhere', 'cannot be read: there is no such file (ENOENT)'],
    ['leaf.pem/x', 'cannot be read: part of its path is not a directory (ENOTDIR)'],
    ['huge', 'cannot be read: it has more than 64 MiB, and neither certificates nor lists need as much'],
  ])('%s', async (name, words) => {
    const { exit, err } = await handglass(['connect', 'localhost:1', '--ca-file', lab.path(name)]);
    expect({ exit, err }).toEqual({ exit: 2, err: `handglass: --ca-file ${lab.path(name)} ${words}\n` });
  });
});

describe('what is read without doubt', () => {
  const pem = vectorText('leaf.pem');
  it.each<[string, string | Uint8Array]>([
    ['PEM', pem],
    ['DER', vectorFile('leaf.der')],
    ['CRLF', pem.replaceAll('\n', '\r\n')],
    ['CR', pem.replaceAll('\n', '\r')],
    ['a byte order mark', `\uFEFF${pem}`],
    ['indented', pem.replaceAll(/^/gm, '    ')],
    ['a PKCS #7', vectorFile('chain.p7b')],
  ])('%s', async (_what, file) => {
    writeFileSync(lab.path('good'), file);
    const key =
      typeof file === 'string' ? vectorText('pkcs8.key').replaceAll('\n', '\r\n') : vectorText('sec1.key');
    writeFileSync(lab.path('good.key'), `\uFEFF${key}`);
    const flags = ['--ca-file', lab.path('good'), '--cert', lab.path('good'), '--key', lab.path('good.key')];
    // Nobody listens there; all files were taken.
    expect(await handglass(['connect', '127.0.0.1:1', ...flags])).toMatchObject({ exit: 3 });
  });
});

it('the advice is for this file, as a shell takes it', async () => {
  const name = lab.path('it’s a store.p12');
  writeFileSync(name, vectorFile('store.p12'));
  const { err } = await handglass(['connect', 'localhost:1', '--ca-file', name]);
  expect(err).toContain(`openssl pkcs12 -in '${name}' -nokeys`);
});

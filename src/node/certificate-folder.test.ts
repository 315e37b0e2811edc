import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { makeCa } from '../../test/chain.ts';
import { generateKey } from '../crypto/providers/node.ts';
import { encodePem } from '../wire/pem.ts';
import type { Certificate } from '../x509/index.ts';
import { certificatesInFolder, usableIn, usableInFolder } from './certificate-folder.ts';

const [one, two, three] = ['One', 'Two', 'Three'].map((name) => makeCa(name));
const pem = (made: typeof one): string => encodePem('CERTIFICATE', made!.der);
const namesOf = ({ certificates }: { readonly certificates: readonly Certificate[] }): string[] =>
  certificates.map(({ subject }) => subject.text);
/** A certificate whose inside is cut off, in good PEM. */
const damaged = encodePem('CERTIFICATE', one!.der.subarray(0, -5));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'handglass-folder-'));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true, force: true }));
});
const put = (name: string, content: string | Uint8Array): void => writeFileSync(join(folder, name), content);

describe('a folder that a person names', () => {
  it('has PEM and DER files, each with one certificate or more', () => {
    put('a.pem', pem(one) + pem(two));
    put('b.crt', three!.der);
    expect(namesOf(certificatesInFolder(folder))).toEqual(['CN=One', 'CN=Two', 'CN=Three']);
  });

  it('may be one of OpenSSL’s, with links named after hashes', () => {
    put('one.pem', pem(one));
    symlinkSync('one.pem', join(folder, '1a2b3c4d.0'));
    symlinkSync('gone.pem', join(folder, '99999999.0'));
    put('1a2b3c4d.r0', 'a CRL');
    expect(certificatesInFolder(folder)).toMatchObject({ certificates: { length: 1 }, passedOver: 0 });
  });

  it('may have other files, which are counted; folders, pipes and what is hidden are none of them', () => {
    put('a.pem', pem(one));
    put('README', 'these are ours');
    put('a.key', generateKey('EC').pem);
    put('.hidden.pem', damaged);
    mkdirSync(join(folder, 'more'));
    writeFileSync(join(folder, 'more', 'two.pem'), pem(two));
    execFileSync('mkfifo', [join(folder, 'pipe')]);
    expect(certificatesInFolder(folder)).toMatchObject({ certificates: { length: 1 }, passedOver: 2 });
  });

  it.each([
    ['in good PEM', damaged],
    ['in PEM that ends too early', pem(one).slice(0, -40)],
    ['in DER that is cut off', one!.der.subarray(0, 100)],
    ['of which nothing is left', ''],
  ])('is refused for a damaged certificate %s, by the name of its file', (_, content) => {
    put('a.pem', pem(one));
    put('bad.crt', content);
    expect(() => certificatesInFolder(folder)).toThrow(/holds bad\.crt, which is damaged/);
  });

  it('is refused when it holds none, or is none', () => {
    put('README', 'nothing here');
    expect(() => certificatesInFolder(folder)).toThrow('holds no certificate');
    expect(() => certificatesInFolder(join(folder, 'absent'))).toThrow('ENOENT');
    expect(() => certificatesInFolder(join(folder, 'README'))).toThrow('ENOTDIR');
  });

  it('is refused when it has no end', () => {
    for (let i = 0; i < 4097; i++) put(`${i}`, '');
    expect(() => certificatesInFolder(folder)).toThrow('more than 4096 files');
  });

  it('is refused when its files together have too many bytes', () => {
    put('a.pem', pem(one));
    for (const name of ['first', 'second']) {
      put(name, '');
      truncateSync(join(folder, name), 2 ** 25);
    }
    expect(() => certificatesInFolder(folder)).toThrow('more than 64 MiB');
  });
});

describe('a store that others keep', () => {
  it('is what can be read of it, and the rest is counted', () => {
    const text = [
      pem(one),
      damaged,
      'some text\n',
      pem(two),
      encodePem('TRUSTED CERTIFICATE', one!.der),
    ].join('');
    expect(usableIn(Buffer.from(text))).toMatchObject({ certificates: { length: 2 }, passedOver: 2 });
    expect(usableIn(Buffer.from(`${pem(one)}-----BEGIN CERTIFICATE-----\nAAAA`))).toMatchObject({
      certificates: { length: 1 },
      passedOver: 1,
    });
    expect(usableIn(one!.der)).toMatchObject({ certificates: { length: 1 }, passedOver: 0 });
    expect(usableIn(one!.der.subarray(0, 100))).toMatchObject({ certificates: [] });
    expect(usableIn(Buffer.from(generateKey('EC').pem))).toEqual({ certificates: [], passedOver: 0 });
    expect(usableIn(new Uint8Array())).toEqual({ certificates: [], passedOver: 0 });
  });

  it('may be a folder, in which damage costs only what is damaged', () => {
    put('a.pem', pem(one));
    put('bad.pem', damaged);
    put('c.pem', pem(three));
    expect(usableInFolder(folder)).toMatchObject({ certificates: { length: 2 }, passedOver: 1 });
  });
});

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { makeCa } from '../../test/chain.ts';
import { encodePem } from '../wire/pem.ts';
import { type Places, type SystemStore, systemStore } from './system-store.ts';

const pemOf = (name: string): string => encodePem('CERTIFICATE', makeCa(name).der);
const [one, two, three] = ['One', 'Two', 'Three'].map(pemOf) as [string, string, string];

function lab() {
  const root = mkdtempSync(join(tmpdir(), 'handglass-system-'));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  return (name: string, content?: string): string => {
    const path = join(root, name);
    if (content !== undefined) {
      mkdirSync(join(path, '..'), { recursive: true });
      writeFileSync(path, content);
    }
    return path;
  };
}
const nowhere: Places = { files: [], folders: [], node: { first: false, read: () => [] } };
const told = (store: SystemStore | undefined) =>
  store && [store.place, store.certificates.map(({ subject }) => subject.text).join(), store.passedOver];

describe('the system’s store', () => {
  it('is the first file that has certificates', () => {
    const at = lab();
    const files = [at('absent.pem'), at('empty.pem', ''), at('one.pem', one + two), at('three.pem', three)];
    const folders = [join(at('folder/three.pem', three), '..')];
    expect(told(systemStore({}, { ...nowhere, files, folders }))).toEqual([files[2], 'CN=One,CN=Two', 0]);
  });

  it('is a folder where there is no such file', () => {
    const at = lab();
    const folder = join(at('folder/one.pem', one), '..');
    at('folder/bad.pem', one.replace('MII', 'MIJ'));
    const places = { ...nowhere, files: [at('absent.pem')], folders: [at('absent'), folder] };
    expect(told(systemStore({}, places))).toEqual([folder, 'CN=One', 1]);
  });

  it('is what Node reads where it is no file: first on macOS and Windows, else last', () => {
    const at = lab();
    const files = [at('one.pem', one)];
    const read = () => [two, three];
    const ofNode = ['as Node reads it', 'CN=Two,CN=Three', 0];
    expect(told(systemStore({}, { ...nowhere, files, node: { first: true, read } }))).toEqual(ofNode);
    expect(told(systemStore({}, { ...nowhere, files, node: { first: false, read } }))?.[1]).toBe('CN=One');
    expect(told(systemStore({}, { ...nowhere, node: { first: false, read } }))).toEqual(ofNode);
    expect(told(systemStore({}, { ...nowhere, files, node: { first: true, read: () => [] } }))?.[1]).toBe(
      'CN=One',
    );
  });

  it('may be none', () => {
    expect(systemStore({}, nowhere)).toBeUndefined();
  });
});

describe('SSL_CERT_FILE and SSL_CERT_DIR', () => {
  it('name all that is trusted, together or alone', () => {
    const at = lab();
    const places = { ...nowhere, files: [at('one.pem', one)] };
    const file = at('two.pem', two);
    const folder = join(at('folder/three.pem', three), '..');
    const other = join(at('other/one.pem', one), '..');
    expect(told(systemStore({ SSL_CERT_FILE: file }, places))).toEqual([
      `SSL_CERT_FILE=${file}`,
      'CN=Two',
      0,
    ]);
    expect(told(systemStore({ SSL_CERT_DIR: folder }, places))?.[1]).toBe('CN=Three');
    const both = { SSL_CERT_FILE: file, SSL_CERT_DIR: [folder, '', other].join(delimiter) };
    expect(told(systemStore(both, places))?.[1]).toBe('CN=Two,CN=Three,CN=One');
    expect(told(systemStore({ SSL_CERT_FILE: '', SSL_CERT_DIR: '' }, places))?.[1]).toBe('CN=One');
  });

  it('are errors when they name nothing, and never a reason to trust something else', () => {
    const at = lab();
    const places = { ...nowhere, files: [at('one.pem', one)] };
    expect(() => systemStore({ SSL_CERT_FILE: at('absent.pem') }, places)).toThrow(
      /SSL_CERT_FILE names .*ENOENT/,
    );
    expect(() => systemStore({ SSL_CERT_DIR: at('one.pem') }, places)).toThrow(
      /SSL_CERT_DIR names .*ENOTDIR/,
    );
    expect(() => systemStore({ SSL_CERT_FILE: at('text.pem', 'hello') }, places)).toThrow(
      'holds no certificate',
    );
  });
});

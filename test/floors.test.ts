/** Imports only go down the floors, and nothing below the adapters knows Node. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const floors: Readonly<Record<string, number>> = {
  wire: 0,
  crypto: 0,
  x509: 1,
  protocol: 1,
  files: 2,
  issue: 2,
  schedule: 2,
  record: 2,
  handshake: 3,
  spectator: 3,
  connection: 4,
  options: 5,
  explain: 6,
  show: 6,
  trace: 6,
  node: 6,
  zh: 7,
  cli: 7,
  exports: 8,
};
/** Where node: may be imported: the adapters, and the provider over node:crypto. */
const knowsNode = /^(node|cli)\/|^crypto\/providers\/(node|rsa)/;

const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .map((file) => file.replaceAll('\\', '/'))
  .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
const importsOf = (file: string): string[] =>
  [...readFileSync(join('src', file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^'\s]+)'/g)].map(
    ([, from]) => from!,
  );
const floorOf = (file: string): number | undefined => (file.includes('/') ? floors[file.split('/')[0]!] : 8);

it('finds the files of the house', () => {
  expect(files.length).toBeGreaterThan(60);
  expect(files.filter((file) => floorOf(file) === undefined)).toEqual([]);
});

it('imports from its own floor or below', () => {
  const upward = files.flatMap((file) =>
    importsOf(file)
      .filter((from) => from.startsWith('.'))
      .map((from) => normalize(join(dirname(file), from)).replaceAll('\\', '/'))
      .filter((target) => floorOf(target)! > floorOf(file)!)
      .map((target) => `${file} -> ${target}`),
  );
  expect(upward).toEqual([]);
});

it('knows Node only in the adapters and their provider', () => {
  const foreign = files
    .filter((file) => !knowsNode.test(file))
    .flatMap((file) =>
      importsOf(file)
        .filter((from) => !from.startsWith('.'))
        .map((from) => `${file} -> ${from}`),
    );
  expect(foreign).toEqual([]);
  const buffers = files
    .filter((file) => !knowsNode.test(file))
    .filter((file) => /\bBuffer\.|\bprocess\./.test(readFileSync(join('src', file), 'utf8')));
  expect(buffers).toEqual([]);
});

it('loads the Chinese table nowhere but where the command line asks for it', () => {
  const loading = files.filter(
    (file) => !file.startsWith('zh/') && importsOf(file).some((from) => from.includes('/zh/')),
  );
  expect(loading).toEqual(['cli/language.ts']);
  expect(readFileSync('src/cli/language.ts', 'utf8')).not.toMatch(/^import [^;]*\/zh\//m);
  expect(files.filter((file) => file.startsWith('zh/')).flatMap(importsOf)).not.toContainEqual(
    expect.stringMatching(/^\.\.\/|^[^.]/),
  );
});

it('has no cycle of imports between files, of types neither', () => {
  const graph = new Map(
    files.map((file) => [
      file,
      importsOf(file)
        .filter((from) => from.startsWith('.'))
        .map((from) => normalize(join(dirname(file), from)).replaceAll('\\', '/')),
    ]),
  );
  const done = new Set<string>();
  const walk = (file: string, open: readonly string[]): string[] => {
    if (open.includes(file)) return [[...open.slice(open.indexOf(file)), file].join(' -> ')];
    if (done.has(file)) return [];
    const found = (graph.get(file) ?? []).flatMap((target) => walk(target, [...open, file]));
    done.add(file);
    return found;
  };
  expect(files.flatMap((file) => walk(file, []))).toEqual([]);
});

it('keeps the handshake away from records: it says which keys protect them, and record makes of them what seals', () => {
  const taken = files
    .filter((file) => file.startsWith('handshake/'))
    .filter((file) => importsOf(file).some((from) => from.includes('/record/')));
  expect(taken).toEqual([]);
});

it('leaves it to the flow what may be read and written: the connection compares no epoch, and knows no phase', () => {
  const told = files
    .filter((file) => file.startsWith('connection/'))
    .filter((file) =>
      /\bphase\b|epoch\b[^;\n]*(===|!==)|(===|!==)\s*'(cleartext|early|handshake|application)'/i.test(
        readFileSync(join('src', file), 'utf8').replace(/^import .*$/gm, ''),
      ),
    );
  expect(told).toEqual([]);
});

it('makes connections through one seam: the adapters take nothing of handshake and connection but what options hands them', () => {
  const past = files
    .filter((file) => /^(node|cli)\//.test(file))
    .flatMap((file) =>
      importsOf(file)
        .map((from) => normalize(join(dirname(file), from)).replaceAll('\\', '/'))
        .filter((target) => /^(handshake|connection)\//.test(target))
        .map((target) => `${file} -> ${target}`),
    );
  expect(past).toEqual([]);
});

it('gives out what it names: each subpath of the package has a file of its own, which lists names and defines none', () => {
  const { exports } = JSON.parse(readFileSync('package.json', 'utf8')) as { exports: Record<string, string> };
  const given = Object.entries(exports)
    .filter(([subpath]) => subpath !== './package.json')
    .map(([subpath, file]) => [subpath === '.' ? './handglass' : subpath, file]);
  expect(given).toEqual(given.map(([subpath]) => [subpath, `./dist/exports/${subpath!.slice(2)}.js`]));
  const listed = files.filter((file) => file.startsWith('exports/'));
  expect(listed.sort()).toEqual(given.map(([subpath]) => `exports/${subpath!.slice(2)}.ts`).sort());
  const besides = listed.map((file) =>
    readFileSync(join('src', file), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      .replace(/^export (type )?\{[^}]*\} from '[^']+';$/gm, '')
      .trim(),
  );
  expect(besides.filter(Boolean)).toEqual([]);
});

/** The documents name files and npm scripts that are there. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const files = ['.', 'src', 'test', 'bench', 'scripts', 'schema', 'docs'].flatMap((folder) =>
  readdirSync(folder, { recursive: folder !== '.', encoding: 'utf8' }).map(
    (file) => `/${folder}/${file.replaceAll('\\', '/')}`,
  ),
);
const documents = [
  ...readdirSync('docs').map((name) => `docs/${name}`),
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
];
/** Files of others, of nobody, and what a script makes, that are spoken of. */
const foreign = ['limbo.json', 'x.ts', 'x.test.ts', 'handglass.mjs'];

describe.each(documents)('%s', (document) => {
  // What a program in a document is called is no file of ours.
  const text = readFileSync(document, 'utf8').replace(/^```\w+ .*$/gm, '');

  it('names files that exist', () => {
    const named = [...text.matchAll(/[\w./-]+\.(?:ts|sh|mjs|json|md)\b/g)].map(([name]) =>
      name.replace(/^(?:\.{0,2}\/)+/, ''),
    );
    const missing = named.filter(
      (name) => !foreign.includes(name) && !files.some((file) => file.endsWith(`/${name}`)),
    );
    expect(missing).toEqual([]);
  });

  it('names scripts of package.json', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      scripts: Record<string, string>;
    };
    const run = [...text.matchAll(/npm run ([a-z][\w:-]*)/g)].map(([, name]) => name!);
    expect(run.filter((name) => !(name in scripts))).toEqual([]);
  });
});

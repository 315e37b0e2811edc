/** What is packed: every link in it leads to something that is packed, too. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { expect, it } from 'vitest';

const { stdout } = spawnSync('npm', ['pack', '--dry-run', '--ignore-scripts', '--json'], {
  encoding: 'utf8',
});
const [{ files }] = JSON.parse(stdout) as [{ files: readonly { path: string }[] }];
const packed = files.map(({ path }) => path);
const documents = packed.filter((path) => path.endsWith('.md'));

it.each(['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'SECURITY.md', 'LICENSE', 'docs/library.md'])(
  'has %s',
  (file) => {
    expect(packed).toContain(file);
  },
);

it('has no link that leads out of it', () => {
  const lost = documents.flatMap((document) =>
    [...readFileSync(document, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target]) => target!.split('#')[0]!)
      .filter((target) => target !== '' && !/^[a-z]+:/.test(target))
      .filter((target) => !packed.includes(normalize(join(dirname(document), target)).replaceAll('\\', '/')))
      .map((target) => `${document} -> ${target}`),
  );
  expect(lost).toEqual([]);
});

it('has no tests, and nothing of how it is built', () => {
  expect(packed.filter((path) => /\.test\.|^(?:src|test|bench|scripts)\//.test(path))).toEqual([]);
});

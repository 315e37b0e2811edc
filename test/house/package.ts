/** Packs the package, and asks publint and Are The Types Wrong whether others can import it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';

const folder = mkdtempSync(join(tmpdir(), 'handglass-'));
try {
  const { stdout, stderr } = spawnSync(
    'npm',
    ['pack', '--ignore-scripts', '--silent', '--pack-destination', folder],
    { encoding: 'utf8' },
  );
  const tarball = new Uint8Array(readFileSync(join(folder, stdout.trim())));
  const types = await checkPackage(createPackageFromTarballData(tarball));
  // The package has ES modules alone, which CommonJS imports by import() or, from Node 20.19 on, by require.
  const wrong = types.types ? types.problems.filter(({ kind }) => kind !== 'CJSResolvesToESM') : [];
  const inNode10 = (problem: object): boolean =>
    'resolutionKind' in problem && problem.resolutionKind === 'node10';
  const said = wrong.filter((problem) => !inNode10(problem)).map((problem) => JSON.stringify(problem));
  if (!types.types) said.push(`no types: ${stderr}`);
  const { messages, pkg } = await publint({ pack: { tarball: tarball.buffer as ArrayBuffer }, strict: true });
  said.push(...messages.map((message) => formatMessage(message, pkg!) ?? message.code));
  for (const line of said) console.log(line);
  console.log(said.length === 0 ? 'the package can be imported, with its types' : 'the package has faults');
  process.exitCode = said.length === 0 ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

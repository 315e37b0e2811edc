/** The compiler, run over a project. */
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sourcesWithMutant } from './mutants/replaced.ts';

const installed = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));

/**
 * @param project a tsconfig.json, or the folder that it is in
 * @param typescript the folder of another compiler than the project's own
 */
export function compile(
  project: string,
  typescript: string = installed,
): { readonly stdout: string; readonly status: number | null } {
  const { bin } = JSON.parse(readFileSync(join(typescript, 'package.json'), 'utf8'));
  const cwd = sourcesWithMutant();
  const { stdout, status } = spawnSync(process.execPath, [join(typescript, bin.tsc), '-p', project], {
    cwd,
    encoding: 'utf8',
  });
  if (cwd !== '.') rmSync(cwd, { recursive: true });
  return { stdout, status };
}

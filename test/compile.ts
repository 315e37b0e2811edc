/** The compiler, run over a project. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

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
  const { stdout, status } = spawnSync(process.execPath, [join(typescript, bin.tsc), '-p', project], {
    encoding: 'utf8',
  });
  return { stdout, status };
}

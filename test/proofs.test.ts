/** The compiler holds that no handshake ends without its checks: what test/proofs/forgeries.ts tries does not compile. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, it } from 'vitest';

const typescript = createRequire(import.meta.url).resolve('typescript/package.json');
const tsc = join(dirname(typescript), JSON.parse(readFileSync(typescript, 'utf8')).bin.tsc);

it('lets nobody forge a proof, nor end a handshake without one', () => {
  const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', 'test/proofs'], { encoding: 'utf8' });
  expect({ stdout, status }).toEqual({ stdout: '', status: 0 });
  expect(readFileSync('test/proofs/forgeries.ts', 'utf8').match(/@ts-expect-error/g)).toHaveLength(16);
});

/** The compiler holds that no handshake ends without its checks: what test/proofs/forgeries.ts tries does not compile. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { compile } from './compile.ts';

it('lets nobody forge a proof, nor end a handshake without one', () => {
  expect(compile('test/proofs')).toEqual({ stdout: '', status: 0 });
  expect(readFileSync('test/proofs/forgeries.ts', 'utf8').match(/@ts-expect-error/g)).toHaveLength(19);
});

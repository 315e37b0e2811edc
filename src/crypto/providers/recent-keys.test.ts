/** How many imported keys are kept: a peer can make the process remember no more than that. */
import type * as NodeCrypto from 'node:crypto';
import { createECDH } from 'node:crypto';
import { expect, it, vi } from 'vitest';
import { publicKeyIn } from '../../../test/public-key.ts';

const imports = vi.hoisted(() => ({ counted: 0 }));
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof NodeCrypto>();
  const createPublicKey = (...args: Parameters<typeof real.createPublicKey>) => {
    imports.counted++;
    return real.createPublicKey(...args);
  };
  return { ...real, createPublicKey };
});

const prefix = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');
const spki = () => Uint8Array.from([...prefix, ...createECDH('prime256v1').generateKeys()]);
const imported = (key: Uint8Array): number => {
  const before = imports.counted;
  expect(publicKeyIn(key)).toBeDefined();
  return imports.counted - before;
};

it('keeps the last 64 keys, in the order of their use', () => {
  const keys = Array.from({ length: 64 }, spki);
  for (const key of keys) expect(imported(key)).toBe(1);
  for (const key of keys) expect(imported(key)).toBe(0);
  expect(imported(keys[0]!)).toBe(0); // the second is now the oldest
  expect(imported(spki())).toBe(1);
  expect(imported(keys[0]!)).toBe(0);
  expect(imported(keys[1]!)).toBe(1);
});

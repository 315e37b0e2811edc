import { expect, it } from 'vitest';
import { generateKey, nodeProvider } from '../crypto/providers/node.ts';
import { resumptionScope } from './resumption-scope.ts';

const scope = (...parts: Parameters<typeof resumptionScope>[1]): string =>
  resumptionScope(nodeProvider, parts);
const credential = (der: number, secret: string) => ({
  kind: 'certificate' as const,
  chain: [Uint8Array.of(der)],
  key: { ...generateKey('Ed25519'), secret },
});

it('names a credential by its certificate, and nothing of its key', () => {
  const name = scope([credential(1, 'first')]);
  expect(name).toBe(scope([credential(1, 'second')]));
  expect(name).not.toContain('first');
  expect(name).not.toBe(scope([credential(2, 'first')]));
});

it('tells one list from another, and words in one place from the same in two', () => {
  const names = [
    scope('a b'),
    scope('a', 'b'),
    scope(['a', 'b']),
    scope(['a,b']),
    scope(['a'], ['b']),
    scope([]),
    scope(''),
    scope([Uint8Array.of(1)]),
    scope([Uint8Array.of(1), Uint8Array.of(2)]),
    scope([{ der: Uint8Array.of(3) }]),
  ];
  expect(new Set(names).size).toBe(names.length);
});

it('names what was handed in anew for each, and the same for one', () => {
  const check = () => true;
  expect(scope(check)).toBe(scope(check));
  expect(scope(check)).not.toBe(scope(() => true));
});

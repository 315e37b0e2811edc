import { expect, it } from 'vitest';
import { ask, make, makeCa, storeOf } from '../../test/chain.ts';
import { Sentence } from '../wire/words.ts';
import { handedOut } from './handed-out.ts';
import type { Rejected } from './verdict.ts';

it('hands out sentences that can still be read, and copies of what is in them', () => {
  const root = makeCa('Root');
  const leaf = make('www.example.com', root, { dnsNames: ['www.example.com'] });
  const verdict = ask([leaf], { trust: storeOf(root), name: 'other.example.com' }) as Rejected;
  const { said } = handedOut(verdict);
  expect(String(said)).toBe(verdict.message);
  const [ours, theirs] = [verdict.said as Sentence, said as Sentence];
  expect(theirs).toBeInstanceOf(Sentence);
  expect([theirs.key, theirs.parts === ours.parts, theirs.values === ours.values]).toEqual([
    ours.key,
    false,
    false,
  ]);
});

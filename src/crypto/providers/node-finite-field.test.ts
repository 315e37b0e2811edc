import { createHash, getDiffieHellman } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { now } from '../../../test/pair.ts';
import { hex } from '../../wire/bytes.ts';
import { ffdhe, generator, modp } from '../prime-groups.ts';
import { nodeFiniteField, nodeFiniteFieldGroups } from './node-finite-field.ts';

const prime = new Uint8Array(getDiffieHellman('modp14').getPrime());
const number = (bytes: Uint8Array): bigint => BigInt(`0x${hex(bytes)}`);
const bytes = (value: bigint): Uint8Array => {
  const text = value.toString(16);
  return new Uint8Array(Buffer.from(text.padStart(text.length + (text.length % 2), '0'), 'hex'));
};

describe('the groups of RFC 7919', () => {
  // SHA-256 of the primes as `openssl genpkey -algorithm DH -pkeyopt group:…` gives them.
  it.each([
    ['ffdhe2048', '9cd3b7f336872f46c09428d1bbc19877a4d440512cda8d1c1cf0cd6e33698966'],
    ['ffdhe3072', '0eaf67db3a839156d5013494a5318a772b5697d270d721f37f092efc69ea5a17'],
    ['ffdhe4096', '4648414224ac881b3d0dc59b466f96d06a558278776807797ecf1f66ff397b3e'],
    ['ffdhe6144', '227ac9066b3ddd9e193670cda2388fa884f65ba0cf98b742d1fe77a6687c79c7'],
    ['ffdhe8192', '770b14efaf6f049929c523113b3fa99a8d11dab1b18af3609590122075d19833'],
  ])('%s', (name, digest) => {
    const { prime, bits } = ffdhe.find((group) => group.name === name)!;
    expect(prime).toHaveLength(bits / 8);
    expect(createHash('sha256').update(prime).digest('hex')).toBe(digest);
  });

  it.each([14, 15, 16, 17, 18])('and group %d of RFC 3526', (number) => {
    const expected = getDiffieHellman(`modp${number}`).getPrime();
    const { prime } = modp.find(({ bits }) => bits === expected.length * 8)!;
    expect(Buffer.from(prime)).toEqual(expected);
  });

  it.each(nodeFiniteFieldGroups.slice(0, 3))('$name agrees, with shares of its length', (group) => {
    const offer = now(group.offer());
    expect(offer.share).toHaveLength(group.shareLength);
    const answer = now(group.answer(offer.share))!;
    expect(answer.share).toHaveLength(group.shareLength);
    expect(answer.secret).toHaveLength(group.shareLength);
    expect(now(offer.complete(answer.share))).toEqual(answer.secret);
  });

  it('takes no share of another length', () => {
    const group = nodeFiniteFieldGroups[0]!;
    const { share } = now(group.offer());
    expect(now(group.answer(share.subarray(1)))).toBeUndefined();
    expect(now(group.answer(Uint8Array.of(0, ...share)))).toBeUndefined();
    expect(now(now(group.offer()).complete(share.subarray(1)))).toBeUndefined();
  });
});

describe.each([
  ['a small base', generator],
  ['a base of four bytes', Uint8Array.of(0xff, 1, 2, 3)],
  ['a base as long as the prime', bytes(number(prime) >> 1n)],
])('%s', (_, base) => {
  const field = nodeFiniteField(prime, base);

  it('agrees, and pads what it gives', () => {
    for (let round = 0; round < 4; round++) {
      const offer = now(field.offer());
      const answer = now(field.answer(offer.share))!;
      expect(offer.share).toHaveLength(prime.length);
      expect(answer.secret).toHaveLength(prime.length);
      expect(now(offer.complete(answer.share))).toEqual(answer.secret);
    }
  });

  it('takes shares from 2 to p - 2 only', () => {
    const p = number(prime);
    for (const share of [0n, 1n, p - 1n, p, p + 2n]) expect(now(field.answer(bytes(share)))).toBeUndefined();
    expect(now(field.answer(generator))).toBeDefined();
  });

  it('uses a key once', () => {
    const offer = now(field.offer());
    const { share } = now(field.offer());
    expect(now(offer.complete(share))).toBeDefined();
    expect(() => offer.complete(share)).toThrow('used already');
  });
});

it('computes what BigInt does', () => {
  const field = nodeFiniteField(prime, generator);
  // The secret with the share g is the other's share.
  const answer = now(field.answer(generator))!;
  expect(answer.secret).toEqual(answer.share);
});

it('takes a modulus that is no prime, without a test', () => {
  const odd = bytes((number(prime) - 2n) | 1n);
  const offer = now(nodeFiniteField(odd, generator).offer());
  expect(now(nodeFiniteField(odd, generator).answer(offer.share))?.secret).toHaveLength(odd.length);
});

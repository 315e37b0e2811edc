import crypto, { createECDH } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../test/from-hex.ts';
import { nodeProvider } from './node.ts';

const { groups } = nodeProvider;
const groupOf = (name: string) => groups.find((group) => group.name === name)!;

describe('groups', () => {
  it.each(groups.map((group) => [group.name, group] as const))(
    '%s agrees on a secret',
    async (_name, group) => {
      const offer = await group.offer();
      expect(offer.share).toHaveLength(group.shareLength);
      const answer = (await group.answer(offer.share))!;
      expect(await offer.complete(answer.share)).toEqual(answer.secret);
      expect(() => offer.complete(answer.share)).toThrow('used already');
    },
  );

  it.each(groups.map((group) => [group.name, group] as const))(
    '%s refuses shares of another length',
    async (_name, group) => {
      const good = (await group.offer()).share;
      for (const bad of [good.subarray(1), Uint8Array.of(...good, 0), fromHex('')]) {
        expect(await group.answer(bad)).toBeUndefined();
        expect(await (await group.offer()).complete(bad)).toBeUndefined();
      }
    },
  );

  it.each([
    ['secp256r1', 'prime256v1'],
    ['secp384r1', 'secp384r1'],
    ['secp521r1', 'secp521r1'],
  ])('%s refuses points off the curve, in another form, and at infinity', async (name, nodeName) => {
    const group = groupOf(name);
    const good = (await group.offer()).share;
    const ecdh = createECDH(nodeName);
    ecdh.generateKeys();
    const offCurve = good.slice();
    offCurve[offCurve.length - 1]! ^= 1;
    const hybrid = new Uint8Array(ecdh.getPublicKey(null, 'hybrid'));
    const tooLarge = new Uint8Array(good.length).fill(0xff);
    tooLarge[0] = 4;
    const bad = [
      offCurve,
      new Uint8Array(ecdh.getPublicKey(null, 'compressed')),
      hybrid,
      fromHex('00'),
      new Uint8Array(good.length),
      Uint8Array.of(4, ...new Uint8Array(good.length - 1)),
      tooLarge,
    ];
    for (const share of bad) {
      expect(await group.answer(share)).toBeUndefined();
      expect(await (await group.offer()).complete(share)).toBeUndefined();
    }
  });

  it('x25519 refuses every point of low order, and takes any other 32 bytes', async () => {
    // RFC 7748 section 6.1; the list of low-order points is that of Bernstein's page on Curve25519.
    const lowOrder = [
      '0000000000000000000000000000000000000000000000000000000000000000',
      '0100000000000000000000000000000000000000000000000000000000000000',
      'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
      '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
      'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
      'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
    ];
    for (const point of lowOrder) {
      for (const topBit of [0, 0x80]) {
        const share = fromHex(point);
        share[31]! |= topBit;
        expect(await groupOf('x25519').answer(share)).toBeUndefined();
        expect(await (await groupOf('x25519').offer()).complete(share)).toBeUndefined();
      }
    }
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ minLength: 32, maxLength: 32 }), async (share) => {
        fc.pre(share.some((byte, i) => i > 0 && byte !== share[0]));
        expect((await groupOf('x25519').answer(share))?.secret).toHaveLength(32);
      }),
      { numRuns: 50 },
    );
  });
});

describe('X25519MLKEM768', () => {
  const native = 'encapsulate' in crypto;
  const hybrid = groupOf('X25519MLKEM768');

  it('is there exactly where ML-KEM is native, and then comes first and has the shares of its draft', async () => {
    expect(hybrid !== undefined).toBe(native);
    if (!native) return;
    expect(groups[0]).toBe(hybrid);
    const offer = await hybrid.offer();
    const answer = (await hybrid.answer(offer.share))!;
    expect([offer.share.length, answer.share.length, answer.secret.length]).toEqual([1216, 1120, 64]);
    expect(await offer.complete(answer.share)).toEqual(answer.secret);

    const notReduced = offer.share.slice().fill(0xff, 0, 384);
    const lowOrder = offer.share.slice().fill(0, 1184);
    for (const bad of [notReduced, lowOrder]) expect(await hybrid.answer(bad)).toBeUndefined();
    const zeros = answer.share.slice().fill(0, 1088);
    expect(await (await hybrid.offer()).complete(zeros)).toBeUndefined();
    const damaged = answer.share.slice();
    damaged[0]! ^= 1;
    expect(await (await hybrid.offer()).complete(damaged)).not.toEqual(answer.secret);
  });
});

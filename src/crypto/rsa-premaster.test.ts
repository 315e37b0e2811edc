import { constants, createPublicKey, publicEncrypt } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { publicKeyIn } from '../../test/public-key.ts';
import type { PrivateKey } from './provider.ts';
import { generateKey, nodeProvider } from './providers/node.ts';
import { decryptPremaster, unpad } from './rsa-premaster.ts';

const offeredVersion = 0x0303;
const substitute = nodeProvider.random(48);
const premaster = Uint8Array.of(3, 3, ...nodeProvider.random(46));

/** 00 02 PS 00 M, as long as a modulus of `length` bytes. */
function padded(length = 256, message: Uint8Array = premaster): Uint8Array {
  const block = new Uint8Array(length).fill(0xa5);
  block[0] = 0;
  block[1] = 2;
  block[length - message.length - 1] = 0;
  block.set(message, length - message.length);
  return block;
}

const bytes = fc.uint8Array({ minLength: 48, maxLength: 48 });

describe('unpadding', () => {
  it('gives the premaster secret out of what is padded well', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 59, max: 512 }),
        bytes,
        bytes,
        fc.integer({ min: 0, max: 0xffff }),
        fc.infiniteStream(fc.integer({ min: 1, max: 255 })),
        (length, message, other, version, padding) => {
          message[0] = version >> 8;
          message[1] = version & 0xff;
          const block = padded(length, message);
          for (let i = 2; i < length - 49; i++) block[i] = padding.next().value;
          expect(unpad(block, version, other)).toEqual(message);
        },
      ),
    );
  });

  it('gives the substitute for a wrong first byte, type, separator or version, whatever the byte', () => {
    for (const at of [0, 1, 256 - 49, 256 - 48, 256 - 47]) {
      for (let difference = 1; difference < 256; difference++) {
        const block = padded();
        block[at]! ^= difference;
        expect(unpad(block, offeredVersion, substitute)).toEqual(substitute);
      }
    }
  });

  it('gives the substitute for a zero anywhere in the padding: a message of another length', () => {
    for (let at = 2; at < 256 - 49; at++) {
      const block = padded();
      block[at] = 0;
      expect(unpad(block, offeredVersion, substitute)).toEqual(substitute);
    }
  });

  it('gives the substitute for a premaster secret one byte too short or too long', () => {
    for (const length of [0, 47, 49]) {
      const block = padded(256, new Uint8Array(length).fill(7));
      expect(unpad(block, offeredVersion, substitute)).toEqual(substitute);
    }
  });

  it('gives the substitute for every random block', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 300 }), (block) => {
        fc.pre(block[0] !== 0 || block[1] !== 2);
        expect(unpad(block, offeredVersion, substitute)).toEqual(substitute);
      }),
    );
  });

  it('gives the substitute where the modulus leaves less than 8 bytes of padding', () => {
    expect(unpad(padded(59), offeredVersion, substitute)).toEqual(premaster);
    for (let length = 50; length < 59; length++) {
      expect(unpad(padded(length), offeredVersion, substitute)).toEqual(substitute);
    }
    expect(unpad(new Uint8Array(0), offeredVersion, substitute)).toEqual(substitute);
  });

  it('never hands out the substitute itself, which its owner may wipe', () => {
    const mine = substitute.slice();
    const outcomes = [
      unpad(new Uint8Array(256), offeredVersion, mine),
      unpad(new Uint8Array(9), offeredVersion, mine),
    ];
    mine.fill(0);
    for (const outcome of outcomes) expect(outcome).toEqual(substitute);
  });
});

describe('the RSA key exchange', () => {
  const key = generateKey('RSA');
  const decrypt = key.decrypt!;
  const publicKey = publicKeyIn(key.publicKey)!;
  const raw = (block: Uint8Array) =>
    new Uint8Array(
      publicEncrypt(
        {
          key: createPublicKey({ key: Buffer.from(key.publicKey), format: 'der', type: 'spki' }),
          padding: constants.RSA_NO_PADDING,
        },
        block,
      ),
    );
  const random = (length: number) => substitute.slice(0, length);
  const open = (ciphertext: Uint8Array) => decryptPremaster(key, ciphertext, offeredVersion, random);

  /** The key's description, for a key that lives elsewhere. */
  const later = ({ type, bits, publicKey: spki }: PrivateKey): PrivateKey => ({
    type,
    bits,
    publicKey: spki,
    sign: () => new Uint8Array(0),
  });

  it('carries a premaster secret from encrypt to here', async () => {
    expect(await open(await publicKey.encrypt!(premaster))).toEqual(premaster);
    expect(await open(raw(padded()))).toEqual(premaster);
  });

  it('has one outcome for all that is wrong', async () => {
    const badType = padded();
    badType[1] = 1;
    for (const ciphertext of [
      raw(badType),
      raw(new Uint8Array(256)),
      await publicKey.encrypt!(premaster.subarray(1)),
      await publicKey.encrypt!(Uint8Array.of(3, 1, ...premaster.subarray(2))),
      raw(padded()).subarray(1),
      Uint8Array.of(0, ...raw(padded())),
      new Uint8Array(256).fill(0xff), // not below the modulus
      new Uint8Array(0),
    ]) {
      expect(await open(ciphertext)).toEqual(substitute);
    }
  });

  it('asks a key that answers later the same way', async () => {
    const answersOf = (outcome: () => Uint8Array) =>
      decryptPremaster(
        { ...later(key), decrypt: async () => outcome() },
        raw(padded()),
        offeredVersion,
        random,
      );
    const answer = answersOf(() => padded());
    expect(answer).toBeInstanceOf(Promise);
    expect(await answer).toEqual(premaster);
    const fails = answersOf(() => {
      throw new Error('the HSM says no');
    });
    expect(await fails).toEqual(substitute);
    const stripped = answersOf(() => padded().subarray(1)); // I2OSP left out
    expect(await stripped).toEqual(substitute);
    const short = answersOf(() => padded(255)); // well padded, and not by this modulus
    expect(await short).toEqual(substitute);
  });

  it('asks for fresh bytes before it decrypts, every time', async () => {
    const order: string[] = [];
    const watched = {
      ...later(key),
      decrypt: () => {
        order.push('decrypt');
        return padded();
      },
    };
    await decryptPremaster(watched, raw(padded()), offeredVersion, (length) => {
      order.push(`random ${length}`);
      return new Uint8Array(length);
    });
    expect(order).toEqual(['random 48', 'decrypt']);
    expect(() => decryptPremaster(generateKey('EC'), raw(padded()), offeredVersion, random)).toThrow(
      TypeError,
    );
  });

  it('has a raw operation that is as long as the modulus and refuses other lengths', () => {
    expect(decrypt(raw(new Uint8Array(256).fill(1, 255)))).toEqual(new Uint8Array(256).fill(1, 255));
    expect(() => decrypt(new Uint8Array(255))).toThrow(RangeError);
    expect(() => decrypt(new Uint8Array(256).fill(0xff))).toThrow();
  });
});

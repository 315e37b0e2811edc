import { hkdfSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../test/from-hex.ts';
import { deriveSecret, expand, expandLabel, extract } from './hkdf.ts';
import { nodeProvider } from './providers/node.ts';

/** The bytes from `first` to `last`, counting up. */
const range = (first: number, last: number) =>
  Uint8Array.from({ length: last - first + 1 }, (_, i) => first + i);
const { hashes } = nodeProvider;

describe('HKDF', () => {
  it.each([
    {
      test: 'A.1',
      hash: hashes['SHA-256'],
      ikm: new Uint8Array(22).fill(0x0b),
      salt: range(0x00, 0x0c),
      info: range(0xf0, 0xf9),
      prk: '077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5',
      okm: '3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865',
    },
    {
      test: 'A.2',
      hash: hashes['SHA-256'],
      ikm: range(0x00, 0x4f),
      salt: range(0x60, 0xaf),
      info: range(0xb0, 0xff),
      prk: '06a6b88c5853361a06104c9ceb35b45cef760014904671014a193f40c15fc244',
      okm: `b11e398dc80327a1c8e7f78c596a49344f012eda2d4efad8a050cc4c19afa97c
            59045a99cac7827271cb41c65e590e09da3275600c2f09b8367793a9aca3db71
            cc30c58179ec3e87c14c01d5c1f3434f1d87`,
    },
    {
      test: 'A.3',
      hash: hashes['SHA-256'],
      ikm: new Uint8Array(22).fill(0x0b),
      salt: fromHex(''),
      info: fromHex(''),
      prk: '19ef24a32c717b167f33a91d6f648bdf96596776afdb6377ac434c1c293ccb04',
      okm: '8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8',
    },
    {
      test: 'A.4',
      hash: hashes['SHA-1'],
      ikm: new Uint8Array(11).fill(0x0b),
      salt: range(0x00, 0x0c),
      info: range(0xf0, 0xf9),
      prk: '9b6c18c432a7bf8f0e71c8eb88f4b30baa2ba243',
      okm: '085a01ea1b10f36933068b56efa5ad81a4f14b822f5b091568a9cdd4f155fda2c22e422478d305f3f896',
    },
  ])('agrees with RFC 5869 $test', ({ hash, ikm, salt, info, prk, okm }) => {
    expect(extract(hash, salt, ikm)).toEqual(fromHex(prk));
    const expected = fromHex(okm);
    expect(expand(hash, fromHex(prk), info, expected.length)).toEqual(expected);
  });

  it('agrees with OpenSSL for every length', () => {
    const hash = hashes['SHA-384'];
    const [ikm, salt, info] = [range(1, 9), range(20, 40), range(0, 99)];
    for (const length of [1, 16, 47, 48, 49, 96, 97, 255 * 48]) {
      const theirs = new Uint8Array(hkdfSync('sha384', ikm, salt, info, length));
      expect(expand(hash, extract(hash, salt, ikm), info, length)).toEqual(theirs);
    }
    expect(expand(hash, salt, info, 0)).toHaveLength(0);
    expect(() => expand(hash, salt, info, 255 * 48 + 1)).toThrow(RangeError);
  });
});

describe('HKDF-Expand-Label', () => {
  it('expands the HkdfLabel of RFC 9846 section 7.1, whatever the lengths', () => {
    const hash = hashes['SHA-256'];
    const ascii = fc.string({
      unit: fc.integer({ min: 0, max: 127 }).map((n) => String.fromCharCode(n)),
      minLength: 1,
      maxLength: 249,
    });
    fc.assert(
      fc.property(
        fc.uint8Array(),
        ascii,
        fc.uint8Array({ maxLength: 255 }),
        fc.nat(300),
        (key, label, context, length) => {
          const full = `tls13 ${label}`;
          const info = Uint8Array.of(
            length >> 8,
            length,
            full.length,
            ...Buffer.from(full),
            context.length,
            ...context,
          );
          const secret = hash.digest(key);
          expect(expandLabel(hash, secret, label, context, length)).toEqual(
            expand(hash, secret, info, length),
          );
        },
      ),
    );
  });

  it('is Derive-Secret when the context is a transcript and the length that of the hash', () => {
    const hash = hashes['SHA-384'];
    const [secret, transcript] = [nodeProvider.random(48), nodeProvider.random(48)];
    expect(deriveSecret(hash, secret, 'c hs traffic', transcript)).toEqual(
      expandLabel(hash, secret, 'c hs traffic', transcript, 48),
    );
  });

  it('takes what the label just holds', () => {
    const hash = hashes['SHA-256'];
    const key = new Uint8Array(32);
    const longest = 'x'.repeat(249);
    const [context, full] = [new Uint8Array(255).fill(1), Buffer.from(`tls13 ${longest}`)];
    const info = Uint8Array.of(0, 32, 255, ...full, 255, ...context);
    expect(expandLabel(hash, key, longest, context, 32)).toEqual(expand(hash, key, info, 32));
  });

  it('refuses what the label cannot hold', () => {
    const hash = hashes['SHA-256'];
    const key = new Uint8Array(32);
    for (const label of ['', 'x'.repeat(250), 'größe']) {
      expect(() => expandLabel(hash, key, label, key, 32)).toThrow(RangeError);
    }
    expect(() => expandLabel(hash, key, 'x', new Uint8Array(256), 32)).toThrow(RangeError);
    expect(() => expandLabel(hash, key, 'x', key, 255 * 32 + 1)).toThrow(RangeError);
  });
});

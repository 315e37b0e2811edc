import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isExponent, isTooLong, longestRsaKey } from '../../crypto/rsa-limits.ts';
import { parseDamagedSpki } from './spki.ts';

/** Undefined for what is malformed, is no RSA key, or is over the limits. */
function rsaSizes(der: Uint8Array) {
  const info = parseDamagedSpki(der);
  const { kind, subjectPublicKey: pkcs1, rsa } = info;
  if (!kind || isTooLong(kind) || (rsa && !isExponent(rsa.publicExponent))) return undefined;
  return { type: kind.type, bits: kind.bits, pkcs1 };
}

const lengthOf = (length: number): number[] =>
  length < 0x80
    ? [length]
    : length < 0x100
      ? [0x81, length]
      : length < 0x10000
        ? [0x82, length >> 8, length & 0xff]
        : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
const der = (tag: number, ...parts: readonly (readonly number[])[]): number[] => {
  const contents = parts.flat();
  return [tag, ...lengthOf(contents.length), ...contents];
};
const rsaEncryption = der(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01]);
const NULL = [0x05, 0x00];
/** An odd number of so many bytes. */
const odd = (bytes: number): number[] => [0x7f, ...new Array<number>(bytes - 1).fill(0xff)];

interface Parts {
  readonly modulus?: readonly number[];
  readonly exponent?: readonly number[];
  readonly algorithm?: readonly number[];
  readonly unusedBits?: number;
  readonly behindExponent?: readonly number[];
  readonly behindKey?: readonly number[];
  readonly behindBitString?: readonly number[];
}

function spki({
  modulus = der(0x02, odd(256)),
  exponent = der(0x02, [1, 0, 1]),
  algorithm = der(0x30, rsaEncryption, NULL),
  unusedBits = 0,
  behindExponent = [],
  behindKey = [],
  behindBitString = [],
}: Parts = {}): Uint8Array {
  const key = der(0x30, modulus, exponent, behindExponent);
  return Uint8Array.from(der(0x30, algorithm, der(0x03, [unusedBits], key, behindKey), behindBitString));
}

it.each([1024, 2048, 3072])('reads what Node makes: %i bits', (modulusLength) => {
  const { publicKey } = generateKeyPairSync('rsa', { modulusLength });
  const bytes = publicKey.export({ format: 'der', type: 'spki' });
  const sizes = rsaSizes(bytes);
  expect([sizes?.type, sizes?.bits]).toEqual(['RSA', modulusLength]);
  expect(Buffer.from(sizes!.pkcs1)).toEqual(publicKey.export({ format: 'der', type: 'pkcs1' }));
});

it('tells RSA-PSS, with the default parameters and without any', () => {
  const pss = der(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0a]);
  expect(rsaSizes(spki({ algorithm: der(0x30, pss) }))?.type).toBe('RSA-PSS');
  expect(rsaSizes(spki({ algorithm: der(0x30, pss, der(0x30)) }))?.type).toBe('RSA-PSS');
});

describe('has limits', () => {
  it('of the modulus', () => {
    const largest = spki({ modulus: der(0x02, [0, 0xff], odd(longestRsaKey / 8 - 1)) });
    expect(rsaSizes(largest)?.bits).toBe(longestRsaKey);
    expect(rsaSizes(spki({ modulus: der(0x02, [1], odd(longestRsaKey / 8)) }))).toBeUndefined();
    expect(rsaSizes(spki({ modulus: der(0x02, odd(20)) }))?.bits).toBe(159);
    expect(rsaSizes(spki({ modulus: der(0x02, [0, 0x80], odd(19)) }))?.bits).toBe(160);
  });

  it('of the exponent', () => {
    expect(rsaSizes(spki({ exponent: der(0x02, odd(8)) }))).toBeDefined();
    expect(rsaSizes(spki({ exponent: der(0x02, odd(9)) }))).toBeUndefined();
    expect(rsaSizes(spki({ exponent: der(0x02, [3]) }))).toBeDefined();
    expect(rsaSizes(spki({ exponent: der(0x02, [1]) }))).toBeUndefined();
    expect(rsaSizes(spki({ exponent: der(0x02, [1, 1]) }))).toBeDefined();
  });
});

const wrong: readonly (readonly [string, Parts])[] = [
  ['an even modulus', { modulus: der(0x02, odd(255), [0xfe]) }],
  ['a negative modulus', { modulus: der(0x02, [0x80], odd(255)) }],
  ['a modulus with zeros before it', { modulus: der(0x02, [0], odd(256)) }],
  ['a modulus of zero', { modulus: der(0x02, [0]) }],
  ['a modulus without bytes', { modulus: der(0x02) }],
  ['a modulus that is no INTEGER', { modulus: der(0x04, odd(256)) }],
  ['an even exponent', { exponent: der(0x02, [2]) }],
  ['no exponent', { exponent: [] }],
  ['something behind the exponent', { behindExponent: NULL }],
  ['something behind the key', { behindKey: NULL }],
  ['something behind the BIT STRING', { behindBitString: NULL }],
  ['unused bits', { unusedBits: 1 }],
  ['no parameters', { algorithm: der(0x30, rsaEncryption) }],
  ['parameters that are not NULL', { algorithm: der(0x30, rsaEncryption, [0x04, 0x00]) }],
  ['a NULL that holds something', { algorithm: der(0x30, rsaEncryption, [0x05, 0x01]) }],
  ['something behind the parameters', { algorithm: der(0x30, rsaEncryption, NULL, [0x00]) }],
  ['no algorithm', { algorithm: der(0x30) }],
  ['an algorithm that is no SEQUENCE', { algorithm: der(0x31, rsaEncryption, NULL) }],
  [
    'an algorithm of others',
    { algorithm: der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf8, 0x0d, 0x01, 0x01, 0x01]), NULL) },
  ],
  [
    'another algorithm',
    { algorithm: der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x02]), NULL) },
  ],
  [
    'a longer identifier',
    { algorithm: der(0x30, der(0x06, [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x01]), NULL) },
  ],
];

it.each(wrong)('refuses %s', (_what, parts) => {
  expect(rsaSizes(spki(parts))).toBeUndefined();
});

it('refuses what ends with its algorithm, or holds no key', () => {
  const algorithm = der(0x30, rsaEncryption, NULL);
  expect(rsaSizes(Uint8Array.from(der(0x30, algorithm)))).toBeUndefined();
  expect(rsaSizes(Uint8Array.from(der(0x30, algorithm, der(0x03, [0]))))).toBeUndefined();
});

it('refuses what is cut off, wherever', () => {
  const whole = spki();
  for (let end = 0; end < whole.length; end++)
    expect(rsaSizes(whole.subarray(0, end)), `${end}`).toBeUndefined();
});

describe('a length', () => {
  /** The whole key again, with its outermost length in another form. */
  const withLength = (length: readonly number[], contents: readonly number[]) =>
    rsaSizes(Uint8Array.of(0x30, ...length, ...contents));
  const small = spki({ modulus: der(0x02, odd(20)), exponent: der(0x02, [3]) });
  const contents = [...small.subarray(2)];
  const large = [...spki().subarray(4)];

  it('is taken in DER’s form alone', () => {
    expect(withLength([contents.length], contents)).toBeDefined();
    expect(withLength([0x81, contents.length], contents)).toBeUndefined();
    expect(withLength([0x82, large.length >> 8, large.length & 0xff], large)).toBeDefined();
    expect(withLength([0x83, 0, large.length >> 8, large.length & 0xff], large)).toBeUndefined();
    expect(withLength([0x84, 0, 0, large.length >> 8, large.length & 0xff], large)).toBeUndefined();
    expect(withLength([0x80], [...large, 0, 0])).toBeUndefined();
    const ofThatMany = spki({ modulus: der(0x02, odd(101)), exponent: der(0x02, odd(3)) }).subarray(3);
    expect(ofThatMany).toHaveLength(128);
    expect(withLength([0x81, 0x80], [...ofThatMany])).toBeDefined();
    expect(withLength([0x80], [...ofThatMany])).toBeUndefined();
  });

  it('stays inside', () => {
    expect(withLength([contents.length + 1], contents)).toBeUndefined();
    expect(withLength([contents.length - 1], contents)).toBeUndefined();
    expect(rsaSizes(Uint8Array.of(0x30, 0x82))).toBeUndefined();
    expect(rsaSizes(Uint8Array.of(0x30, 0x82, 1))).toBeUndefined();
    expect(rsaSizes(Uint8Array.of(0x30))).toBeUndefined();
    expect(rsaSizes(new Uint8Array())).toBeUndefined();
  });

  it('of 128 bytes takes the long form', () => {
    for (let bytes = 100; bytes < 140; bytes++) {
      expect(rsaSizes(spki({ modulus: der(0x02, odd(bytes)) }))?.bits, `${bytes}`).toBe(8 * bytes - 1);
    }
  });
});

import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../test/from-hex.ts';
import { nodeProvider } from './node.ts';

const { hashes } = nodeProvider;

describe('hashes', () => {
  it('agree with FIPS 180-4 and RFC 4231', () => {
    const abc = fromHex('616263');
    expect(hashes['SHA-1'].digest(abc)).toEqual(fromHex('a9993e364706816aba3e25717850c26c9cd0d89d'));
    expect(hashes['SHA-256'].digest(abc)).toEqual(
      fromHex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
    );
    // RFC 4231 section 4.3, test case 2
    const key = new TextEncoder().encode('Jefe');
    const [a, b] = ['what do ya want ', 'for nothing?'].map((text) => new TextEncoder().encode(text));
    expect(hashes['SHA-256'].hmac(key, a!, b!)).toEqual(
      fromHex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
    );
    expect(hashes['SHA-384'].hmac(key, a!, b!)).toEqual(
      fromHex(`af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e
           8e2240ca5e69e2c78b3239ecfab21649`),
    );
  });

  it('make the HMACs of OpenSSL, whatever the lengths of key, text and parts', () => {
    for (const hash of Object.values(hashes)) {
      for (const keyLength of [0, 1, 32, hash.block - 1, hash.block, hash.block + 1, 300]) {
        for (const length of [0, 1, 100, 1023 - hash.block, 1024 - hash.block, 1025 - hash.block, 5000]) {
          const key = nodeProvider.random(keyLength);
          const text = nodeProvider.random(length);
          const theirs = createHmac(hash.name.replace('-', ''), key).update(text).digest();
          const middle = length >> 1;
          expect(hash.hmac(key, text)).toEqual(new Uint8Array(theirs));
          expect(hash.hmac(key, text.subarray(0, middle), fromHex(''), text.subarray(middle))).toEqual(
            new Uint8Array(theirs),
          );
        }
      }
    }
  });

  it('run on after a digest, and copies go their own way', () => {
    for (const hash of Object.values(hashes)) {
      const running = hash.create();
      running.update(fromHex('61'));
      const copy = running.copy();
      running.update(fromHex('62'));
      expect(running.digest()).toEqual(hash.digest(fromHex('6162')));
      copy.update(fromHex('63'));
      expect(copy.digest()).toEqual(hash.digest(fromHex('6163')));
      running.update(fromHex('63'));
      expect(running.digest()).toEqual(hash.digest(fromHex('616263')));
      expect(running.digest()).toHaveLength(hash.length);
    }
  });

  it('never hand out a Buffer, whose slice is a view', () => {
    const sha = hashes['SHA-256'];
    for (const bytes of [
      sha.digest(fromHex('')),
      sha.hmac(fromHex('00')),
      sha.create().digest(),
      nodeProvider.random(5),
    ]) {
      expect(Buffer.isBuffer(bytes)).toBe(false);
    }
  });
});

describe('random', () => {
  it('gives as many bytes as asked, and none twice', () => {
    const seen = new Set<string>();
    for (const length of [0, 1, 32, 48, 4096, 5000]) expect(nodeProvider.random(length)).toHaveLength(length);
    for (let i = 0; i < 1000; i++) seen.add(Buffer.from(nodeProvider.random(16)).toString('hex'));
    expect(seen.size).toBe(1000);
    const first = nodeProvider.random(32);
    const kept = first.slice();
    for (let i = 0; i < 300; i++) nodeProvider.random(32);
    expect(first).toEqual(kept);
    expect(first.buffer.byteLength).toBe(32);
  });
});

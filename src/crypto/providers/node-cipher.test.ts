import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../test/from-hex.ts';
import { nodeProvider } from './node.ts';

describe('record ciphers', () => {
  const ciphers = Object.fromEntries(
    nodeProvider.suites
      .filter((suite) => suite.version === 0x0304)
      .map(({ cipher }) => [cipher.name, cipher]),
  );

  // Test cases 4 and 16 of the GCM specification (McGrew and Viega), RFC 8439 section 2.8.2, and SP 800-38C appendix C.3.
  it.each([
    [
      'AES-128-GCM',
      'feffe9928665731c6d6a8f9467308308',
      'cafebabefacedbaddecaf888',
      'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      `d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
       1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`,
      `42831ec2217774244b7221b784d0d49ce3aa212f2c02a4e035c17e2329aca12e
       21d514b25466931c7d8f6a5aac84aa051ba30b396a0aac973d58e091
       5bc94fbc3221a5db94fae95ae7121a47`,
    ],
    [
      'AES-256-GCM',
      'feffe9928665731c6d6a8f9467308308feffe9928665731c6d6a8f9467308308',
      'cafebabefacedbaddecaf888',
      'feedfacedeadbeeffeedfacedeadbeefabaddad2',
      `d9313225f88406e5a55909c5aff5269a86a7a9531534f7da2e4c303d8a318a72
       1c3c0c95956809532fcf0e2449a6b525b16aedf5aa0de657ba637b39`,
      `522dc1f099567d07f47f37a32a84427d643a8cdcbfe5c0c97598a2bd2555d1aa
       8cb08e48590dbb3da7b08b1056828838c5f61e6393ba7a0abcc9f662
       76fc6ece0f4e1768cddf8853bb2d551b`,
    ],
    [
      'ChaCha20-Poly1305',
      '808182838485868788898a8b8c8d8e8f909192939495969798999a9b9c9d9e9f',
      '070000004041424344454647',
      '50515253c0c1c2c3c4c5c6c7',
      `4c616469657320616e642047656e746c656d656e206f662074686520636c6173
       73206f66202739393a204966204920636f756c64206f6666657220796f75206f
       6e6c79206f6e652074697020666f7220746865206675747572652c2073756e73
       637265656e20776f756c642062652069742e`,
      `d31a8d34648e60db7b86afbc53ef7ec2a4aded51296e08fea9e2b5a736ee62d6
       3dbea45e8ca9671282fafb69da92728b1a71de0a9e060b2905d6a5b67ecd3b36
       92ddbd7f2d778b8c9803aee328091b58fab324e4fad675945585808b4831d7bc
       3ff4def08e4b7a9de576d26586cec64b6116
       1ae10b594f09e26a7e902ecbd0600691`,
    ],
    [
      'AES-128-CCM-8',
      '404142434445464748494a4b4c4d4e4f',
      '101112131415161718191a1b',
      '000102030405060708090a0b0c0d0e0f10111213',
      '202122232425262728292a2b2c2d2e2f3031323334353637',
      'e3b201a9f5b71a7a9b1ceaeccd97e70b6176aad9a4428aa5484392fbc1b09951',
    ],
  ])('%s agrees with its specification', (name, key, nonce, additional, plaintext, sealed) => {
    const { tagLength } = ciphers[name]!;
    const aead = ciphers[name]!.create(fromHex(key));
    const clear = fromHex(plaintext);
    const buffer = new Uint8Array(5 + clear.length + tagLength + 3).fill(0xee);
    buffer.set(clear, 5);
    aead.seal(buffer, 5, 5 + clear.length, fromHex(nonce), fromHex(additional));
    expect(buffer.subarray(5, -3)).toEqual(fromHex(sealed));
    expect([...buffer.subarray(0, 5), ...buffer.subarray(-3)]).toEqual(new Array(8).fill(0xee));
    expect(aead.open(fromHex(sealed), fromHex(nonce), fromHex(additional))).toEqual(clear);

    for (let i = 0; i < sealed.replace(/\s+/g, '').length / 2; i++) {
      const wrong = fromHex(sealed);
      wrong[i]! ^= 1;
      expect(aead.open(wrong, fromHex(nonce), fromHex(additional))).toBeUndefined();
    }
    expect(aead.open(fromHex(sealed), fromHex(nonce), fromHex(`${additional}00`))).toBeUndefined();
    for (let length = 0; length <= tagLength; length++) {
      expect(
        aead.open(fromHex(sealed).subarray(0, length), fromHex(nonce), fromHex(additional)),
      ).toBeUndefined();
    }
  });

  it('limit AES-GCM to 2^24.5 records and AES-CCM to 2^23, and refuse keys of another length', () => {
    expect(ciphers['AES-128-GCM']!.recordLimit).toBe(23726566);
    expect(ciphers['AES-128-CCM']!.recordLimit).toBe(8388608);
    expect(ciphers['ChaCha20-Poly1305']!.recordLimit).toBeUndefined();
    for (const cipher of Object.values(ciphers)) {
      expect(() => cipher.create(new Uint8Array(cipher.keyLength - 1))).toThrow(RangeError);
      const aead = cipher.create(new Uint8Array(cipher.keyLength));
      const length = 4 + cipher.tagLength;
      const small = new Uint8Array(length);
      expect(() => aead.seal(small, 0, 5, new Uint8Array(12), fromHex(''))).toThrow('no room for the tag');
      expect(small).toEqual(new Uint8Array(length));
    }
  });

  it.each(['AES-128-CCM', 'AES-128-CCM-8'])('%s takes a record without content', (name) => {
    const { create, tagLength } = ciphers[name]!;
    const aead = create(fromHex('00'.repeat(16)));
    const record = new Uint8Array(13 + tagLength);
    const [nonce, additional] = [new Uint8Array(12), new Uint8Array(13)];
    aead.seal(record, 13, 13, nonce, additional);
    expect(aead.open(record.subarray(13), nonce, additional)).toEqual(new Uint8Array());
    record[13]! ^= 1;
    expect(aead.open(record.subarray(13), nonce, additional)).toBeUndefined();
  });

  it('encrypt 3DES as NIST SP 800-67 does, 2^20 blocks with one key', () => {
    const suite = nodeProvider.suites.find(({ name }) => name === 'TLS_RSA_WITH_3DES_EDE_CBC_SHA');
    if (suite?.version !== 0x0303 || suite.protection.kind !== 'CBC') throw new Error('no 3DES suite');
    const { cipher } = suite.protection;
    // SP 800-67 appendix B.1: three keys, "The qufck brown fox jump" block by block.
    const key = fromHex('0123456789abcdef23456789abcdef01456789abcdef0123');
    const blocks = [
      ['5468652071756663', 'a826fd8ce53b855f'],
      ['6b2062726f776e20', 'cce21c8112256fe6'],
      ['666f78206a756d70', '68d5c05dd9b6b900'],
    ];
    for (const [clear, sealed] of blocks) {
      expect(cipher.encrypt(key, new Uint8Array(8), fromHex(clear!))).toEqual(fromHex(sealed!));
      expect(cipher.decrypt(key, new Uint8Array(8), fromHex(sealed!))).toEqual(fromHex(clear!));
    }
    expect(cipher.blockLimit).toBe(1048576);
  });

  it('encrypt CBC as NIST SP 800-38A does (F.2.1), without padding', () => {
    const suite = nodeProvider.suites.find(({ name }) => name === 'TLS_RSA_WITH_AES_128_CBC_SHA');
    if (suite?.version !== 0x0303 || suite.protection.kind !== 'CBC') throw new Error('no CBC suite');
    const { cipher } = suite.protection;
    const key = fromHex('2b7e151628aed2a6abf7158809cf4f3c');
    const iv = fromHex('000102030405060708090a0b0c0d0e0f');
    const clear = fromHex('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51');
    const sealed = fromHex('7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2');
    expect(cipher.encrypt(key, iv, clear)).toEqual(sealed);
    expect(cipher.decrypt(key, iv, sealed)).toEqual(clear);
    expect(() => cipher.encrypt(key, iv, clear.subarray(1))).toThrow();
  });
});

import crypto, { createECDH, createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SignatureAlgorithm } from '../provider.ts';
import { asyncPrivateKey, generateKey, nodeProvider, privateKey } from './node.ts';

const hex = (text: string) => new Uint8Array(Buffer.from(text.replace(/\s+/g, ''), 'hex'));
const { hashes, groups } = nodeProvider;
const groupOf = (name: string) => groups.find((group) => group.name === name)!;

describe('hashes', () => {
  it('agree with FIPS 180-4 and RFC 4231', () => {
    const abc = hex('616263');
    expect(hashes['SHA-1'].digest(abc)).toEqual(hex('a9993e364706816aba3e25717850c26c9cd0d89d'));
    expect(hashes['SHA-256'].digest(abc)).toEqual(
      hex('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'),
    );
    // RFC 4231 section 4.3, test case 2
    const key = new TextEncoder().encode('Jefe');
    const [a, b] = ['what do ya want ', 'for nothing?'].map((text) => new TextEncoder().encode(text));
    expect(hashes['SHA-256'].hmac(key, a!, b!)).toEqual(
      hex('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
    );
    expect(hashes['SHA-384'].hmac(key, a!, b!)).toEqual(
      hex(`af45d2e376484031617f78d2b58a6b1b9c7ef464f5a01b47e42ec3736322445e
           8e2240ca5e69e2c78b3239ecfab21649`),
    );
  });

  it('run on after a digest, and copies go their own way', () => {
    for (const hash of Object.values(hashes)) {
      const running = hash.create();
      running.update(hex('61'));
      const copy = running.copy();
      running.update(hex('62'));
      expect(running.digest()).toEqual(hash.digest(hex('6162')));
      copy.update(hex('63'));
      expect(copy.digest()).toEqual(hash.digest(hex('6163')));
      running.update(hex('63'));
      expect(running.digest()).toEqual(hash.digest(hex('616263')));
      expect(running.digest()).toHaveLength(hash.length);
    }
  });

  it('never hand out a Buffer, whose slice is a view', () => {
    const sha = hashes['SHA-256'];
    for (const bytes of [
      sha.digest(hex('')),
      sha.hmac(hex('00')),
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

describe('record ciphers', () => {
  const ciphers = Object.fromEntries(
    nodeProvider.suites
      .filter((suite) => suite.version === 0x0304)
      .map(({ cipher }) => [cipher.name, cipher]),
  );

  // Test cases 4 and 16 of the GCM specification (McGrew and Viega), and RFC 8439 section 2.8.2.
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
  ])('%s agrees with its specification', (name, key, nonce, additional, plaintext, sealed) => {
    const aead = ciphers[name]!.create(hex(key));
    const clear = hex(plaintext);
    const buffer = new Uint8Array(5 + clear.length + 16 + 3).fill(0xee);
    buffer.set(clear, 5);
    aead.seal(buffer, 5, 5 + clear.length, hex(nonce), hex(additional));
    expect(buffer.subarray(5, -3)).toEqual(hex(sealed));
    expect([...buffer.subarray(0, 5), ...buffer.subarray(-3)]).toEqual(new Array(8).fill(0xee));
    expect(aead.open(hex(sealed), hex(nonce), hex(additional))).toEqual(clear);

    for (let i = 0; i < sealed.replace(/\s+/g, '').length / 2; i++) {
      const wrong = hex(sealed);
      wrong[i]! ^= 1;
      expect(aead.open(wrong, hex(nonce), hex(additional))).toBeUndefined();
    }
    expect(aead.open(hex(sealed), hex(nonce), hex(`${additional}00`))).toBeUndefined();
    for (let length = 0; length <= 16; length++) {
      expect(aead.open(hex(sealed).subarray(0, length), hex(nonce), hex(additional))).toBeUndefined();
    }
  });

  it('limit AES-GCM to 2^24.5 records, and refuse keys of another length', () => {
    expect(ciphers['AES-128-GCM']!.recordLimit).toBe(23726566);
    expect(ciphers['ChaCha20-Poly1305']!.recordLimit).toBeUndefined();
    for (const cipher of Object.values(ciphers)) {
      expect(() => cipher.create(new Uint8Array(cipher.keyLength - 1))).toThrow(RangeError);
      expect(() =>
        cipher
          .create(new Uint8Array(cipher.keyLength))
          .seal(new Uint8Array(20), 0, 5, new Uint8Array(12), hex('')),
      ).toThrow(RangeError);
    }
  });

  it('encrypt CBC as NIST SP 800-38A does (F.2.1), without padding', () => {
    const suite = nodeProvider.suites.find(({ name }) => name === 'TLS_RSA_WITH_AES_128_CBC_SHA');
    if (suite?.version !== 0x0303 || suite.protection.kind !== 'CBC') throw new Error('no CBC suite');
    const { cipher } = suite.protection;
    const key = hex('2b7e151628aed2a6abf7158809cf4f3c');
    const iv = hex('000102030405060708090a0b0c0d0e0f');
    const clear = hex('6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51');
    const sealed = hex('7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2');
    expect(cipher.encrypt(key, iv, clear)).toEqual(sealed);
    expect(cipher.decrypt(key, iv, sealed)).toEqual(clear);
    expect(() => cipher.encrypt(key, iv, clear.subarray(1))).toThrow();
  });
});

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
      for (const bad of [good.subarray(1), Uint8Array.of(...good, 0), hex('')]) {
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
      hex('00'),
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
        const share = hex(point);
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

const every: readonly SignatureAlgorithm[] = [
  { kind: 'ECDSA', hash: 'SHA-256' },
  { kind: 'ECDSA', hash: 'SHA-384' },
  { kind: 'ECDSA', hash: 'SHA-1' },
  { kind: 'RSA-PKCS1', hash: 'SHA-256' },
  { kind: 'RSA-PKCS1', hash: 'SHA-1' },
  { kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
  { kind: 'RSA-PSS', hash: 'SHA-512', saltLength: 64 },
  { kind: 'Ed25519' },
  { kind: 'Ed448' },
];

const pemOf = (pair: unknown) => (pair as { privateKey: string }).privateKey;
const encoded = {
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
} as const;

const keys = {
  'EC secp256r1': generateKey('EC'),
  'EC secp384r1': generateKey('EC', { curve: 'secp384r1' }),
  'EC secp521r1': generateKey('EC', { curve: 'secp521r1' }),
  'RSA 2048': generateKey('RSA'),
  'RSA 3072': generateKey('RSA', { bits: 3072 }),
  'RSA-PSS 2048': privateKey(
    pemOf(generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...encoded } as never)),
  ),
  Ed25519: generateKey('Ed25519'),
  Ed448: privateKey(pemOf(generateKeyPairSync('ed448', encoded as never))),
};
const signs: Readonly<Record<string, readonly SignatureAlgorithm['kind'][]>> = {
  EC: ['ECDSA'],
  RSA: ['RSA-PKCS1', 'RSA-PSS'],
  'RSA-PSS': ['RSA-PSS'],
  Ed25519: ['Ed25519'],
  Ed448: ['Ed448'],
};

describe('X25519MLKEM768', () => {
  const native = 'encapsulate' in crypto;
  const hybrid = groupOf('X25519MLKEM768');

  it('is there exactly where ML-KEM is native, and then comes first', () => {
    expect(hybrid !== undefined).toBe(native);
    if (native) expect(groups[0]).toBe(hybrid);
  });

  it.runIf(native)('has the shares of draft-ietf-tls-ecdhe-mlkem and refuses bad ones', async () => {
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

describe('signatures', () => {
  it.each(Object.entries(keys))(
    '%s signs and verifies by what fits it, and by nothing else',
    async (_name, key) => {
      const publicKey = nodeProvider.publicKey(key.publicKey)!;
      const { type, bits, curve } = publicKey;
      expect({ type, bits, curve }).toEqual({ type: key.type, bits: key.bits, curve: key.curve });
      const data = nodeProvider.random(100);
      for (const algorithm of every) {
        if (!signs[key.type]!.includes(algorithm.kind)) {
          expect(() => key.sign(algorithm, data)).toThrow(TypeError);
          expect(await publicKey.verify(algorithm, data, new Uint8Array(256))).toBe(false);
          continue;
        }
        const signature = await key.sign(algorithm, data);
        expect(await publicKey.verify(algorithm, data, signature)).toBe(true);
        expect(await publicKey.verify(algorithm, data.subarray(1), signature)).toBe(false);
        for (const other of every) {
          if (JSON.stringify(other) === JSON.stringify(algorithm)) continue;
          expect(await publicKey.verify(other, data, signature)).toBe(false);
        }
        const wrong = signature.slice();
        wrong[wrong.length >> 1]! ^= 1;
        for (const bad of [wrong, signature.subarray(1), Uint8Array.of(...signature, 0), hex('')]) {
          expect(await publicKey.verify(algorithm, data, bad)).toBe(false);
        }
      }
    },
  );

  it('by RSA-PSS hold to the salt length', async () => {
    const key = keys['RSA 2048'];
    const data = hex('00');
    const signature = await key.sign({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 20 }, data);
    const publicKey = nodeProvider.publicKey(key.publicKey)!;
    expect(
      await publicKey.verify({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 }, data, signature),
    ).toBe(false);
    expect(
      await publicKey.verify({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 20 }, data, signature),
    ).toBe(true);
  });

  it('by RSA are as long as the modulus, even when they begin with zero', async () => {
    const key = keys['RSA 2048'];
    const publicKey = nodeProvider.publicKey(key.publicKey)!;
    for (const algorithm of every.filter(({ kind }) => kind.startsWith('RSA')).slice(0, 3)) {
      for (let attempt = 0; ; attempt++) {
        const data = Uint8Array.of(attempt >> 8, attempt);
        const signature = await key.sign(algorithm, data);
        if (signature[0] !== 0) continue;
        expect(await publicKey.verify(algorithm, data, signature)).toBe(true);
        expect(await publicKey.verify(algorithm, data, signature.subarray(1))).toBe(false);
        break;
      }
    }
  });

  it('come from the thread pool as promises that agree', async () => {
    for (const key of Object.values(keys)) {
      const pooled = asyncPrivateKey(key);
      const algorithm = every.find(({ kind }) => signs[key.type]!.includes(kind))!;
      const signing = pooled.sign(algorithm, hex('0102'));
      expect(signing).toBeInstanceOf(Promise);
      const publicKey = nodeProvider.publicKey(pooled.publicKey)!;
      expect(await publicKey.verify(algorithm, hex('0102'), await signing)).toBe(true);
      const unfit = every.find(({ kind }) => !signs[key.type]!.includes(kind))!;
      await expect(pooled.sign(unfit, hex('00'))).rejects.toThrow(TypeError);
    }
  });
});

describe('public keys', () => {
  const spki = (name: keyof typeof keys) => keys[name].publicKey;

  it('are refused when cut, lengthened, or damaged where it matters', () => {
    for (const { publicKey } of Object.values(keys)) {
      for (let length = 0; length < publicKey.length; length++) {
        expect(nodeProvider.publicKey(publicKey.subarray(0, length))).toBeUndefined();
      }
      expect(nodeProvider.publicKey(Uint8Array.of(...publicKey, 0))).toBeUndefined();
    }
    for (const name of ['EC secp256r1', 'EC secp384r1', 'EC secp521r1'] as const) {
      const off = spki(name).slice();
      off[off.length - 1]! ^= 1;
      expect(nodeProvider.publicKey(off)).toBeUndefined();
    }
  });

  it('never throw on damaged bytes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...Object.values(keys)),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        (key, at, by) => {
          const bytes = key.publicKey.slice();
          bytes[at % bytes.length]! ^= by;
          nodeProvider.publicKey(bytes);
        },
      ),
      { numRuns: 500 },
    );
  });

  /** An SPKI of an RSA key with these numbers, as DER writes them. */
  const rsa = (modulus: Uint8Array, exponent: Uint8Array, parameters = hex('0500')) => {
    const der = (tag: number, ...parts: readonly Uint8Array[]) => {
      const body = Buffer.concat(parts);
      const n = body.length;
      const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255];
      return new Uint8Array([tag, ...length, ...body]);
    };
    const algorithm = der(0x30, hex('06092a864886f70d010101'), parameters);
    return der(0x30, algorithm, der(0x03, hex('00'), der(0x30, der(2, modulus), der(2, exponent))));
  };
  const modulus = (bytes: number) => new Uint8Array(bytes + 1).fill(0xff, 1);

  it('of RSA are bounded, so that no certificate can freeze us', () => {
    const e = hex('010001');
    expect(nodeProvider.publicKey(rsa(modulus(256), e))).toMatchObject({ type: 'RSA', bits: 2048 });
    expect(nodeProvider.publicKey(rsa(modulus(2048), e))).toMatchObject({ type: 'RSA', bits: 16384 });
    expect(nodeProvider.publicKey(rsa(modulus(256).fill(0x7f, 0, 2).subarray(1), e))).toMatchObject({
      bits: 2047,
    });
    expect(nodeProvider.publicKey(rsa(modulus(256), hex('00ffffffffffffffff')))).toBeDefined();
    for (const bad of [
      rsa(new Uint8Array([1, ...modulus(2048).subarray(1)]), e),
      rsa(modulus(256), hex('01ffffffffffffffff')),
      rsa(modulus(256), hex('01')),
      rsa(modulus(256), hex('010000')),
      rsa(modulus(256), hex('00')),
      rsa(modulus(256), hex('00010001')), // not the shortest form
      rsa(modulus(256).fill(0xfe, 256), e),
      rsa(modulus(256).subarray(1), e), // negative
      rsa(modulus(256), e, hex('')),
      rsa(modulus(256), e, hex('04020101')),
    ]) {
      expect(nodeProvider.publicKey(bad)).toBeUndefined();
    }
  });

  it('of curves and kinds that TLS does not have are refused', () => {
    const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
    const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export(publicKeyEncoding);
    const x = generateKeyPairSync('x25519').publicKey.export(publicKeyEncoding);
    for (const der of [k1, x]) expect(nodeProvider.publicKey(new Uint8Array(der))).toBeUndefined();
  });
});

describe('private keys', () => {
  const { pem } = keys['RSA 2048'] as ReturnType<typeof generateKey>;
  const object = createPrivateKey(pem);

  it('are read from every form that people have', () => {
    const forms = [
      pem,
      `a comment\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${pem}`,
      new TextEncoder().encode(pem),
      object.export({ type: 'pkcs1', format: 'pem' }) as string,
      new Uint8Array(object.export({ type: 'pkcs1', format: 'der' })),
      new Uint8Array(object.export({ type: 'pkcs8', format: 'der' })),
      object,
    ];
    for (const form of forms) expect(privateKey(form).publicKey).toEqual(keys['RSA 2048'].publicKey);

    const ec = createPrivateKey((keys['EC secp256r1'] as ReturnType<typeof generateKey>).pem);
    for (const format of ['pem', 'der'] as const) {
      const sec1 = ec.export({ type: 'sec1', format } as never) as string | Buffer;
      expect(privateKey(sec1).publicKey).toEqual(keys['EC secp256r1'].publicKey);
    }
  });

  it('are opened with their passphrase', () => {
    const options = { type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'secret' } as const;
    const sealed = object.export({ ...options, format: 'pem' }) as string;
    const der = new Uint8Array(object.export({ ...options, format: 'der' }));
    const old = object.export({ ...options, type: 'pkcs1', format: 'pem' }) as string;
    expect(() => privateKey(der.subarray(0, 100), 'secret')).toThrow('no private key');
    for (const form of [sealed, der, old]) {
      expect(privateKey(form, 'secret').publicKey).toEqual(keys['RSA 2048'].publicKey);
      expect(() => privateKey(form)).toThrow('encrypted, and no passphrase');
      expect(() => privateKey(form, 'wrong')).toThrow('the passphrase does not open the private key');
    }
  });

  it('say what was found instead', () => {
    const publicPem = createPublicKey(object).export({ type: 'spki', format: 'pem' }) as string;
    const certificate = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';
    expect(() => privateKey(certificate)).toThrow('this is a certificate');
    expect(() => privateKey(certificate.replaceAll('CERTIFICATE', 'CERTIFICATE REQUEST'))).toThrow(
      'a certificate request',
    );
    expect(() => privateKey(publicPem)).toThrow('this is a public key');
    expect(() => privateKey(keys['RSA 2048'].publicKey)).toThrow('this is a public key');
    expect(() => privateKey(createPublicKey(object))).toThrow('this is a public key');
    expect(() => privateKey('hello')).toThrow('not PEM');
    expect(() => privateKey(hex('3000'))).toThrow('no private key');
    expect(() => privateKey(pem.slice(0, 200))).toThrow('cut off');
    expect(() => privateKey(pem.replace(/^M/m, 'A'))).toThrow('damaged');
    expect(() => privateKey(pem.replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY'))).toThrow('OpenSSH');
    const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
    expect(() => privateKey(k1)).toThrow('TLS has no use for this key: ec on secp256k1');
  });
});

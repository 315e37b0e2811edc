import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromHex } from '../../../test/from-hex.ts';
import { publicKeyIn } from '../../../test/public-key.ts';
import { encode } from '../../wire/codec.ts';
import { sequence } from '../../wire/der.ts';
import { integer, unsigned } from '../../wire/der-values.ts';
import type { SignatureAlgorithm } from '../provider.ts';
import { asyncPrivateKey, generateKey, nodeProvider, privateKey } from './node.ts';

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

describe('signatures', () => {
  it.each(Object.entries(keys))(
    '%s signs and verifies by what fits it, and by nothing else',
    async (_name, key) => {
      const publicKey = publicKeyIn(key.publicKey)!;
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
        for (const bad of [wrong, signature.subarray(1), Uint8Array.of(...signature, 0), fromHex('')]) {
          expect(await publicKey.verify(algorithm, data, bad)).toBe(false);
        }
      }
    },
  );

  it('by RSA-PSS hold to the salt length', async () => {
    const key = keys['RSA 2048'];
    const data = fromHex('00');
    const signature = await key.sign({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 20 }, data);
    const publicKey = publicKeyIn(key.publicKey)!;
    expect(
      await publicKey.verify({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 }, data, signature),
    ).toBe(false);
    expect(
      await publicKey.verify({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 20 }, data, signature),
    ).toBe(true);
  });

  it('by RSA are as long as the modulus, even when they begin with zero', async () => {
    const key = keys['RSA 2048'];
    const publicKey = publicKeyIn(key.publicKey)!;
    for (const algorithm of every.filter(({ kind }) => kind.startsWith('RSA')).slice(0, 3)) {
      for (let attempt = 0; ; attempt++) {
        const data = Uint8Array.of(attempt >> 8, attempt);
        const signature = await key.sign(algorithm, data);
        if (signature[0] !== 0) continue;
        const pieces = publicKey.verifier!(algorithm)!;
        pieces.update(data);
        expect(await publicKey.verify(algorithm, data, signature)).toBe(true);
        expect(await publicKey.verify(algorithm, data, signature.subarray(1))).toBe(false);
        expect(await pieces.verify(signature.subarray(1))).toBe(false);
        break;
      }
    }
  });

  it.each(Object.entries(keys))('of %s are verified in pieces as in one', async (_name, key) => {
    const publicKey = publicKeyIn(key.publicKey)!;
    const data = nodeProvider.random(100);
    for (const algorithm of every) {
      const pieces = () => {
        const verifier = publicKey.verifier!(algorithm);
        verifier?.update(data.subarray(0, 33));
        verifier?.update(data.subarray(33));
        return verifier;
      };
      if (!signs[key.type]!.includes(algorithm.kind) || algorithm.kind.startsWith('Ed')) {
        expect(pieces()).toBeUndefined();
        continue;
      }
      const signature = await key.sign(algorithm, data);
      expect(await pieces()!.verify(signature)).toBe(true);
      const wrong = signature.slice();
      wrong[wrong.length >> 1]! ^= 1;
      for (const bad of [wrong, signature.subarray(1), Uint8Array.of(...signature, 0), fromHex('')]) {
        expect(await pieces()!.verify(bad)).toBe(false);
      }
      const short = publicKey.verifier!(algorithm)!;
      short.update(data.subarray(1));
      expect(await short.verify(signature)).toBe(false);
    }
  });

  it('come from the thread pool as promises that agree', async () => {
    for (const key of Object.values(keys)) {
      const pooled = asyncPrivateKey(key);
      const algorithm = every.find(({ kind }) => signs[key.type]!.includes(kind))!;
      const signing = pooled.sign(algorithm, fromHex('0102'));
      expect(signing).toBeInstanceOf(Promise);
      const publicKey = publicKeyIn(pooled.publicKey)!;
      expect(await publicKey.verify(algorithm, fromHex('0102'), await signing)).toBe(true);
      const unfit = every.find(({ kind }) => !signs[key.type]!.includes(kind))!;
      await expect(pooled.sign(unfit, fromHex('00'))).rejects.toThrow(TypeError);
    }
  });
});

describe('public keys', () => {
  const spki = (name: keyof typeof keys) => keys[name].publicKey;

  it('are refused when cut, lengthened, or damaged where it matters', () => {
    for (const { publicKey } of Object.values(keys)) {
      for (let length = 0; length < publicKey.length; length++) {
        expect(publicKeyIn(publicKey.subarray(0, length))).toBeUndefined();
      }
      expect(publicKeyIn(Uint8Array.of(...publicKey, 0))).toBeUndefined();
    }
    for (const name of ['EC secp256r1', 'EC secp384r1', 'EC secp521r1'] as const) {
      const off = spki(name).slice();
      off[off.length - 1]! ^= 1;
      expect(publicKeyIn(off)).toBeUndefined();
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
          publicKeyIn(bytes);
        },
      ),
      { numRuns: 500 },
    );
  });

  /** An SPKI of an RSA key with these numbers, as DER writes them. */
  const rsa = (modulus: Uint8Array, exponent: Uint8Array, parameters = fromHex('0500')) => {
    const der = (tag: number, ...parts: readonly Uint8Array[]) => {
      const body = Buffer.concat(parts);
      const n = body.length;
      const length = n < 128 ? [n] : n < 256 ? [0x81, n] : [0x82, n >> 8, n & 255];
      return new Uint8Array([tag, ...length, ...body]);
    };
    const algorithm = der(0x30, fromHex('06092a864886f70d010101'), parameters);
    return der(0x30, algorithm, der(0x03, fromHex('00'), der(0x30, der(2, modulus), der(2, exponent))));
  };
  const modulus = (bytes: number) => new Uint8Array(bytes + 1).fill(0xff, 1);

  it('of RSA are bounded, so that no certificate can freeze us', () => {
    const e = fromHex('010001');
    expect(publicKeyIn(rsa(modulus(256), e))).toMatchObject({ type: 'RSA', bits: 2048 });
    expect(publicKeyIn(rsa(modulus(1024), e))).toMatchObject({ type: 'RSA', bits: 8192 });
    expect(publicKeyIn(rsa(modulus(256).fill(0x7f, 0, 2).subarray(1), e))).toMatchObject({
      bits: 2047,
    });
    expect(publicKeyIn(rsa(modulus(256), fromHex('00ffffffffffffffff')))).toBeDefined();
    for (const bad of [
      rsa(new Uint8Array([1, ...modulus(1024).subarray(1)]), e),
      rsa(modulus(256), fromHex('01ffffffffffffffff')),
      rsa(modulus(256), fromHex('01')),
      rsa(modulus(256), fromHex('010000')),
      rsa(modulus(256), fromHex('00')),
      rsa(modulus(256), fromHex('00010001')), // not the shortest form
      rsa(modulus(256).fill(0xfe, 256), e),
      rsa(modulus(256).subarray(1), e), // negative
      rsa(modulus(256), e, fromHex('')),
      rsa(modulus(256), e, fromHex('04020101')),
    ]) {
      expect(publicKeyIn(bad)).toBeUndefined();
    }
  });

  it('are the same when they come again, and after many others', async () => {
    const key = keys['EC secp256r1'];
    const algorithm = { kind: 'ECDSA', hash: 'SHA-256' } as const;
    const signature = await key.sign(algorithm, fromHex('01'));
    const verifies = () => publicKeyIn(key.publicKey.slice())!.verify(algorithm, fromHex('01'), signature);
    expect(await verifies()).toBe(true);
    expect(await verifies()).toBe(true);
    for (let i = 0; i < 70; i++) {
      const other = publicKeyIn(generateKey('EC').publicKey)!;
      expect(await other.verify(algorithm, fromHex('01'), signature)).toBe(false);
    }
    expect(await verifies()).toBe(true);
  });

  it('encrypt where they are plain RSA, and nowhere else: not RSA-PSS', () => {
    for (const { type, publicKey } of Object.values(keys)) {
      expect(publicKeyIn(publicKey)!.encrypt !== undefined, type).toBe(type === 'RSA');
    }
  });

  it('of RSA-PSS are bound by their parameters', async () => {
    const bound = { hashAlgorithm: 'sha384', mgf1HashAlgorithm: 'sha384', saltLength: 48 };
    const pair = generateKeyPairSync('rsa-pss', { modulusLength: 2048, ...bound, ...encoded } as never);
    const own = privateKey(pemOf(pair)).publicKey;
    // The numbers of a key that signs by anything, under the AlgorithmIdentifier of one that is bound.
    const key = keys['RSA 2048'];
    const body = [...own.subarray(4, 6 + own[5]!), ...key.publicKey.subarray(4 + 15)];
    const publicKey = publicKeyIn(Uint8Array.of(0x30, 0x82, body.length >> 8, body.length, ...body))!;
    const sha384 = { kind: 'RSA-PSS', hash: 'SHA-384', saltLength: 48 } as const;
    const sha256 = { kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 } as const;
    const data = fromHex('01');
    expect(await publicKey.verify(sha384, data, await key.sign(sha384, data))).toBe(true);
    expect(await publicKey.verify(sha256, data, await key.sign(sha256, data))).toBe(false);
  });

  it('of curves and kinds that TLS does not have are refused', () => {
    const publicKeyEncoding = { type: 'spki', format: 'der' } as const;
    const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).publicKey.export(publicKeyEncoding);
    const x = generateKeyPairSync('x25519').publicKey.export(publicKeyEncoding);
    for (const der of [k1, x]) expect(publicKeyIn(new Uint8Array(der))).toBeUndefined();
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
    const sealed = object.export({ type: 'pkcs1', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' });
    forms.push(`${pem}${sealed as string}`); // the first is taken
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
    expect(() => privateKey(fromHex('3000'))).toThrow('no private key');
    expect(() => privateKey(pem.slice(0, 200))).toThrow('cut off');
    expect(() => privateKey(pem.replace(/^M/m, 'A'))).toThrow('damaged');
    expect(() => privateKey(pem.replaceAll('PRIVATE KEY', 'OPENSSH PRIVATE KEY'))).toThrow('OpenSSH');
    const k1 = generateKeyPairSync('ec', { namedCurve: 'secp256k1' }).privateKey;
    expect(() => privateKey(k1)).toThrow('TLS has no use for this key: ec on secp256k1');
    const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 }).privateKey;
    expect(() => privateKey(dsa)).toThrow('TLS has no use for this key: dsa of 1024 bits');
    const x25519 = generateKeyPairSync('x25519').privateKey;
    expect(() => privateKey(x25519)).toThrow(/TLS has no use for this key: x25519$/);
    expect(() => privateKey(pem.replaceAll('PRIVATE KEY', 'DH PARAMETERS'))).toThrow('"DH PARAMETERS"');
  });

  it('are none whose public half no certificate may have', () => {
    const p256 = { namedCurve: 'P-256', paramEncoding: 'explicit' } as const;
    const { privateKey: explicit } = generateKeyPairSync('ec', p256);
    expect(() => privateKey(explicit)).toThrow('TLS has no use for this key: ec on prime256v1');
    // Newer Nodes look at the numbers of a JWK; OpenSSL's decoder takes them as they come.
    const ofBytes = (length: number) => unsigned(new Uint8Array(length).fill(0xff));
    const rsaOf = (bytes: number, e = Uint8Array.of(1, 0, 1)) => {
      const [n, d, half] = [ofBytes(bytes), ofBytes(bytes - 1), ofBytes(bytes / 2)];
      const numbers = { version: Uint8Array.of(0), n, e, d };
      const key = encode(RSAPrivateKey, { ...numbers, p: half, q: half, dp: half, dq: half, qi: half });
      return createPrivateKey({ key: Buffer.from(key), format: 'der', type: 'pkcs1' });
    };
    expect(privateKey(rsaOf(1024))).toMatchObject({ type: 'RSA', bits: 8192 });
    expect(() => privateKey(rsaOf(1026))).toThrow('TLS has no use for this key: rsa of 8208 bits');
    for (const e of ['03', '00ffffffffffffffff']) expect(privateKey(rsaOf(256, fromHex(e)))).toBeDefined();
    for (const e of ['01', '02', '010000000000000001'])
      expect(() => privateKey(rsaOf(256, fromHex(e))), e).toThrow('TLS has no use for this key: rsa of 2048');
  });
});

const RSAPrivateKey = sequence('RFC 8017 appendix A.1.2', {
  version: integer,
  n: integer,
  e: integer,
  d: integer,
  p: integer,
  q: integer,
  dp: integer,
  dq: integer,
  qi: integer,
});

describe('a key on the thread pool', () => {
  it.each(['RSA', 'EC', 'Ed25519'] as const)(
    'says the same of itself, and decrypts as it did: %s',
    async (kind) => {
      const key = generateKey(kind);
      const pooled = asyncPrivateKey(key);
      expect([pooled.type, pooled.bits, pooled.curve]).toEqual([key.type, key.bits, key.curve]);
      expect('curve' in pooled).toBe(key.curve !== undefined);
      expect(pooled.decrypt).toBe(key.decrypt);
      expect('decrypt' in pooled).toBe(kind === 'RSA');
    },
  );

  it('is one of node:crypto', () => {
    const foreign = { ...asyncPrivateKey(generateKey('EC')) };
    expect(() => asyncPrivateKey(foreign)).toThrow('only a key of node:crypto');
  });
});

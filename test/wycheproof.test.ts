/** The judges of Wycheproof's vectors: each passes what is right, and calls wrong what is not. */
import { createCipheriv, createECDH, createHmac, generateKeyPairSync, hkdfSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { judge } from './wycheproof/judges.ts';
import { shortfalls, tallyOf } from './wycheproof/tally.ts';
import { type Fields, notSpoken, passed, type Vector, vectorsOf, wrong } from './wycheproof/vectors.ts';

const hex = (bytes: ArrayBuffer | Uint8Array): string => Buffer.from(bytes as Uint8Array).toString('hex');

interface Sample {
  readonly algorithm: string;
  readonly group: Fields;
  /** A valid test. */
  readonly test: Readonly<Record<string, unknown>>;
  /** What decides: changed, it is wrong. */
  readonly decides: string;
}

const samples: Readonly<Record<string, () => Sample>> = {
  AEAD: () => {
    const [key, iv] = [new Uint8Array(16).fill(1), new Uint8Array(12).fill(2)];
    const cipher = createCipheriv('aes-128-gcm', key, iv).setAAD(Buffer.from('data'));
    const ct = Buffer.concat([cipher.update('message'), cipher.final()]);
    return {
      algorithm: 'AES-GCM',
      group: { type: 'AeadTest', keySize: 128, ivSize: 96, tagSize: 128 },
      test: {
        key: hex(key),
        iv: hex(iv),
        aad: hex(Buffer.from('data')),
        msg: hex(Buffer.from('message')),
        ct: hex(ct),
        tag: hex(cipher.getAuthTag()),
      },
      decides: 'tag',
    };
  },
  CBC: () => {
    const [key, iv] = [new Uint8Array(32).fill(1), new Uint8Array(16).fill(2)];
    const cipher = createCipheriv('aes-256-cbc', key, iv);
    const ct = Buffer.concat([cipher.update('message'), cipher.final()]);
    return {
      algorithm: 'AES-CBC-PKCS5',
      group: { type: 'IndCpaTest', keySize: 256, ivSize: 128 },
      test: { key: hex(key), iv: hex(iv), msg: hex(Buffer.from('message')), ct: hex(ct) },
      decides: 'msg',
    };
  },
  HMAC: () => ({
    algorithm: 'HMACSHA384',
    group: { type: 'MacTest', keySize: 128, tagSize: 192 },
    test: {
      key: hex(Buffer.from('key')),
      msg: hex(Buffer.from('message')),
      tag: hex(createHmac('sha384', 'key').update('message').digest().subarray(0, 24)),
    },
    decides: 'tag',
  }),
  HKDF: () => ({
    algorithm: 'HKDF-SHA-256',
    group: { type: 'HkdfTest', keySize: 128 },
    test: {
      ikm: hex(Buffer.from('key')),
      salt: '',
      info: hex(Buffer.from('info')),
      size: 42,
      okm: hex(hkdfSync('sha256', 'key', '', 'info', 42)),
    },
    decides: 'okm',
  }),
  'ECDH on a point': () => {
    const [own, peer] = [createECDH('secp384r1'), createECDH('secp384r1')];
    own.generateKeys();
    const point = peer.generateKeys();
    return {
      algorithm: 'ECDH',
      group: { type: 'EcdhEcpointTest', curve: 'secp384r1' },
      test: { public: hex(point), private: hex(own.getPrivateKey()), shared: hex(own.computeSecret(point)) },
      decides: 'shared',
    };
  },
  ECDSA: () => {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    return {
      algorithm: 'ECDSA',
      group: {
        type: 'EcdsaVerify',
        sha: 'SHA-256',
        publicKeyDer: hex(publicKey.export({ type: 'spki', format: 'der' })),
      },
      test: {
        msg: hex(Buffer.from('message')),
        sig: hex(sign('sha256', Buffer.from('message'), privateKey)),
      },
      decides: 'msg',
    };
  },
};

const vectorOf = (
  { algorithm, group }: Sample,
  test: Fields,
  result: Vector['result'],
  flags: string[] = [],
): Vector =>
  vectorsOf({ algorithm, testGroups: [{ ...group, tests: [{ tcId: 1, flags, result, ...test }] }] })[0]!;

/** Its last byte is another. */
const changed = (text: unknown): string => {
  const bytes = Buffer.from(text as string, 'hex');
  bytes[bytes.length - 1]! ^= 1;
  return hex(bytes);
};

describe.each(Object.entries(samples))('%s', (_name, sampled) => {
  const sample = sampled();
  const { test, decides } = sample;

  it('passes a valid vector', () => {
    expect(judge(vectorOf(sample, test, 'valid'))).toEqual(passed);
  });

  it('calls wrong a valid vector that does not come out', () => {
    const bad = { ...test, [decides]: changed(test[decides]) };
    expect(judge(vectorOf(sample, bad, 'valid')).outcome).toBe('wrong');
  });

  it('calls wrong what is taken and invalid', () => {
    expect(judge(vectorOf(sample, test, 'invalid')).outcome).toBe('wrong');
  });

  it('calls wrong what is left open and not decided', () => {
    expect(judge(vectorOf(sample, test, 'acceptable', ['Unheard'])).outcome).toBe('wrong');
  });
});

describe('X25519', () => {
  const sample: Sample = {
    algorithm: 'XDH',
    group: { type: 'XdhComp', curve: 'curve25519' },
    test: {},
    decides: 'shared',
  };
  const test = {
    private: '11'.repeat(32),
    public: 'de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f',
  };
  const zeros = '00'.repeat(32);

  it('refuses a secret of zeros, whatever else is open about the share', () => {
    const flags = ['Twist', 'ZeroSharedSecret'];
    const vector = vectorOf(sample, { ...test, public: zeros, shared: zeros }, 'acceptable', flags);
    expect(judge(vector)).toEqual(passed);
  });

  it('calls wrong another secret than the vector’s', () => {
    expect(judge(vectorOf(sample, { ...test, shared: zeros }, 'valid'))).toEqual(wrong('another secret'));
  });

  it('leaves the provider with keys of its own', () => {
    judge(vectorOf(sample, { ...test, shared: zeros }, 'valid'));
    const shares = [1, 2].map(() => {
      const offer = nodeProvider.groups.find(({ name }) => name === 'x25519')!.offer();
      return hex((offer as { share: Uint8Array }).share);
    });
    expect(shares[0]).not.toBe(shares[1]);
  });
});

describe('the tally', () => {
  it('counts what is not spoken by its reason', () => {
    const { reasons, ...counts } = tallyOf([passed, wrong('x'), notSpoken('X448'), notSpoken('X448')]);
    expect({ ...counts, reasons: [...reasons] }).toEqual({
      passed: 1,
      wrong: 1,
      notSpoken: 2,
      reasons: [['X448', 2]],
    });
  });

  it('misses a file, and a vector, of the floor', () => {
    const tallies = new Map([['a', tallyOf([passed])]]);
    expect(shortfalls(tallies, { always: { a: 1 }, withMLKEM: {} })).toEqual([]);
    expect(shortfalls(tallies, { always: { a: 2, b: 1 }, withMLKEM: {} })).toHaveLength(2);
  });

  it('calls wrong a kind of vector that nobody judges', () => {
    const sample: Sample = { algorithm: 'ROT13', group: { type: 'RotTest' }, test: {}, decides: '' };
    expect(judge(vectorOf(sample, {}, 'valid')).outcome).toBe('wrong');
  });
});

import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { SignatureAlgorithm } from '../../crypto/provider.ts';
import { decode, encode } from '../../wire/codec.ts';
import { oids } from './oids.ts';
import {
  AlgorithmIdentifier,
  algorithmIdentifierOf,
  brokenSignature,
  PssParameters,
  signatureAlgorithmOf,
} from './signature-algorithm.ts';
import { parseSpki, publicKeyInfo, SubjectPublicKeyInfo } from './spki.ts';

const spkiOf = (
  make: () => { publicKey: { export(form: { type: 'spki'; format: 'der' }): Buffer } },
): Uint8Array => Uint8Array.from(make().publicKey.export({ type: 'spki', format: 'der' }));
const pssFor = (hash: string): Uint8Array =>
  spkiOf(() =>
    generateKeyPairSync('rsa-pss', { modulusLength: 1024, hashAlgorithm: hash, mgf1HashAlgorithm: hash }),
  );
const kindOf = (der: Uint8Array) => parseSpki(der).kind;
const NULL = Uint8Array.of(5, 0);

describe('the kind of a key that node:crypto made', () => {
  it.each<readonly [string, () => Uint8Array, unknown]>([
    [
      'RSA',
      () => spkiOf(() => generateKeyPairSync('rsa', { modulusLength: 2048 })),
      { type: 'RSA', bits: 2048 },
    ],
    [
      'odd RSA',
      () => spkiOf(() => generateKeyPairSync('rsa', { modulusLength: 1031 })),
      { type: 'RSA', bits: 1031 },
    ],
    [
      'RSA-PSS',
      () => spkiOf(() => generateKeyPairSync('rsa-pss', { modulusLength: 2048 })),
      { type: 'RSA-PSS', bits: 2048 },
    ],
    ['RSA-PSS for SHA-256', () => pssFor('sha256'), { type: 'RSA-PSS', bits: 1024 }],
    ['RSA-PSS for SHA-224', () => pssFor('sha224'), undefined],
    [
      'P-256',
      () => spkiOf(() => generateKeyPairSync('ec', { namedCurve: 'P-256' })),
      { type: 'EC', bits: 256, curve: 'secp256r1' },
    ],
    [
      'P-384',
      () => spkiOf(() => generateKeyPairSync('ec', { namedCurve: 'P-384' })),
      { type: 'EC', bits: 384, curve: 'secp384r1' },
    ],
    [
      'P-521',
      () => spkiOf(() => generateKeyPairSync('ec', { namedCurve: 'P-521' })),
      { type: 'EC', bits: 521, curve: 'secp521r1' },
    ],
    ['Ed25519', () => spkiOf(() => generateKeyPairSync('ed25519')), { type: 'Ed25519', bits: 255 }],
    ['Ed448', () => spkiOf(() => generateKeyPairSync('ed448')), { type: 'Ed448', bits: 448 }],
    ['X25519', () => spkiOf(() => generateKeyPairSync('x25519')), undefined],
    ['P-192', () => spkiOf(() => generateKeyPairSync('ec', { namedCurve: 'prime192v1' })), undefined],
    [
      'explicit curve parameters',
      () => spkiOf(() => generateKeyPairSync('ec', { namedCurve: 'P-256', paramEncoding: 'explicit' })),
      undefined,
    ],
  ])('%s', (_, make, kind) => {
    const der = make();
    expect(kindOf(der)).toEqual(kind);
    expect(encode(SubjectPublicKeyInfo, decode(SubjectPublicKeyInfo, der))).toEqual(der);
  });
});

describe('a key that is not exactly one', () => {
  const rsa = decode(
    SubjectPublicKeyInfo,
    spkiOf(() => generateKeyPairSync('rsa', { modulusLength: 1024 })),
  );
  const ec = decode(
    SubjectPublicKeyInfo,
    spkiOf(() => generateKeyPairSync('ec', { namedCurve: 'P-256' })),
  );
  const edit = (bytes: Uint8Array, at: number, byte: number): Uint8Array =>
    bytes.with(at < 0 ? bytes.length + at : at, byte);

  it.each([
    ['RSA without NULL', { ...rsa, algorithm: { algorithm: oids.rsaEncryption } }],
    [
      'RSA with other parameters',
      { ...rsa, algorithm: { algorithm: oids.rsaEncryption, parameters: Uint8Array.of(4, 0) } },
    ],
    [
      'RSA-PSS with parameters that cannot be read',
      { ...rsa, algorithm: { algorithm: oids.rsassaPss, parameters: Uint8Array.of(4, 0) } },
    ],
    ['RSA that is no key', { ...rsa, subjectPublicKey: Uint8Array.of(1, 2, 3) }],
    ['an even exponent', { ...rsa, subjectPublicKey: edit(rsa.subjectPublicKey, -1, 2) }],
    ['RSA with a byte too many', { ...rsa, subjectPublicKey: Uint8Array.of(...rsa.subjectPublicKey, 0) }],
    ['a compressed point', { ...ec, subjectPublicKey: edit(ec.subjectPublicKey.subarray(0, 33), 0, 2) }],
    ['a short point', { ...ec, subjectPublicKey: ec.subjectPublicKey.subarray(0, 64) }],
    ['no curve', { ...ec, algorithm: { algorithm: oids.ecPublicKey } }],
    [
      'Ed25519 with NULL',
      { algorithm: { algorithm: oids.Ed25519, parameters: NULL }, subjectPublicKey: new Uint8Array(32) },
    ],
    ['a short Ed25519 key', { algorithm: { algorithm: oids.Ed25519 }, subjectPublicKey: new Uint8Array(31) }],
  ])('%s has no kind', (_, value) => {
    expect(publicKeyInfo({ bytes: new Uint8Array(), value }).kind).toBeUndefined();
  });
});

describe('signature algorithms', () => {
  const algorithms: readonly SignatureAlgorithm[] = [
    ...(['SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'] as const).flatMap((hash) => [
      { kind: 'RSA-PKCS1', hash } as const,
      { kind: 'ECDSA', hash } as const,
    ]),
    { kind: 'RSA-PSS', hash: 'SHA-1', saltLength: 20 },
    { kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 },
    { kind: 'RSA-PSS', hash: 'SHA-512', saltLength: 64 },
    { kind: 'Ed25519' },
    { kind: 'Ed448' },
  ];

  it.each(algorithms)('%o comes back', (algorithm) => {
    const id = algorithmIdentifierOf(algorithm);
    expect(signatureAlgorithmOf(decode(AlgorithmIdentifier, encode(AlgorithmIdentifier, id)))).toEqual(
      algorithm,
    );
    expect(brokenSignature(id) !== undefined).toBe('hash' in algorithm && algorithm.hash === 'SHA-1');
  });

  const hash = { algorithm: oids.sha256, parameters: NULL };
  const good = {
    hashAlgorithm: hash,
    maskGenAlgorithm: { algorithm: oids.mgf1, parameters: hash },
    saltLength: 32,
    trailerField: 1,
  };
  const pss = (parameters: object) =>
    signatureAlgorithmOf({
      algorithm: oids.rsassaPss,
      parameters: encode(PssParameters, parameters as typeof good),
    });

  it('RSASSA-PSS has one hash and any salt, and a hash may go without its NULL', () => {
    const bare = { algorithm: oids.sha256 };
    expect(pss(good)).toEqual({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 32 });
    expect(
      pss({ ...good, hashAlgorithm: bare, maskGenAlgorithm: { algorithm: oids.mgf1, parameters: bare } }),
    ).toBeDefined();
    expect(pss({ ...good, saltLength: 20 })).toMatchObject({ saltLength: 20 });
    expect(pss({ ...good, trailerField: 2 })).toBeUndefined();
    expect(pss({ ...good, hashAlgorithm: { algorithm: oids.sha384, parameters: NULL } })).toBeUndefined();
    expect(pss({ ...good, maskGenAlgorithm: { algorithm: '1.2.3', parameters: hash } })).toBeUndefined();
    expect(
      pss({ ...good, hashAlgorithm: { algorithm: oids.sha256, parameters: Uint8Array.of(4, 0) } }),
    ).toBeUndefined();
    expect(signatureAlgorithmOf({ algorithm: oids.rsassaPss })).toBeUndefined();
    expect(brokenSignature({ algorithm: oids.rsassaPss, parameters: Uint8Array.of(0x30, 0) })).toBeDefined();
    expect(signatureAlgorithmOf({ algorithm: oids.rsassaPss, parameters: NULL })).toBeUndefined();
  });

  it('of RSA they are NULL or absent (RFC 4055 section 5)', () => {
    const algorithm = oids.sha256WithRSAEncryption;
    const known = { kind: 'RSA-PKCS1', hash: 'SHA-256' };
    expect(signatureAlgorithmOf({ algorithm })).toEqual(known);
    expect(signatureAlgorithmOf({ algorithm, parameters: NULL })).toEqual(known);
    expect(signatureAlgorithmOf({ algorithm, parameters: Uint8Array.of(4, 0) })).toBeUndefined();
  });

  it('parameters where none belong are not known', () => {
    expect(signatureAlgorithmOf({ algorithm: oids.ecdsaWithSHA256, parameters: NULL })).toBeUndefined();
    expect(signatureAlgorithmOf({ algorithm: oids.md5WithRSAEncryption, parameters: NULL })).toBeUndefined();
    expect(brokenSignature({ algorithm: oids.md5WithRSAEncryption })).toBe('md5WithRSAEncryption');
    expect(() => algorithmIdentifierOf({ kind: 'RSA-PSS', hash: 'SHA-256', saltLength: 20 })).toThrow(
      RangeError,
    );
  });
});

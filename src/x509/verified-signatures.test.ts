import { beforeEach, expect, it } from 'vitest';
import type { PublicKey } from '../crypto/provider.ts';
import { run } from '../crypto/steps.ts';
import { defaultBudget, Spending } from './budget.ts';
import { Signatures, type Signed, type SignedText, type Signer } from './signatures.ts';

const bytes = (length: number, value = 0) => new Uint8Array(length).fill(value);
const signedBy = (der: Uint8Array): Signer => ({
  spki: {
    der,
    algorithm: { algorithm: '1.2.840.10045.2.1' },
    subjectPublicKey: der,
    kind: undefined,
    rsa: undefined,
  },
});
const signer = signedBy(bytes(91));
const text: SignedText = {
  tbs: bytes(1000),
  signatureAlgorithm: { kind: 'ECDSA', hash: 'SHA-256' },
  signature: bytes(70),
};
const numbered = (number: number): SignedText => ({ ...text, signature: Uint8Array.of(number >> 8, number) });

/** What holds, and how often somebody was asked. */
let answers: Signed;
let asked: number;
const newProvider = () => ({
  publicKey: (): PublicKey => ({
    type: 'EC',
    bits: 256,
    verify: () => {
      asked++;
      return answers === 'good';
    },
  }),
});
let provider: ReturnType<typeof newProvider>;
beforeEach(() => {
  answers = 'good';
  asked = 0;
  provider = newProvider();
});

/** As another verdict asks. */
const verify = (of = text, by = signer, spending = new Spending(defaultBudget), from = provider) =>
  run(new Signatures(from, spending).verify(of, by)) as Signed;

it('verifies the same text with the same key once', () => {
  expect([verify(), verify({ ...text }), verify()]).toEqual(['good', 'good', 'good']);
  expect(asked).toBe(1);
});

it.each([
  ['text', { ...text, tbs: bytes(1000, 1) }],
  ['signature', { ...text, signature: bytes(70, 1) }],
  ['hash', { ...text, signatureAlgorithm: { kind: 'ECDSA', hash: 'SHA-384' } }],
  ['length', { ...text, tbs: bytes(999), signature: bytes(71) }],
] as const)('a %s that differs is verified for itself', (_, other) => {
  verify();
  answers = 'bad';
  expect(verify(other)).toBe('bad');
});

it('a key that differs is asked for itself', () => {
  verify();
  answers = 'bad';
  expect(verify(text, signedBy(bytes(91, 1)))).toBe('bad');
});

it('a signature that does not hold is not kept', () => {
  answers = 'bad';
  expect([verify(), verify()]).toEqual(['bad', 'bad']);
  expect(asked).toBe(2);
  answers = 'good';
  expect(verify()).toBe('good');
});

it('each provider answers for itself', () => {
  verify();
  answers = 'bad';
  expect(verify(text, signer, new Spending(defaultBudget), newProvider())).toBe('bad');
});

it('what is kept costs as much of the budget', () => {
  verify();
  const spending = new Spending({ ...defaultBudget, signatures: 0 });
  expect(() => verify(text, signer, spending)).toThrow('signatures');
});

it('keeps some hundred, and drops the oldest', () => {
  for (let number = 0; number < 200; number++) verify(numbered(number));
  expect(asked).toBe(200);
  verify(numbered(199));
  verify(numbered(110));
  expect(asked).toBe(200);
  verify(numbered(0));
  expect(asked).toBe(201);
});

it('keeps no text of more than 4096 bytes', () => {
  for (const length of [4096, 4096, 4097, 4097]) verify({ ...text, tbs: bytes(length) });
  expect(asked).toBe(3);
});

it('counts one that two verdicts found at the same time once', async () => {
  const waiting = {
    publicKey: (): PublicKey => ({ type: 'EC', bits: 256, verify: () => Promise.resolve(++asked > 0) }),
  };
  const signatures = () => new Signatures(waiting, new Spending(defaultBudget));
  await run(signatures().verify(numbered(0), signer));
  for (let round = 0; round < 3; round++)
    await Promise.all(
      Array.from({ length: 60 }, () => run(signatures().verify(numbered(1 + round), signer))),
    );
  asked = 0;
  await run(signatures().verify(numbered(0), signer));
  expect(asked).toBe(0);
});

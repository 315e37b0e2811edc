/** Key agreement: the NIST curves, X25519, and ML-KEM-768 through the hybrid group. */
import type { Group } from '../../src/crypto/provider.ts';
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { publicKeyIn } from '../public-key.ts';
import { mlkem768Key, withCurveKey, withKeys, x25519Key } from './chosen-keys.ts';
import {
  bytesOf,
  compared,
  type Fields,
  type Judgement,
  notSpoken,
  numberOf,
  passed,
  same,
  type Vector,
  wrong,
} from './vectors.ts';

/** The provider over node:crypto answers within the call. */
type Secret = Uint8Array | undefined;
const groupNamed = (name: unknown): Group | undefined =>
  nodeProvider.groups.find((group) => group.name === name);
const scalarLength: Readonly<Record<string, number>> = { secp256r1: 32, secp384r1: 48, secp521r1: 66 };

/**
 * What the vectors call acceptable: shares are uncompressed points (RFC 9846 section 4.3.8.2), and keys in certificates
 * are on named curves (RFC 5480 section 2.1.1) and DER.
 */
const openOnCurves = {
  CompressedPoint: 'refused',
  CompressedPublic: 'refused',
  InvalidAsn: 'refused',
  UnnamedCurve: 'refused',
} as const;

/** The peer's share is a point as TLS writes it. */
export function ecdhPoint(vector: Vector): Judgement {
  return onCurve(vector, bytesOf(vector.test, 'public'));
}

/** The peer's key is a SubjectPublicKeyInfo: it goes through the provider's import, and its point to the group. */
export function ecdhKey(vector: Vector): Judgement {
  const curve = vector.group['curve'] as string;
  const spki = bytesOf(vector.test, 'public');
  if (publicKeyIn(spki)?.curve !== curve) return compared(vector, false, openOnCurves);
  return onCurve(vector, spki.subarray(-(1 + 2 * scalarLength[curve]!)));
}

function onCurve(vector: Vector, point: Uint8Array): Judgement {
  const curve = vector.group['curve'] as string;
  const group = groupNamed(curve)!;
  const scalar = numberOf(vector.test, 'private', scalarLength[curve]!);
  return bothRoles(vector, group, point, (use) => withCurveKey(scalar, use), openOnCurves);
}

/** RFC 7748 section 5 has every string of 32 bytes taken; RFC 9846 section 7.4.2 has a secret of zeros refused. */
const openOnX25519 = {
  ZeroSharedSecret: 'refused',
  Twist: 'taken',
  NonCanonicalPublic: 'taken',
} as const;

export function xdh(vector: Vector): Judgement {
  if (vector.group['curve'] !== 'curve25519') return notSpoken('X448');
  const key = x25519Key(bytesOf(vector.test, 'private'));
  return bothRoles(
    vector,
    groupNamed('x25519')!,
    bytesOf(vector.test, 'public'),
    (use) => withKeys({ x25519: key }, use),
    openOnX25519,
  );
}

/** As the side that offers and as the one that answers. */
function bothRoles(
  vector: Vector,
  group: Group,
  peerShare: Uint8Array,
  withKey: <T>(use: () => T) => T,
  open: NonNullable<Parameters<typeof compared>[2]>,
): Judgement {
  const offered = withKey(() => (group.offer() as Offer).complete(peerShare)) as Secret;
  const answered = withKey(() => group.answer(peerShare) as { secret: Uint8Array } | undefined)?.secret;
  for (const secret of [offered, answered]) {
    const judgement = compared(vector, secret !== undefined, open);
    if (judgement !== passed) return judgement;
    if (secret && !same(secret, bytesOf(vector.test, 'shared'))) return wrong('another secret');
  }
  return passed;
}

type Offer = Awaited<ReturnType<Group['offer']>>;

const hybrid = groupNamed('X25519MLKEM768');
const parts = { key: 1184, ciphertext: 1088, seed: 64, secret: 32 } as const;
/** Any share of X25519 that is one: the base point. */
const otherHalf = new Uint8Array(32).fill(9, 0, 1);

function unspoken({ group }: Vector): Judgement | undefined {
  if (group['parameterSet'] !== 'ML-KEM-768') return notSpoken(String(group['parameterSet']));
  return hybrid === undefined ? notSpoken('this Node has no ML-KEM') : undefined;
}

/** A seed becomes our offer; the peer's ciphertext completes it. */
export function mlkem(vector: Vector): Judgement {
  const { test } = vector;
  const seed = bytesOf(test, 'seed');
  const impossible = unspoken(vector) ?? foreignSeed(seed);
  if (impossible) return impossible;
  const offer = offerOf(seed);
  if (!same(offer.share.subarray(0, parts.key), bytesOf(test, 'ek')))
    return wrong('another encapsulation key');
  const secret = offer.complete(Buffer.concat([bytesOf(test, 'c'), otherHalf])) as Secret;
  if (vector.result !== 'valid') return compared(vector, secret !== undefined);
  return secret && same(secret.subarray(0, parts.secret), bytesOf(test, 'K'))
    ? passed
    : wrong('another secret');
}

/** A seed becomes our offer, whose share is its encapsulation key. */
export function mlkemKey(vector: Vector): Judgement {
  const seed = bytesOf(vector.test, 'seed');
  const impossible = unspoken(vector) ?? foreignSeed(seed);
  if (impossible) return impossible;
  const share = offerOf(seed).share.subarray(0, parts.key);
  return same(share, bytesOf(vector.test, 'ek')) ? passed : wrong('another encapsulation key');
}

/**
 * The peer's encapsulation key is answered, or refused. Node draws the randomness of an encapsulation itself, so of a key
 * that is right only the taking is seen, and it is not counted as passed.
 */
export function mlkemEncapsulation(vector: Vector): Judgement {
  const impossible = unspoken(vector);
  if (impossible) return impossible;
  const answer = hybrid!.answer(Buffer.concat([bytesOf(vector.test, 'ek'), otherHalf]));
  const judgement = compared(vector, answer !== undefined);
  return vector.result === 'valid' && judgement === passed
    ? notSpoken('randomness that is given (the key was taken)')
    : judgement;
}

const foreignSeed = (seed: Uint8Array): Judgement | undefined =>
  seed.length === parts.seed ? undefined : notSpoken('seeds of other than 64 bytes: ours are made by Node');

const offerOf = (seed: Uint8Array): Offer =>
  withKeys({ 'ml-kem-768': mlkem768Key(seed) }, () => hybrid!.offer() as Offer);

export const mldsa = ({ algorithm, group }: { algorithm: string; group: Fields }): Judgement =>
  publicKeyIn(bytesOf(group, 'publicKeyDer')) === undefined
    ? notSpoken(algorithm)
    : wrong('a key of this kind is taken');

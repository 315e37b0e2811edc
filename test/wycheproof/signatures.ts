/** Signatures through the keys of certificates, our own signatures, and RSA decryption. */
import type { HashName, SignatureAlgorithm } from '../../src/crypto/provider.ts';
import { nodeProvider, privateKey } from '../../src/crypto/providers/node.ts';
import { decryptPremaster } from '../../src/crypto/rsa-premaster.ts';
import { publicKeyIn } from '../public-key.ts';
import { bytesOf, compared, type Judgement, notSpoken, passed, same, type Vector, wrong } from './vectors.ts';

const isHash = (name: unknown): name is HashName => Object.hasOwn(nodeProvider.hashes, name as string);

/**
 * What the vectors call acceptable: a DigestInfo without its NULL is another encoding than ours, and encodings are compared
 * (RFC 8017 section 8.2.2, step 4). Small exponents and SHA-1 are for the configuration to refuse, not for the key.
 */
const open = { MissingNull: 'refused', WeakHash: 'taken', SmallPublicKey: 'taken' } as const;

export const ecdsa = (vector: Vector): Judgement => verified(vector, { kind: 'ECDSA', ...hashOf(vector) });
export const rsaPkcs1 = (vector: Vector): Judgement =>
  verified(vector, { kind: 'RSA-PKCS1', ...hashOf(vector) });
export const eddsa = (vector: Vector): Judgement =>
  verified(vector, { kind: bytesOf(vector.group, 'publicKeyDer').length > 50 ? 'Ed448' : 'Ed25519' });

/** MGF1 with another hash than the message's is no scheme of TLS (RFC 9846 section 4.3.3), and must not verify as one. */
export function rsaPss(vector: Vector): Judgement {
  const { group } = vector;
  const algorithm = { kind: 'RSA-PSS', ...hashOf(vector), saltLength: group['sLen'] as number } as const;
  if (group['mgfSha'] === group['sha']) return verified(vector, algorithm);
  return verifies(vector, algorithm)
    ? wrong('taken as of another mask')
    : notSpoken('RSA-PSS with another hash in MGF1');
}

const hashOf = ({ group }: Vector): { hash: HashName } => ({ hash: group['sha'] as HashName });

function verified(vector: Vector, algorithm: SignatureAlgorithm): Judgement {
  if ('hash' in algorithm && !isHash(algorithm.hash)) return notSpoken(String(algorithm.hash));
  return compared(vector, verifies(vector, algorithm), open);
}

function verifies({ group, test }: Vector, algorithm: SignatureAlgorithm): boolean {
  const key = publicKeyIn(bytesOf(group, 'publicKeyDer'));
  return key?.verify(algorithm, bytesOf(test, 'msg'), bytesOf(test, 'sig')) === true;
}

/** PKCS #1 signatures are made without randomness: ours is the vector's, and verifies. */
export function signed(vector: Vector): Judgement {
  const { group, test } = vector;
  if (!isHash(group['sha'])) return notSpoken(String(group['sha']));
  const key = privateKey(bytesOf(group, 'privateKeyPkcs8'));
  const algorithm = { kind: 'RSA-PKCS1', hash: group['sha'] } as const;
  const [message, signature] = [bytesOf(test, 'msg'), bytesOf(test, 'sig')];
  const ours = key.sign(algorithm, message) as Uint8Array;
  const own = publicKeyIn(key.publicKey)?.verify(algorithm, message, signature) === true;
  return compared(vector, same(ours, signature) && own, open);
}

/**
 * TLS unpads one thing, a premaster secret of 48 bytes. So a ciphertext must come out as its message when that has 48 bytes
 * and we ask for the version that it begins with, and as the random bytes in every other case; and what the raw operation
 * gives must be the padded message.
 */
export function decrypted(vector: Vector): Judgement {
  const { group, test } = vector;
  const key = privateKey(bytesOf(group, 'privateKeyPkcs8'));
  const [ciphertext, message] = [bytesOf(test, 'ct'), bytesOf(test, 'msg')];
  const substitute = new Uint8Array(48).fill(0xa5);
  const version = message.length === 48 ? (message[0]! << 8) | message[1]! : 0x0303;
  const premaster = decryptPremaster(key, ciphertext, version, () => substitute.slice()) as Uint8Array;
  if (vector.result !== 'valid') return compared(vector, !same(premaster, substitute));
  const wanted = message.length === 48 ? message : substitute;
  if (!same(premaster, wanted)) return wrong('another premaster secret');
  const raw = key.decrypt!(ciphertext) as Uint8Array;
  const separator = raw.indexOf(0, 2);
  const isPadded =
    raw[0] === 0 && raw[1] === 2 && separator >= 10 && same(raw.subarray(separator + 1), message);
  return isPadded ? passed : wrong('not decrypted to its message');
}

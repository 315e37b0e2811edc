/** Record ciphers, HMAC and HKDF. */
import { expand, extract } from '../../src/crypto/hkdf.ts';
import type { AeadAlgorithm, CbcAlgorithm, HashName } from '../../src/crypto/provider.ts';
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import { bytesOf, compared, type Judgement, notSpoken, passed, same, type Vector, wrong } from './vectors.ts';

const aeads = new Map<string, AeadAlgorithm>();
const cbcs = new Map<string, CbcAlgorithm>();
for (const suite of nodeProvider.suites) {
  if (suite.version === 0x0304) aeads.set(suite.cipher.name, suite.cipher);
  else if (suite.protection.kind === 'AEAD') aeads.set(suite.protection.cipher.name, suite.protection.cipher);
  else cbcs.set(suite.protection.cipher.name, suite.protection.cipher);
}

/** Sealed to the vector's ciphertext and opened again, where the vector is valid; not opened, where it is not. */
export function aead(vector: Vector): Judgement {
  const { algorithm, group, test } = vector;
  const bits = group['keySize'] as number;
  const name =
    algorithm === 'CHACHA20-POLY1305' ? 'ChaCha20-Poly1305' : algorithm.replace('AES', `AES-${bits}`);
  const cipher = aeads.get(name);
  if (cipher === undefined) return notSpoken(algorithm === 'AES-CCM' ? algorithm : name);
  if (group['tagSize'] !== 8 * cipher.tagLength) return notSpoken('tags of other than 16 bytes');
  if (group['ivSize'] !== 96) return notSpoken('nonces of other than 12 bytes');
  const [nonce, data, plaintext] = [bytesOf(test, 'iv'), bytesOf(test, 'aad'), bytesOf(test, 'msg')];
  const sealed = Buffer.concat([bytesOf(test, 'ct'), bytesOf(test, 'tag')]);
  const key = cipher.create(bytesOf(test, 'key'));
  const opened = key.open(sealed, nonce, data);
  if (vector.result !== 'valid') return compared(vector, opened !== undefined);
  if (opened === undefined || !same(opened, plaintext)) return wrong('not opened to its plaintext');
  const buffer = new Uint8Array(plaintext.length + cipher.tagLength);
  buffer.set(plaintext);
  key.seal(buffer, 0, plaintext.length, nonce, data);
  return same(buffer, sealed) ? passed : wrong('not sealed to its ciphertext');
}

/**
 * AES-CBC with the padding of PKCS #5, which TLS has never had and the provider does not know: it is put on and taken off
 * here, so that the vectors reach the cipher.
 */
export function cbc(vector: Vector): Judgement {
  const { group, test } = vector;
  const name = `AES-${group['keySize']}-CBC`;
  const cipher = cbcs.get(name);
  if (cipher === undefined) return notSpoken(name);
  const [key, iv, ciphertext] = [bytesOf(test, 'key'), bytesOf(test, 'iv'), bytesOf(test, 'ct')];
  const padded = cipher.decrypt(key, iv, ciphertext);
  if (!same(cipher.encrypt(key, iv, padded), ciphertext)) return wrong('not encrypted to what was decrypted');
  const message = unpadded(padded);
  if (vector.result !== 'valid') return compared(vector, message !== undefined);
  return message && same(message, bytesOf(test, 'msg')) ? passed : wrong('not decrypted to its plaintext');
}

function unpadded(padded: Uint8Array): Uint8Array | undefined {
  const length = padded.at(-1) ?? 0;
  if (length < 1 || length > 16) return undefined;
  return padded.subarray(-length).every((byte) => byte === length) ? padded.subarray(0, -length) : undefined;
}

export function mac(vector: Vector): Judgement {
  const { algorithm, group, test } = vector;
  const hash = nodeProvider.hashes[algorithm.replace('HMACSHA', 'SHA-') as HashName];
  const tag = hash
    .hmac(bytesOf(test, 'key'), bytesOf(test, 'msg'))
    .subarray(0, (group['tagSize'] as number) / 8);
  return compared(vector, same(tag, bytesOf(test, 'tag')));
}

export function hkdf(vector: Vector): Judgement {
  const { algorithm, test } = vector;
  const hash = nodeProvider.hashes[algorithm.replace('HKDF-', '') as HashName];
  const key = extract(hash, bytesOf(test, 'salt'), bytesOf(test, 'ikm'));
  let output: Uint8Array;
  try {
    output = expand(hash, key, bytesOf(test, 'info'), test['size'] as number);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return compared(vector, false);
  }
  return compared(vector, same(output, bytesOf(test, 'okm')));
}

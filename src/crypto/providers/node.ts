/**
 * The provider over node:crypto. Everything in it answers at once; a key that should sign on the thread pool is wrapped
 * by {@link asyncPrivateKey}.
 */
import type { Provider } from '../provider.ts';
import { tls12Suites, tls13Suites } from '../suites.ts';
import {
  aes128Cbc,
  aes128Ccm,
  aes128Ccm8,
  aes128Gcm,
  aes256Cbc,
  aes256Ccm,
  aes256Ccm8,
  aes256Gcm,
  chacha20Poly1305,
  tripleDesCbc,
} from './node-cipher.ts';
import { nodeFiniteField, nodeFiniteFieldGroups } from './node-finite-field.ts';
import { nodeGroups } from './node-group.ts';
import { nodeHashes, nodeRandom } from './node-hash.ts';
import { hybridGroup } from './node-hybrid-group.ts';
import { nodePublicKey } from './node-public-key.ts';

export {
  asyncPrivateKey,
  type GeneratedKey,
  generateKey,
  type KeySource,
  privateKey,
} from './node-private-key.ts';

const primitives = {
  sha1: nodeHashes['SHA-1'],
  sha256: nodeHashes['SHA-256'],
  sha384: nodeHashes['SHA-384'],
  aes128Gcm,
  aes256Gcm,
  chacha20Poly1305,
  aes128Cbc,
  aes256Cbc,
  aes128Ccm,
  aes256Ccm,
  aes128Ccm8,
  aes256Ccm8,
  tripleDesCbc,
};

const hybrid = hybridGroup();

export const nodeProvider: Provider = {
  name: 'node:crypto',
  random: nodeRandom,
  hashes: nodeHashes,
  suites: [...tls13Suites(primitives), ...tls12Suites(primitives)],
  groups: [...(hybrid === undefined ? [] : [hybrid]), ...nodeGroups, ...nodeFiniteFieldGroups],
  finiteField: nodeFiniteField,
  ticketCipher: aes256Gcm,
  publicKey: nodePublicKey,
};

/** Node's cryptography for the engine, and keys for it. */
export {
  asyncPrivateKey,
  type GeneratedKey,
  generateKey,
  type KeySource,
  nodeProvider,
  privateKey,
} from '../crypto/providers/node.ts';

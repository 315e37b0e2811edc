import type { PublicKey } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { parseDamagedSpki } from '../src/x509/certificate/spki.ts';

/** The key in a DER SubjectPublicKeyInfo; undefined when that is malformed, or the key is not supported. */
export const publicKeyIn = (der: Uint8Array): PublicKey | undefined =>
  nodeProvider.publicKey(parseDamagedSpki(der));

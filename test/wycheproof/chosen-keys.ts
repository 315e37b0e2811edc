/**
 * Groups make a fresh key pair for every share, and take none. For vectors that name the private key, node:crypto is made
 * to hand out that one, so that all of the group's own code is run.
 */
import crypto, { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { syncBuiltinESMExports } from 'node:module';

type Patched = 'generateKeyPairSync' | 'createECDH';

/** Runs `use` while node:crypto has these functions instead of its own. */
function during<T>(instead: Partial<Record<Patched, unknown>>, use: () => T): T {
  const own = { generateKeyPairSync: crypto.generateKeyPairSync, createECDH: crypto.createECDH };
  Object.assign(crypto, instead);
  syncBuiltinESMExports();
  try {
    return use();
  } finally {
    Object.assign(crypto, own);
    syncBuiltinESMExports();
  }
}

/** While `use` runs, key pairs of `createECDH` have this private key. */
export function withCurveKey<T>(privateKey: Uint8Array, use: () => T): T {
  const { createECDH } = crypto;
  return during(
    {
      createECDH(curve: string) {
        const ecdh = createECDH(curve);
        ecdh.setPrivateKey(privateKey);
        return Object.assign(ecdh, { generateKeys: () => ecdh.getPublicKey() });
      },
    },
    use,
  );
}

/** While `use` runs, key pairs of these kinds have these private keys, PKCS #8. Others are made as ever. */
export function withKeys<T>(chosen: Readonly<Record<string, Uint8Array>>, use: () => T): T {
  const { generateKeyPairSync } = crypto as unknown as {
    generateKeyPairSync: (...given: unknown[]) => unknown;
  };
  return during(
    {
      generateKeyPairSync(kind: string, options: { publicKeyEncoding: { format: string; type?: string } }) {
        const der = chosen[kind];
        if (der === undefined) return generateKeyPairSync(kind, options);
        const privateKey = createPrivateKey({ key: Buffer.from(der), format: 'der', type: 'pkcs8' });
        const publicKey: KeyObject = createPublicKey(privateKey);
        return { privateKey, publicKey: publicKey.export(options.publicKeyEncoding as { format: 'jwk' }) };
      },
    },
    use,
  );
}

const prefixed = (prefix: string, key: Uint8Array): Uint8Array =>
  Buffer.concat([Buffer.from(prefix, 'hex'), key]);

/** PKCS #8 of a raw X25519 private key (RFC 8410 section 7). */
export const x25519Key = (raw: Uint8Array): Uint8Array => prefixed('302e020100300506032b656e04220420', raw);

/** PKCS #8 of an ML-KEM-768 seed of 64 bytes. */
export const mlkem768Key = (seed: Uint8Array): Uint8Array =>
  prefixed('3054020100300b060960864801650304040204428040', seed);

/**
 * Key agreement over node:crypto: X25519 and the NIST curves (RFC 9846 section 7.4.2, RFC 8422).
 *
 * The choice among node's APIs was measured on Node 20. X25519 keys are made with `publicKeyEncoding: jwk` (50 µs;
 * any import or export as SPKI costs 100 more). Exporting the JWK from the finished key object instead was rejected for
 * more than its cost: if the garbage collector frees the generating job at that moment, Node 20 deadlocks. The
 * NIST curves go through `createECDH`, which takes and gives points as TLS writes them.
 */
import { createECDH, createPublicKey, diffieHellman, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Group, KeyOffer } from '../provider.ts';
import { plain } from './node-hash.ts';

const x25519: Group = {
  id: 0x001d,
  name: 'x25519',
  shareLength: 32,
  offer: () => x25519Pair(),
  answer(peerShare) {
    if (peerShare.length !== 32) return undefined;
    const { share, complete } = x25519Pair();
    const secret = complete(peerShare);
    return secret && { share, secret };
  },
};

export const nodeGroups: readonly Group[] = [
  x25519,
  curve(0x0017, 'secp256r1', 'prime256v1', 65),
  curve(0x0018, 'secp384r1', 'secp384r1', 97),
  curve(0x0019, 'secp521r1', 'secp521r1', 133),
];

/** An offer that answers at once, as all of node's do. */
export interface SynchronousOffer extends KeyOffer {
  complete(peerShare: Uint8Array): Uint8Array | undefined;
}

/** A fresh X25519 key pair. */
export function x25519Pair(): SynchronousOffer {
  const pair = generateKeyPairSync('x25519', jwkPublicKey) as unknown as {
    publicKey: { readonly x: string };
    privateKey: KeyObject;
  };
  const use = once(pair.privateKey);
  return {
    share: plain(Buffer.from(pair.publicKey.x, 'base64url')),
    complete(peerShare) {
      const privateKey = use();
      if (peerShare.length !== 32) return undefined;
      try {
        const x = Buffer.from(peerShare.buffer, peerShare.byteOffset, 32).toString('base64url');
        const publicKey = createPublicKey({ key: { kty: 'OKP', crv: 'X25519', x }, format: 'jwk' });
        const secret = plain(diffieHellman({ privateKey, publicKey }));
        return isZero(secret) ? undefined : secret; // RFC 9846 section 7.4.2
      } catch {
        return undefined; // OpenSSL itself refuses points of low order
      }
    },
  };
}

/** node's typings of version 20 do not know this encoding, which Node has had since 15.9. */
const jwkPublicKey = { publicKeyEncoding: { format: 'jwk' } } as unknown as undefined;

function curve(id: number, name: string, nodeName: string, shareLength: number): Group {
  const pair = (): SynchronousOffer => {
    const ecdh = createECDH(nodeName);
    const share = plain(ecdh.generateKeys());
    const use = once(ecdh);
    return {
      share,
      complete(peerShare) {
        const own = use();
        // UncompressedPointRepresentation alone (RFC 9846 section 4.3.8.2); OpenSSL takes other forms too.
        if (peerShare.length !== shareLength || peerShare[0] !== 4) return undefined;
        try {
          return plain(own.computeSecret(peerShare));
        } catch {
          return undefined; // not on the curve
        }
      },
    };
  };
  return {
    id,
    name,
    shareLength,
    offer: pair,
    answer(peerShare) {
      if (peerShare.length !== shareLength || peerShare[0] !== 4) return undefined;
      const { share, complete } = pair();
      const secret = complete(peerShare);
      return secret && { share, secret };
    },
  };
}

/** Hands the private half out once, and forgets it. */
export function once<T>(value: T): () => T {
  let held: T | undefined = value;
  return () => {
    if (held === undefined) throw new Error('this key share has been used already');
    const taken = held;
    held = undefined;
    return taken;
  };
}

function isZero(bytes: Uint8Array): boolean {
  let any = 0;
  for (const byte of bytes) any |= byte;
  return any === 0;
}

/**
 * X25519MLKEM768 (draft-ietf-tls-ecdhe-mlkem): ML-KEM-768 (FIPS 203) beside X25519, so that what is recorded today stays
 * secret even if one of the two is broken.
 *
 * Only where ML-KEM is native, from Node 24.7 with OpenSSL 3.5. Elsewhere the group is absent: ML-KEM in JavaScript
 * costs a millisecond, and an offer that makes every handshake slower is not one to make by default.
 */
import crypto, { createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import type { Group } from '../provider.ts';
import { once, x25519Pair } from './node-group.ts';
import { plain } from './node-hash.ts';

/** What node's typings of version 20 do not have yet. */
interface Kem {
  encapsulate(key: KeyObject): { sharedKey: Uint8Array; ciphertext: Uint8Array };
  decapsulate(key: KeyObject, ciphertext: Uint8Array): Uint8Array;
}

const encapsulationKeyLength = 1184;
const ciphertextLength = 1088;
const x25519Length = 32;

/** The group, or undefined where node has no ML-KEM. */
export function hybridGroup(): Group | undefined {
  const { encapsulate, decapsulate } = crypto as unknown as Partial<Kem>;
  if (encapsulate === undefined || decapsulate === undefined) return undefined;
  try {
    mlkemPair();
  } catch {
    return undefined; // a build against an OpenSSL without it
  }
  return x25519MLKEM768({ encapsulate, decapsulate });
}

/*
 * In every share and in the secret ML-KEM's part comes first:
 *
 *     client: encapsulation key (1184) | X25519 share (32)
 *     server: ciphertext (1088)        | X25519 share (32)
 *     secret: ML-KEM's (32)            | X25519's (32)
 */
function x25519MLKEM768({ encapsulate, decapsulate }: Kem): Group {
  return {
    id: 0x11ec,
    name: 'X25519MLKEM768',
    shareLength: encapsulationKeyLength + x25519Length,
    offer() {
      const mlkem = mlkemPair();
      const x25519 = x25519Pair();
      const use = once(mlkem.privateKey);
      return {
        share: joined(mlkem.encapsulationKey, x25519.share),
        complete(peerShare) {
          const privateKey = use();
          if (peerShare.length !== ciphertextLength + x25519Length) return undefined;
          const second = x25519.complete(peerShare.subarray(ciphertextLength));
          if (second === undefined) return undefined;
          // A ciphertext of the right length never fails: a wrong one gives a different secret (FIPS 203 section 6.3).
          const first = decapsulate(privateKey, peerShare.subarray(0, ciphertextLength));
          return joined(first, second);
        },
      };
    },
    answer(peerShare) {
      if (peerShare.length !== encapsulationKeyLength + x25519Length) return undefined;
      const x25519 = x25519Pair();
      const second = x25519.complete(peerShare.subarray(encapsulationKeyLength));
      if (second === undefined) return undefined;
      let encapsulated: ReturnType<Kem['encapsulate']>;
      try {
        encapsulated = encapsulate(encapsulationKey(peerShare.subarray(0, encapsulationKeyLength)));
      } catch {
        return undefined; // the modulus check of FIPS 203 section 7.2
      }
      return {
        share: joined(encapsulated.ciphertext, x25519.share),
        secret: joined(encapsulated.sharedKey, second),
      };
    },
  };
}

function mlkemPair(): { encapsulationKey: Uint8Array; privateKey: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync(
    'ml-kem-768' as 'x25519',
    { publicKeyEncoding: { type: 'spki', format: 'der' } } as unknown as undefined,
  ) as unknown as { publicKey: Uint8Array; privateKey: KeyObject };
  return { encapsulationKey: publicKey.subarray(-encapsulationKeyLength), privateKey };
}

/** The DER before the raw key: a SubjectPublicKeyInfo of id-alg-ml-kem-768, 2.16.840.1.101.3.4.4.2. */
const spkiPrefix = Buffer.from('308204b2300b0609608648016503040402038204a100', 'hex');

function encapsulationKey(raw: Uint8Array): KeyObject {
  return createPublicKey({ key: Buffer.concat([spkiPrefix, raw]), format: 'der', type: 'spki' });
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  return plain(Buffer.concat([first, second]));
}

/**
 * Diffie-Hellman in a prime field over node:crypto, by key objects: `createDiffieHellman` tests the primes that it is given,
 * which takes seconds. Node 20 spares those that OpenSSL knows, and computes with them five times as fast, without raising a share to
 * the order of the group: in a field of a safe prime, shares from 2 to p - 2 need no such test (RFC 7919 section 5.1). Exponents
 * are as OpenSSL chooses them: short in groups that it knows, as long as the prime in others.
 */
import {
  createDiffieHellman,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  generateKeyPairSync,
  type KeyObject,
} from 'node:crypto';
import { unpadded } from '../../wire/bytes.ts';
import { decode, encode, type Of } from '../../wire/codec.ts';
import { sequence } from '../../wire/der.ts';
import { integer, octetAligned, octetString, oid, unsigned } from '../../wire/der-values.ts';
import { ffdhe, generator, modp, primeGroupOf } from '../prime-groups.ts';
import type { Group, KeyAgreement } from '../provider.ts';
import { once, type SynchronousOffer } from './node-group.ts';
import { nodeRandom, plain } from './node-hash.ts';

export function nodeFiniteField(prime: Uint8Array, base: Uint8Array): KeyAgreement {
  const parameters = { prime: unsigned(prime), base: unsigned(base) };
  const algorithm = { algorithm: dhKeyAgreement, parameters };
  const imported = (share: Uint8Array): KeyObject => {
    const subjectPublicKey = encode(integer, unsigned(share));
    const key = Buffer.from(encode(SubjectPublicKeyInfo, { algorithm, subjectPublicKey }));
    return createPublicKey({ key, format: 'der', type: 'spki' });
  };
  const isKnown = primeGroupOf([...ffdhe, ...modp], prime, base) !== undefined;
  const pair = (): SynchronousOffer => {
    if (isKnown && sparesKnownPrimes) return knownPair(prime, base);
    const privateKey = freshKey(prime, base, algorithm);
    const spki = createPublicKey(privateKey).export({ format: 'der', type: 'spki' });
    const { subjectPublicKey } = decode(SubjectPublicKeyInfo, plain(spki));
    const use = once(privateKey);
    return {
      share: padded(decode(integer, subjectPublicKey), prime.length),
      complete(peerShare) {
        const own = use();
        try {
          return plain(diffieHellman({ privateKey: own, publicKey: imported(peerShare) }));
        } catch {
          return undefined; // OpenSSL takes shares from 2 to p - 2 (RFC 7919 section 5.1)
        }
      },
    };
  };
  return {
    offer: pair,
    answer(peerShare) {
      const { share, complete } = pair();
      const secret = complete(peerShare);
      return secret && { share, secret };
    },
  };
}

const sparesKnownPrimes = Number(process.versions.node.split('.')[0]) < 22;

function knownPair(prime: Uint8Array, base: Uint8Array): SynchronousOffer {
  const key = createDiffieHellman(Buffer.from(prime), Buffer.from(base));
  const share = padded(plain(key.generateKeys()), prime.length);
  const use = once(key);
  return {
    share,
    complete(peerShare) {
      const own = use();
      // Node looks at a share only when OpenSSL fails, and that takes numbers above p.
      if (!isBelow(unpadded(peerShare), prime)) return undefined;
      try {
        return plain(own.computeSecret(peerShare));
      } catch {
        return undefined; // 0, 1 and p - 1
      }
    },
  };
}

/** Big-endian, both without leading zeros. */
const isBelow = (value: Uint8Array, than: Uint8Array): boolean =>
  value.length === than.length ? Buffer.compare(value, than) < 0 : value.length < than.length;

/** The groups of RFC 7919 in TLS 1.3: a share is as long as the prime (RFC 9846 section 4.3.8.1). */
export const nodeFiniteFieldGroups: readonly Group[] = ffdhe.map((group) => {
  const shareLength = group.bits / 8;
  let field: KeyAgreement | undefined;
  const ready = (): KeyAgreement => (field ??= nodeFiniteField(group.prime, generator));
  const whole = (share: Uint8Array): boolean => share.length === shareLength;
  return {
    id: group.id,
    name: group.name,
    shareLength,
    offer() {
      const offer = ready().offer() as SynchronousOffer;
      return { ...offer, complete: (share) => (whole(share) ? offer.complete(share) : undefined) };
    },
    answer: (share) => (whole(share) ? ready().answer(share) : undefined),
  };
});

//     DHParameter ::= SEQUENCE { prime INTEGER, base INTEGER }
const AlgorithmIdentifier = sequence('RFC 5280 section 4.1.1.2', {
  algorithm: oid(),
  parameters: sequence('RFC 2631 section 2.1', { prime: integer, base: integer }),
});
const SubjectPublicKeyInfo = sequence('RFC 5280 section 4.1.2.7', {
  algorithm: AlgorithmIdentifier,
  subjectPublicKey: octetAligned,
});
const PrivateKeyInfo = sequence('RFC 5208 section 5', {
  version: integer,
  algorithm: AlgorithmIdentifier,
  privateKey: octetString,
});
const dhKeyAgreement = '1.2.840.113549.1.3.1';

/** node's typings of version 20 do not know this type of key, which Node has had since 12.12. */
const generateDh = generateKeyPairSync as unknown as (
  type: 'dh',
  options: { prime: Buffer; generator: number },
) => { privateKey: KeyObject };

/** Where node takes no such base, an exponent of its random bytes is given to it: at least as short as the prime. */
function freshKey(prime: Uint8Array, base: Uint8Array, algorithm: Of<typeof AlgorithmIdentifier>): KeyObject {
  const small = base.length < 4 ? base.reduce((sum, byte) => sum * 256 + byte, 0) : undefined;
  if (small !== undefined)
    return generateDh('dh', { prime: Buffer.from(prime), generator: small }).privateKey;
  const exponent = encode(integer, unsigned(nodeRandom(prime.length - 1)));
  const key = Buffer.from(
    encode(PrivateKeyInfo, { version: Uint8Array.of(0), algorithm, privateKey: exponent }),
  );
  exponent.fill(0);
  const privateKey = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
  key.fill(0);
  return privateKey;
}

function padded(value: Uint8Array, length: number): Uint8Array {
  const bytes = value[0] === 0 ? value.subarray(1) : value;
  const whole = new Uint8Array(length);
  whole.set(bytes, length - bytes.length);
  return whole;
}

/** Groups of a key exchange, and the shares in them. */
import { say, type Words } from '../../wire/words.ts';
import { clauses } from '../text.ts';
import { holder } from './certificate-sentences.ts';
import { greaseWords } from './grease-sentences.ts';
import type { Place } from './place.ts';
import type { Tellers } from './tellers.ts';

/** In the client's list. */
export function groupOffered(name: string, chosen: string | undefined): Words {
  const grease = greaseWords(name, 'group');
  if (grease) return grease;
  return clauses([
    name === chosen ? say`${name}, in which the keys will be agreed on` : say`${name}, offered`,
    kindOf(name),
  ]);
}

/** A share in it, as the client or the server sends it. */
export const shareIn = (name: string): Words => kindOf(name);

function kindOf(name: string): Words {
  const [, bits] = /^ffdhe(\d+)$/.exec(name) ?? [];
  if (bits !== undefined)
    return say`powers modulo the prime of ${Number(bits)} bits of RFC 7919, ${Number(bits) / 8} bytes each`;
  return kinds[name] ?? say`${name} is a group that handglass does not speak`;
}

const kinds: Readonly<Record<string, Words>> = {
  x25519: 'points on Curve25519 with 32 bytes each, made so that every 32 bytes are a valid share',
  x448: 'points on Curve448 with 56 bytes each, made so that every 56 bytes are a valid share',
  secp256r1: 'points on NIST’s curve P-256 with 65 bytes each, which must be checked to lie on the curve',
  secp384r1: 'points on NIST’s curve P-384 with 97 bytes each, slower than P-256 and with more margin',
  secp521r1: 'points on NIST’s curve P-521 with 133 bytes each, the slowest and with the most margin',
  X25519MLKEM768:
    'x25519 and ML-KEM-768 together, so that a quantum computer that breaks the one still faces the other; the client’s share has 1216 bytes, the server’s 1120',
  SecP256r1MLKEM768:
    'P-256 and ML-KEM-768 together, so that a quantum computer that breaks the one still faces the other; the client’s share has 1249 bytes, the server’s 1153',
  SecP384r1MLKEM1024:
    'P-384 and ML-KEM-1024 together, so that a quantum computer that breaks the one still faces the other; the client’s share has 1665 bytes, the server’s 1665',
};

/** The parts of a share or of a public key. */
export const pointTellers: Tellers = {
  form: (at) =>
    say`04, uncompressed: both coordinates of the point follow (${whose(at)}); 02 and 03, with one of them, are refused`,
  x: (at) =>
    say`The point’s first coordinate (${whose(at)}); a point that is not on the curve is refused, since it could give away the other side’s key`,
  y: (at) => say`The point’s second coordinate (${whose(at)}), one of the two that fit the first`,
  ml_kem_key: (at) => say`The client’s ML-KEM key of ${at.size} bytes: the server encrypts a secret to it`,
  ml_kem_ciphertext: (at) =>
    say`A secret of the server, encrypted to the client’s ML-KEM key, ${at.size} bytes`,
  x25519: (at) =>
    at.from === 'client'
      ? 'The client’s x25519 share of 32 bytes beside it: the shared secret is made from both'
      : 'The server’s x25519 share of 32 bytes beside it: the shared secret is made from both',
};

function whose(at: Place): Words {
  if (at.certificate) return say`the key of ${holder(at)}`;
  return at.from === 'client' ? 'the client’s share' : 'the server’s share';
}

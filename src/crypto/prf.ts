/**
 * The pseudorandom function of TLS 1.2 (RFC 5246 section 5), over whichever hash the suite names.
 *
 *     PRF(secret, label, seed) = P_<hash>(secret, label + seed)
 *
 *     P_hash(secret, seed) = HMAC_hash(secret, A(1) + seed) +
 *                            HMAC_hash(secret, A(2) + seed) + ...
 *     A(0) = seed
 *     A(i) = HMAC_hash(secret, A(i-1))
 */
import { ObservedHash } from './observed-hash.ts';
import type { HashAlgorithm } from './provider.ts';

/**
 * `length` bytes of PRF(secret, label, seed).
 *
 * @param label ASCII; RangeError otherwise
 * @param seeds concatenated after the label
 */
export function prf(
  hash: HashAlgorithm,
  secret: Uint8Array,
  label: string,
  length: number,
  ...seeds: readonly Uint8Array[]
): Uint8Array {
  const seed = labelled(label, seeds);
  const count = Math.ceil(length / hash.length);
  const output = new Uint8Array(count * hash.length);
  let a = seed;
  for (let i = 0; i < count; i++) {
    a = hash.hmac(secret, a);
    output.set(hash.hmac(secret, a, seed), i * hash.length);
  }
  const wanted = output.subarray(0, length);
  if (hash instanceof ObservedHash)
    hash.took('PRF', label, { secret, seed: seed.subarray(label.length) }, wanted);
  return wanted;
}

function labelled(label: string, seeds: readonly Uint8Array[]): Uint8Array {
  let length = label.length;
  for (const seed of seeds) length += seed.length;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (; at < label.length; at++) {
    const code = label.charCodeAt(at);
    if (code > 0x7f) throw new RangeError('a label is ASCII');
    bytes[at] = code;
  }
  for (const seed of seeds) {
    bytes.set(seed, at);
    at += seed.length;
  }
  return bytes;
}

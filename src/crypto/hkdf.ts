/**
 * HKDF (RFC 5869) and the two functions that TLS 1.3 builds on it (RFC 9846 section 7.1).
 *
 * The HkdfLabel is written by hand, with the byte for HKDF-Expand's counter already behind it: nearly every secret of
 * a handshake is one block long and then costs one HMAC over one buffer. The notation of src/wire was rejected here,
 * since nobody ever decodes an HkdfLabel. Key material that may be secret is never cached.
 */
import { say } from '../wire/words.ts';
import { ObservedHash } from './observed-hash.ts';
import type { HashAlgorithm } from './provider.ts';

/** HKDF-Extract (RFC 5869 section 2.2): a pseudorandom key of `hash.length` bytes. */
export function extract(hash: HashAlgorithm, salt: Uint8Array, keyMaterial: Uint8Array): Uint8Array {
  const key = hash.hmac(salt, keyMaterial);
  if (hash instanceof ObservedHash) hash.took('HKDF-Extract', undefined, { salt, IKM: keyMaterial }, key);
  return key;
}

/** HKDF-Expand (RFC 5869 section 2.3). Throws RangeError for more than 255 blocks. */
export function expand(
  hash: HashAlgorithm,
  key: Uint8Array,
  info: Uint8Array,
  /** bytes */ length: number,
): Uint8Array {
  const counted = new Uint8Array(info.length + 1);
  counted.set(info);
  return blocks(hash, key, counted, length);
}

/**
 * HKDF-Expand-Label (RFC 9846 section 7.1).
 *
 * @param label ASCII, without the prefix "tls13 ", 1 to 249 bytes; RangeError otherwise
 * @param context at most 255 bytes
 * @param length bytes wanted, at most 255 * hash.length
 */
export function expandLabel(
  hash: HashAlgorithm,
  secret: Uint8Array,
  label: string,
  context: Uint8Array,
  length: number,
): Uint8Array {
  const output = blocks(hash, secret, hkdfLabel(label, context, length), length);
  if (hash instanceof ObservedHash)
    hash.took('HKDF-Expand-Label', label, { Secret: secret, Context: context }, output);
  return output;
}

/** Derive-Secret (RFC 9846 section 7.1), given the transcript's hash instead of its messages. */
export function deriveSecret(
  hash: HashAlgorithm,
  secret: Uint8Array,
  label: string,
  transcriptHash: Uint8Array,
): Uint8Array {
  const output = blocks(hash, secret, hkdfLabel(label, transcriptHash, hash.length), hash.length);
  if (hash instanceof ObservedHash)
    hash.took('Derive-Secret', label, { Secret: secret, 'Transcript-Hash': transcriptHash }, output);
  return output;
}

/** No bytes: the `""` of the key schedule. */
export const empty: Uint8Array = new Uint8Array(0);

/*
 * struct {
 *     uint16 length = Length;
 *     opaque label<7..255> = "tls13 " + Label;
 *     opaque context<0..255> = Context;
 * } HkdfLabel;
 *
 * followed by a byte for the counter of HKDF-Expand.
 */
function hkdfLabel(label: string, context: Uint8Array, length: number): Uint8Array {
  if (label.length < 1 || label.length > 249) throw new RangeError('a label has 1 to 249 bytes');
  if (context.length > 255) throw new RangeError('a context has at most 255 bytes');
  const bytes = new Uint8Array(2 + 1 + 6 + label.length + 1 + context.length + 1);
  bytes[0] = length >> 8;
  bytes[1] = length;
  bytes[2] = 6 + label.length;
  bytes[3] = 0x74; // "tls13 "
  bytes[4] = 0x6c;
  bytes[5] = 0x73;
  bytes[6] = 0x31;
  bytes[7] = 0x33;
  bytes[8] = 0x20;
  let at = 9;
  for (let i = 0; i < label.length; i++) {
    const code = label.charCodeAt(i);
    if (code > 0x7f) throw new RangeError('a label is ASCII');
    bytes[at++] = code;
  }
  bytes[at++] = context.length;
  bytes.set(context, at);
  return bytes;
}

/** T(1) | T(2) | ... of RFC 5869 section 2.3; the last byte of `info` is for the counter. */
function blocks(hash: HashAlgorithm, key: Uint8Array, info: Uint8Array, length: number): Uint8Array {
  const last = info.length - 1;
  info[last] = 1;
  if (length === hash.length) return hash.hmac(key, info);
  if (length < hash.length) return hash.hmac(key, info).subarray(0, length);
  const count = Math.ceil(length / hash.length);
  if (count > 255)
    throw new RangeError(say`HKDF gives at most ${255 * hash.length} bytes with ${hash.name}`.text);
  const output = new Uint8Array(count * hash.length);
  let block = empty;
  for (let i = 0; i < count; i++) {
    info[last] = i + 1;
    block = hash.hmac(key, block, info);
    output.set(block, i * hash.length);
  }
  return output.subarray(0, length);
}

/**
 * Keying material for the application: exporters (RFC 9846 section 7.5 for TLS 1.3, RFC 5705 for TLS 1.2).
 *
 * They differ in one trap: in TLS 1.2 an empty context is not the same as no context; in TLS 1.3 it is.
 */

import { deriveSecret, empty, expandLabel } from '../crypto/hkdf.ts';
import { prf } from '../crypto/prf.ts';
import type { HashAlgorithm } from '../crypto/provider.ts';
import { say } from '../wire/words.ts';

/**
 * @param exporterMain the exporter_secret, or the early_exporter_secret for 0-RTT
 * @param label ASCII, 1 to 249 bytes; RangeError otherwise
 * @param length bytes wanted
 */
export function exporter13(
  hash: HashAlgorithm,
  exporterMain: Uint8Array,
  label: string,
  context: Uint8Array | undefined,
  length: number,
): Uint8Array {
  const secret = deriveSecret(hash, exporterMain, label, hash.digest(empty));
  return expandLabel(hash, secret, 'exporter', hash.digest(context ?? empty), length);
}

/**
 * @param label ASCII, and not one that TLS itself uses; RangeError otherwise
 * @param context at most 65535 bytes
 * @param length bytes wanted
 */
export function exporter12(
  hash: HashAlgorithm,
  main: Uint8Array,
  label: string,
  clientRandom: Uint8Array,
  serverRandom: Uint8Array,
  context: Uint8Array | undefined,
  length: number,
): Uint8Array {
  if (reserved.has(label))
    throw new RangeError(say`the label "${label}" belongs to TLS itself (RFC 5705 section 4)`.text);
  if (context === undefined) return prf(hash, main, label, length, clientRandom, serverRandom);
  if (context.length > 0xffff) throw new RangeError('a context has at most 65535 bytes');
  const contextLength = Uint8Array.of(context.length >> 8, context.length);
  return prf(hash, main, label, length, clientRandom, serverRandom, contextLength, context);
}

const reserved = new Set([
  'client finished',
  'server finished',
  'master secret',
  'extended master secret',
  'key expansion',
]);

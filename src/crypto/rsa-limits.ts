/**
 * How large an RSA key may be that is handed to a library. Verifying costs the square of the modulus' size and grows with
 * the exponent's, and both are the peer's choice, so a certificate could freeze us; these limits bound it.
 */
import type { KeyKind } from './provider.ts';

/** Bits. Verifying with a key of this size takes about a millisecond; public CAs use at most 4,096. */
export const longestRsaKey = 8192;
const longestExponent = 8; // bytes

export const isTooLong = ({ type, bits }: KeyKind): boolean => type.startsWith('RSA') && bits > longestRsaKey;

/**
 * RFC 8017 section 3.1: odd, and at least 3; and not too long.
 *
 * @param e in network order, as an INTEGER of DER has it
 */
export function isExponent(e: Uint8Array): boolean {
  const magnitude = e[0] === 0 ? e.subarray(1) : e;
  const low = magnitude.at(-1) ?? 0;
  return magnitude.length <= longestExponent && low % 2 === 1 && (low > 1 || magnitude.length > 1);
}

/**
 * How large an RSA key may be that is handed to a library. Verifying costs the square of the modulus' size and grows with
 * the exponent's, and both are the peer's choice, so a certificate could freeze us; these limits bound it.
 */
import type { KeyKind, PublicKeyInfo } from './provider.ts';

/** Bits. Verifying with a key of this size takes about a millisecond; public CAs use at most 4,096. */
export const longestRsaKey = 8192;
const longestExponent = 8; // bytes

export const isTooLong = ({ type, bits }: KeyKind): boolean => type.startsWith('RSA') && bits > longestRsaKey;

/** RFC 8017 section 3.1: odd, and at least 3. */
export const isExponent = (e: bigint): boolean =>
  e > 1n && (e & 1n) === 1n && e < 2n ** BigInt(8 * longestExponent);

export function hasLongExponent({ rsa }: PublicKeyInfo): boolean {
  if (!rsa) return false;
  const { length, 0: first } = rsa.publicExponent;
  return (first === 0 ? length - 1 : length) > longestExponent;
}

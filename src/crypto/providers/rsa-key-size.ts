/**
 * What must be known of an RSA key before it is handed to a library: how large its numbers are (RFC 8017 appendix
 * A.1.1, RFC 4055 section 1.2). Verifying costs the square of the modulus' size and grows with the exponent's, and both
 * are the peer's choice, so a certificate could freeze us; these limits bound it.
 */

/** An SPKI read just so far. */
export interface RsaSizes {
  readonly type: 'RSA' | 'RSA-PSS';
  /** Bits of the modulus. */
  readonly bits: number;
  /** The RSAPublicKey inside, DER. */
  readonly pkcs1: Uint8Array;
}

/** Bits. Verifying with a key of this size takes about a millisecond; public CAs use at most 4,096. */
export const longestRsaKey = 8192;
const maximumExponentBytes = 8;

/**
 * The sizes of the RSA key in a SubjectPublicKeyInfo. Undefined when it is none, is not DER, is over the limits, or
 * has an even modulus or an exponent that is even or 1.
 */
export function rsaSizes(spki: Uint8Array): RsaSizes | undefined {
  const info = element(spki, 0, spki.length, 0x30);
  if (info?.end !== spki.length) return undefined;
  const algorithm = element(spki, info.start, info.end, 0x30);
  if (algorithm === undefined) return undefined;
  const oid = element(spki, algorithm.start, algorithm.end, 0x06);
  const type = oid && typeOf(spki.subarray(oid.start, oid.end));
  if (type === undefined) return undefined;
  // rsaEncryption comes with NULL (RFC 3279 section 2.3.1); the parameters of RSA-PSS are left to the library.
  const parameters = spki.subarray(oid!.end, algorithm.end);
  if (type === 'RSA' && !(parameters.length === 2 && parameters[0] === 5 && parameters[1] === 0))
    return undefined;

  const bitString = element(spki, algorithm.end, info.end, 0x03);
  if (bitString?.end !== info.end || spki[bitString.start] !== 0) return undefined;
  const key = element(spki, bitString.start + 1, bitString.end, 0x30);
  if (key?.end !== bitString.end) return undefined;
  const modulus = positive(spki, key.start, key.end);
  const exponent = modulus && positive(spki, modulus.end, key.end);
  if (exponent?.end !== key.end) return undefined;

  const bits = 8 * (modulus!.end - modulus!.start) - Math.clz32(spki[modulus!.start]!) + 24;
  const exponentBytes = exponent.end - exponent.start;
  if (bits > longestRsaKey || exponentBytes > maximumExponentBytes) return undefined;
  const even = (n: Element) => (spki[n.end - 1]! & 1) === 0;
  if (even(modulus!) || even(exponent) || (exponentBytes === 1 && spki[exponent.start] === 1))
    return undefined;
  return { type, bits, pkcs1: spki.subarray(bitString.start + 1, bitString.end) };
}

interface Element {
  /** Where the contents start and end. */
  readonly start: number;
  readonly end: number;
}

/** The element with this tag at `at`, in DER's shortest form and inside `limit`. */
function element(bytes: Uint8Array, at: number, limit: number, tag: number): Element | undefined {
  if (at + 2 > limit || bytes[at] !== tag) return undefined;
  let length = bytes[at + 1]!;
  let start = at + 2;
  if (length >= 0x80) {
    const width = length & 0x7f;
    if (width < 1 || width > 3 || start + width > limit || bytes[start] === 0) return undefined;
    length = 0;
    for (let i = 0; i < width; i++) length = (length << 8) | bytes[start++]!;
    if (length < 0x80) return undefined;
  }
  return start + length <= limit ? { start, end: start + length } : undefined;
}

/** A positive INTEGER, without the zero byte that keeps its sign. */
function positive(bytes: Uint8Array, at: number, limit: number): Element | undefined {
  const found = element(bytes, at, limit, 0x02);
  if (found === undefined || found.start === found.end) return undefined;
  const { start, end } = found;
  const first = bytes[start]!;
  if (first >= 0x80) return undefined; // negative
  if (first > 0) return found;
  if (start + 1 === end || bytes[start + 1]! < 0x80) return undefined; // zero, or not the shortest form
  return { start: start + 1, end };
}

const rsaEncryption = [0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];

function typeOf(oid: Uint8Array): RsaSizes['type'] | undefined {
  if (oid.length !== rsaEncryption.length) return undefined;
  for (let i = 0; i < 8; i++) if (oid[i] !== rsaEncryption[i]) return undefined;
  if (oid[8] === 0x01) return 'RSA';
  return oid[8] === 0x0a ? 'RSA-PSS' : undefined; // id-RSASSA-PSS
}

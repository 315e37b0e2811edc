/** Plain work with bytes. */

const digits = new TextEncoder().encode('0123456789abcdef');
/** By character code; 0 for what is no digit. */
const nibbles = Uint8Array.from({ length: 128 }, (_, code) => {
  const nibble = Number.parseInt(String.fromCharCode(code), 16);
  return Number.isNaN(nibble) ? 0 : nibble;
});
const ascii = new TextDecoder();

/** In lower case, two digits a byte. */
export function hex(bytes: Uint8Array, separator = ''): string {
  if (separator !== '') return Array.from(bytes, (byte) => hex(Uint8Array.of(byte))).join(separator);
  const text = new Uint8Array(2 * bytes.length);
  for (let i = 0; i < bytes.length; i++) {
    text[2 * i] = digits[bytes[i]! >> 4]!;
    text[2 * i + 1] = digits[bytes[i]! & 15]!;
  }
  return ascii.decode(text);
}

/** Two digits a byte. */
export function fromHex(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length >> 1);
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = (nibbles[text.charCodeAt(2 * i)]! << 4) | nibbles[text.charCodeAt(2 * i + 1)]!;
  return bytes;
}

/** One after the other, in memory of their own. */
export function concat(parts: readonly Uint8Array[]): Uint8Array {
  let length = 0;
  for (const part of parts) length += part.length;
  const all = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

/** Stops at the first difference: for what anybody may know. Secrets are compared by `equal` of `crypto/equal.ts`. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A big-endian number without its leading zeros. */
export function unpadded(bytes: Uint8Array): Uint8Array {
  let zeros = 0;
  while (zeros < bytes.length && bytes[zeros] === 0) zeros++;
  return bytes.subarray(zeros);
}

/** Of a big-endian number without leading zeros. */
export const bitLength = (bytes: Uint8Array): number =>
  bytes.length === 0 ? 0 : bytes.length * 8 - Math.clz32(bytes[0]!) + 24;

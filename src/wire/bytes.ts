/** Plain work with bytes. */

/** In lower case, two digits a byte. */
export const hex = (bytes: Uint8Array, separator = ''): string =>
  Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(separator);

/** Two digits a byte. */
export const fromHex = (text: string): Uint8Array =>
  Uint8Array.from(text.match(/../g) ?? [], (digits) => Number.parseInt(digits, 16));

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

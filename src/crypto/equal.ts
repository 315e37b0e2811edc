/**
 * Whether two byte strings are equal, in time that depends on their lengths alone as far as JavaScript allows
 * (docs/limits.md). For MACs, verify_data, binders and anything else that a peer could guess byte by byte.
 */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  let difference = 0;
  for (let i = 0; i < a.length; i++) difference |= a[i]! ^ b[i]!;
  return difference === 0;
}

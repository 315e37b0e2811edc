/**
 * GREASE (RFC 8701): numbers reserved for clients to offer and never mean, so that servers keep tolerating what they do
 * not know.
 */

/** One of the sixteen GREASE numbers of two bytes: 0x0a0a, 0x1a1a, … 0xfafa. */
export const greaseNumber = (random: number): number => ((random & 0xf0) | 0x0a) * 0x0101;

export const isGrease = (value: number): boolean =>
  (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

/** `GREASE 0x0a0a` for one of them. */
export const greaseName = (value: number): string | undefined =>
  isGrease(value) ? `GREASE 0x${value.toString(16).padStart(4, '0')}` : undefined;

/** An enumeration whose meanings call such numbers by that name. */
export const withGrease = <T extends { readonly nameOf: (value: number) => string }>(numbers: T): T => ({
  ...numbers,
  means: (value: number) => greaseName(value) ?? numbers.nameOf(value),
});

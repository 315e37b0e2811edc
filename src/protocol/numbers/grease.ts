/**
 * GREASE (RFC 8701): numbers reserved for clients to offer and never mean, so that servers keep tolerating what they do
 * not know.
 */

/** One of the sixteen GREASE numbers of two bytes: 0x0a0a, 0x1a1a, … 0xfafa. */
export const greaseNumber = (random: number): number => ((random & 0xf0) | 0x0a) * 0x0101;

export const isGrease = (value: number): boolean =>
  (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

/** Protocol versions as they are on the wire (RFC 9846 section 5.1, RFC 8996 for the old ones). */
import { named, u16 } from '../../wire/notation.ts';
import { withGrease } from './grease.ts';

const names = {
  'SSL 2.0': 0x0002,
  'SSL 3.0': 0x0300,
  'TLS 1.0': 0x0301,
  'TLS 1.1': 0x0302,
  'TLS 1.2': 0x0303,
  'TLS 1.3': 0x0304,
} as const;

export const ProtocolVersion = withGrease(named(u16, names));

/** TLS 1.2 and TLS 1.3: the versions that handglass speaks. */
export type SpokenVersion = 0x0303 | 0x0304;
export const TLS12 = 0x0303;
export const TLS13 = 0x0304;

/**
 * What a server that could speak more puts at the end of its random when it answers an older version, so that nobody
 * in between can take the newer one away unnoticed (RFC 9846 section 4.2.3).
 */
export const downgradeSentinel = {
  /** The server speaks TLS 1.3 and negotiated TLS 1.2. */
  toTls12: Uint8Array.of(0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x01),
  /** The server speaks TLS 1.2 or newer and negotiated TLS 1.1 or older. */
  toTls11: Uint8Array.of(0x44, 0x4f, 0x57, 0x4e, 0x47, 0x52, 0x44, 0x00),
};

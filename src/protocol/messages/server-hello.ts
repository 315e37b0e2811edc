/**
 * ServerHello and HelloRetryRequest (RFC 9846 sections 4.2.3 and 4.2.4; RFC 5246 section 7.4.1.3).
 *
 * Three definitions with one number. A HelloRetryRequest is a ServerHello whose random is the SHA-256 of
 * "HelloRetryRequest"; TLS 1.3's has supported_versions, TLS 1.2's does not.
 */
import { field, opaque, u8 } from '../../wire/notation.ts';
import { inHelloRetryRequest, inServerHello, inServerHello12 } from '../extensions.ts';
import { type BodyOf, message } from '../message.ts';
import { CipherSuite } from '../numbers/suites.ts';
import { ProtocolVersion, TLS12, TLS13 } from '../numbers/versions.ts';

const fields = {
  legacyVersion: ProtocolVersion,
  random: field(opaque(32), 'Fresh for each connection; enters every key.'),
  legacySessionIdEcho: field(opaque(0, 32), 'What the client sent, or in TLS 1.2 the session’s own.'),
  cipherSuite: field(CipherSuite, 'The one suite that the server chose.'),
  legacyCompressionMethod: u8,
};

export const ServerHello = message(
  {
    type: 2,
    name: 'ServerHello',
    rfc: 'RFC 9846 section 4.2.3',
    version: TLS13,
    matches: (body) => isVersion13(body) && !isRetry(body),
  },
  { ...fields, extensions: inServerHello },
);
export type ServerHello = BodyOf<typeof ServerHello>;

export const HelloRetryRequest = message(
  {
    type: 2,
    name: 'HelloRetryRequest',
    rfc: 'RFC 9846 section 4.2.4',
    version: TLS13,
    matches: (body) => isVersion13(body) && isRetry(body),
  },
  { ...fields, extensions: inHelloRetryRequest },
);
export type HelloRetryRequest = BodyOf<typeof HelloRetryRequest>;

export const ServerHello12 = message(
  {
    type: 2,
    name: 'ServerHello12',
    title: 'ServerHello',
    rfc: 'RFC 5246 section 7.4.1.3',
    version: TLS12,
    matches: (body) => !isVersion13(body),
  },
  { ...fields, extensions: inServerHello12 },
);
export type ServerHello12 = BodyOf<typeof ServerHello12>;

/** SHA-256 of "HelloRetryRequest" (RFC 9846 section 4.2.3). */
export const retryRandom = Uint8Array.of(
  ...[0xcf, 0x21, 0xad, 0x74, 0xe5, 0x9a, 0x61, 0x11, 0xbe, 0x1d, 0x8c, 0x02, 0x1e, 0x65, 0xb8, 0x91],
  ...[0xc2, 0xa2, 0x11, 0x16, 0x7a, 0xbb, 0x8c, 0x5e, 0x07, 0x9e, 0x09, 0xe2, 0xc8, 0xa8, 0x33, 0x9c],
);

function isRetry(body: Uint8Array): boolean {
  return retryRandom.every((byte, i) => body[2 + i] === byte);
}

const SUPPORTED_VERSIONS = 43;

/** Walks the extensions without judging them: a malformed hello is read by the definition it looks most like. */
function isVersion13(body: Uint8Array): boolean {
  const uint16 = (at: number): number => ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
  let at = 2 + 32 + 1 + (body[34] ?? 0) + 2 + 1 + 2;
  while (at + 4 <= body.length) {
    if (uint16(at) === SUPPORTED_VERSIONS) return true;
    at += 4 + uint16(at + 2);
  }
  return false;
}

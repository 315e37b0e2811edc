/**
 * How long a handshake message of each type may be. Anybody can make us hold that much before authentication, so each type
 * gets what honest peers need, plus some room, and only a Certificate may be long (docs/limits.md).
 */
import { HandshakeType } from '../protocol/numbers/content.ts';

/**
 * Bytes, header included.
 *
 * @param longest the limit for a Certificate, which no message may exceed; 128 KiB when undefined
 */
export function longestOf(type: number, longest = LONGEST_CERTIFICATE): number {
  if (type === HandshakeType.certificate) return longest;
  return Math.min(longest, limits.get(type) ?? ONE_RECORD);
}

/** Some thirty certificates (BoringSSL takes 100 KB, OpenSSL 100 KiB). */
const LONGEST_CERTIFICATE = 2 ** 17;
const ONE_RECORD = 2 ** 14;

/** Types not listed here are limited to one record: ServerHello with a cookie, EncryptedExtensions, a ticket. */
const limits: ReadonlyMap<number, number> = new Map([
  // Three hybrid shares take 5 KB, our longest ticket 16 KiB (handshake/sessions/resumption.ts).
  [HandshakeType.client_hello, 2 ** 15],
  // Lists of authorities: some 600 names, all that the field can hold.
  [HandshakeType.certificate_request, 2 ** 16],
  // The same as for a fetched OCSP response.
  [HandshakeType.certificate_status, 2 ** 16],
  // A point or an RSA ciphertext, and a signature: with 16,384-bit keys each takes 2 KiB.
  [HandshakeType.server_key_exchange, 2 ** 13],
  [HandshakeType.client_key_exchange, 2 ** 13],
  [HandshakeType.certificate_verify, 2 ** 13],
  // At most 64 bytes, or none at all.
  [HandshakeType.finished, 2 ** 8],
  [HandshakeType.key_update, 2 ** 8],
  [HandshakeType.server_hello_done, 2 ** 8],
  [HandshakeType.hello_request, 2 ** 8],
]);

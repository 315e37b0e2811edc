/**
 * Signed certificate timestamps in a certificate (RFC 6962 section 3.3): TLS's notation inside DER.
 *
 * The value is the list of encoded timestamps; a tracer looks into each. Verifying them needs the logs' keys, which do not
 * come with a certificate.
 */
import type { Codec } from '../../wire/codec.ts';
import { type Element, element } from '../../wire/der.ts';
import { field, named, opaque, showing, struct, u8, vec } from '../../wire/notation.ts';

const timestamp: Codec<Uint8Array> = {
  ...opaque(8),
  means(bytes) {
    const at = new Date(Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0)));
    return Number.isNaN(at.getTime()) ? undefined : at.toISOString();
  },
};

//     struct {
//         Version sct_version;
//         LogID id;
//         uint64 timestamp;
//         CtExtensions extensions;
//         digitally-signed struct { … };
//     } SignedCertificateTimestamp;
const SignedCertificateTimestamp = struct('RFC 6962 section 3.2', {
  sctVersion: named(u8, { v1: 0 }),
  id: field(opaque(32), 'SHA-256 of the log’s public key.'),
  timestamp: field(timestamp, 'When the log promised to publish the certificate.'),
  extensions: field(opaque(0, 65535), 'What the log adds; none are standardized with v1.'),
  hash: field(named(u8, { sha256: 4 }), 'What the log hashed with.'),
  algorithm: field(named(u8, { rsa: 1, ecdsa: 3 }), 'What the log signed with.'),
  signature: field(opaque(0, 65535), 'The log’s signature of timestamp and certificate.'),
});

const serialized = vec(showing(opaque(1, 65535), SignedCertificateTimestamp.read), 1, 65535);

/** `SignedCertificateTimestampList`, an OCTET STRING within the extension's own. */
export const sctList: Element<readonly Uint8Array[]> = element<readonly Uint8Array[]>(0x04, 'OCTET STRING', {
  read: serialized.read,
  write: (w, all) => serialized.write(w, [...all]),
});

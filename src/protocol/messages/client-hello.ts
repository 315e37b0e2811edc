/** ClientHello (RFC 9846 section 4.2.2; RFC 5246 section 7.4.1.2). */
import type { Of } from '../../wire/codec.ts';
import { field, opaque, struct, u8, vec } from '../../wire/notation.ts';
import { inClientHello } from '../extensions.ts';
import type { Message } from '../message.ts';
import { CipherSuite } from '../numbers/suites.ts';
import { ProtocolVersion } from '../numbers/versions.ts';

//     struct {
//         ProtocolVersion legacy_version = 0x0303;
//         Random random;
//         opaque legacy_session_id<0..32>;
//         CipherSuite cipher_suites<2..2^16-2>;
//         opaque legacy_compression_methods<1..2^8-1>;
//         Extension extensions<8..2^16-1>;
//     } ClientHello;
const body = struct('RFC 9846 section 4.2.2', {
  legacyVersion: field(ProtocolVersion, 'Frozen at TLS 1.2; the offer is in supported_versions.'),
  random: field(opaque(32), 'Fresh for each connection; enters every key.'),
  legacySessionId: field(
    opaque(0, 32),
    'A TLS 1.2 session, or filler so that old middleboxes see a resumption.',
  ),
  cipherSuites: field(vec(CipherSuite, 2, 65534), 'What the client speaks, most preferred first.'),
  legacyCompressionMethods: field(vec(u8, 1, 255), 'Only 0, no compression, is left (CRIME).'),
  extensions: inClientHello,
});

export const ClientHello: Message<ClientHello, 'ClientHello'> = {
  type: 1,
  name: 'ClientHello',
  rfc: 'RFC 9846 section 4.2.2',
  body,
};
export type ClientHello = Of<typeof body>;

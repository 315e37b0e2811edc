/** ClientHello (RFC 9846 section 4.2.2; RFC 5246 section 7.4.1.2). */
import { field, opaque, u8, vec } from '../../wire/notation.ts';
import { inClientHello } from '../extensions.ts';
import { type BodyOf, message } from '../message.ts';
import { CipherSuite } from '../numbers/suites.ts';
import { ProtocolVersion } from '../numbers/versions.ts';

export const ClientHello = message(
  { type: 1, name: 'ClientHello', rfc: 'RFC 9846 section 4.2.2' },
  {
    legacyVersion: field(ProtocolVersion, 'Frozen at TLS 1.2; the offer is in supported_versions.'),
    random: field(opaque(32), 'Fresh for each connection; enters every key.'),
    legacySessionId: field(
      opaque(0, 32),
      'A TLS 1.2 session, or filler so that old middleboxes see a resumption.',
    ),
    cipherSuites: field(vec(CipherSuite, 2, 65534), 'What the client speaks, most preferred first.'),
    legacyCompressionMethods: field(vec(u8, 1, 255), 'Only 0, no compression, is left (CRIME).'),
    extensions: inClientHello,
  },
);
export type ClientHello = BodyOf<typeof ClientHello>;

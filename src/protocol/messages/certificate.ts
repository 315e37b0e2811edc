/** Certificate (RFC 9846 section 4.5.1; RFC 5246 section 7.4.2), of either side, the end entity's first. */
import { field, opaque, showing, struct, vec } from '../../wire/notation.ts';
import { certificateFields } from '../../x509/index.ts';
import { inCertificateEntry } from '../extensions.ts';
import { type BodyOf, message } from '../message.ts';
import { TLS12, TLS13 } from '../numbers/versions.ts';

/** The value stays the bytes; a tracer looks into the certificate. */
const certData = showing(opaque(1, 2 ** 24 - 1), certificateFields.read);
const CertificateEntry = struct('RFC 9846 section 4.5.1', { certData, extensions: inCertificateEntry });

export const Certificate = message(
  { type: 11, name: 'Certificate', rfc: 'RFC 9846 section 4.5.1', version: TLS13 },
  {
    certificateRequestContext: field(opaque(0, 255), 'Empty in the handshake; later it names the request.'),
    certificateList: vec(CertificateEntry, 0, 2 ** 24 - 1),
  },
);
export type Certificate = BodyOf<typeof Certificate>;

export const Certificate12 = message(
  { type: 11, name: 'Certificate12', title: 'Certificate', rfc: 'RFC 5246 section 7.4.2', version: TLS12 },
  { certificateList: vec(certData, 0, 2 ** 24 - 1) },
);
export type Certificate12 = BodyOf<typeof Certificate12>;

/** Certificate (RFC 9846 section 4.5.1; RFC 5246 section 7.4.2), of either side, the end entity's first. */
import type { Of } from '../../wire/codec.ts';
import { field, opaque, showing, struct, vec } from '../../wire/notation.ts';
import { certificateFields } from '../../x509/index.ts';
import { inCertificateEntry } from '../extensions.ts';
import type { Message } from '../message.ts';
import { TLS12, TLS13 } from '../numbers/versions.ts';

/** The value stays the bytes; a tracer looks into the certificate. */
const certData = showing(opaque(1, 2 ** 24 - 1), certificateFields.read);

//     struct {
//         opaque cert_data<1..2^24-1>;
//         Extension extensions<0..2^16-1>;
//     } CertificateEntry;
const CertificateEntry = struct('RFC 9846 section 4.5.1', { certData, extensions: inCertificateEntry });

//     struct {
//         opaque certificate_request_context<0..2^8-1>;
//         CertificateEntry certificate_list<0..2^24-1>;
//     } Certificate;
const body = struct('RFC 9846 section 4.5.1', {
  certificateRequestContext: field(opaque(0, 255), 'Empty in the handshake; later it names the request.'),
  certificateList: vec(CertificateEntry, 0, 2 ** 24 - 1),
});

export type Certificate = Of<typeof body>;
export const Certificate: Message<Certificate, 'Certificate'> = {
  type: 11,
  name: 'Certificate',
  rfc: 'RFC 9846 section 4.5.1',
  version: TLS13,
  body,
};

const body12 = struct('RFC 5246 section 7.4.2', { certificateList: vec(certData, 0, 2 ** 24 - 1) });

export type Certificate12 = Of<typeof body12>;
export const Certificate12: Message<Certificate12, 'Certificate12'> = {
  type: 11,
  name: 'Certificate12',
  title: 'Certificate',
  rfc: 'RFC 5246 section 7.4.2',
  version: TLS12,
  body: body12,
};

/** CertificateRequest (RFC 9846 section 4.4.2; RFC 5246 section 7.4.4): the server asks the client who it is. */
import type { Of } from '../../wire/codec.ts';
import { named, opaque, struct, u8, vec } from '../../wire/notation.ts';
import { DistinguishedName } from '../distinguished-name.ts';
import { inCertificateRequest } from '../extensions.ts';
import type { Message } from '../message.ts';
import { SignatureScheme } from '../numbers/schemes.ts';
import { TLS12, TLS13 } from '../numbers/versions.ts';

//     struct {
//         opaque certificate_request_context<0..2^8-1>;
//         Extension extensions<0..2^16-1>;
//     } CertificateRequest;
const body = struct('RFC 9846 section 4.4.2', {
  certificateRequestContext: opaque(0, 255),
  extensions: inCertificateRequest,
});

export type CertificateRequest = Of<typeof body>;
export const CertificateRequest: Message<CertificateRequest, 'CertificateRequest'> = {
  type: 13,
  name: 'CertificateRequest',
  rfc: 'RFC 9846 section 4.4.2',
  version: TLS13,
  body,
};

export const ClientCertificateType = named(u8, {
  rsa_sign: 1,
  dss_sign: 2,
  rsa_fixed_dh: 3,
  dss_fixed_dh: 4,
  ecdsa_sign: 64,
});

//     struct {
//         ClientCertificateType certificate_types<1..2^8-1>;
//         SignatureAndHashAlgorithm supported_signature_algorithms<2..2^16-2>;
//         DistinguishedName certificate_authorities<0..2^16-1>;
//     } CertificateRequest;
const body12 = struct('RFC 5246 section 7.4.4', {
  certificateTypes: vec(ClientCertificateType, 1, 255),
  supportedSignatureAlgorithms: vec(SignatureScheme, 2, 65534),
  certificateAuthorities: vec(DistinguishedName, 0, 65535),
});

export type CertificateRequest12 = Of<typeof body12>;
export const CertificateRequest12: Message<CertificateRequest12, 'CertificateRequest12'> = {
  type: 13,
  name: 'CertificateRequest12',
  title: 'CertificateRequest',
  rfc: 'RFC 5246 section 7.4.4',
  version: TLS12,
  body: body12,
};

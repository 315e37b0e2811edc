/** CertificateRequest (RFC 9846 section 4.4.2; RFC 5246 section 7.4.4): the server asks the client who it is. */
import { named, opaque, u8, vec } from '../../wire/notation.ts';
import { DistinguishedName } from '../distinguished-name.ts';
import { inCertificateRequest } from '../extensions.ts';
import { type BodyOf, message } from '../message.ts';
import { SignatureScheme } from '../numbers/schemes.ts';
import { TLS12, TLS13 } from '../numbers/versions.ts';

export const CertificateRequest = message(
  { type: 13, name: 'CertificateRequest', rfc: 'RFC 9846 section 4.4.2', version: TLS13 },
  { certificateRequestContext: opaque(0, 255), extensions: inCertificateRequest },
);
export type CertificateRequest = BodyOf<typeof CertificateRequest>;

export const ClientCertificateType = named(u8, {
  rsa_sign: 1,
  dss_sign: 2,
  rsa_fixed_dh: 3,
  dss_fixed_dh: 4,
  ecdsa_sign: 64,
});

export const CertificateRequest12 = message(
  {
    type: 13,
    name: 'CertificateRequest12',
    title: 'CertificateRequest',
    rfc: 'RFC 5246 section 7.4.4',
    version: TLS12,
  },
  {
    certificateTypes: vec(ClientCertificateType, 1, 255),
    supportedSignatureAlgorithms: vec(SignatureScheme, 2, 65534),
    certificateAuthorities: vec(DistinguishedName, 0, 65535),
  },
);
export type CertificateRequest12 = BodyOf<typeof CertificateRequest12>;

/** CertificateStatus (RFC 6066 section 8): in TLS 1.2, the OCSP response after the server’s Certificate. */
import { CertificateStatusFields } from '../certificate-status.ts';
import type { Message } from '../message.ts';
import { TLS12 } from '../numbers/versions.ts';

export const CertificateStatus: Message<CertificateStatusFields, 'CertificateStatus'> = {
  type: 22,
  name: 'CertificateStatus',
  rfc: 'RFC 6066 section 8',
  version: TLS12,
  body: CertificateStatusFields,
};

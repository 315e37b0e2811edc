/** Our own certificate, for the document of a connection. */
import { type Certificate, oidName } from '../x509/index.ts';
import { entryOf } from './certificate.ts';
import type { OwnCertificate } from './document.ts';

export const ownCertificate = (certificate: Certificate): OwnCertificate => ({
  ...entryOf(certificate),
  purposes: certificate.extensions.extKeyUsage?.map((oid) => oidName(oid) ?? oid) ?? null,
});

/** EncryptedExtensions (RFC 9846 section 4.4.1): the server's answers that need not be in cleartext. */
import { inEncryptedExtensions } from '../extensions.ts';
import { type BodyOf, message } from '../message.ts';
import { TLS13 } from '../numbers/versions.ts';

export const EncryptedExtensions = message(
  { type: 8, name: 'EncryptedExtensions', rfc: 'RFC 9846 section 4.4.1', version: TLS13 },
  { extensions: inEncryptedExtensions },
);
export type EncryptedExtensions = BodyOf<typeof EncryptedExtensions>;

/** EncryptedExtensions (RFC 9846 section 4.4.1): what the server answers that needs no cleartext. */
import type { Of } from '../../wire/codec.ts';
import { struct } from '../../wire/notation.ts';
import { inEncryptedExtensions } from '../extensions.ts';
import type { Message } from '../message.ts';
import { TLS13 } from '../numbers/versions.ts';

const body = struct('RFC 9846 section 4.4.1', { extensions: inEncryptedExtensions });

export type EncryptedExtensions = Of<typeof body>;
export const EncryptedExtensions: Message<EncryptedExtensions, 'EncryptedExtensions'> = {
  type: 8,
  name: 'EncryptedExtensions',
  rfc: 'RFC 9846 section 4.4.1',
  version: TLS13,
  body,
};

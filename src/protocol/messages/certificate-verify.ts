/**
 * CertificateVerify (RFC 9846 section 4.5.2; RFC 5246 section 7.4.8): proof that the sender has the key of its
 * certificate.
 */
import { concat } from '../../wire/bytes.ts';
import { opaque } from '../../wire/notation.ts';
import { type BodyOf, message } from '../message.ts';
import { SignatureScheme } from '../numbers/schemes.ts';

export const CertificateVerify = message(
  { type: 15, name: 'CertificateVerify', rfc: 'RFC 9846 section 4.5.2' },
  { algorithm: SignatureScheme, signature: opaque(0, 65535) },
);
export type CertificateVerify = BodyOf<typeof CertificateVerify>;

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

/** What is signed in TLS 1.3: 64 spaces, who signs, a zero byte, the transcript's hash (RFC 9846 section 4.5.2). */
export function signedContent(by: 'server' | 'client', transcriptHash: Uint8Array): Uint8Array {
  return concat([prefixes[by], transcriptHash]);
}

const prefixOf = (by: string): Uint8Array => ascii(`${' '.repeat(64)}TLS 1.3, ${by} CertificateVerify\0`);
const prefixes = { server: prefixOf('server'), client: prefixOf('client') };

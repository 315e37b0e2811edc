/** What is at the start of a stream that is not TLS, in plain words. */
import { hex } from '../wire/bytes.ts';
import { say, type Words } from '../wire/words.ts';

const signatures: readonly (readonly [prefix: string, what: string])[] = [
  ['HTTP/', 'it answered in plain HTTP'],
  ['GET ', 'it sent a plain HTTP request'],
  ['POST ', 'it sent a plain HTTP request'],
  ['HEAD ', 'it sent a plain HTTP request'],
  ['PUT ', 'it sent a plain HTTP request'],
  ['CONNECT ', 'it sent a request to an HTTP proxy'],
  ['PROXY ', 'it sent a PROXY protocol header'],
  ['SSH-', 'it greets as an SSH server'],
  ['220 ', 'it greets as an SMTP or FTP server; TLS needs STARTTLS there'],
  ['220-', 'it greets as an SMTP or FTP server; TLS needs STARTTLS there'],
  ['* OK', 'it greets as an IMAP server; TLS needs STARTTLS there'],
  ['+OK', 'it greets as a POP3 server; TLS needs STLS there'],
  ['-ERR', 'it answers as a Redis or POP3 server'],
  ['<!DO', 'it answered with HTML'],
  ['<htm', 'it answered with HTML'],
];

/** Undefined for anything shaped like a TLS record, and while there are too few bytes to tell. */
export function describeForeignBytes(bytes: Uint8Array): Words | undefined {
  if (bytes.length < 5) return undefined;
  const [type, major, minor] = bytes;
  if (major === 3 && minor! <= 4) return undefined;
  // RFC 5246 appendix E.2: an SSL 2.0 CLIENT-HELLO has a two-byte length with its high bit set, then type 1.
  if (type! & 0x80 && minor === 1) {
    return 'it sent an SSL 2.0 CLIENT-HELLO, which must no longer be accepted (RFC 6176)';
  }
  const start = String.fromCharCode(...bytes.subarray(0, 8));
  const known = signatures.find(([prefix]) => start.startsWith(prefix));
  if (known) return known[1];
  if (type! >= 20 && type! <= 24) return undefined;
  return say`its first bytes are ${hex(bytes.subarray(0, 8), ' ')}`;
}

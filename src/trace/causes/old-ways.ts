/** What was taken out of TLS, and what took it out: versions, kinds of cipher suites, compression. */
import type { NeverSpoken } from '../../protocol/numbers/suites.ts';
import type { Words } from '../../wire/words.ts';

export const whyGone = {
  'SSL 2.0':
    'SSL 2.0 (1995) protects neither its handshake nor the end of its data, and a server that still speaks it gives away TLS sessions with the same RSA key (DROWN); RFC 6176 prohibits it.',
  'SSL 3.0':
    'SSL 3.0 (1996) does not authenticate its padding, so that POODLE reads a cookie byte by byte; RFC 7568 prohibits it.',
  'TLS 1.0':
    'TLS 1.0 (1999) begins each CBC record with the last block of the one before (BEAST), and signs with MD5 and SHA-1; RFC 8996 withdrew it.',
  'TLS 1.1': 'TLS 1.1 (2006) signs with MD5 and SHA-1, and has no AEAD; RFC 8996 withdrew it.',
} as const;

export const isGone = (version: string): version is keyof typeof whyGone => Object.hasOwn(whyGone, version);

export const whyNever: Readonly<Record<NeverSpoken, Words>> = {
  export:
    'Export suites keep to 40-bit keys and 512-bit RSA or DH, as American law once asked; FREAK and Logjam forced servers back to them.',
  anonymous: 'Anonymous suites have no certificate: whoever is in between can be the other side to both.',
  null: 'NULL suites protect against changes, and let everybody on the way read along.',
  rc4: 'The key stream of RC4 is biased: what is sent often enough, such as a cookie, can be read from it within days (RC4 NOMORE). RFC 7465 prohibits it.',
  des: 'DES has 56-bit keys, which a machine finds in a day, and blocks of 64 bits, like IDEA and RC2, which fall to Sweet32; RFC 5469 withdrew them.',
  srp: 'SRP suites log in with a password in place of a certificate; RFC 5054 was never taken to TLS 1.3.',
  psk: 'PSK suites need a key that both sides were given beforehand, and there is none here.',
  dss: 'DSS certificates were made with SHA-1 and keys of 1024 bits; no public CA issues them, and TLS 1.3 has no name for them.',
  'static-dh':
    'Static DH and ECDH use the key of the certificate for every connection: no forward secrecy, and Raccoon reads the premaster secret by its timing. RFC 9325 section 4.1 rules them out.',
  rare: 'Camellia, ARIA, SEED and CCM-8 suites are hardly used, and not implemented here.',
};

export const WHY_NO_COMPRESSION: Words =
  'Compression before encryption gives secrets away by the length of what is sent (CRIME, 2012): TLS 1.3 has none, and TLS 1.2 nothing but null.';

export const NO_CERTIFICATE: Words =
  'no_certificate (41) is how an SSL 3.0 client says that it has none; since TLS 1.0 it sends an empty Certificate message, and the server decides.';

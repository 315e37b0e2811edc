/** What a cipher suite's name says: authentication, key exchange, encryption, MAC (RFC 5246 appendix C). */
import { CipherSuite, refusedSuite } from '../protocol/numbers/suites.ts';
import { say, type Words } from '../wire/words.ts';
import type { Explanation } from './explanation.ts';

const exchanges: Readonly<Record<string, readonly [kx: Words, auth: Words]>> = {
  RSA: [
    'Key exchange: RSA. The client encrypts the premaster secret to the server’s key, so there is no forward secrecy.',
    'Authentication: RSA. Only the holder of the certificate’s key can open the premaster secret.',
  ],
  DHE_RSA: [
    'Key exchange: DHE. Both sides send a fresh share of a prime group: forward secrecy.',
    'Authentication: RSA. The server signs its share with its RSA key.',
  ],
  DHE_DSS: [
    'Key exchange: DHE. Both sides send a fresh share of a prime group: forward secrecy.',
    'Authentication: DSS. The server signs its share with a DSA key, which no CA certifies any more.',
  ],
  ECDHE_RSA: [
    'Key exchange: ECDHE. Both sides send a fresh share on an elliptic curve: forward secrecy.',
    'Authentication: RSA. The server signs its share with its RSA key.',
  ],
  ECDHE_ECDSA: [
    'Key exchange: ECDHE. Both sides send a fresh share on an elliptic curve: forward secrecy.',
    'Authentication: ECDSA. The server signs its share with its key on an elliptic curve.',
  ],
};
const STATIC: Words =
  'Key exchange: static Diffie-Hellman. The server’s share stands in its certificate and never changes, so there is no forward secrecy.';
const PSK: Words = 'Key exchange with a key that both sides were given beforehand (PSK).';
const ANONYMOUS: Words = 'Authentication: none. Anybody in between can be the other side.';
const PASSWORD: Words = 'Key exchange: SRP, with a password.';

const ciphers: readonly (readonly [RegExp, Words])[] = [
  [/^AES_(128|256)_GCM/, 'Encryption and MAC in one: AES in GCM mode (AEAD).'],
  [/^AES_(128|256)_CCM_8/, 'Encryption and MAC in one: AES in CCM mode with a tag of 8 bytes (AEAD).'],
  [/^AES_(128|256)_CCM/, 'Encryption and MAC in one: AES in CCM mode (AEAD).'],
  [/^CHACHA20_POLY1305/, 'Encryption and MAC in one: ChaCha20 with Poly1305 (AEAD).'],
  [/^AES_(128|256)_CBC/, 'Encryption: AES in CBC mode, with padding.'],
  [
    /^3DES_EDE_CBC/,
    'Encryption: Triple DES in CBC mode; its blocks of 64 bits repeat after too little data (Sweet32).',
  ],
  [/^RC4/, 'Encryption: RC4, a stream cipher whose output is biased.'],
  [
    /^(CAMELLIA|ARIA)_(128|256)_GCM/,
    'Encryption and MAC in one, with a block cipher that is rarely used (AEAD).',
  ],
  [/^(CAMELLIA|ARIA|SEED|IDEA)/, 'Encryption with a block cipher that is rarely used, in CBC mode.'],
  [/^(DES40|DES|RC2)/, 'Encryption with a key so short that anybody can search it.'],
  [/^NULL/, 'Encryption: none. Anybody on the way can read along.'],
];
const macs: readonly (readonly [RegExp, Words])[] = [
  [/_SHA384$/, 'MAC: HMAC with SHA-384.'],
  [/_SHA256$/, 'MAC: HMAC with SHA-256.'],
  [/_SHA$/, 'MAC: HMAC with SHA-1.'],
  [/_MD5$/, 'MAC: HMAC with MD5.'],
];

/** The suite with this IANA name; undefined for a name that IANA has not given. */
export function suite(name: string): Explanation | undefined {
  const number = (CipherSuite as unknown as Readonly<Record<string, unknown>>)[name];
  if (typeof number !== 'number') return undefined;
  const told = { id: `suite/${name}`, kind: 'cipher suite', title: `${name} (${hex(number)})` };
  if (/_SCSV$/.test(name))
    return {
      ...told,
      kind: 'signal',
      says: [signals[name] ?? 'A signal in the list of suites, and no suite.'],
      rfc: rfcOfSignal(name),
    };
  const refused = refusedSuite(number);
  const never = refused === undefined ? [] : [say`Never spoken here: ${refused}.`];
  return { ...told, says: [...partsOf(name), ...never], rfc: rfcOf(name) };
}

function partsOf(name: string): readonly Words[] {
  const tls13 = /^TLS_((?:AES|CHACHA20)_.*?)_(SHA\d+)$/.exec(name);
  const [, exchange, rest] = /^TLS_(\w+?)_WITH_(\w+)$/.exec(name) ?? [];
  const cipher = tls13?.[1] ?? rest ?? '';
  const encrypts = ciphers.find(([of]) => of.test(cipher))?.[1];
  const isAead = /GCM|CCM|CHACHA20/.test(cipher);
  const mac = isAead ? undefined : macs.find(([of]) => of.test(cipher))?.[1];
  const before = tls13
    ? ['A suite of TLS 1.3: key exchange and signature are agreed in extensions.' as Words]
    : exchanged(exchange ?? '');
  const hash = tls13 ? tls13[2] : /_(SHA256|SHA384)$/.exec(cipher)?.[1];
  const derives = isAead && hash ? [say`Keys are derived with ${hash.replace('SHA', 'SHA-')}.`] : [];
  return [...before, ...(encrypts ? [encrypts] : []), ...(mac ? [mac] : []), ...derives];
}

function exchanged(name: string): readonly Words[] {
  const known = exchanges[name.replace(/_EXPORT$/, '')];
  if (known) return known;
  if (name.includes('anon')) return [ANONYMOUS];
  if (name.includes('PSK')) return [PSK];
  if (name.includes('SRP')) return [PASSWORD];
  return /^(DH|ECDH)_/.test(name) ? [STATIC] : [];
}

const signals: Readonly<Record<string, Words>> = {
  TLS_EMPTY_RENEGOTIATION_INFO_SCSV:
    'The client understands secure renegotiation; a signal for servers that stumble over extensions.',
  TLS_FALLBACK_SCSV: 'The client tried a newer version before, and that try failed.',
};
const rfcOfSignal = (name: string): string =>
  name === 'TLS_FALLBACK_SCSV' ? 'RFC 7507' : 'RFC 5746 section 3.3';

function rfcOf(name: string): string {
  if (!name.includes('_WITH_')) return 'RFC 9846 appendix B.4';
  if (/CHACHA20/.test(name)) return 'RFC 7905';
  if (/CCM/.test(name)) return /ECDHE_ECDSA/.test(name) ? 'RFC 7251' : 'RFC 6655';
  if (/ECDHE.*(GCM|SHA256|SHA384)$/.test(name)) return 'RFC 5289';
  if (/GCM/.test(name)) return 'RFC 5288';
  return /ECDH/.test(name) ? 'RFC 8422' : 'RFC 5246 appendix A.5';
}

const hex = (number: number): string => `0x${number.toString(16).padStart(4, '0')}`;

/** A cipher suite told by its parts: who is authenticated how, how keys are agreed on, what encrypts, what authenticates. */
import { CipherSuite, refusedSuite } from '../../protocol/numbers/suites.ts';
import { say, type Words } from '../../wire/words.ts';
import { clauses } from '../text.ts';
import { greaseWords } from './grease-sentences.ts';

/** Of a suite in an offer. */
export function suiteOffered(name: string, chosen: string | undefined): Words {
  const signal = signals[name] ?? greaseWords(name, 'cipher suite');
  if (signal) return signal;
  const parts = partsOf(name);
  if (parts.length === 0)
    return say`${name} is a suite that handglass has no name for; a server that has none either passes over it`;
  return clauses([
    name === chosen ? say`${name}, which the server will choose` : say`${name}, offered`,
    ...parts,
  ]);
}

/** Of the suite that a server chose. */
export const suiteChosen = (name: string): Words =>
  clauses([say`The server chose ${name}, which must be one of those offered`, ...partsOf(name)]);

const signals: Readonly<Record<string, Words>> = {
  TLS_EMPTY_RENEGOTIATION_INFO_SCSV:
    'No suite but a signal: it says what an empty renegotiation_info extension says, to servers that choke on extensions',
  TLS_FALLBACK_SCSV:
    'No suite but a signal: the client is trying again with an older version, and a server that speaks a newer one must refuse with inappropriate_fallback',
};

function partsOf(name: string): readonly Words[] {
  const number = [...CipherSuite.known].find(([, known]) => known === name)?.[0];
  const refused = number === undefined ? undefined : refusedSuite(number);
  const told = partsOf12(name) ?? partsOf13(name) ?? [];
  return refused === undefined ? told : [...told, say`handglass never speaks it: ${refused}`];
}

function partsOf13(name: string): readonly Words[] | undefined {
  const [, cipher, hash] = /^TLS_(AES_\w+?|CHACHA20_POLY1305)_(SHA\d+)$/.exec(name) ?? [];
  if (cipher === undefined) return undefined;
  return [
    'a suite of TLS 1.3 names neither key exchange nor authentication: groups and signature schemes are negotiated apart from it',
    encryption(cipher),
    say`keys are derived with HKDF and ${hashName(hash!)}`,
  ];
}

function partsOf12(name: string): readonly Words[] | undefined {
  const [, exchange, cipher] = /^TLS_(\w+?)_WITH_(\w+)$/.exec(name) ?? [];
  if (exchange === undefined || cipher === undefined) return undefined;
  const [, algorithm, hash] = /^(\w+?)_(MD5|SHA|SHA256|SHA384)$/.exec(cipher) ?? [
    undefined,
    cipher,
    'SHA256',
  ];
  return [...authenticationAndExchange(exchange), encryption(algorithm!), integrity(algorithm!, hash!)];
}

function authenticationAndExchange(exchange: string): readonly Words[] {
  const name = exchange.replace('_EXPORT', '');
  const [kind, signer] = /^(ECDHE|DHE|ECDH|DH|SRP_SHA)_(RSA|DSS|ECDSA|anon|PSK)$/.exec(name)?.slice(1) ?? [
    name,
  ];
  const agreed = exchanges[kind!] ?? exchanges[name];
  const proved =
    signer === undefined
      ? authentications[name]
      : kind === 'DH' || kind === 'ECDH'
        ? signer === 'anon'
          ? signed['anon']
          : fixed
        : signed[signer];
  return [proved, agreed].filter((each) => each !== undefined);
}

const exchanges: Readonly<Record<string, Words>> = {
  RSA: 'key exchange RSA: the client encrypts the premaster secret to the key in the server’s certificate, so whoever gets that key later can read everything (no forward secrecy)',
  DHE: 'key exchange DHE: fresh shares modulo a prime that the server chooses, so that no key of later gives away this connection (forward secrecy)',
  ECDHE:
    'key exchange ECDHE: fresh shares on a curve, so that no key of later gives away this connection (forward secrecy)',
  DH: 'key exchange DH: the server’s share is fixed in its certificate, without forward secrecy',
  ECDH: 'key exchange ECDH: the server’s point is fixed in its certificate, without forward secrecy',
  PSK: 'key exchange PSK: keys come from a secret that both sides were given before, without forward secrecy',
  RSA_PSK:
    'key exchange RSA_PSK: a premaster secret encrypted to the server’s key, beside a secret that both sides were given before',
  SRP_SHA: 'key exchange SRP: both sides prove that they know a password',
  NULL: 'no key exchange at all: what every connection has before its first handshake',
};

const authentications: Readonly<Record<string, Words>> = {
  RSA: 'authentication RSA: the server signs nothing; only who has the key of its certificate can decrypt what the client encrypts, and so compute Finished',
  PSK: 'authentication PSK: each side shows that it has the secret',
  RSA_PSK: 'authentication by certificate and by the secret that both have',
  SRP_SHA: 'authentication by password alone',
};

const signed: Readonly<Record<string, Words>> = {
  RSA: 'authentication RSA: the server signs its share with the RSA key of its certificate',
  DSS: 'authentication DSS: the server signs its share with the DSA key of its certificate',
  ECDSA: 'authentication ECDSA: the server signs its share with the elliptic-curve key of its certificate',
  PSK: 'authentication PSK: each side shows that it has the secret that both were given before',
  anon: 'authentication: none, so that anybody in between can be the server',
};
const fixed: Words = 'authentication: the key of the certificate is itself the share';

function encryption(algorithm: string): Words {
  if (algorithm === 'NULL') return 'encryption: none, everything can be read';
  if (algorithm === 'CHACHA20_POLY1305') return 'encryption ChaCha20, a stream cipher with a 256-bit key';
  if (algorithm === '3DES_EDE_CBC')
    return 'encryption 3DES in CBC mode, in blocks of 8 bytes that begin to repeat after some gigabytes (Sweet32)';
  const [, cipher, bits, mode] = /^(AES|CAMELLIA|ARIA)_(\d+)_(CBC|GCM|CCM)/.exec(algorithm) ?? [];
  if (mode === 'CBC')
    return say`encryption ${cipher} in CBC mode with a key of ${Number(bits)} bits, each record padded to whole blocks`;
  if (mode !== undefined) return say`encryption ${cipher} in ${mode} mode with a key of ${Number(bits)} bits`;
  return say`encryption ${algorithm}, which is obsolete`;
}

function integrity(algorithm: string, hash: string): Words {
  if (algorithm === 'CHACHA20_POLY1305')
    return 'MAC Poly1305, a tag of 16 bytes that belongs to the cipher (AEAD); the PRF uses SHA-256';
  if (algorithm.endsWith('_CCM_8'))
    return 'MAC: the cipher’s own tag (AEAD), cut to 8 bytes; the PRF uses SHA-256';
  if (/_(GCM|CCM)$/.test(algorithm))
    return say`MAC: the cipher’s own tag of 16 bytes (AEAD); the PRF uses ${hashName(hash)}`;
  return say`MAC HMAC with ${hashName(hash)}, made before encryption unless encrypt_then_mac is agreed on; the PRF uses ${hash === 'SHA384' ? 'SHA-384' : 'SHA-256'}`;
}

const hashName = (hash: string): string =>
  hash === 'SHA' ? 'SHA-1' : hash.startsWith('SHA') ? hash.replace('SHA', 'SHA-') : hash;

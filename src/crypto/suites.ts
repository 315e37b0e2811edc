/**
 * The cipher suites, put together from a provider's primitives: TLS 1.3 (RFC 9846 appendix B.4), and of TLS 1.2 those
 * of RFC 5288, 5289, 6655, 7251 and 7905 with, last, the RSA key exchange and CBC suites of RFC 5246 and 8422.
 *
 * The order is the order of preference: AEAD with ECDHE first. What stands here can be spoken; the old kinds at the
 * end are off until a configuration names them (docs/defaults.md). ECDSA comes before RSA within a kind, since its
 * signatures cost a server a tenth of RSA's.
 */
import type { AeadAlgorithm, CbcAlgorithm, HashAlgorithm, Suite12, Suite13 } from './provider.ts';

export interface SuitePrimitives {
  readonly sha1: HashAlgorithm;
  readonly sha256: HashAlgorithm;
  readonly sha384: HashAlgorithm;
  readonly aes128Gcm: AeadAlgorithm;
  readonly aes256Gcm: AeadAlgorithm;
  readonly chacha20Poly1305: AeadAlgorithm;
  readonly aes128Cbc: CbcAlgorithm;
  readonly aes256Cbc: CbcAlgorithm;
  readonly tripleDesCbc: CbcAlgorithm;
  readonly aes128Ccm: AeadAlgorithm;
  readonly aes256Ccm: AeadAlgorithm;
  readonly aes128Ccm8: AeadAlgorithm;
  readonly aes256Ccm8: AeadAlgorithm;
}

export function tls13Suites(p: SuitePrimitives): readonly Suite13[] {
  const suite = (id: number, name: string, cipher: AeadAlgorithm, hash: HashAlgorithm): Suite13 => ({
    version: 0x0304,
    id,
    name,
    hash,
    cipher,
  });
  return [
    suite(0x1301, 'TLS_AES_128_GCM_SHA256', p.aes128Gcm, p.sha256),
    suite(0x1302, 'TLS_AES_256_GCM_SHA384', p.aes256Gcm, p.sha384),
    suite(0x1303, 'TLS_CHACHA20_POLY1305_SHA256', p.chacha20Poly1305, p.sha256),
    suite(0x1304, 'TLS_AES_128_CCM_SHA256', p.aes128Ccm, p.sha256),
    suite(0x1305, 'TLS_AES_128_CCM_8_SHA256', p.aes128Ccm8, p.sha256),
  ];
}

export function tls12Suites(p: SuitePrimitives): readonly Suite12[] {
  const aead = (
    id: number,
    kind: keyof typeof roles,
    cipherName: string,
    cipher: AeadAlgorithm,
    hash: HashAlgorithm,
  ): Suite12 => ({
    version: 0x0303,
    id,
    name: `TLS_${kind}_WITH_${cipherName}`,
    ...roles[kind],
    hash,
    protection: { kind: 'AEAD', cipher },
  });
  const cbc = (
    id: number,
    kind: keyof typeof roles,
    cipherName: string,
    cipher: CbcAlgorithm,
    mac: HashAlgorithm,
  ): Suite12 => ({
    version: 0x0303,
    id,
    name: `TLS_${kind}_WITH_${cipherName}`,
    ...roles[kind],
    // The PRF is SHA-256 or stronger, even where the MAC is SHA-1 (RFC 5246 section 5, RFC 5289 section 3.1).
    hash: mac === p.sha384 ? p.sha384 : p.sha256,
    protection: { kind: 'CBC', cipher, mac },
  });
  return [
    aead(0xc02b, 'ECDHE_ECDSA', 'AES_128_GCM_SHA256', p.aes128Gcm, p.sha256),
    aead(0xc02f, 'ECDHE_RSA', 'AES_128_GCM_SHA256', p.aes128Gcm, p.sha256),
    aead(0xc02c, 'ECDHE_ECDSA', 'AES_256_GCM_SHA384', p.aes256Gcm, p.sha384),
    aead(0xc030, 'ECDHE_RSA', 'AES_256_GCM_SHA384', p.aes256Gcm, p.sha384),
    aead(0xcca9, 'ECDHE_ECDSA', 'CHACHA20_POLY1305_SHA256', p.chacha20Poly1305, p.sha256),
    aead(0xcca8, 'ECDHE_RSA', 'CHACHA20_POLY1305_SHA256', p.chacha20Poly1305, p.sha256),
    // RFC 6655 and 7251: for devices that have AES and nothing else.
    aead(0xc0ac, 'ECDHE_ECDSA', 'AES_128_CCM', p.aes128Ccm, p.sha256),
    aead(0xc0ad, 'ECDHE_ECDSA', 'AES_256_CCM', p.aes256Ccm, p.sha256),
    aead(0xc0ae, 'ECDHE_ECDSA', 'AES_128_CCM_8', p.aes128Ccm8, p.sha256),
    aead(0xc0af, 'ECDHE_ECDSA', 'AES_256_CCM_8', p.aes256Ccm8, p.sha256),
    // From here on: parameters that a client cannot judge, no forward secrecy, or MAC-then-encrypt (RFC 9325 section 4).
    aead(0x009e, 'DHE_RSA', 'AES_128_GCM_SHA256', p.aes128Gcm, p.sha256),
    aead(0x009f, 'DHE_RSA', 'AES_256_GCM_SHA384', p.aes256Gcm, p.sha384),
    aead(0xccaa, 'DHE_RSA', 'CHACHA20_POLY1305_SHA256', p.chacha20Poly1305, p.sha256),
    aead(0xc09e, 'DHE_RSA', 'AES_128_CCM', p.aes128Ccm, p.sha256),
    aead(0xc09f, 'DHE_RSA', 'AES_256_CCM', p.aes256Ccm, p.sha256),
    aead(0xc0a2, 'DHE_RSA', 'AES_128_CCM_8', p.aes128Ccm8, p.sha256),
    aead(0xc0a3, 'DHE_RSA', 'AES_256_CCM_8', p.aes256Ccm8, p.sha256),
    cbc(0xc023, 'ECDHE_ECDSA', 'AES_128_CBC_SHA256', p.aes128Cbc, p.sha256),
    cbc(0xc027, 'ECDHE_RSA', 'AES_128_CBC_SHA256', p.aes128Cbc, p.sha256),
    cbc(0xc024, 'ECDHE_ECDSA', 'AES_256_CBC_SHA384', p.aes256Cbc, p.sha384),
    cbc(0xc028, 'ECDHE_RSA', 'AES_256_CBC_SHA384', p.aes256Cbc, p.sha384),
    cbc(0xc009, 'ECDHE_ECDSA', 'AES_128_CBC_SHA', p.aes128Cbc, p.sha1),
    cbc(0xc013, 'ECDHE_RSA', 'AES_128_CBC_SHA', p.aes128Cbc, p.sha1),
    cbc(0xc00a, 'ECDHE_ECDSA', 'AES_256_CBC_SHA', p.aes256Cbc, p.sha1),
    cbc(0xc014, 'ECDHE_RSA', 'AES_256_CBC_SHA', p.aes256Cbc, p.sha1),
    cbc(0x0067, 'DHE_RSA', 'AES_128_CBC_SHA256', p.aes128Cbc, p.sha256),
    cbc(0x006b, 'DHE_RSA', 'AES_256_CBC_SHA256', p.aes256Cbc, p.sha256),
    cbc(0x0033, 'DHE_RSA', 'AES_128_CBC_SHA', p.aes128Cbc, p.sha1),
    cbc(0x0039, 'DHE_RSA', 'AES_256_CBC_SHA', p.aes256Cbc, p.sha1),
    aead(0x009c, 'RSA', 'AES_128_GCM_SHA256', p.aes128Gcm, p.sha256),
    aead(0x009d, 'RSA', 'AES_256_GCM_SHA384', p.aes256Gcm, p.sha384),
    aead(0xc09c, 'RSA', 'AES_128_CCM', p.aes128Ccm, p.sha256),
    aead(0xc09d, 'RSA', 'AES_256_CCM', p.aes256Ccm, p.sha256),
    aead(0xc0a0, 'RSA', 'AES_128_CCM_8', p.aes128Ccm8, p.sha256),
    aead(0xc0a1, 'RSA', 'AES_256_CCM_8', p.aes256Ccm8, p.sha256),
    cbc(0x003c, 'RSA', 'AES_128_CBC_SHA256', p.aes128Cbc, p.sha256),
    cbc(0x003d, 'RSA', 'AES_256_CBC_SHA256', p.aes256Cbc, p.sha256),
    cbc(0x002f, 'RSA', 'AES_128_CBC_SHA', p.aes128Cbc, p.sha1),
    cbc(0x0035, 'RSA', 'AES_256_CBC_SHA', p.aes256Cbc, p.sha1),
    cbc(0xc008, 'ECDHE_ECDSA', '3DES_EDE_CBC_SHA', p.tripleDesCbc, p.sha1),
    cbc(0xc012, 'ECDHE_RSA', '3DES_EDE_CBC_SHA', p.tripleDesCbc, p.sha1),
    cbc(0x0016, 'DHE_RSA', '3DES_EDE_CBC_SHA', p.tripleDesCbc, p.sha1),
    cbc(0x000a, 'RSA', '3DES_EDE_CBC_SHA', p.tripleDesCbc, p.sha1),
  ];
}

const roles = {
  ECDHE_ECDSA: { keyExchange: 'ECDHE', authentication: 'ECDSA' },
  ECDHE_RSA: { keyExchange: 'ECDHE', authentication: 'RSA' },
  DHE_RSA: { keyExchange: 'DHE', authentication: 'RSA' },
  RSA: { keyExchange: 'RSA', authentication: 'RSA' },
} as const;

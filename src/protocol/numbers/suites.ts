/**
 * The IANA registry of TLS cipher suites. Being listed means that a number is recognised and can be explained; what is
 * spoken is the provider's list.
 */
import { named, u16 } from '../../wire/notation.ts';
import { withGrease } from './grease.ts';

/** By cipher and hash, then by key exchange: `TLS_RSA_WITH_NULL_MD5` is 0x0001. */
// biome-ignore format: a row for each cipher
const numbers = {
  NULL_MD5: { RSA: 0x0001 },
  NULL_SHA: { RSA: 0x0002, PSK: 0x002c, DHE_PSK: 0x002d, RSA_PSK: 0x002e, ECDH_ECDSA: 0xc001,
    ECDHE_ECDSA: 0xc006, ECDHE_RSA: 0xc010, ECDH_anon: 0xc015, ECDHE_PSK: 0xc039 },
  RC4_40_MD5: { RSA_EXPORT: 0x0003, DH_anon_EXPORT: 0x0017 },
  RC4_128_MD5: { RSA: 0x0004, DH_anon: 0x0018 },
  RC4_128_SHA: { RSA: 0x0005, ECDH_ECDSA: 0xc002, ECDHE_ECDSA: 0xc007, ECDH_RSA: 0xc00c, ECDHE_RSA: 0xc011,
    ECDH_anon: 0xc016 },
  RC2_CBC_40_MD5: { RSA_EXPORT: 0x0006 },
  IDEA_CBC_SHA: { RSA: 0x0007 },
  DES40_CBC_SHA: { RSA_EXPORT: 0x0008, DH_DSS_EXPORT: 0x000b, DH_RSA_EXPORT: 0x000e, DHE_DSS_EXPORT: 0x0011,
    DHE_RSA_EXPORT: 0x0014, DH_anon_EXPORT: 0x0019 },
  DES_CBC_SHA: { RSA: 0x0009, DH_DSS: 0x000c, DH_RSA: 0x000f, DHE_DSS: 0x0012, DHE_RSA: 0x0015,
    DH_anon: 0x001a },
  '3DES_EDE_CBC_SHA': { RSA: 0x000a, DH_DSS: 0x000d, DH_RSA: 0x0010, DHE_DSS: 0x0013, DHE_RSA: 0x0016,
    DH_anon: 0x001b, ECDH_ECDSA: 0xc003, ECDHE_ECDSA: 0xc008, ECDH_RSA: 0xc00d, ECDHE_RSA: 0xc012,
    ECDH_anon: 0xc017 },
  AES_128_CBC_SHA: { RSA: 0x002f, DH_DSS: 0x0030, DH_RSA: 0x0031, DHE_DSS: 0x0032, DHE_RSA: 0x0033,
    DH_anon: 0x0034, PSK: 0x008c, DHE_PSK: 0x0090, RSA_PSK: 0x0094, ECDH_ECDSA: 0xc004, ECDHE_ECDSA: 0xc009,
    ECDH_RSA: 0xc00e, ECDHE_RSA: 0xc013, ECDH_anon: 0xc018, SRP_SHA: 0xc01d, SRP_SHA_RSA: 0xc01e,
    SRP_SHA_DSS: 0xc01f, ECDHE_PSK: 0xc035 },
  AES_256_CBC_SHA: { RSA: 0x0035, DH_DSS: 0x0036, DH_RSA: 0x0037, DHE_DSS: 0x0038, DHE_RSA: 0x0039,
    DH_anon: 0x003a, PSK: 0x008d, DHE_PSK: 0x0091, RSA_PSK: 0x0095, ECDH_ECDSA: 0xc005, ECDHE_ECDSA: 0xc00a,
    ECDH_RSA: 0xc00f, ECDHE_RSA: 0xc014, ECDH_anon: 0xc019, SRP_SHA: 0xc020, SRP_SHA_RSA: 0xc021,
    SRP_SHA_DSS: 0xc022, ECDHE_PSK: 0xc036 },
  NULL_SHA256: { RSA: 0x003b, PSK: 0x00b0, DHE_PSK: 0x00b4, RSA_PSK: 0x00b8, ECDHE_PSK: 0xc03a },
  AES_128_CBC_SHA256: { RSA: 0x003c, DHE_DSS: 0x0040, DHE_RSA: 0x0067, DH_anon: 0x006c, PSK: 0x00ae,
    DHE_PSK: 0x00b2, RSA_PSK: 0x00b6, ECDHE_ECDSA: 0xc023, ECDHE_RSA: 0xc027, ECDHE_PSK: 0xc037 },
  AES_256_CBC_SHA256: { RSA: 0x003d, DHE_DSS: 0x006a, DHE_RSA: 0x006b, DH_anon: 0x006d },
  CAMELLIA_128_CBC_SHA: { RSA: 0x0041, DHE_DSS: 0x0044, DHE_RSA: 0x0045, DH_anon: 0x0046 },
  CAMELLIA_256_CBC_SHA: { RSA: 0x0084, DHE_DSS: 0x0087, DHE_RSA: 0x0088, DH_anon: 0x0089 },
  SEED_CBC_SHA: { RSA: 0x0096 },
  AES_128_GCM_SHA256: { RSA: 0x009c, DHE_RSA: 0x009e, DHE_DSS: 0x00a2, DH_anon: 0x00a6, PSK: 0x00a8,
    DHE_PSK: 0x00aa, RSA_PSK: 0x00ac, ECDHE_ECDSA: 0xc02b, ECDHE_RSA: 0xc02f },
  AES_256_GCM_SHA384: { RSA: 0x009d, DHE_RSA: 0x009f, DHE_DSS: 0x00a3, DH_anon: 0x00a7, PSK: 0x00a9,
    DHE_PSK: 0x00ab, RSA_PSK: 0x00ad, ECDHE_ECDSA: 0xc02c, ECDHE_RSA: 0xc030 },
  AES_256_CBC_SHA384: { PSK: 0x00af, DHE_PSK: 0x00b3, RSA_PSK: 0x00b7, ECDHE_ECDSA: 0xc024, ECDHE_RSA: 0xc028,
    ECDHE_PSK: 0xc038 },
  NULL_SHA384: { PSK: 0x00b1, DHE_PSK: 0x00b5, RSA_PSK: 0x00b9, ECDHE_PSK: 0xc03b },
  CAMELLIA_128_CBC_SHA256: { RSA: 0x00ba, DHE_DSS: 0x00bd, DHE_RSA: 0x00be, DH_anon: 0x00bf,
    ECDHE_ECDSA: 0xc072, ECDHE_RSA: 0xc076, PSK: 0xc094, DHE_PSK: 0xc096, RSA_PSK: 0xc098, ECDHE_PSK: 0xc09a },
  CAMELLIA_256_CBC_SHA256: { RSA: 0x00c0, DHE_DSS: 0x00c3, DHE_RSA: 0x00c4, DH_anon: 0x00c5 },
  ARIA_128_GCM_SHA256: { RSA: 0xc050, DHE_RSA: 0xc052, DHE_DSS: 0xc056, ECDHE_ECDSA: 0xc05c,
    ECDHE_RSA: 0xc060, PSK: 0xc06a, DHE_PSK: 0xc06c, RSA_PSK: 0xc06e },
  ARIA_256_GCM_SHA384: { RSA: 0xc051, DHE_RSA: 0xc053, DHE_DSS: 0xc057, ECDHE_ECDSA: 0xc05d,
    ECDHE_RSA: 0xc061, PSK: 0xc06b, DHE_PSK: 0xc06d, RSA_PSK: 0xc06f },
  CAMELLIA_256_CBC_SHA384: { ECDHE_ECDSA: 0xc073, ECDHE_RSA: 0xc077, PSK: 0xc095, DHE_PSK: 0xc097,
    RSA_PSK: 0xc099, ECDHE_PSK: 0xc09b },
  AES_128_CCM: { RSA: 0xc09c, DHE_RSA: 0xc09e, PSK: 0xc0a4, DHE_PSK: 0xc0a6, ECDHE_ECDSA: 0xc0ac },
  AES_256_CCM: { RSA: 0xc09d, DHE_RSA: 0xc09f, PSK: 0xc0a5, DHE_PSK: 0xc0a7, ECDHE_ECDSA: 0xc0ad },
  AES_128_CCM_8: { RSA: 0xc0a0, DHE_RSA: 0xc0a2, PSK: 0xc0a8, PSK_DHE: 0xc0aa, ECDHE_ECDSA: 0xc0ae },
  AES_256_CCM_8: { RSA: 0xc0a1, DHE_RSA: 0xc0a3, PSK: 0xc0a9, PSK_DHE: 0xc0ab, ECDHE_ECDSA: 0xc0af },
  CHACHA20_POLY1305_SHA256: { ECDHE_RSA: 0xcca8, ECDHE_ECDSA: 0xcca9, DHE_RSA: 0xccaa, PSK: 0xccab,
    ECDHE_PSK: 0xccac, DHE_PSK: 0xccad, RSA_PSK: 0xccae },
} as const;

type Numbers = typeof numbers;
type Name = { [C in keyof Numbers]: `TLS_${keyof Numbers[C] & string}_WITH_${C}` }[keyof Numbers];

const withKeyExchange = Object.entries(numbers).flatMap(([cipher, row]) =>
  Object.entries(row).map(([keyExchange, number]) => [`TLS_${keyExchange}_WITH_${cipher}`, number]),
);

export const CipherSuite = withGrease(
  named(u16, {
    ...(Object.fromEntries(withKeyExchange) as Readonly<Record<Name, number>>),
    TLS_NULL_WITH_NULL_NULL: 0x0000,
    TLS_EMPTY_RENEGOTIATION_INFO_SCSV: 0x00ff,
    TLS_AES_128_GCM_SHA256: 0x1301,
    TLS_AES_256_GCM_SHA384: 0x1302,
    TLS_CHACHA20_POLY1305_SHA256: 0x1303,
    TLS_AES_128_CCM_SHA256: 0x1304,
    TLS_AES_128_CCM_8_SHA256: 0x1305,
    TLS_FALLBACK_SCSV: 0x5600,
  }),
);

/** `DHE` for TLS_DHE_RSA_WITH_…; undefined for a suite of TLS 1.3, which names none, and for a number that IANA has not given. */
export const keyExchangeOf = (suite: number): string | undefined =>
  /^TLS_(\w+?)(?:_(?:RSA|DSS|ECDSA))?_WITH_/.exec(CipherSuite.nameOf(suite))?.[1];

/** Kinds of suites that are never spoken, and why not (RFC 9325 section 4.1). */
const never = {
  export: ['_EXPORT_', 'export suites have 40-bit keys, which anybody can search (FREAK, Logjam)'],
  anonymous: ['_anon_', 'anonymous suites authenticate nobody'],
  null: ['_NULL_', 'NULL suites do not encrypt'],
  rc4: ['_RC4_', 'RC4 is prohibited (RFC 7465)'],
  des: [/_(DES|IDEA|RC2)_CBC/, 'DES, RC2 and IDEA suites are obsolete (RFC 5469)'],
  srp: ['_SRP_', 'SRP suites need a password that both sides know'],
  psk: [/_PSK_|_PSK$/, 'PSK suites need a key that both sides know'],
  dss: ['_DSS_', 'DSS certificates are gone with SHA-1 and keys of 1024 bits'],
  'static-dh': [
    /^TLS_(DH|ECDH)_/,
    'static DH and ECDH use one key for every connection: no forward secrecy (Raccoon)',
  ],
  rare: [/_(CAMELLIA|ARIA|SEED)_|_CCM_8/, 'Camellia, ARIA, SEED and CCM-8 suites are not implemented'],
} as const satisfies Record<string, readonly [pattern: string | RegExp, why: string]>;

export type NeverSpoken = keyof typeof never;

/** Of which kind a suite is that is never spoken, by its IANA name. */
export const neverSpoken = (name: string): NeverSpoken | undefined =>
  (Object.keys(never) as NeverSpoken[]).find((kind) => name.search(never[kind][0]) >= 0);

/** Why a suite is never spoken by handglass, or undefined when it is not one of those. */
export function refusedSuite(suite: number): string | undefined {
  const kind = neverSpoken(CipherSuite.nameOf(suite));
  return kind && never[kind][1];
}

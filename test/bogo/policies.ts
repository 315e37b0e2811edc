/**
 * BoringSSL's named compliance policies, said in our options: lists of suites, groups and schemes. Those of 2026 need
 * ML-KEM-1024 and are not there.
 */
import type { Config } from './flags.ts';

export interface Policy {
  readonly cipherSuites: readonly string[];
  readonly groups: readonly string[];
  readonly schemes: readonly number[];
}

/** After NIST SP 800-52 revision 2: AES-GCM with ECDHE on P-256 and P-384. */
const fips202205: Policy = {
  cipherSuites: [
    'TLS_AES_128_GCM_SHA256',
    'TLS_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  ],
  groups: ['secp256r1', 'secp384r1'],
  schemes: [0x0804, 0x0805, 0x0806, 0x0401, 0x0501, 0x0601, 0x0403, 0x0503],
};

/** WPA3-Enterprise with 192 bits: AES-256-GCM and P-384. */
const wpa202304: Policy = {
  cipherSuites: [
    'TLS_AES_256_GCM_SHA384',
    'TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384',
    'TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384',
  ],
  groups: ['secp384r1'],
  schemes: [0x0805, 0x0806, 0x0501, 0x0601, 0x0503],
};

export const resumptionScope = ({ flags }: Config): Policy | undefined =>
  flags['fips-202205'] ? fips202205 : flags['wpa-202304'] ? wpa202304 : undefined;

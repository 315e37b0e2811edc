/** Every row of what we claim to speak, with the names that the peers give to it. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';

export interface Row {
  /** The IANA name of the suite. */
  readonly suite: string;
  readonly version: 'TLS 1.2' | 'TLS 1.3';
  readonly keyExchange: 'RSA' | 'DHE' | 'ECDHE';
  /** The kind of the certificates, of the server and of the client. */
  readonly key: 'RSA' | 'EC';
  /** The group of the key exchange; undefined in RSA key exchange. */
  readonly group: GroupName | undefined;
}

export type GroupName = 'x25519' | 'secp256r1' | 'secp384r1' | 'ffdhe2048';

/**
 * What both sides offer: the row's group alone, but for ECDSA certificates of TLS 1.2, whose curve must be among the
 * client's groups too (RFC 8422 section 5.1.1).
 */
export const groupsOf = ({ version, key, group }: Row): readonly GroupName[] => {
  if (group === undefined) return ['x25519', 'secp256r1'];
  return version === 'TLS 1.2' && key === 'EC' && group === 'x25519' ? ['x25519', 'secp256r1'] : [group];
};

/** Each suite of TLS 1.2 with one of the groups in turn, each of TLS 1.3 with both. */
export const rows: readonly Row[] = [
  ...nodeProvider.suites
    .filter((suite) => suite.version === 0x0303)
    .map(
      (suite, i): Row => ({
        suite: suite.name,
        version: 'TLS 1.2',
        keyExchange: suite.keyExchange,
        key: suite.authentication === 'RSA' ? 'RSA' : 'EC',
        group:
          suite.keyExchange === 'DHE'
            ? 'ffdhe2048'
            : suite.keyExchange === 'RSA'
              ? undefined
              : i % 4 < 2
                ? 'x25519'
                : 'secp256r1',
      }),
    ),
  ...nodeProvider.suites
    .filter((suite) => suite.version === 0x0304)
    .flatMap((suite, i) =>
      (['x25519', 'secp256r1'] as const).map(
        (group, j): Row => ({
          suite: suite.name,
          version: 'TLS 1.3',
          keyExchange: 'ECDHE',
          key: (i + j) % 2 ? 'RSA' : 'EC',
          group,
        }),
      ),
    ),
];

export function rowOf(suite: string, group?: Row['group']): Row {
  const row = rows.find((one) => one.suite === suite && (group === undefined || one.group === group));
  if (!row) throw new Error(`there is no row ${suite}`);
  return row;
}

export const title = ({ version, suite, key, group }: Row): string =>
  `${version} ${suite}${group ? ` ${group}` : ''} ${key} certificate`;

/** What our side is told so that it can speak this row alone. */
export const onlyThis = (row: Row) => ({
  cipherSuites: [row.suite],
  versions: [row.version],
  groups: groupsOf(row),
});

/** OpenSSL's name of a suite, which node:tls and curl use too. */
export const opensslSuite = ({ version, suite }: Row): string =>
  version === 'TLS 1.3'
    ? suite
    : suite
        .replace(/^TLS_(RSA_WITH_)?/, '')
        .replace('_WITH_', '_')
        .replace(/CHACHA20_POLY1305_SHA256$/, 'CHACHA20_POLY1305')
        .replace('3DES_EDE_CBC', 'DES_CBC3')
        .replace('CCM_8', 'CCM8')
        .replace(/AES_(\d+)_CBC/, 'AES$1')
        .replace(/AES_(\d+)/, 'AES$1')
        .replaceAll('_', '-');

export const opensslGroups = (groups: readonly GroupName[]): string =>
  groups.map((group) => named[group]).join(':');
const named: Readonly<Record<GroupName, string>> = {
  x25519: 'X25519',
  secp256r1: 'P-256',
  secp384r1: 'P-384',
  ffdhe2048: 'ffdhe2048',
};

/** A GnuTLS priority string that allows this row and nothing else. */
export function gnutlsPriority(row: Row, groups = groupsOf(row)): string {
  const { suite, version, keyExchange, key } = row;
  const cipher = suite.includes('CHACHA20')
    ? 'CHACHA20-POLY1305'
    : suite.includes('_3DES_')
      ? '3DES-CBC'
      : /AES_(\d+)_(CBC|GCM|CCM(_8)?)/.exec(suite)![0].replaceAll('_', '-');
  const exchange = keyExchange === 'RSA' ? '+RSA' : `+${keyExchange}-${key === 'RSA' ? 'RSA' : 'ECDSA'}`;
  return [
    'NONE',
    version === 'TLS 1.3' ? '+VERS-TLS1.3' : '+VERS-TLS1.2',
    `+${cipher}`,
    suite.includes('CBC') ? `+${suite.endsWith('_SHA') ? 'SHA1' : /SHA\d+$/.exec(suite)![0]}` : '+AEAD',
    '+SIGN-ALL',
    '+COMP-NULL',
    ...groups.map((group) => `+GROUP-${group.toUpperCase()}`),
    version === 'TLS 1.3' ? '+ECDHE-RSA:+ECDHE-ECDSA' : exchange,
    '+CTYPE-X509',
  ].join(':');
}

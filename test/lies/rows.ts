/** The handshakes in which is lied, each in its honest form. */

import { generateKeyPairSync } from 'node:crypto';
import { privateKey } from '../../src/crypto/providers/node.ts';
import type { Session } from '../../src/handshake/sessions/session.ts';
import type { ClientOptions, ServerOptions } from '../../src/options/options.ts';
import { ClientHello } from '../../src/protocol/messages/index.ts';
import { ca, type Hand, type Role, type Row, run } from '../adversary.ts';
import { failure, sessions, ticketsOf } from '../pair.ts';
import { withExtensions } from './lie.ts';

type Version = 'TLS 1.2' | 'TLS 1.3';
export const versions: readonly Version[] = ['TLS 1.2', 'TLS 1.3'];

export const keys = {
  EC: { server: ca.issue('EC', 'server'), client: ca.issue('EC', 'client') },
  RSA: { server: ca.issue('RSA', 'server'), client: ca.issue('RSA', 'client') },
} as const;

/** A key for RSASSA-PSS alone, whatever its certificate says. */
export const pss = ca.issue(
  privateKey(generateKeyPairSync('rsa-pss', { modulusLength: 2048 }).privateKey),
  'server',
  ['localhost'],
  { keyUsage: ['digitalSignature', 'keyEncipherment'] },
);

function row(
  name: string,
  version: Version,
  client: Partial<ClientOptions> = {},
  server: Partial<ServerOptions> = {},
): Row {
  return {
    name: `${version}${name}`,
    client: { versions: [version], ...client },
    server: { versions: [version], credentials: [keys.EC.server], ...server },
  };
}

/** With one suite of several. */
export const suiteOf = (version: Version, suite: string): Row =>
  row(` with ${suite} alone offered`, version, { cipherSuites: [suite] });

/** TLS 1.2 with one group offered, and an RSA key, which is on no curve. */
export const curveOf = (group: string): Row =>
  row(
    ` with ${group} alone offered`,
    'TLS 1.2',
    { groups: [group] },
    { credentials: [keys.RSA.server, keys.EC.server] },
  );

/** The client speaks both versions, the server the newer one alone. */
export const newer: Row = row(' chosen by the server', 'TLS 1.3', { versions: ['TLS 1.3', 'TLS 1.2'] });

const asking = { clientAuthentication: 'require', trust: ca.trust } as const;

/** Both show certificates, with keys of this kind. */
export const mutual = (version: Version, kind: 'EC' | 'RSA' = 'EC'): Row =>
  row(
    ` mutual with ${kind}`,
    version,
    { credentials: [keys[kind].client] },
    { credentials: [keys[kind].server], ...asking },
  );

export const plain = (version: Version): Row => row('', version, {}, { tickets: ticketsOf() });

/** TLS 1.2 without a signature of the server. */
const oldSuites = { cipherSuites: ['TLS_RSA_WITH_AES_128_GCM_SHA256'] };
export const rsaKeyExchange: Row = row(' with RSA key exchange', 'TLS 1.2', oldSuites, {
  ...oldSuites,
  credentials: [keys.RSA.server],
});

export const retried: Row = row(
  ' behind a retry',
  'TLS 1.3',
  { groups: ['x25519', 'secp256r1'] },
  { groups: ['secp256r1'] },
);

/** The client speaks both versions, the server the older one alone. */
export const older: Row = row(' chosen by the server', 'TLS 1.2', { versions: ['TLS 1.3', 'TLS 1.2'] });

export const withProtocols = (version: Version): Row =>
  row(
    ' with ALPN',
    version,
    { applicationProtocols: ['h2', 'http/1.1'] },
    { applicationProtocols: ['h2', 'http/1.1'] },
  );

/** The session has no extended main secret: its client did not offer one then. */
export function resumedWithoutExtended(): Row {
  const { client, server } = plain('TLS 1.2');
  const hand = withExtensions(ClientHello, { extendedMainSecret: undefined });
  const session = sessionOf({ name: '', client, server }, 'client', hand());
  return row(' with a ticket of old', 'TLS 1.2', { ...client, session }, server);
}

export function resumed(version: Version): Row {
  const { client, server } = plain(version);
  return row(' resumed', version, { ...client, session: sessionOf({ name: '', client, server }) }, server);
}

export function sessionOf(first: Row, liar?: Role, hand?: Hand): Session {
  const { client, server } = run(first, liar, hand);
  const [session] = sessions(client);
  if (!session) throw new Error(`no session: ${(failure(client) ?? failure(server))?.message}`);
  return session;
}

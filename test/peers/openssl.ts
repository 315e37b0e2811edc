/** OpenSSL's s_server and s_client. Both mix what they say with the data that they receive. */
import { Link, type Peer, type Seen, type Setup } from './peer.ts';
import { PeerProcess } from './process.ts';
import { groupsOf, opensslGroups, opensslSuite } from './rows.ts';

export const openssl: Peer = {
  name: 'OpenSSL',
  ownPrimes: true,
  suiteName: opensslSuite,
  // OpenSSL 3 has the cipher, and no suite of TLS with it.
  speaks: ({ suite }) => !suite.includes('_3DES_'),
  listing: () => ['openssl', 'ciphers', '-stdname', 'ALL:@SECLEVEL=0'],
  /** Told to quit a connection, s_server closes the socket without close_notify. */
  serverCloses: false,

  async serve(setup) {
    const process = opensslServer(serverArguments(setup));
    return { port: await opensslPort(process), link: () => new Link(process, serverManner) };
  },

  connect(setup, port) {
    const { certificates, row, mutual, session, protocols, ocspResponse, extra = [] } = setup;
    const { cert, key } = certificates.client[row.key];
    const process = opensslClient(port, [
      ...protocolArguments(setup),
      ...['-CAfile', certificates.ca, '-verify_return_error', '-verify_hostname', 'localhost'],
      ...['-servername', 'localhost'],
      ...(mutual ? ['-cert', cert, '-key', key] : []),
      ...(protocols ? ['-alpn', protocols.join(',')] : []),
      ...(ocspResponse === undefined ? [] : ['-status']),
      ...(session ? ('save' in session ? ['-sess_out', session.save] : ['-sess_in', session.use]) : []),
      ...extra,
    ]);
    return new Link(process, clientManner);
  },
};

/** The arguments of an s_server for one row. */
export function serverArguments(setup: Setup): string[] {
  const { certificates, row, mutual, protocols, ocspResponse, extra = [] } = setup;
  const { cert, key } = certificates.server[row.key];
  return [
    ...protocolArguments(setup),
    ...['-cert', cert, '-key', key, '-CAfile', certificates.ca],
    ...(mutual ? ['-Verify', '1', '-verify_return_error'] : []),
    ...(protocols ? ['-alpn', protocols.join(',')] : []),
    ...(ocspResponse === undefined ? [] : ['-status_file', ocspResponse]),
    ...extra,
  ];
}

/** An s_server on a loopback port of its own choice. */
export const opensslServer = (args: readonly string[], cwd?: string): PeerProcess =>
  new PeerProcess('openssl', ['s_server', '-accept', '127.0.0.1:0', ...args], cwd);

export const opensslPort = async (process: PeerProcess): Promise<number> =>
  Number((await process.says(/ACCEPT 127\.0\.0\.1:(\d+)/))[1]);

export const opensslClient = (port: number, args: readonly string[]): PeerProcess =>
  new PeerProcess('openssl', ['s_client', '-connect', `127.0.0.1:${port}`, ...args]);

function protocolArguments({ row, groups, noTickets }: Setup): string[] {
  return [
    ...(noTickets ? ['-no_ticket'] : []),
    ...(row.version === 'TLS 1.3'
      ? ['-tls1_3', '-ciphersuites', opensslSuite(row)]
      : ['-tls1_2', '-cipher', opensslSuite(row)]),
    ...['-groups', opensslGroups(groups ?? groupsOf(row))],
  ];
}

const serverManner = {
  talks: 'stdout',
  opened: /Secure Renegotiation IS/,
  seen: (text: string): Seen => ({
    suite: /CIPHER is (\S+)/.exec(text)?.[1],
    resumed: text.includes('Reused session-id'),
    protocol: /ALPN protocols selected: (\S+)/.exec(text)?.[1],
    serverName: undefined,
    client: /Client certificate[\s\S]*subject=CN = (\S+)/.exec(text)?.[1],
  }),
  sawClose: /(^|:end>)DONE$/m,
  close: () => {
    throw new Error('s_server cannot close in order');
  },
} as const;

const clientManner = {
  talks: 'stdout',
  // In TLS 1.3 what is said about the session waits for the ticket; this does not.
  opened: /Verify return code: \d+/,
  seen: (text: string): Seen => ({
    suite: /Cipher is (\S+)/.exec(text)?.[1],
    resumed: /^Reused, /m.test(text),
    protocol: /ALPN protocol: (\S+)/.exec(text)?.[1],
    ocspResponse: text.includes('OCSP response:') ? (/Cert Status: (\S+)/.exec(text)?.[1] ?? '') : undefined,
  }),
  sawClose: /closed\s*$/,
  close: (process: PeerProcess) => process.write('Q\n'),
} as const;

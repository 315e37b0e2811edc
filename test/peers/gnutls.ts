/** GnuTLS's gnutls-serv, which echoes lines, and gnutls-cli. `stdbuf` lets them say things when they happen. */
import { Link, type Peer, type Seen, type Setup } from './peer.ts';
import { freePort, PeerProcess } from './process.ts';
import { gnutlsPriority } from './rows.ts';

export const gnutls: Peer = {
  name: 'GnuTLS',
  suiteName: ({ suite }) => suite,
  echoes: true,
  resumesInOneRun: true,
  serverCloses: false,

  async serve(setup) {
    const { certificates, row, mutual, protocols, ocspResponse, extra = [] } = setup;
    const { cert, key } = certificates.server[row.key];
    const port = await freePort();
    const process = new PeerProcess('stdbuf', [
      ...['-oL', 'gnutls-serv', '--echo', '--port', String(port), '--priority', priorityOf(setup)],
      ...['--x509certfile', cert, '--x509keyfile', key, '--x509cafile', certificates.ca],
      ...(mutual ? ['--require-client-cert', '--verify-client-cert'] : ['--disable-client-cert']),
      ...(protocols?.flatMap((protocol) => ['--alpn', protocol]) ?? []),
      ...(ocspResponse === undefined ? [] : ['--ocsp-response', ocspResponse]),
      ...extra,
    ]);
    await process.complains(/listening on IPv4.*done/);
    return { port, link: () => new Link(process, serverManner) };
  },

  connect(setup, port) {
    const { certificates, row, mutual, protocols, session, extra = [] } = setup;
    const { cert, key } = certificates.client[row.key];
    const process = new PeerProcess('stdbuf', [
      ...['-oL', 'gnutls-cli', '--port', String(port), '--priority', priorityOf(setup)],
      ...['--x509cafile', certificates.ca, '--sni-hostname', 'localhost', '--verify-hostname', 'localhost'],
      ...(mutual ? ['--x509certfile', cert, '--x509keyfile', key] : []),
      ...(protocols?.flatMap((protocol) => ['--alpn', protocol]) ?? []),
      ...(session ? ['--resume', '--waitresumption'] : []),
      ...extra,
      '127.0.0.1',
    ]);
    return new Link(process, clientManner);
  },
};

const priorityOf = ({ row, groups, noTickets }: Setup): string =>
  `${gnutlsPriority(row, groups)}${noTickets ? ':%NO_TICKETS' : ''}`;

const seen = (text: string): Seen => ({
  resumed: text.includes('*** This is a resumed session'),
  protocol: /^- Application protocol: (\S+)/m.exec(text)?.[1],
  client: /subject `CN=(\w+)'/.exec(text)?.[1],
});

const serverManner = {
  talks: 'stdout',
  opened: /^ - 'tls-exporter'/m,
  seen,
  // It says nothing about the end; what it answers to our close_notify is seen on our side.
  sawClose: /Accepted connection/,
  close: () => {
    throw new Error('gnutls-serv cannot be told to close');
  },
} as const;

const clientManner = {
  talks: 'stdout',
  opened: /Simple Client Mode/,
  seen,
  sawClose: /Peer has closed the GnuTLS connection/,
  close: (process: PeerProcess) => process.endInput(),
} as const;

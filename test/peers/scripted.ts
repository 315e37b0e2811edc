/** The peers that are programs of this repository: over Go's crypto/tls and over node:tls. They take the same words. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Link, type Peer, type Seen, type Setup } from './peer.ts';
import { PeerProcess, run } from './process.ts';
import { groupsOf, opensslSuite } from './rows.ts';

const nodeProgram = fileURLToPath(new URL('node-peer.mjs', import.meta.url));
const goSource = fileURLToPath(new URL('go', import.meta.url));
let goProgram = 'go-peer';

export const nodeTls: Peer = scripted({
  name: 'node:tls',
  ownPrimes: true,
  command: () => [process.execPath, nodeProgram],
  // TLS of OpenSSL 3 has no suite with 3DES.
  speaks: ({ suite }) => !suite.includes('_3DES_'),
  listing: (row) => [
    process.execPath,
    '-p',
    `tls.createSecureContext({ ciphers: '${nodeTls.suiteName(row)}' }) && '${nodeTls.suiteName(row)}'`,
  ],
  suiteName: (row) => (row.version === 'TLS 1.3' ? row.suite : opensslSuite(row)),
});

export const go: Peer = scripted({
  name: 'Go',
  speaks: ({ keyExchange, suite }) =>
    keyExchange !== 'DHE' &&
    !/_CCM|_CBC_SHA384|_256_CBC_SHA256/.test(suite) &&
    suite !== 'TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA',
  listing: () => [goProgram, 'list'],
  command: () => [goProgram],
  suiteName: ({ suite }) => suite,
  async prepare() {
    const directory = await mkdtemp(join(tmpdir(), 'handglass-go-'));
    goProgram = join(directory, 'peer');
    await run('go', ['build', '-o', goProgram, '.'], {
      cwd: goSource,
      env: { GOTOOLCHAIN: 'local', GOFLAGS: '' },
    });
    return () => rm(directory, { recursive: true, force: true });
  },
});

export function scripted(
  given: Omit<Peer, 'serverCloses' | 'serve' | 'connect'> & {
    command: () => readonly string[];
    /** How it wants to be told: as JSON in one argument, when absent. */
    args?: (config: object) => readonly string[];
  },
): Peer {
  const start = (config: object): PeerProcess => {
    const [program, ...args] = given.command();
    return new PeerProcess(program!, [...args, ...(given.args?.(config) ?? [JSON.stringify(config)])]);
  };
  const common = ({ row, mutual, certificates, protocols, groups, ocspResponse, noTickets }: Setup) => ({
    suite: given.suiteName(row),
    tls13: row.version === 'TLS 1.3',
    groups: groups ?? groupsOf(row),
    mutual,
    protocols,
    kind: row.key,
    ca: certificates.ca,
    ocspResponse,
    noTickets,
  });
  return {
    ...given,
    serverCloses: true,
    async serve(setup) {
      const { cert, key } = setup.certificates.server[setup.row.key];
      const process = start({ ...common(setup), mode: 'server', cert, key });
      const [, port] = await process.complains(/^listening (\d+)$/m);
      return { port: Number(port), link: () => new Link(process, manner) };
    },
    connect(setup, port) {
      const { cert, key } = setup.certificates.client[setup.row.key];
      const { session } = setup;
      const config = {
        ...{ ...common(setup), mode: 'client', port },
        ...(setup.mutual && { cert, key }),
        ...(session && ('save' in session ? { saveSession: session.save } : { useSession: session.use })),
      };
      return new Link(start(config), manner);
    },
  };
}

const manner = {
  talks: 'stderr',
  opened: /^(connected|failed) .*$/m,
  seen(text: string): Seen {
    const [, suite, resumed, protocol, serverName, client, ocspResponse] =
      /^connected suite=(\S*) resumed=(\S*) protocol=(\S*) name=(\S*) peer=(\S*) ocsp=(\S*)\.$/m.exec(text) ??
      [];
    if (suite === undefined) throw new Error(`the peer says: ${text}`);
    return {
      suite,
      resumed: resumed === 'true',
      protocol: protocol || undefined,
      serverName,
      client,
      ocspResponse,
    };
  },
  sawClose: /^closed$/m,
  close: (process: PeerProcess) => process.endInput(),
} as const;

/** Two connections whose configurations say what no option says, because no user has it yet. */
import { Connection } from '../src/connection/connection.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { clientHandshake } from '../src/handshake/client.ts';
import type { ClientConfig, ServerConfig } from '../src/handshake/config.ts';
import type { Peer } from '../src/handshake/peer.ts';
import { serverHandshake } from '../src/handshake/server.ts';
import {
  type ClientOptions,
  clientConfig,
  type ServerOptions,
  serverConfig,
} from '../src/options/options.ts';
import { ca } from './adversary.ts';
import { type Pair, type Side, testTime } from './pair.ts';

const credentials = [ca.issue('EC', 'server')];
const clocks = { now: () => 0, wallClock: () => testTime };

export interface Change {
  readonly client?: Partial<ClientConfig>;
  readonly server?: Partial<ServerConfig>;
  readonly clientOptions?: Partial<ClientOptions>;
  readonly serverOptions?: Partial<ServerOptions>;
  readonly hand?: (peer: Peer, by: 'client' | 'server') => Peer;
}

export function pairOf(change: Change): Pair {
  const hand = change.hand ?? ((peer: Peer) => peer);
  const client = {
    provider: nodeProvider,
    name: 'localhost',
    trust: ca.trust,
    ...clocks,
    ...change.clientOptions,
  };
  const server = { provider: nodeProvider, credentials, ...clocks, ...change.serverOptions };
  const ofClient = { ...clientConfig(client), ...change.client };
  const ofServer = { ...serverConfig(server), ...change.server };
  return {
    client: {
      connection: new Connection('client', (peer) => clientHandshake(hand(peer, 'client'), ofClient), client),
      events: [],
    },
    server: {
      connection: new Connection('server', (peer) => serverHandshake(hand(peer, 'server'), ofServer), server),
      events: [],
    },
  };
}

/** One flight: what this side has to send, to the other. */
export function flight(from: Side, to: Side): Uint8Array {
  const bytes = from.connection.takeOutput() ?? new Uint8Array();
  to.connection.feed(bytes);
  to.events.push(...to.connection.takeEvents());
  return bytes;
}

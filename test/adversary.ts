/**
 * A peer that knows the keys and lies: one of our own handshakes, with a hand in what it sends. Its transcript follows
 * its lies, so the victim is left with nothing but its own checks.
 */
import { Connection } from '../src/connection/connection.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { clientHandshake } from '../src/handshake/client.ts';
import type { Handshaken } from '../src/handshake/established.ts';
import type { Event } from '../src/handshake/events.ts';
import type { Flow } from '../src/handshake/flow.ts';
import type { Peer } from '../src/handshake/peer.ts';
import { serverHandshake } from '../src/handshake/server.ts';
import {
  type ClientOptions,
  clientConfig,
  type ServerOptions,
  serverConfig,
} from '../src/options/options.ts';
import { type Message, titleOf, writeMessage } from '../src/protocol/message.ts';
import { annotate } from '../src/wire/annotate.ts';
import type { Span } from '../src/wire/tracing-reader.ts';
import {
  type Authority,
  carry,
  failure,
  makeAuthority,
  type Pair,
  type Side,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

export type Role = 'client' | 'server';
export interface Sent {
  readonly by: Role;
  readonly is: Message<unknown>;
  readonly raw: Uint8Array;
}
/**
 * What is sent in place of a message.
 *
 * @param number counts the messages of its side
 * @param before what both sides would have said until then
 */
export type Hand = (sent: Sent, number: number, before: readonly Sent[]) => readonly Uint8Array[] | undefined;

export interface Row {
  readonly name: string;
  readonly client: Partial<ClientOptions>;
  readonly server: Partial<ServerOptions>;
}

export interface Run extends Pair {
  readonly sent: readonly Sent[];
  /** What each side was waiting for, each time it waited. */
  readonly waits: Record<Role, string[][]>;
  /** What each side's handshake speaks by; behind it, too. */
  readonly peers: Readonly<Record<Role, Peer>>;
}

export const ca: Authority = makeAuthority();
const clocks = { now: () => 0, wallClock: () => testTime };

/** Runs a row to its end, with one side's messages going through the hand. */
export function run(row: Row, liar?: Role, hand?: Hand, change?: Parameters<typeof carry>[1]): Run {
  const sent: Sent[] = [];
  const waits: Run['waits'] = { client: [], server: [] };
  const peers: Partial<Record<Role, Peer>> = {};
  const client = {
    provider: nodeProvider,
    name: 'localhost',
    trust: ca.trust,
    ...clocks,
    ...row.client,
  } as ClientOptions;
  const server = { provider: nodeProvider, credentials: [], ...clocks, ...row.server } as ServerOptions;
  const side = (by: Role, start: (peer: Peer) => Flow<Handshaken>): Side => {
    let number = 0;
    const through = (peer: Peer): Peer => {
      const tell = (is: Message<unknown>, raw: Uint8Array): Uint8Array => {
        const told = (liar === by ? hand?.({ by, is, raw }, number++, sent) : undefined) ?? [raw];
        sent.push({ by, is, raw });
        for (const part of told) peer.sendRaw(is, part);
        // A liar goes on from what it said.
        return told.length === 1 ? told[0]! : raw;
      };
      return {
        ...peer,
        sendRaw: tell,
        send: (message, body) => tell(message, writeMessage(message, body)),
      };
    };
    return {
      connection: new Connection(
        by,
        (peer) => {
          peers[by] = peer;
          return watched(start(through(peer)), waits[by]);
        },
        clocks,
      ),
      events: [] as Event[],
    };
  };
  const pair = {
    client: side('client', (peer) => clientHandshake(peer, clientConfig(client))),
    server: side('server', (peer) => serverHandshake(peer, serverConfig(server))),
  };
  carry(pair, change);
  return { ...pair, sent, waits, peers: peers as Run['peers'] };
}

function* watched(flow: Flow<Handshaken>, waits: string[][]): Flow<Handshaken> {
  let reply: unknown;
  for (;;) {
    const { value, done } = flow.next(reply);
    if (done) return value;
    waits.push(value.need === 'message' ? value.of.map(titleOf) : ['a promise']);
    reply = yield value;
  }
}

const mutual: Partial<ServerOptions> = { clientAuthentication: 'require', trust: ca.trust };
const ec = ca.issue('EC', 'server');
const rsa = ca.issue('RSA', 'server');
const alice = ca.issue('EC', 'client');

/** Every shape that a handshake of ours can have. */
export const rows: readonly Row[] = [
  {
    name: 'TLS 1.2 ECDHE mutual',
    client: { versions: ['TLS 1.2'], credentials: [alice] },
    server: { credentials: [ca.staple(ec)], tickets: ticketsOf(), ...mutual },
  },
  {
    name: 'TLS 1.2 RSA',
    client: { cipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'] },
    server: { cipherSuites: ['TLS_RSA_WITH_AES_128_CBC_SHA'], credentials: [rsa] },
  },
  {
    name: 'TLS 1.3 mutual behind a retry',
    client: { credentials: [ca.staple(alice)], applicationProtocols: ['h2'] },
    server: {
      groups: ['secp256r1'],
      credentials: [ca.staple(ec)],
      applicationProtocols: ['h2'],
      tickets: ticketsOf(),
      ...mutual,
    },
  },
  resumed('TLS 1.2 resumed', 'TLS 1.2'),
  resumed('TLS 1.3 resumed', 'TLS 1.3'),
];

function resumed(name: string, version: 'TLS 1.2' | 'TLS 1.3'): Row {
  const client = { versions: [version] };
  const server = { versions: [version], credentials: [ec], tickets: ticketsOf() };
  const first = run({ name, client, server });
  const [session] = sessions(first.client);
  if (!session) throw new Error(`no session: ${failure(first.client)?.message}`);
  return { name, client: { ...client, session }, server };
}

export const victimOf = (liar: Role): Role => (liar === 'client' ? 'server' : 'client');

/** The same message with another body: the header's length follows. */
export function withBody(raw: Uint8Array, body: Uint8Array): Uint8Array {
  return Uint8Array.of(raw[0]!, body.length >> 16, (body.length >> 8) & 0xff, body.length & 0xff, ...body);
}

export const spansOf = ({ is, raw }: Sent): Span[] => {
  const all = (span: Span): Span[] => [span, ...span.parts.flatMap(all)];
  return all(annotate(is.body, raw.subarray(4)));
};

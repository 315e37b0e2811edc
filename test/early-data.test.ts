/** Application data before the handshake is finished: half-RTT data of a server, and early data of a client. */
import { describe, expect, it } from 'vitest';
import type { ServerConfig } from '../src/handshake/config.ts';
import type { Event } from '../src/handshake/events.ts';
import type { Session } from '../src/handshake/sessions/session.ts';
import { EncryptedExtensions, EndOfEarlyData } from '../src/protocol/messages/index.ts';
import { ca } from './adversary.ts';
import { type Change, flight, pairOf } from './configured-pair.ts';
import {
  carry,
  changedSession,
  established,
  failure,
  type Pair,
  received,
  type Side,
  sessions,
  ticketsOf,
} from './pair.ts';

const question = Buffer.from('is anybody there?');

/** A guard that remembers for ever, and what it was asked. */
function replayGuard() {
  const seen = new Set<string>();
  return {
    seen,
    firstUse(binder: Uint8Array): boolean {
      const key = Buffer.from(binder).toString('hex');
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    },
  };
}

const early = (side: Side): Uint8Array =>
  Buffer.concat(side.events.filter((event) => event.type === 'early-data').map(({ data }) => data));
const answers = (side: Side): boolean[] =>
  side.events.filter((event) => event.type === 'early-data-answer').map(({ accepted }) => accepted);
const names = (events: readonly Event[]): string[] => events.map(({ type }) => type);

describe('half-RTT data (RFC 9846 section 4.5.3)', () => {
  it('goes out behind the server’s Finished, before the client’s', () => {
    const { client, server } = pairOf({ server: { halfRttData: true } });
    expect(server.connection.writable).toBe(false);
    flight(client, server);
    expect(server.connection.established).toBeUndefined();
    server.connection.write(question);
    flight(server, client);
    expect(names(client.events)).toEqual(['established', 'data']);
    expect(received(client)).toEqual(question);
    client.connection.write(question);
    flight(client, server);
    expect(names(server.events)).toEqual(['established', 'data']);
    carry({ client, server });
    expect([failure(client), failure(server)]).toEqual([undefined, undefined]);
  });

  it.each([
    ['where it is off', {}, {}],
    [
      'to a client that is asked for its certificate',
      { halfRttData: true },
      { clientAuthentication: 'request', trust: ca.trust },
    ],
  ] as const)('does not go out %s', (_, config, serverOptions) => {
    const { client, server } = pairOf({ server: config, serverOptions });
    flight(client, server);
    expect(() => server.connection.write(question)).toThrow('while the connection is open');
    carry({ client, server });
    expect(established(server)).toBeDefined();
  });
});

describe('early data (RFC 9846 section 4.3.10)', () => {
  const tickets = ticketsOf();
  const most = 1000;

  /** A session of a server with these rules. */
  function sessionOf(
    change: Change = {},
    rules: Partial<ServerConfig> = { earlyData: { most, ...replayGuard() } },
  ): Session {
    const pair = pairOf({
      ...change,
      server: rules,
      serverOptions: { ...change.serverOptions, tickets },
    });
    carry(pair);
    return sessions(pair.client)[0]!;
  }

  function resumed(session: Session, change: Change = {}, guard = replayGuard()): Pair {
    return pairOf({
      ...change,
      client: { earlyData: true, session, ...change.client },
      server: { earlyData: { most, ...guard }, ...change.server },
      serverOptions: { ...change.serverOptions, tickets },
    });
  }

  /** What was written early was passed over, and the handshake went on. */
  function rejected({ client, server }: Pair): void {
    client.connection.write(question);
    carry({ client, server });
    expect([failure(client), failure(server)]).toEqual([undefined, undefined]);
    expect(answers(client)).toEqual([false]);
    expect(early(server)).toHaveLength(0);
    client.connection.write(question);
    server.connection.write(question);
    carry({ client, server });
    expect([received(server), received(client)]).toEqual([question, question]);
  }

  it('arrives with the first flight, and is told from other data', () => {
    const { client, server } = resumed(sessionOf());
    client.connection.write(question);
    flight(client, server);
    expect(early(server)).toEqual(question);
    expect(server.connection.established).toBeUndefined();
    client.connection.write(question);
    carry({ client, server });
    expect(answers(client)).toEqual([true]);
    expect(early(server)).toEqual(Buffer.concat([question, question]));
    expect(received(server)).toHaveLength(0);
    expect(established(server)?.agreement.resumed).toBe(true);
    client.connection.write(question);
    server.connection.write(question);
    carry({ client, server });
    expect([received(server), received(client)]).toEqual([question, question]);
    expect([failure(client), failure(server)]).toEqual([undefined, undefined]);
  });

  it('is answered before the client’s Finished where half-RTT data is on', () => {
    const { client, server } = resumed(sessionOf(), { server: { halfRttData: true } });
    client.connection.write(question);
    flight(client, server);
    server.connection.write(early(server));
    flight(server, client);
    expect(received(client)).toEqual(question);
  });

  it.each([
    ['in a client that has it off', () => ({ client: { earlyData: false } })],
    ['with a session of a server that has it off', () => ({ client: { session: sessionOf({}, {}) } })],
  ] as const)('is not sent %s', (_, change) => {
    const { client, server } = resumed(sessionOf(), change());
    expect(client.connection.writable).toBe(false);
    carry({ client, server });
    expect(established(server)?.agreement.resumed).toBe(true);
    expect(answers(client)).toEqual([]);
  });

  it('is passed over by a server that has it off', () => {
    rejected(resumed(sessionOf(), { server: { earlyData: undefined } }));
  });

  it('is passed over without its ticket', () => {
    const session = changedSession(sessionOf(), { ticket: new Uint8Array(100) });
    rejected(resumed(session));
  });

  it('is passed over under another cipher suite or application protocol', () => {
    const spoken = { applicationProtocols: ['a', 'b'] };
    const options = { clientOptions: spoken, serverOptions: { applicationProtocols: ['a'] } };
    rejected(resumed(sessionOf(options), { ...options, serverOptions: { applicationProtocols: ['b'] } }));
    const session = sessionOf({ serverOptions: { cipherSuites: ['TLS_AES_128_GCM_SHA256'] } });
    const cipherSuites = ['TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'];
    const pair = resumed(session, { serverOptions: { cipherSuites } });
    rejected(pair);
    expect(established(pair.server)?.agreement).toMatchObject({
      resumed: true,
      suite: { name: cipherSuites[0] },
    });
  });

  it.each([-11_000, 11_000])('is passed over when its age is %d ms off', (off) => {
    const session = sessionOf();
    const { ticketAgeAdd } = session;
    rejected(resumed(changedSession(session, { ticketAgeAdd: (ticketAgeAdd + off + 2 ** 32) % 2 ** 32 })));
  });

  it('is passed over in a replay', () => {
    const guard = replayGuard();
    const { client, server } = resumed(sessionOf(), {}, guard);
    client.connection.write(question);
    const bytes = flight(client, server);
    expect(early(server)).toEqual(question);
    const again = resumed(sessionOf(), {}, guard).server;
    again.connection.feed(bytes);
    again.events.push(...again.connection.takeEvents());
    expect(early(again)).toHaveLength(0);
    expect(failure(again)).toBeUndefined();
    expect(again.connection.waitsFor).toEqual(['Finished']);
    expect(guard.seen.size).toBe(1);
  });

  it.each(['yes', '', undefined])(
    'is passed over when the guard answers “%s”, which is not true',
    (answer) => {
      rejected(
        resumed(sessionOf(), {
          server: { earlyData: { most, firstUse: () => answer as unknown as boolean } },
        }),
      );
    },
  );

  it('waits for a guard that answers late', async () => {
    const { client, server } = resumed(sessionOf(), {
      server: { earlyData: { most, firstUse: () => Promise.resolve(true) } },
    });
    client.connection.write(question);
    flight(client, server);
    expect(server.connection.waitsFor).toEqual(['an answer from the replay guard']);
    expect(early(server)).toHaveLength(0);
    await new Promise((resolve) => setImmediate(resolve));
    carry({ client, server });
    expect(early(server)).toEqual(question);
    expect(answers(client)).toEqual([true]);
  });

  it('is given up at a HelloRetryRequest', () => {
    const { client, server } = resumed(sessionOf(), {
      clientOptions: { groups: ['x25519', 'secp256r1'], keyShares: 1 },
      serverOptions: { groups: ['secp256r1'] },
    });
    client.connection.write(question);
    flight(client, server);
    flight(server, client);
    expect(answers(client)).toEqual([false]);
    expect(client.connection.writable).toBe(false);
    carry({ client, server });
    expect(early(server)).toHaveLength(0);
    expect(established(server)?.agreement.resumed).toBe(true);
    client.connection.write(question);
    carry({ client, server });
    expect(received(server)).toEqual(question);
  });

  it('is never more than the ticket allows, on either side', () => {
    const { client } = resumed(sessionOf());
    client.connection.write(new Uint8Array(most));
    expect(() => client.connection.write(Uint8Array.of(1))).toThrow('more early data');
    expect(failure(client)).toBeUndefined();

    const greedy = resumed(changedSession(sessionOf(), { maxEarlyData: most + 1 }));
    greedy.client.connection.write(new Uint8Array(most));
    greedy.client.connection.write(Uint8Array.of(1));
    carry(greedy);
    expect(failure(greedy.server)).toMatchObject({
      reason: 'too-much-early-data',
      alert: 'unexpected_message',
    });
    expect(early(greedy.server)).toHaveLength(most);
  });

  it('that is passed over may be as much as the tickets allow', () => {
    const much = 2 ** 16;
    const earlyData = { most: much, ...replayGuard() };
    const session = sessionOf({}, { earlyData });
    const pair = resumed(session, { server: { earlyData: { most: much, firstUse: () => false } } });
    pair.client.connection.write(new Uint8Array(much - question.length));
    rejected(pair);
    const less = resumed(session);
    less.client.connection.write(new Uint8Array(much));
    carry(less);
    expect(failure(less.server)?.reason).toBe('too-much-early-data');
  });

  it('ends with EndOfEarlyData alone', () => {
    const { client, server } = resumed(sessionOf(), {
      hand: (peer, by) =>
        by === 'client'
          ? {
              ...peer,
              send(is, body) {
                return is.name === EndOfEarlyData.name ? new Uint8Array() : peer.send(is, body);
              },
            }
          : peer,
    });
    carry({ client, server });
    expect(failure(server)).toMatchObject({ reason: 'bad-record-mac', alert: 'bad_record_mac' });
    expect(established(server)).toBeUndefined();
  });

  it('is no place for a close: the handshake is what a client closes then', () => {
    const { client, server } = resumed(sessionOf());
    client.connection.close();
    flight(client, server);
    expect(names(server.events)).toEqual(['failed']);
    expect(failure(server)?.reason).toBe('alert-received');
  });

  const protocols = (...own: string[]): Change => ({
    clientOptions: { applicationProtocols: ['a', 'b'] },
    serverOptions: { applicationProtocols: own },
  });
  const suite = (...names: string[]): Change => ({ serverOptions: { cipherSuites: names } });

  it.each([
    [
      'another cipher suite',
      suite('TLS_AES_128_GCM_SHA256'),
      suite('TLS_CHACHA20_POLY1305_SHA256', 'TLS_AES_128_GCM_SHA256'),
    ],
    ['another application protocol', protocols('a'), protocols('b')],
    ['no session', {}, { server: { tickets: undefined } }],
  ])('is not said to be taken under %s', (_, before, change: Change) => {
    const { client, server } = resumed(sessionOf(before), {
      ...change,
      hand: (peer, by) =>
        by === 'client'
          ? peer
          : {
              ...peer,
              send(is, body) {
                if (is.name !== EncryptedExtensions.name) return peer.send(is, body);
                const { extensions } = body as EncryptedExtensions;
                return peer.send(is, { extensions: { ...extensions, earlyData: true } } as typeof body);
              },
            },
    });
    flight(client, server);
    flight(server, client);
    expect(failure(client)).toMatchObject({ reason: 'illegal-value', alert: 'illegal_parameter' });
    expect(answers(client)).toEqual([]);
  });

  it('is never followed by TLS 1.2', () => {
    const pair = resumed(sessionOf(), { serverOptions: { versions: ['TLS 1.2'] } });
    carry(pair);
    expect(failure(pair.client)).toMatchObject({ reason: 'version-changed' });
  });
});

/** Behind our own alert nothing is sent, and behind a failure nothing happens (RFC 9846 section 6). */
import { describe, expect, it } from 'vitest';
import type { PrivateKey } from '../src/crypto/provider.ts';
import type { Credential } from '../src/handshake/config.ts';
import { ca } from './adversary.ts';
import { pairOf as configuredPair } from './configured-pair.ts';
import { carry, failure, makeClient, makeServer, type Pair, ticketsOf } from './pair.ts';

const versions = ['TLS 1.2', 'TLS 1.3'] as const;
const server = ca.issue('EC', 'server');
const alice = ca.issue('EC', 'client');
const settled = () => new Promise((resolve) => setImmediate(resolve));

/** A key that calls this before it signs, now or later. */
const keyThat = ({ key }: Credential, before: () => undefined | void | Promise<void>): PrivateKey => ({
  type: key.type,
  bits: key.bits,
  ...(key.curve && { curve: key.curve }),
  publicKey: key.publicKey,
  sign(algorithm, content) {
    const waits = before();
    return waits ? waits.then(() => key.sign(algorithm, content)) : key.sign(algorithm, content);
  },
});

function pairOf(client: object, ofServer: object): Pair {
  return {
    client: makeClient({ trust: ca.trust, ...client }),
    server: makeServer({ credentials: [server], ...ofServer }),
  };
}

const bytesOf = ({ connection }: Pair['client']): number => connection.takeOutput()?.length ?? 0;

describe.each(versions)('%s', (version) => {
  const asks = { versions: [version], clientAuthentication: 'require', trust: ca.trust };

  it('a handshake that we close while our key is slow is over', async () => {
    let go = (): void => undefined;
    const key = keyThat(alice, () => new Promise<void>((resolve) => (go = resolve)));
    const pair = pairOf({ versions: [version], credentials: [{ ...alice, key }] }, asks);
    carry(pair);
    expect(pair.client.connection.paused).toBe(true);
    pair.client.connection.close();
    expect(bytesOf(pair.client)).toBeGreaterThan(0);
    go();
    await settled();
    pair.client.events.push(...pair.client.connection.takeEvents());
    expect(bytesOf(pair.client)).toBe(0);
    expect(pair.client.events.map(({ type }) => type)).toEqual([]);
    expect(pair.client.connection.wakeAt).toBeUndefined();
  });

  it.each(['end', 'close'] as const)('%s() in the middle of our own signature ends the handshake', (how) => {
    let pair: Pair;
    const key = keyThat(alice, () => pair.client.connection[how]());
    pair = pairOf({ versions: [version], credentials: [{ ...alice, key }] }, asks);
    carry(pair);
    expect(pair.client.events.map(({ type }) => type)).toEqual(how === 'end' ? ['failed'] : []);
    expect(pair.client.connection.established).toBeUndefined();
    expect(pair.server.connection.established).toBeUndefined();
  });

  it('an observer is told of nothing after the failure', () => {
    const pair = pairOf({ versions: [version], observe: true }, { versions: [version] });
    const [client, opposite] = [pair.client.connection, pair.server.connection];
    opposite.feed(client.takeOutput()!);
    opposite.feed(Buffer.from('no record'));
    // The server's flight, which we answer, and its alert right after it.
    client.feed(opposite.takeOutput()!);
    const told = client.takeEvents().map((event) => event.type);
    expect(told).toContain('failed');
    expect(told.slice(told.indexOf('failed'))).toEqual(['failed']);
    expect(client.takeOutput()).toBeDefined();
    expect(client.takeEvents()).toEqual([]);
  });
});

it('a server sends its tickets before it reads the first data', async () => {
  let go = (): void => undefined;
  const tickets = ticketsOf();
  const seal = (state: Uint8Array) =>
    new Promise<Uint8Array>((resolve) => (go = () => resolve(tickets.seal(state) as Uint8Array)));
  const pair = pairOf({}, { tickets: { ...tickets, seal }, ticketCount: 1 });
  carry(pair);
  pair.client.connection.write(Buffer.from('and on it goes'));
  carry(pair);
  expect(pair.server.connection.paused).toBe(true);
  expect(pair.server.events.map(({ type }) => type)).toEqual(['established']);
  go();
  await settled();
  carry(pair);
  expect(pair.server.events.map(({ type }) => type)).toEqual(['established', 'data']);
  expect(pair.client.events.map(({ type }) => type)).toEqual(['established', 'session']);
});

describe('behind our close_notify', () => {
  it('no ticket goes out that was being sealed', async () => {
    let go = (): void => undefined;
    const tickets = ticketsOf();
    const seal = (state: Uint8Array) => {
      const sealed = new Promise<Uint8Array>(
        (resolve) => (go = () => resolve(tickets.seal(state) as Uint8Array)),
      );
      return sealed;
    };
    const pair = pairOf({}, { tickets: { ...tickets, seal } });
    carry(pair);
    pair.server.connection.close();
    expect(bytesOf(pair.server)).toBeGreaterThan(0);
    go();
    await settled();
    expect(bytesOf(pair.server)).toBe(0);
  });

  it('no key changes', () => {
    const pair = pairOf({}, {});
    carry(pair);
    pair.client.connection.close();
    carry(pair);
    expect(() => pair.client.connection.updateKeys()).toThrow('on an open TLS 1.3 connection');
    expect(failure(pair.client)).toBeUndefined();
  });

  it('no answer to a KeyUpdate of the peer, and no second alert', () => {
    const pair = pairOf({ observe: true }, {});
    carry(pair);
    pair.client.connection.close();
    pair.client.connection.takeOutput();
    pair.server.connection.updateKeys(true);
    pair.client.connection.feed(pair.server.connection.takeOutput()!);
    pair.client.connection.feed(Uint8Array.of(23, 3, 3, 0, 17, ...new Uint8Array(17)));
    pair.client.events.push(...pair.client.connection.takeEvents());
    expect(failure(pair.client)?.reason).toBe('bad-record-mac');
    expect(bytesOf(pair.client)).toBe(0);
    const sent = pair.client.events.filter((event) => event.type === 'alert' && event.direction === 'sent');
    expect(sent).toMatchObject([{ description: 0 }]);
  });

  it('no ChangeCipherSpec of a renegotiation', async () => {
    let go = (): void => undefined;
    let signed = 0;
    const key = keyThat(alice, () =>
      signed++ > 0 ? new Promise<void>((resolve) => (go = resolve)) : undefined,
    );
    const only12 = { versions: ['TLS 1.2'] } as const;
    const on = { renegotiation: true };
    const pair = configuredPair({
      client: on,
      server: on,
      clientOptions: { ...only12, credentials: [{ ...alice, key }] },
      serverOptions: { ...only12, clientAuthentication: 'require', trust: ca.trust },
    });
    carry(pair);
    pair.client.connection.request('renegotiation');
    carry(pair);
    expect(signed).toBe(2);
    pair.client.connection.close();
    pair.client.connection.takeOutput();
    go();
    await settled();
    expect(bytesOf(pair.client)).toBe(0);
  });
});

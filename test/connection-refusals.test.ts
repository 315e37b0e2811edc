/** What a connection refuses from a peer that has the right keys, and how it ends. */
import { describe, expect, it } from 'vitest';
import { Connection } from '../src/connection/connection.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { clientHandshake } from '../src/handshake/client.ts';
import type { Credential } from '../src/handshake/config.ts';
import type { Event } from '../src/handshake/events.ts';
import { acceptClient, clientConfig } from '../src/options/options.ts';
import { sealerOf } from '../src/record/opener-and-sealer.ts';
import type { Sealer } from '../src/record/protection.ts';
import { ca, run } from './adversary.ts';
import { keys, mutual, versions } from './lies/rows.ts';
import {
  carry,
  established,
  failure,
  makeClient,
  makeServer,
  received,
  type Side,
  testTime,
} from './pair.ts';

const [CHANGE_CIPHER_SPEC, ALERT, DATA] = [20, 21, 23];
const clear = (type: number, ...content: number[]): Uint8Array =>
  Uint8Array.of(type, 3, 3, content.length >> 8, content.length & 0xff, ...content);

function sealedBy(sealer: Sealer, type: number, ...content: number[]): Uint8Array {
  const record = new Uint8Array(sealer.lengthOf(content.length));
  sealer.seal(type, Uint8Array.from(content), record);
  return record;
}

/** A client that hands out what it seals with, as soon as it has it. */
function openHandedClient(
  version: (typeof versions)[number],
  hand: (sealer: Sealer) => void = () => {},
): Side & { readonly sealers: Sealer[] } {
  const sealers: Sealer[] = [];
  const clocks = { now: () => 0, wallClock: () => testTime };
  const config = clientConfig({
    provider: nodeProvider,
    name: 'localhost',
    trust: ca.trust,
    versions: [version],
    ...clocks,
  });
  const connection = new Connection(
    'client',
    (peer) =>
      clientHandshake(
        {
          ...peer,
          writeWith(protection) {
            if (!('suite' in protection))
              throw new Error('a client that never sent early data has no way back');
            const sealer = sealerOf(protection);
            sealers.push(sealer);
            hand(sealer);
            peer.writeWith(protection);
          },
        },
        config,
      ),
    clocks,
  );
  return { connection, events: [] as Event[], sealers };
}

const server = (options = {}): Side => makeServer({ credentials: [keys.EC.server], ...options });

function openPair(version: (typeof versions)[number]) {
  const pair = { client: openHandedClient(version), server: server() };
  carry(pair);
  expect(established(pair.server)).toBeDefined();
  return pair;
}

/** A server of TLS 1.3 that has sent its flight, and waits for the client's. */
function halfWay(options = {}): Side {
  const side = server(options);
  side.connection.feed(makeClient({ trust: ca.trust, versions: ['TLS 1.3'] }).connection.takeOutput()!);
  side.connection.takeOutput();
  return side;
}

function fed(side: Side, ...parts: readonly Uint8Array[]) {
  side.connection.feed(Buffer.concat(parts));
  side.events.push(...side.connection.takeEvents());
  return failure(side);
}

describe('an alert', () => {
  it('ends a handshake', () => {
    const client = makeClient({ trust: ca.trust });
    expect(fed(client, clear(ALERT, 2, 40))).toMatchObject({
      reason: 'alert-received',
      alert: 'handshake_failure',
    });
    expect(client.connection.waitsFor).toEqual([]);
  });

  it('of TLS 1.3 is fatal whatever its level says, but for user_canceled', () => {
    expect(fed(halfWay(), clear(ALERT, 1, 112))).toMatchObject({ reason: 'alert-received' });
    expect(fed(halfWay(), clear(ALERT, 2, 90))).toBeUndefined();
  });

  it('is taken in cleartext only until something came under the keys', () => {
    const pair = run(mutual('TLS 1.3'), 'client', ({ is }) => (is.name === 'Finished' ? [] : undefined));
    expect(pair.server.connection.waitsFor).toEqual(['Finished']);
    expect(fed(pair.server, clear(ALERT, 2, 40))).toMatchObject({ reason: 'unexpected-record' });
  });
});

describe('ChangeCipherSpec', () => {
  it.each([[[]], [[2]], [[1, 1]]])('holds one byte, and that is 1: %j', (content) => {
    expect(fed(halfWay(), clear(CHANGE_CIPHER_SPEC, 1))).toBeUndefined();
    expect(fed(halfWay(), clear(CHANGE_CIPHER_SPEC, ...content))).toMatchObject({
      reason: 'unexpected-record',
      alert: 'unexpected_message',
    });
  });

  it.each(versions)('is not read in cleartext behind the handshake: %s', (version) => {
    expect(fed(openPair(version).server, clear(CHANGE_CIPHER_SPEC, 1))).toMatchObject({
      reason: version === 'TLS 1.2' ? 'bad-record-mac' : 'unexpected-record',
    });
  });

  it('is never protected in TLS 1.3, under handshake keys', () => {
    let early: Uint8Array | undefined;
    const client = openHandedClient('TLS 1.3', (sealer) => {
      if (sealer.epoch.level === 'handshake') early = sealedBy(sealer, CHANGE_CIPHER_SPEC, 1);
    });
    const pair = { client, server: server() };
    carry(pair, (bytes, from) => {
      if (from === 'server' || !early) return bytes;
      const before = early;
      early = undefined;
      return Buffer.concat([before, bytes]);
    });
    expect(failure(pair.server)).toMatchObject({ reason: 'unexpected-record', alert: 'unexpected_message' });
    expect(established(pair.server)).toBeUndefined();
  });

  it('is never protected in TLS 1.3, nor behind the handshake', () => {
    const { client, server } = openPair('TLS 1.3');
    expect(fed(server, sealedBy(client.sealers.at(-1)!, CHANGE_CIPHER_SPEC, 1))).toMatchObject({
      reason: 'unexpected-record',
      alert: 'unexpected_message',
    });
  });
});

describe('application data', () => {
  it('is refused under handshake keys, before the Finished', () => {
    let early: Uint8Array | undefined;
    const client = openHandedClient('TLS 1.3', (sealer) => {
      if (sealer.epoch.level === 'handshake') early = sealedBy(sealer, DATA, 1, 2, 3);
    });
    const pair = { client, server: server() };
    carry(pair, (bytes, from) => {
      if (from === 'server' || !early) return bytes;
      const before = early;
      early = undefined;
      return Buffer.concat([before, bytes]);
    });
    expect(failure(pair.server)).toMatchObject({
      reason: 'unexpected-record',
      alert: 'unexpected_message',
      message: 'the peer sent application data in the middle of a handshake',
    });
    expect(received(pair.server)).toHaveLength(0);
  });

  it.each(versions)('is not read behind close_notify: %s', (version) => {
    const { client, server } = openPair(version);
    client.connection.close();
    const closing = client.connection.takeOutput()!;
    expect(fed(server, closing, sealedBy(client.sealers.at(-1)!, DATA, 1, 2, 3))).toBeUndefined();
    expect(server.events.some(({ type }) => type === 'end')).toBe(true);
    expect(received(server)).toHaveLength(0);
  });

  it.each(versions)('is not written once the connection has failed: %s', (version) => {
    const { client } = openPair(version);
    client.connection.end();
    expect(client.connection.writable).toBe(false);
    expect(() => client.connection.write(Uint8Array.of(1))).toThrow('while the connection is open');
  });

  it.each(versions)('is not written behind our own close_notify: %s', (version) => {
    const { client } = openPair(version);
    client.connection.close();
    expect(() => client.connection.write(Uint8Array.of(1))).toThrow('while the connection is open');
  });
});

describe('a peer that keeps a handshake waiting', () => {
  it('has its time, and no more', () => {
    let now = 0;
    const side: Side = {
      connection: acceptClient({
        provider: nodeProvider,
        credentials: [],
        handshakeTimeout: 1000,
        now: () => now,
        wallClock: () => testTime,
      }),
      events: [],
    };
    const { connection } = side;
    expect(connection.wakeAt).toBe(1000);
    now = 999;
    connection.wake();
    expect(connection.takeEvents()).toEqual([]);
    now = 1000;
    connection.wake();
    side.events.push(...connection.takeEvents());
    expect(failure(side)).toMatchObject({ reason: 'handshake-timeout' });
  });
});

describe('an answer of our own that comes after the end', () => {
  it('changes nothing', async () => {
    let answer: (credential: Credential) => void = () => {};
    let progress = 0;
    const side = server({
      credentials: () => new Promise<Credential>((resolve) => (answer = resolve)),
      onProgress: () => progress++,
    });
    side.connection.feed(makeClient({ trust: ca.trust }).connection.takeOutput()!);
    expect(side.connection.paused).toBe(true);
    side.connection.end();
    side.connection.takeEvents();
    answer(keys.EC.server);
    await new Promise((resolve) => setImmediate(resolve));
    expect(progress).toBe(0);
    expect(side.connection.takeEvents()).toEqual([]);
    expect(side.connection.takeOutput()).toBeUndefined();
  });
});

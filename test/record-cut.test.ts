/** How our handshake messages are put into records: together, one in each, or cut; in each direction, up to a change of keys. */
import { describe, expect, it } from 'vitest';
import type { RecordCut } from '../src/connection/connection-options.ts';
import { titleOf } from '../src/protocol/message.ts';
import { ca } from './adversary.ts';
import { keys } from './lies/rows.ts';
import { established, failure, joined, makeClient, type Side, ticketsOf } from './pair.ts';

const HANDSHAKE = 22;

/** A mutual handshake, observed, with both sides cutting in this way. */
function opened(version: 'TLS 1.2' | 'TLS 1.3', records: RecordCut | undefined) {
  const versions = [version];
  const pair = joined(
    { versions, trust: ca.trust, credentials: [keys.EC.client], observe: true, records },
    {
      versions,
      credentials: [keys.EC.server],
      clientAuthentication: 'require',
      trust: ca.trust,
      tickets: ticketsOf(),
      observe: true,
      records,
    },
  );
  for (const side of [pair.client, pair.server]) {
    expect(failure(side)?.message).toBeUndefined();
    expect(established(side)).toBeDefined();
  }
  return pair;
}

/** The lengths of what the handshake records hold that this side sent, those of each epoch together. */
function recordsOf({ events }: Side): number[][] {
  const byEpoch = new Map<object, number[]>();
  for (const event of events) {
    if (event.type !== 'record' || event.direction !== 'sent' || event.contentType !== HANDSHAKE) continue;
    byEpoch.set(event.epoch, [...(byEpoch.get(event.epoch) ?? []), event.content.length]);
  }
  return [...byEpoch.values()];
}
const messagesOf = ({ events }: Side) =>
  events.flatMap((event) =>
    event.type === 'message' && event.direction === 'sent'
      ? [{ title: titleOf(event.is!), epoch: event.epoch, length: event.raw.length }]
      : [],
  );
/** The same of the messages. */
function lengthsOf(side: Side): number[][] {
  const byEpoch = new Map<object, number[]>();
  for (const { epoch, length } of messagesOf(side))
    byEpoch.set(epoch, [...(byEpoch.get(epoch) ?? []), length]);
  return [...byEpoch.values()];
}
const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('%s', (version) => {
  it('puts a message in each record', () => {
    const { client, server } = opened(version, 'message');
    for (const side of [client, server]) expect(recordsOf(side)).toEqual(lengthsOf(side));
  });

  it.each([undefined, 'flight'] as const)('puts the messages of a flight in one record: %s', (records) => {
    const { client, server } = opened(version, records);
    const counts = [client, server].map((side) => recordsOf(side).map((lengths) => lengths.length));
    // Cleartext, then what is protected by the same keys: in TLS 1.3 each side's whole flight, and the tickets behind it.
    expect(counts).toEqual(
      version === 'TLS 1.2'
        ? [
            [2, 1],
            [2, 1],
          ]
        : [
            [1, 1],
            [1, 1, 1],
          ],
    );
    for (const side of [client, server]) expect(recordsOf(side).map(sum)).toEqual(lengthsOf(side).map(sum));
  });

  it.each([1, 7, 100, 16_384])(
    'cuts into records of %i bytes, of which only the last of a flight is shorter',
    (most) => {
      const { client, server } = opened(version, most);
      for (const side of [client, server]) {
        for (const [at, lengths] of recordsOf(side).entries()) {
          expect(sum(lengths)).toBe(sum(lengthsOf(side)[at]!));
          expect(Math.max(...lengths)).toBeLessThanOrEqual(most);
          // In TLS 1.2 each side speaks twice in cleartext.
          expect(lengths.filter((length) => length < most).length).toBeLessThanOrEqual(2);
        }
      }
      if (most === 7) {
        const [hello] = lengthsOf(client)[0]!;
        const [first] = recordsOf(client);
        expect(first!.slice(0, Math.floor(hello! / 7))).toEqual(
          new Array(Math.floor(hello! / 7)).fill(7) as number[],
        );
      }
    },
  );

  it('cuts nothing else: data, alerts and ChangeCipherSpec are as ever', () => {
    const { client, server } = opened(version, 1);
    client.connection.write(new Uint8Array(1000));
    server.connection.feed(client.connection.takeOutput()!);
    const all = [...client.events, ...client.connection.takeEvents()];
    const others = all.flatMap((event) =>
      event.type === 'record' && event.direction === 'sent' && event.contentType !== HANDSHAKE
        ? [`${event.contentType}: ${event.content.length}`]
        : [],
    );
    expect(others).toEqual(['20: 1', '23: 1000']);
    client.connection.close();
    const closing = client.connection.takeEvents().find((event) => event.type === 'record');
    expect(closing).toMatchObject({ contentType: 21, content: { length: 2 } });
  });
});

it.each([0, -1, 1.5, 16_385, Number.NaN, '7', 'flights', null, true])('refuses records: %j', (records) => {
  expect(() => makeClient({ trust: ca.trust, records: records as never })).toThrow(/^records is/);
});

/** encrypt_then_mac (RFC 7366): where it is offered, answered and refused, and what becomes of the records. */
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { ClientHello, ServerHello12 } from '../src/protocol/messages/index.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { story } from '../src/trace/story.ts';
import { ca, type Hand, type Row, run } from './adversary.ts';
import { type Change, pairOf as configuredPair } from './configured-pair.ts';
import { lastOf, withExtensions } from './lies/lie.ts';
import {
  carry,
  established,
  failure,
  joined,
  type Pair,
  received,
  type Side,
  sessions,
  ticketsOf,
} from './pair.ts';

const CBC = 'TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256';
const GCM = 'TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256';
const credentials = [ca.issue('EC', 'server')];
const with12 = (...cipherSuites: string[]) => ({ versions: ['TLS 1.2'], cipherSuites }) as const;
const rowOf = (client: readonly string[], server: readonly string[]): Row => ({
  name: 'CBC',
  client: with12(...client),
  server: { ...with12(...server), credentials },
});
const line = Buffer.from('with a MAC of its own');

const offered = (row: Row) => lastOf(ClientHello, run(row).sent).extensions.encryptThenMac;
const answered = (row: Row, hand?: Hand) =>
  lastOf(ServerHello12, run(row, 'client', hand).sent).extensions.encryptThenMac;
const withoutOffer = () => withExtensions(ClientHello, { encryptThenMac: undefined })();

function expectOpen(pair: Pair): void {
  expect([failure(pair.client), failure(pair.server)]).toEqual([undefined, undefined]);
  pair.client.connection.write(line);
  pair.server.connection.write(line);
  carry(pair);
  expect([received(pair.client), received(pair.server)]).toEqual([line, line]);
}

describe('a client', () => {
  it('offers it beside a CBC suite, and only there', () => {
    expect(offered(rowOf([GCM, CBC], [GCM]))).toBe(true);
    expect(offered(rowOf([GCM], [GCM]))).toBeUndefined();
    const { sent } = run({ name: 'TLS 1.3', client: { versions: ['TLS 1.3'] }, server: { credentials } });
    expect(lastOf(ClientHello, sent).extensions.encryptThenMac).toBeUndefined();
  });

  it('refuses it with an AEAD', () => {
    const { client } = run(
      rowOf([GCM, CBC], [GCM]),
      'server',
      withExtensions(ServerHello12, { encryptThenMac: true })(),
    );
    expect(failure(client)).toMatchObject({ reason: 'illegal-value', alert: 'illegal_parameter' });
    expect(failure(client)?.message).toContain('encrypt_then_mac');
  });

  it('refuses it where it was not offered', () => {
    const { client } = run(
      rowOf([GCM], [GCM]),
      'server',
      withExtensions(ServerHello12, { encryptThenMac: true })(),
    );
    expect(failure(client)).toMatchObject({
      reason: 'unsolicited-extension',
      alert: 'unsupported_extension',
    });
  });

  it('is not fooled by somebody who takes its offer away', () => {
    const pair = run(rowOf([CBC], [CBC]), undefined, undefined, (bytes, from) => {
      const at = Buffer.from(bytes).indexOf('00160000', 'hex');
      if (from === 'client' && at >= 0) bytes.set([0x1a, 0x1b], at);
      return bytes;
    });
    expect([failure(pair.client)?.reason, failure(pair.server)?.reason]).toContain('bad-record-mac');
    expect(established(pair.client)).toBeUndefined();
  });
});

describe('a server', () => {
  it('answers it with a CBC suite, and only then', () => {
    expect(answered(rowOf([GCM, CBC], [CBC]))).toBe(true);
    expect(answered(rowOf([GCM, CBC], [GCM]))).toBeUndefined();
    expect(answered(rowOf([CBC], [CBC]), withoutOffer())).toBeUndefined();
  });
});

describe('a connection', () => {
  it.each([
    ['encrypt-then-MAC', undefined],
    ['MAC-then-encrypt', withoutOffer],
  ] as const)('with %s says so on both sides, and carries data', (order, hand) => {
    const row = rowOf([CBC], [CBC]);
    const pair = run(row, 'client', hand?.());
    expectOpen(pair);
    for (const side of [pair.client, pair.server])
      expect(established(side)?.agreement.encryptThenMac).toBe(order === 'encrypt-then-MAC');
  });

  it('with an AEAD has neither', () => {
    const pair = run(rowOf([GCM, CBC], [GCM]));
    for (const side of [pair.client, pair.server])
      expect(established(side)?.agreement.encryptThenMac).toBe(false);
    const told = joined(
      { ...with12(GCM, CBC), trust: ca.trust, observe: true },
      { credentials, observe: true },
    );
    expect([storyOf(told.client, 'client'), storyOf(told.server, 'server')].join()).not.toContain('MAC  ');
  });

  it('has it again when it is resumed', () => {
    const server = { ...with12(CBC), credentials, tickets: ticketsOf() };
    const client = { ...with12(CBC), trust: ca.trust };
    const first = joined(client, server);
    const second = joined({ ...client, session: sessions(first.client)[0] }, server);
    expectOpen(second);
    for (const side of [second.client, second.server])
      expect(established(side)?.agreement).toMatchObject({ resumed: true, encryptThenMac: true });
  });

  it.each([
    ['encrypt-then-MAC: both sides have encrypt_then_mac', undefined],
    ['MAC-then-encrypt: one side lacks encrypt_then_mac', 'without'],
  ])('is told: %s', (words, without) => {
    const pair = configuredPair({
      clientOptions: { ...with12(CBC), observe: true, grease: false },
      serverOptions: { ...with12(CBC), credentials, observe: true },
      ...(without && { hand: notOffered(1) }),
    });
    carry(pair);
    for (const role of ['client', 'server'] as const)
      expect(storyOf(pair[role], role)).toContain(`MAC            ${words}`);
  });
});

const storyOf = ({ events }: Side, role: 'client' | 'server'): string => {
  const recorder = new TraceRecorder({ role, startedAt: 0 });
  for (const event of events) recorder.add(event);
  return story(recorder.document());
};

/** The client's hellos from this one on have another extension in its place. */
function notOffered(since: number): NonNullable<Change['hand']> {
  let number = 0;
  return (peer, by) => ({
    ...peer,
    sendRaw(is, raw) {
      if (by === 'client' && is.name === 'ClientHello' && ++number >= since)
        raw.set([0x1a, 0x1b], Buffer.from(raw).indexOf('00160000', 'hex'));
      peer.sendRaw(is, raw);
    },
  });
}

describe('a renegotiation', () => {
  function opened(change: Change = {}): Pair {
    const pair = configuredPair({
      ...change,
      client: { renegotiation: true, ...change.client },
      server: { renegotiation: true, ...change.server },
      clientOptions: { ...with12(CBC, GCM), grease: false },
      serverOptions: { ...with12(CBC, GCM), credentials },
    });
    carry(pair);
    return pair;
  }
  const again = (pair: Pair) => {
    pair.client.connection.request('renegotiation');
    carry(pair);
    return [failure(pair.client)?.reason, failure(pair.server)?.reason];
  };
  const suitesOf = (side: Side) =>
    side.events.flatMap((event) =>
      event.type === 'established' ? [event.established.agreement.suite.name] : [],
    );

  it('keeps it', () => {
    const pair = opened();
    expect(again(pair)).toEqual([undefined, undefined]);
    expectOpen(pair);
    expect(pair.client.connection.established?.agreement.encryptThenMac).toBe(true);
  });

  it('may begin with it', () => {
    let number = 0;
    const first = notOffered(1);
    const pair = opened({
      hand: (peer, by) => {
        const through = first(peer, by);
        return { ...peer, sendRaw: (is, raw) => (number++ === 0 ? through : peer).sendRaw(is, raw) };
      },
    });
    expect(pair.client.connection.established?.agreement.encryptThenMac).toBe(false);
    expect(again(pair)).toEqual([undefined, undefined]);
    expectOpen(pair);
    expect(pair.client.connection.established?.agreement.encryptThenMac).toBe(true);
  });

  it('does not go back to MAC-then-encrypt, to a server', () => {
    expect(again(opened({ hand: notOffered(2) }))).toEqual(['alert-received', 'renegotiation-mismatch']);
  });

  it('does not go back to MAC-then-encrypt, to a client', () => {
    let hellos = 0;
    const pair = opened({ hand: unanswered(() => ++hellos === 2) });
    expect(again(pair)).toEqual(['renegotiation-mismatch', 'alert-received']);
  });

  it.each(['client', 'server'] as const)(
    'does not forget it through a suite with an AEAD, on the %s',
    (on) => {
      const suites = [CBC, GCM].map((wanted) => nodeProvider.suites.find(({ name }) => name === wanted)!);
      let hellos = 0;
      const hand = on === 'client' ? unanswered(() => ++hellos === 3) : notOffered(3);
      const pair = opened({ server: { suites }, hand });
      suites.reverse();
      expect(again(pair)).toEqual([undefined, undefined]);
      expect(suitesOf(pair.client)).toEqual([CBC, GCM]);
      suites.reverse();
      const refused = ['renegotiation-mismatch', 'alert-received'];
      expect(again(pair)).toEqual(on === 'client' ? refused : refused.reverse());
    },
  );
});

/** The server leaves it out of these hellos. */
const unanswered =
  (wanted: () => boolean): NonNullable<Change['hand']> =>
  (peer, by) =>
    by === 'client'
      ? peer
      : {
          ...peer,
          send(message, body) {
            if (message.name !== ServerHello12.name || !wanted()) return peer.send(message, body);
            const hello = body as ServerHello12;
            const { encryptThenMac: _, ...extensions } = hello.extensions;
            return peer.send(message, { ...hello, extensions } as never);
          },
        };

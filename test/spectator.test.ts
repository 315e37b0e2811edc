/** A recorded connection of each version, followed from both sides: what is seen is what both ends told. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { application13 } from '../src/protocol/epoch.ts';
import { titleOf } from '../src/protocol/message.ts';
import { ContentType } from '../src/protocol/numbers/content.ts';
import { sealerOf } from '../src/record/opener-and-sealer.ts';
import { isKeyLogged, keyLogLine, readKeyLog } from '../src/schedule/keylog.ts';
import type { Seen, Sender } from '../src/spectator/seen.ts';
import { Spectator } from '../src/spectator/spectator.ts';
import { leaves } from '../src/wire/annotate.ts';
import { ca } from './adversary.ts';
import { carry, makeClient, makeServer, type Pair, received, sessions, ticketsOf } from './pair.ts';

interface Chunk {
  readonly from: Sender;
  readonly bytes: Uint8Array;
}
type Options = Readonly<Record<'client' | 'server', object>>;
type Of<K extends Seen['kind']> = Extract<Seen, { kind: K }>;

const watched = { observe: true, secrets: true };
const tickets = ticketsOf();
const credentials = [ca.issue('EC', 'server')];
const mutual = {
  client: { credentials: [ca.issue('EC', 'client')] },
  server: { clientAuthentication: 'require', trust: ca.trust, authorities: 'trust' },
};

/** Says something in both directions before and behind every change, and records it all. */
function recorded({ client, server }: Options, between: (pair: Pair) => void = () => {}) {
  const pair: Pair = {
    client: makeClient({ trust: ca.trust, ...watched, ...client }),
    server: makeServer({ credentials, tickets, ...watched, ...server }),
  };
  const chunks: Chunk[] = [];
  const go = () =>
    carry(pair, (bytes, from) => {
      chunks.push({ from, bytes: bytes.slice() });
      return bytes;
    });
  go();
  for (const words of ['one', 'two']) {
    for (const side of [pair.client, pair.server]) side.connection.write(Buffer.from(`${words} `));
    go();
    if (words === 'one') between(pair);
    go();
  }
  for (const side of [pair.client, pair.server]) side.connection.close();
  go();
  const lines = [pair.client, pair.server].flatMap(({ events }) =>
    events.flatMap((event) =>
      event.type === 'secret' && isKeyLogged(event.label)
        ? [keyLogLine(event.label, event.clientRandom, event.secret)]
        : [],
    ),
  );
  return { pair, chunks, keyLog: lines };
}

function follow(chunks: readonly Chunk[], keyLog: readonly string[]): Seen[] {
  const spectator = new Spectator({ provider: nodeProvider, secretOf: readKeyLog(keyLog.join('\n')) });
  const seen = chunks.flatMap(({ from, bytes }, at) => spectator.feed(from, bytes, at));
  return [...seen, ...spectator.end(chunks.length)];
}

const only = <K extends Seen['kind']>(seen: readonly Seen[], kind: K, from?: Sender): Of<K>[] =>
  seen.filter((each): each is Of<K> => each.kind === kind && (from === undefined || each.from === from));
const dataOf = (seen: readonly Seen[], from: Sender): string =>
  only(seen, 'record', from)
    .filter(({ contentType }) => contentType === ContentType.application_data)
    .map(({ content }) => Buffer.from(content).toString())
    .join('');
const names = (seen: readonly Seen[], from: Sender) => only(seen, 'message', from).map(({ is }) => is?.name);
const epochs = (seen: readonly Seen[], from: Sender) =>
  only(seen, 'keys', from).map(({ epoch }) => `${epoch.level} ${epoch.generation}`);

/** Where a record stands; the two ends count a bare ChangeCipherSpec among different keys. */
const marks = (record: Pick<Of<'record'>, 'number' | 'offset' | 'sequence' | 'contentType' | 'epoch'>) => {
  const { number, offset, sequence, contentType: type, epoch } = record;
  return type === ContentType.change_cipher_spec
    ? { number, offset, type }
    : { number, offset, sequence, type, epoch };
};

const update = ({ client, server }: Pair) => {
  client.connection.updateKeys(true);
  server.connection.updateKeys();
  client.connection.updateKeys();
};
const sessionOf = (versions: readonly string[]) =>
  sessions(recorded({ client: { versions }, server: {} }).pair.client)[0];
const only12 = { versions: ['TLS 1.2'] };
const only13 = { versions: ['TLS 1.3'] };
const retry = { groups: ['secp384r1'] };

const rows: readonly (readonly [string, () => ReturnType<typeof recorded>])[] = [
  ['TLS 1.2, mutual', () => recorded({ client: { ...only12, ...mutual.client }, server: mutual.server })],
  [
    'TLS 1.2, resumed',
    () => recorded({ client: { ...only12, session: sessionOf(['TLS 1.2']) }, server: {} }),
  ],
  ...(['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA', 'TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'] as const).map(
    (suite) => {
      const cipherSuites = [suite];
      return [
        suite,
        () => recorded({ client: { ...only12, cipherSuites }, server: { cipherSuites } }),
      ] as const;
    },
  ),
  ['TLS 1.3, mutual', () => recorded({ client: { ...only13, ...mutual.client }, server: mutual.server })],
  ['TLS 1.3, key updates', () => recorded({ client: only13, server: {} }, update)],
  [
    'TLS 1.3, resumed with a retry',
    () => recorded({ client: { ...only13, session: sessionOf(['TLS 1.3']) }, server: retry }, update),
  ],
  [
    'TLS 1.3, AES-256',
    () => recorded({ client: { ...only13, cipherSuites: ['TLS_AES_256_GCM_SHA384'] }, server: {} }, update),
  ],
];

describe.each(rows)('%s', (_title, record) => {
  const { pair, chunks, keyLog } = record();
  const seen = follow(chunks, keyLog);

  it('is opened and read to its end', () => {
    expect(only(seen, 'unopened')).toEqual([]);
    expect(only(seen, 'lost')).toEqual([]);
    expect(only(seen, 'alert').map(({ from, description }) => [from, description])).toEqual([
      ['client', 0],
      ['server', 0],
    ]);
  });

  it.each(['client', 'server'] as const)('tells what the %s sent, as both ends did', (from) => {
    const to = from === 'client' ? 'server' : 'client';
    const messages = only(seen, 'message', from).map(({ is, raw }) => [
      titleOf(is!),
      Buffer.from(raw).toString('hex'),
    ]);
    for (const [side, direction] of [
      [from, 'sent'],
      [to, 'received'],
    ] as const) {
      const told = pair[side].events.flatMap((event) =>
        event.type === 'message' && event.direction === direction
          ? [[titleOf(event.is!), Buffer.from(event.raw).toString('hex')]]
          : [],
      );
      expect(messages).toEqual(told);
      const records = pair[side].events.flatMap((event) =>
        event.type === 'record' && event.direction === direction ? [event] : [],
      );
      expect(only(seen, 'record', from).map(marks)).toEqual(records.map(marks));
    }
    expect(dataOf(seen, from)).toBe('one two ');
    expect(Buffer.from(received(pair[to])).toString()).toBe('one two ');
  });

  it('sees the same when the bytes come one at a time', () => {
    const single = chunks.flatMap(({ from, bytes }) =>
      [...bytes].map((byte) => ({ from, bytes: Uint8Array.of(byte) })),
    );
    const without = (all: readonly Seen[]) => all.map(({ at: _, ...rest }) => JSON.stringify(rest));
    expect(without(follow(single, keyLog))).toEqual(without(seen));
  });

  it('names every byte of every message', () => {
    for (const { annotate, raw } of only(seen, 'message')) {
      const spans = leaves(annotate());
      expect(spans.flatMap(({ start, end }) => [...raw.subarray(start, end)])).toEqual([...raw]);
      expect(spans.some(({ failed }) => failed !== undefined)).toBe(false);
    }
  });

  it('tells records as closed without a secret, and messages in cleartext all the same', () => {
    const blind = follow(chunks, []);
    const closed = only(blind, 'unopened');
    expect(closed.length).toBeGreaterThan(4);
    expect(new Set(closed.map(({ why }) => why))).toEqual(new Set(['no-secret']));
    expect(names(blind, 'client')[0]).toBe('ClientHello');
    expect(only(blind, 'lost')).toEqual([]);
    expect(blind.length).toBeGreaterThan(closed.length);
  });

  it('tells one damaged record, and goes on behind it', () => {
    const data = only(seen, 'record', 'server').filter(({ contentType }) => contentType === 23)[0]!;
    const stream = Buffer.concat(chunks.filter(({ from }) => from === 'server').map(({ bytes }) => bytes));
    const at = data.offset + data.bytes.length - 1;
    expect(stream.subarray(data.offset, at + 1)).toEqual(Buffer.from(data.bytes));
    let offset = 0;
    const changed = chunks.map(({ from, bytes }) => {
      const copy = bytes.slice();
      const begin = offset;
      if (from === 'server') offset += bytes.length;
      if (from === 'server' && at >= begin && at < offset) copy[at - begin]! ^= 1;
      return { from, bytes: copy };
    });
    const damaged = follow(changed, keyLog);
    expect(only(damaged, 'unopened').map(({ number, why }) => ({ number, why }))).toEqual([
      { number: data.number, why: 'damaged' },
    ]);
    expect(dataOf(damaged, 'server')).toBe('two ');
    expect(dataOf(damaged, 'client')).toBe('one two ');
  });
});

it('knows the keys behind each update, and the levels before', () => {
  const { chunks, keyLog } = recorded({ client: only13, server: {} }, update);
  const seen = follow(chunks, keyLog);
  expect(epochs(seen, 'client')).toEqual(['handshake 0', 'application 0', 'application 1', 'application 2']);
  expect(epochs(seen, 'server').slice(0, 2)).toEqual(['handshake 0', 'application 0']);
  expect(names(seen, 'client').filter((name) => name === 'KeyUpdate')).toHaveLength(2);
});

it('opens application data with its own secrets alone', () => {
  const { chunks, keyLog } = recorded({ client: only13, server: {} });
  const seen = follow(
    chunks,
    keyLog.filter((line) => /^(CLIENT|SERVER)_TRAFFIC_SECRET_0/.test(line)),
  );
  expect(dataOf(seen, 'client')).toBe('one two ');
  expect(dataOf(seen, 'server')).toBe('one two ');
  expect(new Set(only(seen, 'unopened').map(({ why }) => why))).toEqual(new Set(['no-secret']));
});

describe('what makes no sense', () => {
  const { chunks, keyLog } = recorded({ client: only13, server: {} }, update);
  const [hello, ...rest] = chunks;

  it.each([
    ['HTTP', 'stream', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
    ['a message longer than any', 'messages', Buffer.from('1603010004010fffff', 'hex')],
  ] as const)('is told once, and nothing of it is kept: %s', (_what, what, bytes) => {
    const spectator = new Spectator({ provider: nodeProvider, secretOf: () => undefined });
    expect(spectator.feed('client', new Uint8Array(bytes), 1)).toContainEqual(
      expect.objectContaining({ kind: 'lost', what, from: 'client', at: 1 }),
    );
    const after = spectator.feed('client', hello!.bytes, 2);
    expect(only(after, 'lost')).toEqual([]);
    expect(only(after, 'message')).toEqual([]);
    expect(names(spectator.feed('server', hello!.bytes, 3), 'server')).toEqual(['ClientHello']);
  });

  it('is told at the end when something was begun', () => {
    const begun = (bytes: Uint8Array) => follow([{ from: 'client', bytes }], []).at(-1);
    const { length } = hello!.bytes;
    expect(begun(hello!.bytes.subarray(0, length - 1))).toMatchObject({ kind: 'lost', what: 'stream' });
    expect(begun(Buffer.from('160301000401000005', 'hex'))).toMatchObject({ kind: 'lost', what: 'messages' });
  });

  it('is told of records before a ServerHello, and under what handglass does not have', () => {
    const [first] = only(
      follow([hello!, ...rest.filter(({ from }) => from === 'client')], keyLog),
      'unopened',
    );
    expect(first).toMatchObject({ why: 'unknown-keys', because: 'no ServerHello was seen' });
    const without = new Spectator({ provider: { suites: [] }, secretOf: readKeyLog(keyLog.join('\n')) });
    const seen = chunks.flatMap(({ from, bytes }, at) => without.feed(from, bytes, at));
    expect(only(seen, 'unopened')[0]).toMatchObject({
      why: 'unknown-keys',
      because: 'handglass does not have TLS_AES_128_GCM_SHA256 in TLS 1.3',
    });
    const old = recorded({ client: only12, server: {} });
    const at = old.chunks.findIndex(({ from }) => from === 'server');
    // The ServerHello's legacy_version becomes that of TLS 1.1.
    const changed = old.chunks.map(({ from, bytes }, i) =>
      i === at ? { from, bytes: bytes.with(10, 2) } : { from, bytes },
    );
    const [closed] = only(follow(changed, old.keyLog), 'unopened');
    expect(closed).toMatchObject({ why: 'unknown-keys', because: 'handglass does not speak TLS 1.1' });
  });

  it('loses a message of which one record is damaged, and none behind it', () => {
    const stream = Buffer.concat(chunks.filter(({ from }) => from === 'server').map(({ bytes }) => bytes));
    const first = only(follow(chunks, keyLog), 'record').find(
      ({ from, epoch }) => from === 'server' && epoch.level === 'application',
    )!;
    const suite = nodeProvider.suites.find((each) => each.version === 0x0304)!;
    const line = keyLog.find((each) => each.startsWith('SERVER_TRAFFIC_SECRET_0'))!;
    const secret = new Uint8Array(Buffer.from(line.split(' ')[2]!, 'hex'));
    const sealer = sealerOf({ epoch: application13(0), suite, secret });
    const sealed = (content: Uint8Array) => {
      const record = new Uint8Array(sealer.lengthOf(content.length));
      sealer.seal(ContentType.handshake, content, record);
      return record;
    };
    const begun = sealed(Uint8Array.of(4, 0, 0, 200, 1));
    const damaged = sealed(new Uint8Array(20));
    damaged[30]! ^= 1;
    const seen = follow(
      [
        hello!,
        { from: 'server', bytes: stream.subarray(0, first.offset) },
        ...[begun, damaged, sealed(Uint8Array.of(24, 0, 0, 1, 0))].map((bytes) => ({
          from: 'server' as const,
          bytes,
        })),
      ],
      keyLog,
    );
    expect(only(seen, 'lost')).toMatchObject([{ what: 'messages' }]);
    expect(names(seen, 'server').slice(-2)).toEqual(['Finished', 'KeyUpdate']);
  });

  it('never throws, whichever byte is another', () => {
    const all = chunks.reduce((sum, { bytes }) => sum + bytes.length, 0);
    for (let at = 0; at < all; at += 7) {
      let begin = 0;
      const changed = chunks.map(({ from, bytes }) => {
        const inside = at - begin;
        begin += bytes.length;
        return {
          from,
          bytes: inside >= 0 && inside < bytes.length ? bytes.with(inside, bytes[inside]! ^ 0x55) : bytes,
        };
      });
      expect(follow(changed, keyLog).length).toBeGreaterThan(0);
    }
  });
});

describe('RFC 8448', () => {
  type Step = Readonly<Record<string, string>>;
  const traces: Readonly<Record<string, readonly Step[]>> = JSON.parse(
    readFileSync(new URL('./vectors/rfc8448.json', import.meta.url), 'utf8'),
  );
  const labels: Readonly<Record<string, Parameters<typeof keyLogLine>[0]>> = {
    'c e traffic': 'CLIENT_EARLY_TRAFFIC_SECRET',
    'c hs traffic': 'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
    's hs traffic': 'SERVER_HANDSHAKE_TRAFFIC_SECRET',
    'c ap traffic': 'CLIENT_TRAFFIC_SECRET_0',
    's ap traffic': 'SERVER_TRAFFIC_SECRET_0',
  };
  const hex = (text: string) => new Uint8Array(Buffer.from(text, 'hex'));

  it.each(Object.entries(traces))('%s', (_title, steps) => {
    const sent = steps.filter((step) => step['complete record'] !== undefined);
    const chunks = sent.map((step) => ({ from: step['by'] as Sender, bytes: hex(step['complete record']!) }));
    const random = chunks[0]!.bytes.slice(11, 43);
    const keyLog = steps.flatMap(({ step, expanded }) => {
      const label = labels[/^derive secret "tls13 (.*)"/.exec(step!)?.[1] ?? ''];
      return label && expanded ? [keyLogLine(label, random, hex(expanded))] : [];
    });
    const seen = follow(chunks, keyLog);
    expect(only(seen, 'unopened')).toEqual([]);
    expect(only(seen, 'lost')).toEqual([]);
    const contents = only(seen, 'record').map(({ content }) => Buffer.from(content).toString('hex'));
    expect(contents).toEqual(sent.map(({ payload }) => payload));
  });

  it('opens early data, and says without its secret that it stays closed', () => {
    const steps = traces['Resumed 0-RTT Handshake']!.filter((step) => step['complete record'] !== undefined);
    const chunks = steps.map((step) => ({
      from: step['by'] as Sender,
      bytes: hex(step['complete record']!),
    }));
    const [early] = only(follow(chunks, []), 'unopened', 'client');
    expect(early).toMatchObject({ why: 'no-secret', epoch: { level: 'early' } });
    const { expanded } = traces['Resumed 0-RTT Handshake']!.find(({ step }) =>
      step!.includes('c e traffic'),
    )!;
    const line = keyLogLine('CLIENT_EARLY_TRAFFIC_SECRET', chunks[0]!.bytes.slice(11, 43), hex(expanded!));
    const seen = follow(chunks, [line]);
    expect(names(seen, 'client')).toEqual(['ClientHello', 'EndOfEarlyData']);
    // Behind EndOfEarlyData a record is not damaged: it is under other keys.
    const [finished] = only(seen, 'unopened', 'client');
    expect(finished).toMatchObject({ why: 'no-secret', epoch: { level: 'handshake' } });
  });
});

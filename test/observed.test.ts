/**
 * What observers are told beside records and messages: the transcript's hash after each message, as node:crypto has it; when
 * bytes came, and when they were read; and the work of a handshake with the time that it took.
 */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import type { Event } from '../src/handshake/events.ts';
import { ca } from './adversary.ts';
import {
  carry,
  established,
  failure,
  joined,
  makeClient,
  makeServer,
  type Pair,
  type Side,
  sessions,
  ticketsOf,
} from './pair.ts';

type Told<T extends Event['type']> = Extract<Event, { type: T }>;
const told = <T extends Event['type']>({ events }: Side, type: T): Told<T>[] =>
  events.filter((event): event is Told<T> => event.type === type);
const works = (side: Side): string[] => told(side, 'work').map(({ what }) => what);

const ec = ca.issue('EC', 'server');
const rsa = ca.issue('RSA', 'server');
const tickets = ticketsOf();

function shaken(client: object, server: object = {}): Pair {
  const pair = joined(
    { trust: ca.trust, observe: true, ...client },
    { credentials: [ec], tickets, trust: ca.trust, observe: true, ...server },
  );
  expect([failure(pair.client), failure(pair.server)]).toEqual([undefined, undefined]);
  return pair;
}

const hashed = (hash: string, ...parts: readonly Uint8Array[]): string =>
  parts.reduce((running, part) => running.update(part), createHash(hash.replace('-', ''))).digest('hex');

/** RFC 9846 section 4.1: after a HelloRetryRequest the first hello is replaced by a message_hash. */
function transcriptOf(messages: readonly Told<'message'>[], hash: string): string {
  const raws = messages.map(({ raw }) => raw);
  if (messages[1]?.is?.name !== 'HelloRetryRequest') return hashed(hash, ...raws);
  const first = Buffer.from(hashed(hash, raws[0]!), 'hex');
  return hashed(hash, Uint8Array.of(254, 0, 0, first.length), first, ...raws.slice(1));
}

describe.each<[string, () => Pair, number]>([
  [
    'TLS 1.3, mutual',
    () =>
      shaken(
        { versions: ['TLS 1.3'], credentials: [ca.issue('EC', 'client')] },
        { clientAuthentication: 'require' },
      ),
    10,
  ],
  [
    'TLS 1.3 after a HelloRetryRequest',
    () =>
      shaken(
        { versions: ['TLS 1.3'], groups: ['X25519', 'secp256r1'], keyShares: 1 },
        { groups: ['secp256r1'] },
      ),
    9,
  ],
  ['TLS 1.3 with SHA-384', () => shaken({ cipherSuites: ['TLS_AES_256_GCM_SHA384'] }), 7],
  ['TLS 1.2', () => shaken({ versions: ['TLS 1.2'] }), 9],
  [
    'TLS 1.2, resumed',
    () =>
      shaken({ versions: ['TLS 1.2'], session: sessions(shaken({ versions: ['TLS 1.2'] }).client).at(-1) }),
    5,
  ],
])('in %s', (_what, run, count) => {
  it('the hash after each message is that of the messages up to it, on both sides', () => {
    const { client, server } = run();
    for (const side of [client, server]) {
      const messages = told(side, 'message');
      const transcripts = told(side, 'transcript');
      expect(transcripts).toHaveLength(count);
      expect(transcripts.map(({ message }) => message)).toEqual(transcripts.map((_, i) => i));
      for (const { message, hash, digest } of transcripts)
        expect([message, Buffer.from(digest).toString('hex')]).toEqual([
          message,
          transcriptOf(messages.slice(0, message + 1), hash),
        ]);
    }
  });
});

describe('work is told', () => {
  it('of each kind, by whoever does it', () => {
    const mutual = shaken(
      { versions: ['TLS 1.3'], groups: ['X25519'], credentials: [ca.issue('EC', 'client')] },
      { clientAuthentication: 'require' },
    );
    expect(works(mutual.client)).toEqual([
      'key-pair',
      'shared-secret',
      'check-certificate',
      'verify',
      'sign',
    ]);
    expect(works(mutual.server)).toEqual([
      'choose-credential',
      'shared-secret',
      'sign',
      'check-certificate',
      'verify',
      'seal-ticket',
      'seal-ticket',
    ]);
    const byRsa = { versions: ['TLS 1.2'], keyExchanges: ['RSA'] };
    const old = shaken(byRsa, { ...byRsa, credentials: [rsa] });
    expect(works(old.client)).toEqual(['check-certificate', 'encrypt']);
    expect(works(old.server)).toEqual(['choose-credential', 'decrypt', 'seal-ticket']);
    const byDhe = { versions: ['TLS 1.2'], keyExchanges: ['DHE'] };
    expect(works(shaken(byDhe, { ...byDhe, credentials: [rsa] }).server)).toEqual([
      'choose-credential',
      'key-pair',
      'sign',
      'shared-secret',
      'seal-ticket',
    ]);
    const session = sessions(shaken({ versions: ['TLS 1.3'] }).client).at(-1);
    const again = shaken({ versions: ['TLS 1.3'], session });
    expect(works(again.server)).toContain('open-ticket');
    const overruled = shaken({ trust: ca.trust, name: 'other.example', onRejected: () => true });
    expect(works(overruled.client)).toContain('ask-about-certificate');
  });

  it('with its time, and whether the answer came later', async () => {
    const slow = {
      ...ec,
      key: { ...ec.key, sign: async (...asked: Parameters<typeof ec.key.sign>) => ec.key.sign(...asked) },
    };
    const client = makeClient({ trust: ca.trust, observe: true });
    let carried = (): void => {};
    const server = makeServer({
      credentials: async () => slow,
      observe: true,
      onProgress: () => carried(),
    });
    const pair = { client, server };
    const finished = new Promise<void>((resolve) => {
      carried = () => {
        carry(pair);
        if (established(server)) resolve();
      };
    });
    carry(pair);
    await finished;
    expect(told(server, 'work').map(({ what, waited }) => [what, waited])).toEqual([
      ['choose-credential', true],
      ['shared-secret', false],
      ['sign', true],
    ]);
    for (const { took } of told(server, 'work')) expect(took).toBeGreaterThanOrEqual(0);
  });

  it('to nobody who does not observe: the rules are the very same', () => {
    const pair = shaken({ observe: false }, { observe: false });
    for (const side of [pair.client, pair.server]) {
      expect(works(side)).toEqual([]);
      expect(told(side, 'transcript')).toEqual([]);
      expect(nodeProvider.suites).toContain(established(side)?.agreement.suite);
    }
  });
});

describe('a record', () => {
  it('came when its last byte did, though it was read later', async () => {
    let time = 0;
    const clock = () => time;
    const client = makeClient({ trust: ca.trust, now: clock, observe: true });
    let answer = (_: typeof ec): void => {};
    const asked = new Promise<typeof ec>((resolve) => {
      answer = resolve;
    });
    const server = makeServer({ credentials: () => asked, now: clock, observe: true, versions: ['TLS 1.2'] });
    const hello = client.connection.takeOutput()!;
    for (const [at, part] of [
      [1, hello.subarray(0, 10)],
      [2, hello.subarray(10)],
    ] as const) {
      time = at;
      server.connection.feed(part);
    }
    time = 3;
    const alert = Uint8Array.of(21, 3, 3, 0, 2, 1, 90);
    server.connection.feed(alert.subarray(0, 6));
    time = 4;
    server.connection.feed(alert.subarray(6));
    time = 9;
    answer(ec);
    await asked;
    await new Promise(setImmediate);
    server.events.push(...server.connection.takeEvents());
    const received = told(server, 'record').filter(({ direction }) => direction === 'received');
    expect(received.map(({ arrived, at }) => [arrived, at])).toEqual([
      [2, 2],
      [4, 9],
    ]);
    expect(told(server, 'work')).toMatchObject([
      { what: 'choose-credential', took: 7, waited: true },
      {},
      {},
    ]);
    for (const { arrived, direction } of told(server, 'record'))
      expect(arrived === undefined).toBe(direction === 'sent');
  });
});

/** Hooks that never answer, answer with the wrong type, or fail: the rest of "What loosens" in docs/defaults.md. */
import { describe, expect, it } from 'vitest';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import {
  carry,
  established,
  failure,
  makeAuthority,
  makeClient,
  makeServer,
  type Pair,
  sessions,
  ticketsOf,
} from './pair.ts';

const root = makeAuthority();
const credential = root.issue('EC', 'server');
const alice = root.issue('EC', 'client');
const never = (): Promise<never> => new Promise(() => {});
const versions = ['TLS 1.2', 'TLS 1.3'] as const;
type Version = (typeof versions)[number];

function between(version: Version, ours: object, theirs: object = {}): Pair {
  const both = { versions: [version] };
  return {
    client: makeClient({ ...both, trust: root.trust, ...ours } as Partial<ClientOptions>),
    server: makeServer({ ...both, credentials: [credential], ...theirs } as Partial<ServerOptions>),
  };
}

/** Until nothing more comes, also of what waits for a promise that is settled. */
async function carried(pair: Pair): Promise<Pair> {
  for (let i = 0; i < 6; i++) {
    carry(pair);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return pair;
}

const mutual = { clientAuthentication: 'require', trust: root.trust };
const strange = makeAuthority('strange');
const sealing = { ...ticketsOf(), seal: never };
const opening = { ...ticketsOf(), open: never };
const withKey = (sign: unknown, of = credential) =>
  ({ ...of, key: { ...of.key, sign } }) as typeof credential;

/** The hook, whose it is, and the options of both. */
const silent: [of: string, by: keyof Pair, client: object, server: object][] = [
  ['checkCertificate', 'client', { checkCertificate: never }, {}],
  [
    'checkCertificate',
    'server',
    { credentials: [alice] },
    { ...mutual, checkCertificate: never, trust: undefined },
  ],
  ['credentials', 'server', {}, { credentials: never }],
  ['credentials', 'client', { credentials: never }, mutual],
  ['the private key', 'server', {}, { credentials: [withKey(never)] }],
  ['the private key', 'client', { credentials: [withKey(never, alice)] }, mutual],
  ['tickets', 'server', {}, { tickets: sealing }],
  ['ocspResponse', 'server', {}, { credentials: [{ ...credential, ocspResponse: never }] }],
];

describe.each(versions)('a promise that never settles, in %s', (version) => {
  it.each(silent)('ends the connection when its time is over: %s of a %s', async (of, by, client, server) => {
    let now = 0;
    const clock = { now: () => now, answerTimeout: 5 };
    const pair = await carried(between(version, { ...clock, ...client }, { ...clock, ...server }));
    const side = pair[by];
    expect(side.connection.paused).toBe(true);
    expect(side.connection.waitsFor).toEqual([`an answer from ${of}`]);
    expect(side.connection.wakeAt).toBe(5);
    if (of !== 'tickets') expect(established(side)).toBeUndefined();
    now = 5;
    side.connection.wake();
    await carried(pair);
    expect(failure(side)).toMatchObject({ reason: 'answer-timeout', alert: 'internal_error' });
  });

  it('ends it when it is asked to open a ticket', async () => {
    const tickets = ticketsOf();
    const first = await carried(between(version, {}, { tickets }));
    const [session] = sessions(first.client);
    let now = 0;
    const clock = { now: () => now, answerTimeout: 5 };
    const pair = await carried(between(version, { session }, { ...clock, tickets: opening }));
    expect(pair.server.connection.waitsFor).toEqual(['an answer from tickets']);
    now = 5;
    pair.server.connection.wake();
    await carried(pair);
    expect(failure(pair.server)).toMatchObject({ reason: 'answer-timeout' });
    expect(established(pair.client)).toBeUndefined();
  });

  it.each(['client', 'server'] as const)('lets nobody in while onRejected of a %s is asked', async (by) => {
    let now = 0;
    const clock = { now: () => now, answerTimeout: 5, onRejected: never };
    const pair = await carried(
      by === 'client'
        ? between(version, { ...clock, trust: strange.trust })
        : between(
            version,
            { credentials: [alice] },
            { ...clock, ...mutual, authorities: 'none', trust: strange.trust },
          ),
    );
    const side = pair[by];
    expect(side.connection.waitsFor).toEqual(['an answer from onRejected']);
    expect(side.connection.wakeAt).toBeUndefined();
    side.connection.hurry();
    expect(side.connection.wakeAt).toBe(5);
    now = 5;
    side.connection.wake();
    await carried(pair);
    expect(established(side)).toBeUndefined();
    expect(failure(side)).toMatchObject({ reason: 'answer-timeout' });
  });
});

const wrong: [string, unknown][] = [
  ['nothing', undefined],
  ['null', null],
  ['true', true],
  ['a number', 64],
  ['text', 'x'.repeat(64)],
  ['an object', {}],
  ['a list of numbers', [1, 2, 3]],
  ['an ArrayBuffer', new ArrayBuffer(64)],
  ['shared memory', new Uint8Array(new SharedArrayBuffer(64))],
];
const failing: [string, () => unknown][] = [
  [
    'an exception',
    () => {
      throw new Error('no idea');
    },
  ],
  ['a promise that rejects', () => Promise.reject(new Error('no idea'))],
  [
    'undefined that is thrown',
    () => {
      throw undefined;
    },
  ],
];
const answers: [string, () => unknown][] = [
  ...wrong.map(([what, value]): [string, () => unknown] => [what, () => value]),
  ['a promise of an object', () => Promise.resolve({})],
  ...failing,
];

describe.each(versions)('what is no answer ends the connection, in %s', (version) => {
  it.each(answers)('of a key: %s', async (_what, sign) => {
    const server = await carried(between(version, {}, { credentials: [withKey(sign)] }));
    expect(failure(server.server)).toMatchObject({ reason: 'internal', alert: 'internal_error' });
    expect(established(server.client)).toBeUndefined();
    const client = await carried(between(version, { credentials: [withKey(sign, alice)] }, mutual));
    expect(failure(client.client)).toMatchObject({ reason: 'internal', alert: 'internal_error' });
    expect(established(client.server)).toBeUndefined();
  });

  it.each(answers)('of tickets that are to be sealed: %s', async (_what, seal) => {
    const pair = await carried(between(version, {}, { tickets: { ...ticketsOf(), seal } }));
    expect(failure(pair.server)).toMatchObject({ reason: 'internal', alert: 'internal_error' });
    expect(sessions(pair.client)).toEqual([]);
  });

  it.each(answers.filter(([what]) => what !== 'nothing' && what !== 'null'))(
    'of a ticket that is to be opened: %s',
    async (_what, open) => {
      const tickets = ticketsOf();
      const [session] = sessions((await carried(between(version, {}, { tickets }))).client);
      const pair = await carried(between(version, { session }, { tickets: { ...tickets, open } }));
      expect(failure(pair.server)).toMatchObject({ reason: 'internal', alert: 'internal_error' });
      expect(established(pair.client)).toBeUndefined();
    },
  );
});

/** Sessions of TLS 1.2 by their IDs: which are given, kept, resumed and forgotten, and what a store may do to a handshake. */
import { describe, expect, it } from 'vitest';
import type { SessionStore } from '../src/handshake/config.ts';
import { memorySessions } from '../src/handshake/sessions/memory-sessions.ts';
import { readSession, type Session, writeSession } from '../src/handshake/sessions/session.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import { writeMessage } from '../src/protocol/message.ts';
import { ClientHello, Finished, ServerHello12 } from '../src/protocol/messages/index.ts';
import { decode } from '../src/wire/codec.ts';
import { ca, type Row, run } from './adversary.ts';
import { flight, pairOf } from './configured-pair.ts';
import { instead, retold, withExtensions } from './lies/lie.ts';
import { keys } from './lies/rows.ts';
import {
  carry,
  changedSession,
  established,
  failure,
  joined,
  makeAuthority,
  makeClient,
  makeServer,
  type Pair,
  type Side,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

const versions = ['TLS 1.2'] as const;
const credentials = [keys.EC.server];
const mutual = { clientAuthentication: 'require', trust: ca.trust } as const;

/** A store in memory that says what it was asked for. */
function noted(store: SessionStore = memorySessions({ now: () => 0 })) {
  const calls: [what: 'put' | 'get' | 'remove', id: Uint8Array][] = [];
  const noting =
    <A extends [Uint8Array, ...unknown[]], R>(what: 'put' | 'get' | 'remove', call: (...of: A) => R) =>
    (...of: A): R => {
      calls.push([what, of[0].slice()]);
      return call(...of);
    };
  return {
    calls,
    names: () => calls.map(([what]) => what).join(' '),
    lifetime: store.lifetime,
    put: noting('put', (id: Uint8Array, state: Uint8Array) => store.put(id, state)),
    get: noting('get', (id: Uint8Array) => store.get(id)),
    remove: noting('remove', (id: Uint8Array) => store.remove(id)),
  };
}

function shake(
  kept: SessionStore | undefined,
  client: Partial<ClientOptions> = {},
  server: Partial<ServerOptions> = {},
): Pair {
  const pair = joined(
    { versions, trust: ca.trust, ...client },
    { credentials, versions, ...(kept && { sessions: kept }), ...server },
  );
  expect(failure(pair.client)?.message).toBeUndefined();
  expect(failure(pair.server)?.message).toBeUndefined();
  return pair;
}
const resumed = ({ client, server }: Pair): boolean => {
  const [ours, theirs] = [client, server].map((side) => established(side)!.agreement.resumed);
  expect(ours).toBe(theirs);
  return ours!;
};
const given = (pair: Pair): Session => {
  const [session] = sessions(pair.client);
  expect(session).toBeDefined();
  return session!;
};
const why = ({ events }: Side): string | undefined =>
  events.flatMap((event) =>
    event.type === 'decision' && event.about === 'resumption' ? [`${event.id}: ${event.rule}`] : [],
  )[0];
const observed = { observe: true };
/** The session IDs of the ServerHellos. */
const echoesIn = ({ events }: Side): Uint8Array[] =>
  events.flatMap((event) =>
    event.type === 'message' && event.is === ServerHello12
      ? [decode(ServerHello12.body, event.raw.subarray(4)).legacySessionIdEcho]
      : [],
  );

describe('a session', () => {
  it('is kept under a random ID of 32 bytes, and resumed by it', () => {
    const store = noted();
    const session = given(shake(store));
    expect(session.ticket).toHaveLength(0);
    expect(session.sessionId).toHaveLength(32);
    expect(store.calls).toEqual([['put', session.sessionId]]);
    const again = shake(store, { session }, observed);
    expect(resumed(again)).toBe(true);
    expect(why(again.server)).toMatch(/^honoured: /);
    expect(store.names()).toBe('put get');
    expect(given(shake(store)).sessionId).not.toEqual(session.sessionId);
  });

  it('is resumed after it was written down, more than once, and still ends when it would have', () => {
    const store = noted();
    const session = given(shake(store));
    expect(session.expiresAt).toBe(testTime + 24 * 60 * 60 * 1000);
    for (const minute of [1, 2, 3]) {
      const wallClock = () => testTime + minute * 60_000;
      const again = shake(store, { session: readSession(writeSession(session))!, wallClock });
      expect(resumed(again)).toBe(true);
      // The application has it already; another one would live longer than the first allowed.
      expect(sessions(again.client)).toEqual([]);
    }
    expect(store.names()).toBe('put get get get');
  });

  it('has fresh keys each time', () => {
    const store = noted();
    const session = given(shake(store));
    const material = () => {
      const { client, server } = shake(store, { session });
      const [ours, theirs] = [client, server].map(({ connection }) =>
        Buffer.from(connection.exporter('EXPORTER-test', undefined, 32)).toString('hex'),
      );
      expect(ours).toBe(theirs);
      return ours;
    };
    expect(material()).not.toBe(material());
  });

  it('has no ID beside a ticket, and one where the client wants no ticket or the server has none', () => {
    const store = noted();
    const tickets = ticketsOf();
    const ticketed = shake(store, observed, { tickets });
    const byTicket = given(ticketed);
    expect(echoesIn(ticketed.client)).toEqual([new Uint8Array()]);
    expect(byTicket.ticket.length).toBeGreaterThan(0);
    expect(byTicket.sessionId).toHaveLength(0);
    expect(store.names()).toBe('');
    const byId = given(shake(store, { sessionTickets: false }, { tickets }));
    expect(byId.sessionId).toHaveLength(32);
    expect(resumed(shake(store, { session: byId, sessionTickets: false }, { tickets }))).toBe(true);
    expect(resumed(shake(store, { session: byTicket }, { tickets }))).toBe(true);
    // Beside a ticket an ID means nothing (RFC 5077 section 3.4).
    expect(store.names()).toBe('put get');
    expect(resumed(shake(store, { session: byTicket, sessionTickets: false }, { tickets }))).toBe(false);
  });

  it('of a ticket that does not open is not looked for by the ID beside it', () => {
    const store = noted();
    const stale = given(shake(store, {}, { tickets: ticketsOf() }));
    expect(resumed(shake(store, { session: stale }, { tickets: ticketsOf() }))).toBe(false);
    expect(store.names()).toBe('');
  });

  it('is offered by a client that speaks both versions, and resumed where the server speaks TLS 1.2', () => {
    const store = noted();
    const both = { versions: ['TLS 1.3', 'TLS 1.2'] } as const;
    const session = given(shake(store, both));
    expect(resumed(shake(store, { ...both, session }))).toBe(true);
    const newer = shake(store, { ...both, session }, both);
    expect(established(newer.client)!.agreement.version).toBe(0x0304);
    expect(resumed(newer)).toBe(false);
  });

  it('remembers who the client was', () => {
    const store = noted();
    const alice = { credentials: [keys.EC.client] };
    const session = given(shake(store, alice, mutual));
    const pair = shake(store, { session, ...alice }, mutual);
    expect(resumed(pair)).toBe(true);
    expect(established(pair.server)!.agreement.clientAuthenticated).toBe(true);
    expect(Buffer.from(established(pair.server)!.peer.chain[0]!)).toEqual(
      Buffer.from(keys.EC.client.chain[0]!),
    );
  });

  it('is neither given in a renegotiation nor offered in one', () => {
    const store = noted();
    const pair = pairOf({
      client: { renegotiation: true },
      server: { renegotiation: true, sessions: store },
      clientOptions: { versions, observe: true },
      serverOptions: { versions },
    });
    carry(pair);
    pair.client.connection.request('renegotiation');
    carry(pair);
    expect(pair.client.events.filter(({ type }) => type === 'established')).toHaveLength(2);
    expect(echoesIn(pair.client).map(({ length }) => length)).toEqual([32, 0]);
    expect(store.names()).toBe('put');
  });
});

describe('is not resumed', () => {
  const store = noted();
  const session = given(shake(store));

  it.each([
    ['under another name', { name: 'other.test', serverName: 'localhost' }],
    ['with another server_name', { serverName: false }],
    ['under other protocols', { applicationProtocols: ['h2'] }],
    ['with a credential', { credentials: [keys.EC.client] }],
    ['under another mode of revocation', { revocation: { mode: 'hard' } }],
    ['behind its end', { wallClock: () => session.expiresAt }],
    ['without its suite', { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] }],
  ] as [string, Partial<ClientOptions>][])('by a client %s: it offers no ID', (_, client) => {
    const offered = (more: Partial<ClientOptions>): boolean => {
      const side = makeClient({ versions, trust: ca.trust, session, ...more });
      return Buffer.from(side.connection.takeOutput()!).includes(Buffer.from(session.sessionId));
    };
    expect(offered({})).toBe(true);
    expect(offered(client)).toBe(false);
  });

  it.each([
    ['expired', { wallClock: () => testTime + 3600_000 }, {}],
    ['other-policy', mutual, { credentials: [keys.EC.client] }],
    ['other-suite', { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'] }, {}],
  ] as [string, Partial<ServerOptions>, Partial<ClientOptions>][])(
    'by a server where it is refused: %s',
    (id, server, client) => {
      // The client does not know better.
      const policy = { name: 'localhost', versions, trust: ca.trust, ...client };
      const like = given(shake(noted(), policy));
      const unknowing = changedSession(session, { policy: like.policy });
      const pair = shake(store, { session: unknowing, ...client }, { ...observed, ...server });
      expect(resumed(pair)).toBe(false);
      expect(why(pair.server)?.split(':')[0]).toBe(id);
    },
  );

  it('where the server keeps it for another name', () => {
    const named = changedSession(session, { serverName: 'other.test' });
    const pair = shake(store, { session: named, serverName: 'other.test' }, observed);
    expect(resumed(pair)).toBe(false);
    expect(why(pair.server)).toMatch(/^other-server-name/);
  });

  it('without its extended main secret: that ends the handshake (RFC 7627 section 5.3)', () => {
    const row: Row = {
      name: '',
      client: { versions, session },
      server: { versions, credentials, sessions: store },
    };
    const hand = withExtensions(ClientHello, { extendedMainSecret: undefined });
    const pair = run(row, 'client', hand());
    expect(failure(pair.server)).toMatchObject({
      reason: 'extended-main-secret-mismatch',
      alert: 'handshake_failure',
    });
  });

  it('when it began without one, and the client offers one now', () => {
    const old = noted();
    const row: Row = { name: '', client: { versions }, server: { versions, credentials, sessions: old } };
    const pair = run(row, 'client', withExtensions(ClientHello, { extendedMainSecret: undefined })());
    const [without] = sessions(pair.client);
    const again = shake(old, { session: without! }, observed);
    expect(resumed(again)).toBe(false);
    expect(why(again.server)).toMatch(/^no-extended-main-secret/);
  });

  it('if the certificate of its client or server was accepted against its verdict', () => {
    const own = noted();
    const foreign = { credentials: [keys.EC.server], askedAuthorities: 'ignore' } as const;
    const pair = shake(own, foreign, { ...mutual, onRejected: () => true });
    expect(established(pair.server)!.peer.chain).toHaveLength(1);
    expect(own.names()).toBe('');
    const { trust } = makeAuthority('stranger');
    expect(sessions(shake(own, { trust, onRejected: () => true }).client)).toHaveLength(0);
  });
});

describe('an ID of the client’s', () => {
  /** A hello with this session ID, to a server that keeps sessions. */
  const asked = (id: Uint8Array, store: SessionStore, server: Partial<ServerOptions> = {}) => {
    const row: Row = {
      name: '',
      client: { versions },
      server: { versions, credentials, sessions: store, ...server },
    };
    return run(row, 'client', retold(ClientHello, () => ({ legacySessionId: id }))());
  };

  it.each([
    [0, 'put'],
    [1, 'put'],
    [31, 'put'],
    [32, 'get put'],
  ])('of %i bytes that we never gave means a full handshake, under an ID of ours', (length, calls) => {
    const id = new Uint8Array(length).fill(7);
    const store = noted();
    const { server, sent } = asked(id, store);
    expect(failure(server)?.message).toBeUndefined();
    expect(established(server)!.agreement.resumed).toBe(false);
    expect(store.names()).toBe(calls);
    const hello = sent.find(({ is }) => is === ServerHello12)!;
    const echoed = decode(ServerHello12.body, hello.raw.subarray(4)).legacySessionIdEcho;
    expect(echoed).toHaveLength(32);
    expect(echoed).not.toEqual(id);
  });

  it('of 33 bytes is refused', () => {
    const store = noted();
    const hand = instead(ClientHello, 0, (raw) => {
      // Behind type, length, version and random; the length of the ID, and 33 bytes.
      const at = 4 + 2 + 32;
      const body = [...raw.subarray(4, at), 33, ...new Uint8Array(33), ...raw.subarray(at + 1 + raw[at]!)];
      return Uint8Array.of(1, 0, body.length >> 8, body.length & 0xff, ...body);
    });
    const row: Row = { name: '', client: { versions }, server: { versions, credentials, sessions: store } };
    const { server } = run(row, 'client', hand());
    expect(failure(server)).toMatchObject({ reason: 'malformed-message', alert: 'decode_error' });
    expect(store.names()).toBe('');
  });

  it('is told apart from one that a client of TLS 1.3 makes up', () => {
    const both = { versions: ['TLS 1.3', 'TLS 1.2'] } as const;
    expect(why(shake(noted(), both, observed).server)).toMatch(/^unknown-session-id: .*makes one up$/);
    const session = given(shake(noted()));
    expect(why(shake(noted(), { session }, observed).server)).toMatch(/^unknown-session-id: .*we keep$/);
  });
});

describe('a server that resumes', () => {
  /** Each time with a store of its own: what fails is forgotten. */
  const kept = () => {
    const sessions = noted();
    const session = given(shake(sessions));
    const row: Row = { name: '', client: { versions, session }, server: { versions, credentials, sessions } };
    return { session, row };
  };
  it.each([
    ['with another suite', retold(ServerHello12, () => ({ cipherSuite: 0xcca9 })), 'session-mismatch'],
    ['with another version', retold(ServerHello12, () => ({ legacyVersion: 0x0302 })), 'old-version'],
    [
      'with another kind of main secret',
      withExtensions(ServerHello12, { extendedMainSecret: undefined }),
      'extended-main-secret-mismatch',
    ],
    ['and compresses', retold(ServerHello12, () => ({ legacyCompressionMethod: 1 })), 'bad-compression'],
  ] as const)('%s is refused', (_, hand, reason) => {
    expect(failure(run(kept().row, 'server', hand()).client)).toMatchObject({ reason, sentBy: 'local' });
  });

  it('without the secret is refused at its Finished', () => {
    const { session, row } = kept();
    const other = changedSession(session, { secret: new Uint8Array(48) });
    const { client } = run({ ...row, client: { versions, session: other } });
    expect(failure(client)?.reason).toBe('bad-record-mac');
  });

  it('under an ID that is not the whole of it begins a new session', () => {
    const { session, row } = kept();
    const half = retold(ServerHello12, () => ({ legacySessionIdEcho: session.sessionId.slice(0, 31) }));
    expect(failure(run(row, 'server', half()).client)?.reason).toBe('unexpected-record');
  });
});

describe('a session whose connection', () => {
  const began = () => {
    const store = noted();
    const session = given(shake(store));
    const pair = shake(store, { session });
    store.calls.length = 0;
    return { store, session, ...pair };
  };
  /** Whether it is there afterwards. */
  const isKept = ({ store, session }: ReturnType<typeof began>) => resumed(shake(store, { session }));

  it('fails with an alert of ours is forgotten', () => {
    const all = began();
    all.server.connection.feed(Uint8Array.of(23, 3, 3, 0, 24, ...new Uint8Array(24)));
    expect(all.server.connection.takeEvents().at(-1)).toMatchObject({ error: { alert: 'bad_record_mac' } });
    expect(all.store.calls).toEqual([['remove', all.session.sessionId]]);
    expect(isKept(all)).toBe(false);
  });

  it('fails with an alert of the client’s is forgotten', () => {
    const all = began();
    all.client.connection.feed(Uint8Array.of(23, 3, 3, 0, 24, ...new Uint8Array(24)));
    carry(all);
    expect(failure(all.server)).toMatchObject({ reason: 'alert-received' });
    expect(all.store.calls).toEqual([['remove', all.session.sessionId]]);
    expect(isKept(all)).toBe(false);
  });

  it('is closed or cut is kept', () => {
    const closed = began();
    closed.client.connection.close();
    carry(closed);
    closed.server.connection.close();
    expect(isKept(closed)).toBe(true);
    const cut = began();
    cut.server.connection.end();
    expect(cut.server.connection.takeEvents().at(-1)).toMatchObject({ error: { reason: 'connection-cut' } });
    expect(isKept(cut)).toBe(true);
  });

  it('fails in its first handshake, or while it is resumed, is forgotten', () => {
    const store = noted();
    const session = given(shake(store));
    const bad = retold(Finished, () => ({ verifyData: new Uint8Array(12) }));
    const row = (more: Partial<ClientOptions>): Row => ({
      name: '',
      client: { versions, ...more },
      server: { versions, credentials, sessions: store },
    });
    expect(failure(run(row({ session }), 'client', bad()).server)?.reason).toBe('bad-finished');
    expect(store.names()).toBe('put get remove');
    expect(resumed(shake(store, { session }))).toBe(false);
    store.calls.length = 0;
    // Refused at the client's Finished, it was never kept; refused by the client at ours, it was.
    expect(failure(run(row({}), 'client', bad()).server)?.reason).toBe('bad-finished');
    expect(store.names()).toBe('');
    expect(failure(run(row({}), 'server', bad()).client)?.reason).toBe('bad-finished');
    expect(store.names()).toBe('put remove');
  });

  it('ends by a close_notify in the handshake is kept', () => {
    const store = noted();
    const session = given(shake(store));
    const pair = {
      client: makeClient({ versions, trust: ca.trust, session }),
      server: makeServer({ versions, credentials, sessions: store }),
    };
    pair.server.connection.feed(pair.client.connection.takeOutput()!);
    pair.client.connection.close();
    pair.server.connection.feed(pair.client.connection.takeOutput()!);
    expect(pair.server.connection.takeEvents().at(-1)).toMatchObject({ type: 'failed' });
    expect(store.names()).toBe('put get');
  });
});

describe('a store that', () => {
  const fails = (): unknown => {
    throw new Error('the store is gone');
  };
  const never = () => new Promise<never>(() => {});
  const rejects = () => Promise.reject(new Error('the store is gone'));
  const lifetime = 3600;

  it.each([
    ['throws', fails, fails],
    ['gives a number', () => 7, () => 7],
    ['gives text', () => 'state', () => 'state'],
    ['gives null', () => null, () => null],
    ['gives what throws when awaited', unawaitable, unawaitable],
    ['gives bytes that are no session', () => new Uint8Array(99), () => undefined],
    ['gives no bytes', () => new Uint8Array(), () => undefined],
  ] as [string, () => unknown, () => unknown][])('%s leads to a full handshake', (_, get, put) => {
    const broken = { lifetime, put, get, remove: fails } as never;
    const first = shake(broken, {}, observed);
    const session = given(first);
    const again = shake(broken, { session }, observed);
    expect(resumed(again)).toBe(false);
    expect(why(again.server)).toMatch(/^(store-failed|unknown-session-id)/);
    // What it does when a session is removed ends nothing either.
    again.server.connection.feed(Uint8Array.of(23, 3, 3, 0, 24, ...new Uint8Array(24)));
    expect(again.server.connection.takeEvents().at(-1)).toMatchObject({ error: { alert: 'bad_record_mac' } });
  });

  it('gives the session of another ID, or one that another thread can change, leads to a full handshake', () => {
    const states: Uint8Array[] = [];
    const shared = (state: Uint8Array) => {
      const all = new Uint8Array(new SharedArrayBuffer(state.length));
      all.set(state);
      return all;
    };
    const put = (_: Uint8Array, state: Uint8Array) => void states.push(state);
    const store = { lifetime, put, get: () => states[0]!, remove: () => {} };
    const first = given(shake(store));
    const second = given(shake(store));
    expect(resumed(shake(store, { session: first }))).toBe(true);
    const other = shake(store, { session: second }, observed);
    expect(resumed(other)).toBe(false);
    expect(why(other.server)).toMatch(/^store-failed/);
    const unsafe = { ...store, get: () => shared(states[0]!) };
    expect(resumed(shake(unsafe, { session: first }))).toBe(false);
    // A ticket's state is no session of an ID.
    const nameless = {
      ...store,
      get: () => writeSession(changedSession(readSession(states[0]!)!, { sessionId: new Uint8Array() })),
    };
    expect(resumed(shake(nameless, { session: first }))).toBe(false);
  });

  it('changes what it got or gave changes no handshake', () => {
    const kept = new Map<string, Uint8Array>();
    const name = (id: Uint8Array) => Buffer.from(id).toString('hex');
    const store = {
      lifetime,
      put(id: Uint8Array, state: Uint8Array) {
        kept.set(name(id), state.slice());
        id.fill(0);
        state.fill(0);
      },
      get(id: Uint8Array) {
        const state = kept.get(name(id))?.slice();
        id.fill(0);
        return state;
      },
      remove: () => {},
    };
    const session = given(shake(store));
    expect(resumed(shake(store, { session }))).toBe(true);
    const removed: Uint8Array[] = [];
    const first = shake({ ...store, remove: (id) => removed.push(id) });
    first.server.connection.feed(Uint8Array.of(23, 3, 3, 0, 24, ...new Uint8Array(24)));
    expect(removed).toEqual([given(first).sessionId]);
    // What it gave is its own again, while the handshake goes on.
    const held = kept.get(name(session.sessionId))!;
    const pair = {
      client: makeClient({ versions, trust: ca.trust, session }),
      server: makeServer({ versions, credentials, sessions: { ...store, get: () => held } }),
    };
    flight(pair.client, pair.server);
    held.fill(0);
    carry(pair);
    expect(failure(pair.server)?.message).toBeUndefined();
    expect(established(pair.server)!.agreement.resumed).toBe(true);
  });

  /** As far as it goes while nobody answers, and on. */
  const slowly = async (store: SessionStore, more: Partial<ClientOptions>, moments: readonly number[]) => {
    let time = 0;
    const pair = {
      client: makeClient({ versions, trust: ca.trust, ...more }),
      server: makeServer({
        versions,
        credentials,
        sessions: store,
        now: () => time,
        observe: true,
        answerTimeout: 30_000,
      }),
    };
    for (const moment of moments) {
      carry(pair);
      await new Promise((done) => setImmediate(done));
      carry(pair);
      time = moment;
      pair.server.connection.wake();
    }
    carry(pair);
    return pair;
  };

  it('answers later is waited for', async () => {
    const memory = memorySessions({ now: () => 0 });
    const later =
      <A extends unknown[], R>(call: (...of: A) => R) =>
      async (...of: A): Promise<Awaited<R>> =>
        await call(...of);
    const store = {
      lifetime,
      put: later(memory.put),
      get: later(memory.get),
      remove: later(memory.remove),
    } as SessionStore;
    const session = given(await slowly(store, {}, [0, 0]));
    expect(resumed(await slowly(store, { session }, [0, 0]))).toBe(true);
    expect(resumed(await slowly({ ...store, get: rejects }, { session }, [0, 0]))).toBe(false);
    const unput = await slowly({ ...store, put: rejects }, {}, [0, 0]);
    expect(failure(unput.server)?.message).toBeUndefined();
    expect(established(unput.client)).toBeDefined();
    const gone = await slowly({ ...store, remove: rejects }, { session }, [0, 0]);
    gone.server.connection.feed(Uint8Array.of(23, 3, 3, 0, 24, ...new Uint8Array(24)));
    await new Promise((done) => setImmediate(done));
  });

  it('never answers is waited for two seconds, and then there is a full handshake', async () => {
    const mute = { lifetime, put: never, get: never, remove: never };
    const session = given(shake(noted()));
    const early = await slowly(mute, { session }, [1999]);
    expect(early.server.connection.waitsFor).toEqual(['an answer from sessions']);
    expect(early.server.connection.wakeAt).toBe(2000);
    const pair = await slowly(mute, { session }, [2000, 4000]);
    expect(failure(pair.server)?.message).toBeUndefined();
    expect(resumed(pair)).toBe(false);
    expect(why(pair.server)).toMatch(/^store-failed/);
  });

  it('answers too late is not heard any more', async () => {
    const session = given(shake(noted()));
    let answer: (state: Uint8Array) => void = () => {};
    const store = {
      lifetime,
      put: () => {},
      get: () => new Promise<Uint8Array>((done) => (answer = done)),
      remove: () => {},
    };
    const pair = await slowly(store, { session }, [2000]);
    expect(resumed(pair)).toBe(false);
    answer(new Uint8Array(3));
    await new Promise((done) => setImmediate(done));
    carry(pair);
    expect(failure(pair.server)?.message).toBeUndefined();
    expect(pair.server.connection.writable).toBe(true);
  });

  it.each([
    ['no lifetime', { lifetime: 0 }],
    ['a lifetime of more than a day', { lifetime: 86_401 }],
    ['a lifetime that is no number', { lifetime: 'long' }],
    ['no put', { put: undefined }],
    ['no get', { get: {} }],
    ['no remove', { remove: 7 }],
  ])('has %s is refused', (_, wrong) => {
    const store = { ...memorySessions({ now: () => 0 }), ...wrong } as never;
    expect(() => makeServer({ credentials, sessions: store })).toThrow(/sessions/);
  });
});

describe('the store in memory', () => {
  const id = (number: number): Uint8Array => Uint8Array.of(...new Uint8Array(30), number >> 8, number & 0xff);
  const state = (number: number): Uint8Array => new Uint8Array(100).fill(number);

  it('keeps so many, and the oldest give way', () => {
    const store = memorySessions({ now: () => 0, most: 3 });
    for (const number of [1, 2, 3, 4]) void store.put(id(number), state(number));
    expect([1, 2, 3, 4].map((number) => store.get(id(number)) !== undefined)).toEqual([
      false,
      true,
      true,
      true,
    ]);
    expect(store.get(id(4))).toEqual(state(4));
    void store.remove(id(4));
    expect(store.get(id(4))).toBeUndefined();
  });

  it('keeps them for their lifetime', () => {
    let time = 0;
    const store = memorySessions({ now: () => time, lifetime: 10 });
    expect(store.lifetime).toBe(10);
    void store.put(id(1), state(1));
    time = 9_999;
    expect(store.get(id(1))).toBeDefined();
    time = 10_000;
    expect(store.get(id(1))).toBeUndefined();
  });

  it('holds no more under attack, and what it holds is its own', () => {
    const store = memorySessions({ now: () => 0, most: 50 });
    const large = new Uint8Array(2 ** 14);
    for (let number = 0; number < 20_000; number++) void store.put(id(number), large.subarray(0, 100));
    const held = Array.from(
      { length: 20_000 },
      (_, number) => store.get(id(number)) as Uint8Array | undefined,
    );
    expect(held.filter((found) => found !== undefined)).toHaveLength(50);
    expect(held.at(-1)!.buffer.byteLength).toBe(100);
  });

  it.each([0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses to keep %d', (most) => {
    expect(() => memorySessions({ now: () => 0, most })).toThrow(RangeError);
  });

  it('does not grow by clients that never finish', () => {
    const store = noted();
    const row: Row = { name: '', client: { versions }, server: { versions, credentials, sessions: store } };
    const bad = retold(Finished, () => ({ verifyData: new Uint8Array(12) }));
    for (let i = 0; i < 10; i++) run(row, 'client', bad());
    expect(store.names()).toBe('');
  });
});

function unawaitable(): object {
  return Object.defineProperty({}, 'then', {
    get() {
      throw new Error('not to be awaited');
    },
  });
}

it('a client refuses a session with both a ticket and an ID, or neither', () => {
  const store = noted();
  const session = given(shake(store));
  const ticket = Uint8Array.of(1, 2, 3);
  const hello = (change: object, sessionTickets = true) => {
    const { connection } = makeClient({
      versions,
      trust: ca.trust,
      session: changedSession(session, change),
      sessionTickets,
    });
    return decode(ClientHello.body, connection.takeOutput()!.subarray(5 + 4));
  };
  expect(hello({}).legacySessionId).toEqual(session.sessionId);
  expect(hello({ ticket }).legacySessionId).toHaveLength(0);
  expect(hello({ ticket }).extensions.sessionTicket).toHaveLength(0);
  expect(hello({ sessionId: new Uint8Array() }).legacySessionId).toHaveLength(0);
  // RFC 5077 section 3.4: an ID beside a ticket that is offered shows by its echo that the ticket was taken.
  const ticketed = { ticket, sessionId: new Uint8Array() };
  expect(hello(ticketed).legacySessionId).toHaveLength(32);
  expect(hello(ticketed, false).legacySessionId).toHaveLength(0);
  expect(writeMessage(ClientHello, hello({})).length).toBeGreaterThan(0);
});

/** A second TLS 1.2 handshake in a connection, bound to the one before it (RFC 5746). */
import { describe, expect, it } from 'vitest';
import { AlertReader } from '../src/connection/received-alerts.ts';
import type { Peer } from '../src/handshake/peer.ts';
import { writeMessage } from '../src/protocol/message.ts';
import type { ClientHello, ServerHello12 } from '../src/protocol/messages/index.ts';
import * as messages from '../src/protocol/messages/index.ts';
import { AlertDescription, AlertLevel } from '../src/protocol/numbers/alerts.ts';
import { CipherSuite } from '../src/protocol/numbers/suites.ts';
import { TLS12 } from '../src/protocol/numbers/versions.ts';
import { TraceRecorder } from '../src/trace/recorder.ts';
import { story } from '../src/trace/story.ts';
import { decode } from '../src/wire/codec.ts';
import { ca } from './adversary.ts';
import { type Change, flight, pairOf } from './configured-pair.ts';
import { carry, failure, type Pair, received, type Side, sessions, ticketsOf } from './pair.ts';

const line = Buffer.from('and on it goes');
const versions = ['TLS 1.2'] as const;
const both = { client: { renegotiation: true }, server: { renegotiation: true } };

function opened(change: Change = {}): Pair {
  const pair = pairOf({
    ...change,
    client: { ...both.client, ...change.client },
    server: { ...both.server, ...change.server },
    clientOptions: { versions, ...change.clientOptions },
    serverOptions: { versions, ...change.serverOptions },
  });
  carry(pair);
  expect(handshakes(pair)).toEqual([1, 1]);
  return pair;
}

const count = ({ events }: Side) => events.filter(({ type }) => type === 'established').length;
const handshakes = ({ client, server }: Pair) => [count(client), count(server)];
const failures = ({ client, server }: Pair) => [failure(client)?.reason, failure(server)?.reason];
/** What the story says of it. */
const resumption = (pair: Pair, role: 'client' | 'server') => {
  const recorder = new TraceRecorder({ role, startedAt: 0 });
  for (const event of pair[role].events) recorder.add(event);
  return /^ {2}Resumption +(.*)$/m.exec(story(recorder.document()))?.[1];
};
const material = ({ connection }: Side) => Buffer.from(connection.exporter('EXPORTER-test', undefined, 32));

describe.each(['client', 'server'] as const)('a renegotiation that the %s asks for', (by) => {
  it('is a whole handshake, and data flows before it, in it and behind it', () => {
    const pair = opened();
    const { client, server } = pair;
    const before = material(client);
    pair[by].connection.request('renegotiation');
    if (by === 'server') flight(server, client);
    // The client has said hello again, and what either had to say goes on.
    client.connection.write(line);
    server.connection.write(line);
    flight(server, client);
    expect(received(client)).toEqual(line);
    expect(client.connection.exporter('EXPORTER-test', undefined, 32)).toEqual(new Uint8Array(before));
    flight(client, server);
    expect(received(server)).toEqual(line);
    expect(server.connection.writable).toBe(true);
    server.connection.write(line);
    flight(server, client);
    expect(received(client)).toEqual(Buffer.concat([line, line]));
    // It has changed its keys, and may not write under them before both have finished.
    expect(client.connection.writable).toBe(false);
    expect(() => client.connection.write(line)).toThrow('while the connection is open');
    carry(pair);
    client.connection.write(line);
    server.connection.write(line);
    carry(pair);
    expect(failures(pair)).toEqual([undefined, undefined]);
    expect(handshakes(pair)).toEqual([2, 2]);
    expect(received(server)).toEqual(Buffer.concat([line, line]));
    expect(received(client)).toEqual(Buffer.concat([line, line, line]));
    expect(material(client)).toEqual(material(server));
    expect(material(client)).not.toEqual(before);
  });

  it('may be followed by another', () => {
    const pair = opened();
    for (const number of [2, 3, 4]) {
      pair[by].connection.request('renegotiation');
      carry(pair);
      expect(handshakes(pair)).toEqual([number, number]);
    }
    expect(failures(pair)).toEqual([undefined, undefined]);
  });

  it('follows a resumption too, and is a full handshake', () => {
    const tickets = ticketsOf();
    const first = opened({ serverOptions: { tickets } });
    const session = first.client.events.find((event) => event.type === 'session')!.session;
    const offered: (Uint8Array | undefined)[] = [];
    const hand = clientSays((hello) => {
      offered.push(hello.extensions.sessionTicket);
      return hello;
    }, 1)!;
    const pair = opened({
      clientOptions: { observe: true },
      serverOptions: { tickets, observe: true },
      client: { session },
      hand,
    });
    expect(pair.client.connection.established!.agreement.resumed).toBe(true);
    pair[by].connection.request('renegotiation');
    carry(pair);
    expect(handshakes(pair)).toEqual([2, 2]);
    expect(pair.client.connection.established!.agreement.resumed).toBe(false);
    expect(offered).toEqual([session.ticket, new Uint8Array()]);
    // The resumption’s ticket, and none of the renegotiation.
    expect(sessions(pair.client)).toHaveLength(1);
    expect(resumption(pair, 'client')).toBe('a full handshake; the server gave 1 ticket');
    expect(resumption(pair, 'server')).toBe('a full handshake; we gave 1 ticket');
  });

  it('takes no ticket from a client that offers one all the same', () => {
    const tickets = ticketsOf();
    const first = opened({ serverOptions: { tickets } });
    const session = first.client.events.find((event) => event.type === 'session')!.session;
    const said: string[] = [];
    const offering = clientSays((hello) => ({
      ...hello,
      legacySessionId: new Uint8Array(32).fill(7),
      extensions: { ...hello.extensions, sessionTicket: session.ticket },
    }))!;
    const pair = opened({
      serverOptions: { tickets },
      hand: (peer, by) =>
        by === 'client'
          ? offering(peer, by)
          : {
              ...peer,
              send(is, body) {
                said.push(is.name);
                return peer.send(is, body);
              },
            },
    });
    said.length = 0;
    pair[by].connection.request('renegotiation');
    carry(pair);
    expect(said.filter((name) => name !== 'HelloRequest').slice(0, 2)).toEqual([
      'ServerHello12',
      'Certificate12',
    ]);
  });

  it('asks for the client’s certificate as the first did', () => {
    const alice = ca.issue('EC', 'client');
    const pair = opened({
      clientOptions: { credentials: [alice] },
      serverOptions: { clientAuthentication: 'require', trust: ca.trust },
    });
    pair[by].connection.request('renegotiation');
    carry(pair);
    expect(handshakes(pair)).toEqual([2, 2]);
    expect(pair.server.connection.established!.peer.chain).toEqual(alice.chain);
  });

  it('is not asked for where it is off, or in TLS 1.3, or before the handshake is finished', () => {
    const refusal = 'cannot do this now: renegotiation';
    const off = opened({ [by]: { renegotiation: false } });
    expect(() => off[by].connection.request('renegotiation')).toThrow(refusal);
    const newer = opened({
      clientOptions: { versions: ['TLS 1.3'] },
      serverOptions: { versions: ['TLS 1.3'] },
    });
    expect(() => newer[by].connection.request('renegotiation')).toThrow(refusal);
    const early = pairOf({ ...both, clientOptions: { versions }, serverOptions: { versions } });
    expect(() => early[by].connection.request('renegotiation')).toThrow(refusal);
  });

  it('is refused by a peer that has it off', () => {
    const other = by === 'client' ? 'server' : 'client';
    const pair = opened({ [other]: { renegotiation: false } });
    pair[by].connection.request('renegotiation');
    carry(pair);
    expect(failure(pair[other])).toMatchObject({
      reason: 'renegotiation-refused',
      alert: 'no_renegotiation',
    });
  });
});

it('a HelloRequest that crosses the client’s hello is ignored', () => {
  const pair = opened();
  pair.server.connection.request('renegotiation');
  pair.client.connection.request('renegotiation');
  carry(pair);
  expect(failures(pair)).toEqual([undefined, undefined]);
  expect(handshakes(pair)).toEqual([2, 2]);
});

/** What the client says in its hellos, changed from the second on. */
function clientSays(change: (hello: ClientHello) => ClientHello, from = 2): Change['hand'] {
  let number = 0;
  const changed = (raw: Uint8Array) =>
    writeMessage(messages.ClientHello, change(decode(messages.ClientHello.body, raw.subarray(4))));
  return (peer, by) =>
    by === 'server'
      ? peer
      : {
          ...peer,
          sendRaw: (is, raw) =>
            peer.sendRaw(is, is.name === 'ClientHello' && ++number >= from ? changed(raw) : raw),
        };
}

function serverSays(change: (hello: ServerHello12) => ServerHello12, from = 2): Change['hand'] {
  let number = 0;
  return (peer, by) =>
    by === 'client'
      ? peer
      : {
          ...peer,
          send: (is, body) =>
            peer.send(
              is,
              is.name === 'ServerHello12' && ++number >= from
                ? (change(body as ServerHello12) as typeof body)
                : body,
            ),
        };
}

function withInfo<T extends ClientHello | ServerHello12>(info: (own: Uint8Array) => Uint8Array | undefined) {
  return (hello: T): T => {
    const { renegotiationInfo, ...others } = hello.extensions;
    const changed = info(renegotiationInfo!);
    return { ...hello, extensions: { ...others, ...(changed && { renegotiationInfo: changed }) } };
  };
}

const lies = [
  ['none', () => undefined],
  ['an empty one', () => new Uint8Array()],
  ['another', (own: Uint8Array) => own.map((byte) => byte ^ 1)],
  ['a cut one', (own: Uint8Array) => own.subarray(1)],
] as const;

describe('renegotiation_info of a second handshake', () => {
  it.each(lies)('is %s, of a client', (_, lie) => {
    const pair = opened({ hand: clientSays(withInfo(lie))! });
    pair.client.connection.request('renegotiation');
    carry(pair);
    expect(failure(pair.server)).toMatchObject({
      reason: 'renegotiation-mismatch',
      alert: 'handshake_failure',
    });
  });

  it.each([...lies, ['the client’s part alone', (own: Uint8Array) => own.subarray(0, 12)]] as const)(
    'is %s, of a server',
    (_, lie) => {
      const pair = opened({ hand: serverSays(withInfo(lie))! });
      pair.client.connection.request('renegotiation');
      carry(pair);
      expect(failure(pair.client)).toMatchObject({
        reason: 'renegotiation-mismatch',
        alert: 'handshake_failure',
      });
    },
  );

  it('stands beside the number that belongs to a first handshake', () => {
    const scsv = CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV;
    const pair = opened({
      hand: clientSays((hello) => ({ ...hello, cipherSuites: [...hello.cipherSuites, scsv] }))!,
    });
    pair.client.connection.request('renegotiation');
    carry(pair);
    expect(failure(pair.server)?.reason).toBe('renegotiation-mismatch');
  });
});

describe('a peer that knows of no binding', () => {
  it('is a server that does not say renegotiation_info', () => {
    const pair = opened({
      hand: serverSays(
        withInfo(() => undefined),
        1,
      )!,
    });
    expect(() => pair.client.connection.request('renegotiation')).toThrow('cannot do this now');
  });

  it('is a client that does not say renegotiation_info', () => {
    const pair = opened({ hand: inPlace('ff010001', '1a1b0001') });
    expect(() => pair.server.connection.request('renegotiation')).toThrow('cannot do this now');
  });
});

/** Changes four bytes of the client's hellos, in its transcript too. */
function inPlace(from: string, to: string, since = 1): NonNullable<Change['hand']> {
  let number = 0;
  return (peer: Peer, by) =>
    by === 'server'
      ? peer
      : {
          ...peer,
          sendRaw(is, raw) {
            if (is.name === 'ClientHello' && ++number >= since) {
              const at = Buffer.from(raw).toString('hex').indexOf(from) / 2;
              raw.set(Buffer.from(to, 'hex'), at);
            }
            peer.sendRaw(is, raw);
          },
        };
}

describe('a renegotiation that changes', () => {
  it.each([
    ['the kind of main secret', { hand: inPlace('00170000', '1a1b0000', 2) }],
    ['the server’s name', { hand: inPlace('686f7374', '686f7375', 2) }],
  ] as const)('%s, to a server', (_, change) => {
    const pair = opened({ ...change, clientOptions: { grease: false } });
    pair.client.connection.request('renegotiation');
    carry(pair);
    expect(failures(pair)).toEqual(['alert-received', 'renegotiation-mismatch']);
  });

  it('the application protocol, to a server', () => {
    const applicationProtocols = ['a'];
    const pair = opened({
      clientOptions: { applicationProtocols: ['a', 'b'] },
      server: { applicationProtocols },
    });
    applicationProtocols[0] = 'b';
    pair.client.connection.request('renegotiation');
    carry(pair);
    expect(failures(pair)).toEqual(['alert-received', 'renegotiation-mismatch']);
  });

  const without =
    (name: 'extendedMainSecret' | 'applicationLayerProtocolNegotiation') =>
    (hello: ServerHello12): ServerHello12 => {
      const { [name]: _, ...extensions } = hello.extensions;
      return { ...hello, extensions };
    };

  it.each([
    ['the kind of main secret', without('extendedMainSecret'), 'renegotiation-mismatch'],
    ['the application protocol', without('applicationLayerProtocolNegotiation'), 'renegotiation-mismatch'],
    [
      'the version to an older one',
      (hello: ServerHello12) => ({ ...hello, legacyVersion: 0x0301 }),
      'old-version',
    ],
    [
      'the version to a newer one',
      (hello: ServerHello12) => ({ ...hello, legacyVersion: 0x0304 }),
      'no-common-version',
    ],
  ] as const)('%s, to a client', (_, change, reason) => {
    const pair = opened({
      clientOptions: { applicationProtocols: ['a'] },
      serverOptions: { applicationProtocols: ['a'] },
      hand: serverSays(change)!,
    });
    pair.client.connection.request('renegotiation');
    carry(pair);
    expect(failures(pair)).toEqual([reason, 'alert-received']);
  });

  it('the server’s certificate, to a client, which then signs nothing', () => {
    const credentials = [ca.issue('EC', 'server'), ca.issue('EC', 'server')];
    const said: string[] = [];
    const pair = opened({
      server: { credential: () => credentials.shift() },
      clientOptions: { credentials: [ca.issue('EC', 'client')] },
      serverOptions: { clientAuthentication: 'request', trust: ca.trust },
      hand: (peer, by) =>
        by === 'server'
          ? peer
          : {
              ...peer,
              sendRaw(is, raw) {
                said.push(is.name);
                peer.sendRaw(is, raw);
              },
            },
    });
    said.length = 0;
    pair.client.connection.request('renegotiation');
    carry(pair);
    expect(failures(pair)).toEqual(['renegotiation-mismatch', 'alert-received']);
    expect(said).toEqual(['ClientHello']);
  });
});

describe('a renegotiation', () => {
  it.each(['client', 'server'] as const)('is not asked for by a %s without extended_master_secret', (by) => {
    const pair = opened({ hand: inPlace('00170000', '1a1b0000'), clientOptions: { grease: false } });
    expect(pair.client.connection.established!.agreement.extendedMainSecret).toBe(false);
    expect(() => pair[by].connection.request('renegotiation')).toThrow('cannot do this now');
  });

  it('has as long as a first handshake', () => {
    const options = { handshakeTimeout: 1000 };
    const pair = opened({ clientOptions: options, serverOptions: options });
    expect([pair.client.connection.wakeAt, pair.server.connection.wakeAt]).toEqual([undefined, undefined]);
    pair.client.connection.request('renegotiation');
    expect(pair.client.connection.wakeAt).toBe(1000);
    flight(pair.client, pair.server);
    expect(pair.server.connection.wakeAt).toBe(1000);
    carry(pair);
    expect([pair.client.connection.wakeAt, pair.server.connection.wakeAt]).toEqual([undefined, undefined]);
  });

  it('does not pay for the time that the handshakes before it took', () => {
    let time = 0;
    const options = { handshakeTimeout: 1000, now: () => time };
    const pair = pairOf({
      ...both,
      clientOptions: { versions, ...options },
      serverOptions: { versions, ...options },
    });
    const slowly = () => {
      time += 600;
      carry(pair);
    };
    slowly();
    for (const number of [2, 3]) {
      pair.client.connection.request('renegotiation');
      flight(pair.client, pair.server);
      const { wakeAt } = pair.client.connection;
      expect([wakeAt, pair.server.connection.wakeAt]).toEqual([time + 1000, time + 1000]);
      slowly();
      expect(handshakes(pair)).toEqual([number, number]);
    }
  });

  it('is not asked for behind a close', () => {
    const pair = opened();
    pair.client.connection.close();
    expect(() => pair.client.connection.request('renegotiation')).toThrow('cannot do this now');
    carry(pair);
    expect(() => pair.server.connection.request('renegotiation')).toThrow('cannot do this now');
  });

  it('that the peer will not have is an error', () => {
    const warning = Uint8Array.of(AlertLevel.warning, AlertDescription.no_renegotiation);
    const alert = new AlertReader().read(warning, TLS12);
    expect(alert.means).toBe('failure');
  });
});

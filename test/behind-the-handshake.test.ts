/** What a peer with the right keys may say after the handshake: next to nothing. */
import { describe, expect, it } from 'vitest';
import type { Reason } from '../src/protocol/errors.ts';
import { writeMessage } from '../src/protocol/message.ts';
import {
  ClientHello,
  Finished,
  HelloRequest,
  KeyUpdate,
  NewSessionTicket,
  NewSessionTicket12,
} from '../src/protocol/messages/index.ts';
import type { AlertName } from '../src/protocol/numbers/alerts.ts';
import { ContentType } from '../src/protocol/numbers/content.ts';
import { type Role, type Run, run, victimOf } from './adversary.ts';
import { plain } from './lies/rows.ts';
import { carry, failure, sessions } from './pair.ts';

const hello = ({ sent }: Run): Uint8Array => sent.find(({ is }) => is === ClientHello)!.raw;
const refused = ['renegotiation-refused', 'no_renegotiation', 'checking'] as const;
const unexpected = ['unexpected-message', 'unexpected_message', 'after the handshake'] as const;
const finished = () => writeMessage(Finished, { verifyData: new Uint8Array(12) });

type Saying = [
  version: 'TLS 1.2' | 'TLS 1.3',
  by: Role,
  what: string,
  raw: (before: Run) => Uint8Array,
  how: readonly [Reason, AlertName, string],
];

const sayings: Saying[] = [
  ['TLS 1.2', 'server', 'asks for a renegotiation', () => writeMessage(HelloRequest, {}), refused],
  ['TLS 1.2', 'client', 'begins a renegotiation', hello, refused],
  ['TLS 1.2', 'client', 'sends a second Finished', finished, unexpected],
  ['TLS 1.3', 'client', 'sends another ClientHello', hello, unexpected],
  ['TLS 1.3', 'server', 'asks for a renegotiation', () => writeMessage(HelloRequest, {}), unexpected],
  ...(['client', 'server'] as const).map(
    (by): Saying => [
      'TLS 1.3',
      by,
      'asks in KeyUpdate for what there is not',
      () => writeMessage(KeyUpdate, { requestUpdate: 2 }),
      ['illegal-value', 'illegal_parameter', 'checking KeyUpdate'],
    ],
  ),
];

describe.each(sayings)('%s, a %s that %s', (version, by, _, raw, [reason, alert, step]) => {
  it('is refused', () => {
    const pair = run(plain(version));
    pair.peers[by].sendRaw(HelloRequest, raw(pair));
    carry(pair);
    const error = failure(pair[victimOf(by)]);
    expect(error, error?.message).toMatchObject({ reason, alert });
    expect(error!.step).toContain(step);
  });
});

it('nothing follows our close_notify, whatever the peer says then', () => {
  const pair = run(plain('TLS 1.3'));
  pair.client.connection.close();
  expect(pair.client.connection.takeOutput()).toBeDefined();
  pair.client.connection.feed(
    Uint8Array.of(ContentType.application_data, 3, 3, 0, 17, ...new Uint8Array(17)),
  );
  expect(pair.client.connection.takeEvents().map(({ type }) => type)).toEqual(['failed']);
  expect(pair.client.connection.takeOutput()).toBeUndefined();
});

describe('a ticket', () => {
  const given = {
    ticketAgeAdd: 0,
    ticketNonce: new Uint8Array(),
    ticket: new Uint8Array(40),
    extensions: {},
  };
  const WEEK = 7 * 24 * 60 * 60;
  const kept = (ticketLifetime: number) => {
    const { client, server } = plain('TLS 1.3');
    const pair = run({ name: '', client, server: { ...server, ticketCount: 0 } });
    pair.peers.server.send(NewSessionTicket, { ...given, ticketLifetime });
    carry(pair);
    return sessions(pair.client).map(({ expiresAt, issuedAt }) => (expiresAt - issuedAt) / 1000);
  };

  it('is kept for its lifetime, and at most for a week (RFC 9846 section 4.7.1)', () => {
    expect(kept(60)).toEqual([60]);
    expect(kept(WEEK + 1)).toEqual([WEEK]);
  });

  it('is not kept when its lifetime is zero', () => {
    expect(kept(0)).toEqual([]);
  });

  it('of TLS 1.2 is not kept when it is empty', () => {
    const pair = run(plain('TLS 1.2'), 'server', ({ is }) =>
      is === NewSessionTicket12
        ? [writeMessage(NewSessionTicket12, { ticketLifetimeHint: 60, ticket: new Uint8Array() })]
        : undefined,
    );
    expect(failure(pair.client)).toBeUndefined();
    expect(sessions(pair.client)).toEqual([]);
  });
});

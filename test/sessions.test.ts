/** Which sessions are kept, and which tickets are given and taken: everything but the one rule in question is right. */
import { describe, expect, it } from 'vitest';
import type { Session } from '../src/handshake/sessions/session.ts';
import { ClientHello, NewSessionTicket, NewSessionTicket12 } from '../src/protocol/messages/index.ts';
import { decode } from '../src/wire/codec.ts';
import { ca, type Row, type Run, run } from './adversary.ts';
import { keys, plain, resumed, resumedWithoutExtended, retried, sessionOf, versions } from './lies/rows.ts';
import {
  changedSession,
  established,
  failure,
  makeAuthority,
  makeClient,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

const stranger = makeAuthority('stranger');

function opened(row: Row): Run {
  const pair = run(row);
  expect(failure(pair.client)?.message).toBeUndefined();
  expect(failure(pair.server)?.message).toBeUndefined();
  return pair;
}
const isResumed = ({ server }: Run) => established(server)!.agreement.resumed;

/** The tickets that a server sent, the empty ones of TLS 1.2 left out. */
const ticketsIn = ({ sent }: Run): Uint8Array[] =>
  sent.flatMap(({ is, raw }) => {
    const body = raw.subarray(4);
    if (is === NewSessionTicket) return [decode(NewSessionTicket.body, body).ticket];
    if (is === NewSessionTicket12)
      return [decode(NewSessionTicket12.body, body).ticket].filter((t) => t.length > 0);
    return [];
  });

describe.each(versions)('%s', (version) => {
  const base = plain(version);
  const mutual = { clientAuthentication: 'require', trust: ca.trust } as const;
  const offering = (session: Session, client: Row['client'] = {}, server: Row['server'] = {}): Row => ({
    name: version,
    client: { ...base.client, session, ...client },
    server: { ...base.server, ...server },
  });

  it('gives no ticket to a client whose certificate was taken against its verdict', () => {
    const taken = (credential: typeof keys.EC.client) =>
      ticketsIn(
        opened({
          name: version,
          client: { ...base.client, credentials: [credential], askedAuthorities: 'ignore' },
          server: { ...base.server, ...mutual, onRejected: () => true },
        }),
      );
    expect(taken(keys.EC.client)).not.toHaveLength(0);
    expect(taken(stranger.issue('EC', 'client'))).toHaveLength(0);
  });

  it('keeps no session of a server whose certificate was taken against its verdict', () => {
    const kept = (trust: typeof ca.trust) => {
      const pair = opened({ ...base, client: { ...base.client, trust, onRejected: () => true } });
      expect(ticketsIn(pair)).not.toHaveLength(0);
      return sessions(pair.client);
    };
    expect(kept(ca.trust)).not.toHaveLength(0);
    expect(kept(stranger.trust)).toHaveLength(0);
  });

  it('takes no ticket that was given for another name', () => {
    const session = sessionOf(base);
    const other = { serverName: 'other.test' };
    expect(isResumed(opened(offering(session)))).toBe(true);
    expect(isResumed(opened(offering(changedSession(session, other), other)))).toBe(false);
    // A client that names no host now, and one that named none then.
    const nameless = { serverName: undefined };
    expect(isResumed(opened(offering(changedSession(session, nameless), { serverName: false })))).toBe(false);
    const unnamed = sessionOf({ ...base, client: { ...base.client, serverName: false } });
    expect(isResumed(opened(offering(changedSession(unnamed, { serverName: 'localhost' }))))).toBe(false);
  });

  it.each([
    ['another name', { serverName: 'other.test' }],
    ['other rules', { policy: 'other' }],
    ['a time that has passed', { expiresAt: testTime }],
    ['a version that is off', { version: version === 'TLS 1.3' ? 0x0303 : 0x0304 }],
    ['a suite that is off', { cipherSuite: version === 'TLS 1.3' ? 0x1304 : 0x002f }],
    ['a suite of the other version', { cipherSuite: version === 'TLS 1.3' ? 0xc02b : 0x1301 }],
  ] as const)('offers no session of %s', (_, change) => {
    const session = sessionOf(base);
    const offered = (given: Session) => {
      const both = { versions: ['TLS 1.3', 'TLS 1.2'] } as const;
      const client = { ...base.client, ...('cipherSuite' in change ? both : {}) };
      const { connection } = makeClient({ ...client, trust: ca.trust, session: given });
      return Buffer.from(connection.takeOutput()!).includes(Buffer.from(session.ticket));
    };
    expect(offered(session)).toBe(true);
    expect(offered(changedSession(session, change))).toBe(false);
  });
});

describe('RFC 7627 section 5.3', () => {
  it('a session without an extended main secret is not resumed by a client that offers one', () => {
    const pair = opened(resumedWithoutExtended());
    expect(isResumed(pair)).toBe(false);
    expect(established(pair.client)!.agreement.resumed).toBe(false);
  });

  it('one with an extended main secret is', () => {
    expect(isResumed(opened(resumed('TLS 1.2')))).toBe(true);
  });
});

describe('TLS 1.3', () => {
  it('takes no ticket with a suite of another hash', () => {
    const row = resumed('TLS 1.3');
    const suites = ['TLS_AES_256_GCM_SHA384', 'TLS_AES_128_GCM_SHA256'];
    const pair = opened({ ...row, server: { ...row.server, cipherSuites: suites } });
    expect(isResumed(pair)).toBe(false);
  });

  it('offers none behind a retry with a suite of another hash', () => {
    const { client, server } = retried;
    const session = sessionOf({ ...retried, server: { ...server, tickets: ticketsOf() } });
    const offers = (suite: string) =>
      opened({ name: '', client: { ...client, session }, server: { ...server, cipherSuites: [suite] } })
        .sent.filter(({ is }) => is === ClientHello)
        .map(({ raw }) => decode(ClientHello.body, raw.subarray(4)).extensions.preSharedKey !== undefined);
    expect(offers('TLS_CHACHA20_POLY1305_SHA256')).toEqual([true, true]);
    expect(offers('TLS_AES_256_GCM_SHA384')).toEqual([true, false]);
  });
});

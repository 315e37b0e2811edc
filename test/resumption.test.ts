/** A session is resumed only under the rules that it was made under. */
import { describe, expect, it } from 'vitest';
import { readSession, type Session, writeSession } from '../src/handshake/sessions/session.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import { ca } from './adversary.ts';
import {
  changedSession,
  established,
  failure,
  joined,
  makeAuthority,
  makeClient,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

const credentials = [ca.issue('EC', 'server', ['localhost', 'other.test'])];

function shake(client: Partial<ClientOptions>, server: Partial<ServerOptions>) {
  const pair = joined({ trust: ca.trust, ...client }, { credentials, ...server });
  expect(failure(pair.client)?.message).toBeUndefined();
  expect(failure(pair.server)?.message).toBeUndefined();
  return pair;
}
const resumed = (pair: ReturnType<typeof shake>) => established(pair.client)!.agreement.resumed;

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('%s', (version) => {
  const versions = [version];
  const tickets = ticketsOf();
  const sessionOf = (client: Partial<ClientOptions> = {}, server: Partial<ServerOptions> = {}): Session => {
    const [session] = sessions(shake({ versions, ...client }, { tickets, ...server }).client);
    expect(session).toBeDefined();
    return session!;
  };

  it('resumes, also after the session was written down and read again', () => {
    const session = readSession(writeSession(sessionOf()))!;
    expect(resumed(shake({ versions, session }, { tickets }))).toBe(true);
  });

  it('is not offered under another name, trust, protocol list, revocation or credential, or after its end', () => {
    const session = sessionOf();
    const stranger = makeAuthority('another CA');
    const offers = (client: Partial<ClientOptions>) => {
      const side = makeClient({ versions, session, trust: ca.trust, ...client });
      return Buffer.from(side.connection.takeOutput()!).includes(Buffer.from(session.ticket));
    };
    expect(offers({})).toBe(true);
    expect(offers({ name: 'other.test' })).toBe(false);
    expect(offers({ trust: stranger.trust })).toBe(false);
    expect(offers({ applicationProtocols: ['h2'] })).toBe(false);
    expect(offers({ credentials: [ca.issue('EC', 'client')] })).toBe(false);
    expect(offers({ revocation: { mode: 'hard' } })).toBe(false);
    expect(offers({ revocation: { mode: 'off' } })).toBe(false);
    expect(offers({ revocation: { mode: 'soft', crls: [] } })).toBe(true);
    expect(offers({ revocation: { mode: 'soft', crls: [ca.revoke()] } })).toBe(false);
    expect(offers({ wallClock: () => session.expiresAt })).toBe(false);
  });

  it('is not taken by a server with other rules, other keys, or after its end', () => {
    const session = sessionOf();
    const again = (server: Partial<ServerOptions>) =>
      resumed(shake({ versions, session }, { tickets, ...server }));
    expect(again({})).toBe(true);
    expect(again({ tickets: ticketsOf() })).toBe(false);
    expect(again({ wallClock: () => session.expiresAt + 1 })).toBe(false);
    const alice = [ca.issue('EC', 'client')];
    const mutual = { clientAuthentication: 'require', trust: ca.trust } as const;
    const stale = sessionOf({ credentials: alice });
    expect(resumed(shake({ versions, session: stale, credentials: alice }, { tickets, ...mutual }))).toBe(
      false,
    );
  });

  it('remembers who the client was', () => {
    const alice = [ca.issue('EC', 'client')];
    const mutual = { clientAuthentication: 'require', trust: ca.trust } as const;
    const session = sessionOf({ credentials: alice }, mutual);
    const pair = shake({ versions, session, credentials: alice }, { tickets, ...mutual });
    expect(resumed(pair)).toBe(true);
    expect(established(pair.server)!.agreement.clientAuthenticated).toBe(true);
    expect(Buffer.from(established(pair.server)!.peer.chain[0]!)).toEqual(Buffer.from(alice[0]!.chain[0]!));
  });

  it('never outlives the certificates that were checked, also through a chain of resumptions', () => {
    const day = 24 * 60 * 60 * 1000;
    const late = () => testTime + 30 * day - 60_000;
    const session = sessionOf({ wallClock: late }, { wallClock: late });
    expect(session.expiresAt).toBe(testTime + 30 * day);
    const second = shake({ versions, session, wallClock: late }, { tickets, wallClock: late });
    expect(resumed(second)).toBe(true);
    for (const next of sessions(second.client)) expect(next.expiresAt).toBeLessThanOrEqual(session.expiresAt);
  });

  it('takes a ticket that was tampered with for no ticket', () => {
    const session = sessionOf();
    const ticket = session.ticket.slice();
    ticket[ticket.length - 1]! ^= 1;
    expect(resumed(shake({ versions, session: changedSession(session, { ticket }) }, { tickets }))).toBe(
      false,
    );
  });
});

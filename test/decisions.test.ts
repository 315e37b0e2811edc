/** Why a handshake went as it did is told by names that do not change with the wording. */
import { describe, expect, it } from 'vitest';
import {
  readSession,
  type Session,
  type SessionParts,
  writeSession,
} from '../src/handshake/sessions/session.ts';
import type { ClientOptions, ServerOptions } from '../src/options/options.ts';
import {
  changedSession,
  established,
  joined,
  makeAuthority,
  type Pair,
  type Side,
  sessions,
  testTime,
  ticketsOf,
} from './pair.ts';

const ca = makeAuthority();
const credentials = [ca.issue('EC', 'server')];

function meet(client: Partial<ClientOptions>, server: Partial<ServerOptions> = {}): Pair {
  const pair = joined(
    { trust: ca.trust, observe: true, ...client },
    { credentials, observe: true, ...server },
  );
  expect(established(pair.client)).toBeDefined();
  return pair;
}
const decided = ({ events }: Side): readonly string[] =>
  events.flatMap((event) => (event.type === 'decision' ? [`${event.about}: ${event.id}`] : []));

it('in TLS 1.3, with a share and after a retry', () => {
  const h2 = { applicationProtocols: ['h2'] };
  const first = 'first-in-common';
  expect([...decided(meet(h2, h2).server)].sort()).toEqual([
    `application_protocol: ${first}`,
    `cipher_suite: ${first}`,
    'group: first-with-share',
    `signature_scheme: ${first}`,
    `version: ${first}`,
  ]);
  const retried = meet({ groups: ['secp384r1', 'secp256r1'], keyShares: 1 }, { groups: ['secp256r1'] });
  expect(decided(retried.server)).toEqual(expect.arrayContaining([`group: ${first}`, 'retry: no-share']));
});

it('in TLS 1.2, without supported_versions', () => {
  expect(decided(meet({ versions: ['TLS 1.2'] }).server)).toContain('version: legacy-version');
});

describe.each(['TLS 1.2', 'TLS 1.3'] as const)('what became of a ticket in %s', (version) => {
  const versions = [version];
  const tickets = ticketsOf();
  const session = (() => {
    const [kept] = sessions(meet({ versions }, { tickets }).client);
    return kept!;
  })();
  /** Offers the session to a server that finds this in its ticket. */
  const resuming = (inTicket: (state: Session) => Session | undefined): readonly string[] => {
    const open = (ticket: Uint8Array) => {
      const found = inTicket(readSession(tickets.open(ticket) as Uint8Array)!);
      return found && writeSession(found);
    };
    const { server } = meet({ versions, session }, { tickets: { ...tickets, open } });
    return decided(server).filter((told) => told.startsWith('resumption'));
  };

  it('of a client that does not speak its version any more', () => {
    const other = version === 'TLS 1.2' ? 'TLS 1.3' : 'TLS 1.2';
    const { events } = meet({ versions: [other], session }, { tickets }).client;
    const found = events.flatMap((event) =>
      event.type === 'decision' && event.about === 'resumption' ? [`${event.id}: ${event.rule}`] : [],
    );
    expect(found).toEqual([`other-version: the session is of ${version}, which is not offered`]);
  });

  it('that was honoured', () => {
    expect(resuming((state) => state)).toEqual(['resumption: honoured']);
  });

  it.each([
    ['unknown-ticket', undefined],
    ['expired', { expiresAt: testTime }],
    ['other-version', { version: version === 'TLS 1.2' ? 0x0304 : 0x0303 }],
    ['other-server-name', { serverName: 'other.test' }],
    ['other-policy', { policy: 'other' }],
    version === 'TLS 1.2'
      ? ['other-suite', { cipherSuite: 0x002f }]
      : ['other-hash', { cipherSuite: 0x002f }],
    ...(version === 'TLS 1.2' ? [['no-extended-main-secret', { extendedMainSecret: false }]] : []),
  ] as [string, Partial<SessionParts> | undefined][])('that was not: %s', (id, change) => {
    const told = resuming((state) => change && changedSession(state, change));
    expect(told).toEqual([`resumption: ${id}`]);
  });
});

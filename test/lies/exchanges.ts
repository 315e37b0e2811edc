/** Lies in the key exchange of TLS 1.2, and about the main secret of a session. */

import type { PrivateKey } from '../../src/crypto/provider.ts';
import type { Tickets } from '../../src/handshake/config.ts';
import { readSession, writeSession } from '../../src/handshake/sessions/session.ts';
import {
  ClientHello,
  ECCurveType,
  ServerHello12,
  ServerKeyExchange,
} from '../../src/protocol/messages/index.ts';
import { changedSession, now } from '../pair.ts';
import { type Lie, retold, shareless, withExtensions } from './lie.ts';
import { keys, plain, resumed, resumedWithoutExtended } from './rows.ts';

const full12 = plain('TLS 1.2');
const illegal = { alert: 'illegal_parameter' } as const;
const inExchange = { by: 'server', row: full12, step: 'checking ServerKeyExchange' } as const;

/** Both randoms, then the parameters (RFC 8422 section 5.4). */
const PARAMS = 32 + 32;

/** The parameters as they are said, and signed. */
function exchanging(change: Partial<ServerKeyExchange['params']>): Pick<Lie, 'options' | 'hand'> {
  const { key } = keys.EC.server;
  const lying: PrivateKey = {
    ...key,
    sign(algorithm, data) {
      const other = data.slice();
      if (change.curveType !== undefined) other[PARAMS] = change.curveType;
      if (change.namedCurve !== undefined)
        other.set([change.namedCurve >> 8, change.namedCurve & 0xff], PARAMS + 1);
      return key.sign(algorithm, other);
    },
  };
  return {
    options: { credentials: [{ ...keys.EC.server, key: lying }] },
    hand: retold(ServerKeyExchange, ({ params }) => ({ params: { ...params, ...change } })),
  };
}

const exchange: Lie[] = [
  {
    ...inExchange,
    what: 'describes a curve of its own',
    ...exchanging({ curveType: ECCurveType.explicit_prime }),
    reason: 'illegal-value',
    ...illegal,
  },
  {
    ...inExchange,
    what: 'chooses a group that was not offered',
    ...exchanging({ namedCurve: 0x001e }),
    reason: 'group-not-offered',
    ...illegal,
  },
  {
    ...inExchange,
    row: { ...full12, client: { ...full12.client, groups: ['secp256r1'] } },
    what: 'chooses a group that we know and did not offer',
    ...exchanging({ namedCurve: 0x001d }),
    reason: 'group-not-offered',
    ...illegal,
  },
  {
    by: 'server',
    row: full12,
    what: 'sends a share that is none',
    options: { provider: shareless },
    reason: 'bad-share',
    ...illegal,
    step: 'checking ServerHelloDone',
  },
  {
    by: 'client',
    row: full12,
    what: 'sends a share that is none',
    options: { provider: shareless },
    reason: 'bad-share',
    ...illegal,
    step: 'checking ClientKeyExchange',
  },
];

const otherSecret = { reason: 'extended-main-secret-mismatch', alert: 'handshake_failure' } as const;
const resumed12 = resumed('TLS 1.2');
const old = resumedWithoutExtended();
/** Takes such a ticket for one with an extended main secret. */
const mistaken: Tickets = {
  ...old.server.tickets!,
  open(ticket) {
    const session = readSession(now(old.server.tickets!.open(ticket))!)!;
    return writeSession(changedSession(session, { extendedMainSecret: true }));
  },
};
const withoutExtended = withExtensions(ClientHello, { extendedMainSecret: undefined });

/** RFC 7627 section 5.3. */
const resumption: Lie[] = [
  {
    by: 'client',
    row: resumed12,
    what: 'resumes a session with an extended main secret without offering one',
    hand: withoutExtended,
    ...otherSecret,
    step: 'checking ClientHello',
  },
  {
    by: 'server',
    row: resumed12,
    what: 'resumes a session with an extended main secret without answering one',
    hand: withExtensions(ServerHello12, { extendedMainSecret: undefined }),
    ...otherSecret,
    step: 'checking ServerHello',
  },
  {
    by: 'server',
    row: old,
    what: 'resumes a session without an extended main secret and answers one',
    options: { tickets: mistaken },
    ...otherSecret,
    step: 'checking ServerHello',
  },
];

export const exchanges: readonly Lie[] = [...exchange, ...resumption];

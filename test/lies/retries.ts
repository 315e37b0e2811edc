/** Lies of a server that asks for a second ClientHello (RFC 9846 section 4.2.4). */
import { HelloRetryRequest, ServerHello } from '../../src/protocol/messages/index.ts';
import { TLS12 } from '../../src/protocol/numbers/versions.ts';
import { instead, type Lie, retold, withExtensions } from './lie.ts';
import { retried } from './rows.ts';

const X25519 = 0x001d;
const P384 = 0x0018;

const illegal = { alert: 'illegal_parameter' } as const;
const inHello = { by: 'server', step: 'checking ServerHello', row: retried } as const;
const inRetry = { by: 'server', step: 'checking HelloRetryRequest', row: retried } as const;

export const retries: readonly Lie[] = [
  {
    ...inRetry,
    what: 'asks for a share of a group that was not offered',
    hand: withExtensions(HelloRetryRequest, { keyShare: P384 }),
    reason: 'group-not-offered',
    ...illegal,
  },
  {
    ...inRetry,
    what: 'asks for a share that it has',
    hand: withExtensions(HelloRetryRequest, { keyShare: X25519 }),
    reason: 'pointless-retry',
    ...illegal,
  },
  {
    ...inRetry,
    what: 'asks again for nothing',
    hand: withExtensions(HelloRetryRequest, { keyShare: undefined }),
    reason: 'pointless-retry',
    ...illegal,
  },
  {
    ...inRetry,
    what: 'asks a second time',
    hand: instead(ServerHello, 0, (_, before) => before.find(({ is }) => is === HelloRetryRequest)!.raw),
    reason: 'second-retry',
    alert: 'unexpected_message',
  },
  {
    ...inHello,
    what: 'chooses another cipher suite behind a retry',
    hand: retold(ServerHello, () => ({ cipherSuite: 0x1303 })),
    reason: 'suite-changed',
    ...illegal,
  },
  {
    ...inHello,
    what: 'says another version in supported_versions behind a retry',
    hand: withExtensions(ServerHello, { supportedVersions: TLS12 }),
    reason: 'version-changed',
    ...illegal,
  },
  {
    ...inHello,
    what: 'goes on in TLS 1.2 behind a retry',
    hand: withExtensions(ServerHello, { supportedVersions: undefined, keyShare: undefined }),
    reason: 'version-changed',
    ...illegal,
  },
  {
    ...inHello,
    what: 'answers with a share of another group than it asked for',
    hand: retold(ServerHello, ({ extensions }) => ({
      extensions: { ...extensions, keyShare: { ...extensions.keyShare!, group: X25519 } },
    })),
    reason: 'group-not-offered',
    ...illegal,
  },
];

/** What a TLS 1.3 handshake has agreed on, of either side. */
import { TLS13 } from '../../protocol/numbers/versions.ts';
import type { Agreement } from '../established.ts';
import type { Keys13 } from './keys.ts';

type Negotiated = Pick<
  Agreement,
  | 'group'
  | 'signatureScheme'
  | 'applicationProtocol'
  | 'serverName'
  | 'resumed'
  | 'clientAuthenticated'
  | 'serverRandom'
>;

export const agreement13 = (keys: Keys13, negotiated: Negotiated): Agreement => ({
  version: TLS13,
  suite: keys.suite,
  keyExchange: negotiated.resumed ? 'ECDHE-PSK' : 'ECDHE',
  // The transcript is in every secret (RFC 9846 appendix D).
  extendedMainSecret: true,
  clientRandom: keys.clientRandom,
  ...negotiated,
});

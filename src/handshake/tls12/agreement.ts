/** What a TLS 1.2 handshake has agreed on, of either side. */
import { TLS12 } from '../../protocol/numbers/versions.ts';
import type { Agreement } from '../established.ts';
import type { Keys12 } from './keys.ts';

/** What both hellos say. */
export type Hellos = Pick<Agreement, 'applicationProtocol' | 'serverName' | 'extendedMainSecret'>;

/** What only a full handshake has, besides. */
export interface Exchanged {
  readonly group: number | undefined;
  readonly signatureScheme: number | undefined;
}

export const agreement12 = (
  keys: Keys12,
  hellos: Hellos,
  exchanged: Exchanged | undefined,
  clientAuthenticated: boolean,
): Agreement => ({
  version: TLS12,
  suite: keys.suite,
  keyExchange: keys.suite.keyExchange,
  group: exchanged?.group,
  signatureScheme: exchanged?.signatureScheme,
  resumed: exchanged === undefined,
  clientAuthenticated,
  clientRandom: keys.randoms.client,
  serverRandom: keys.randoms.server,
  ...hellos,
});

/** A TLS 1.3 server that has chosen a suite and a group out of a client's offer (RFC 9846 section 4.2.1). */
import type { Group, Suite13 } from '../../crypto/provider.ts';
import type { ServerConfig } from '../config.ts';
import type { Peer } from '../peer.ts';

export interface Server13 {
  readonly peer: Peer;
  readonly config: ServerConfig;
  readonly suite: Suite13;
  readonly group: Group;
}

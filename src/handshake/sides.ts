/** A side of a handshake: whom it speaks with, and by which rules. */
import type { Group, Suite13 } from '../crypto/provider.ts';
import type { ClientConfig, ServerConfig } from './config.ts';
import type { Peer } from './peer.ts';

export interface Client {
  readonly peer: Peer;
  readonly config: ClientConfig;
}

export interface Server {
  readonly peer: Peer;
  readonly config: ServerConfig;
}

/** A server that has chosen a suite and a group out of the client's offer (RFC 9846 section 4.2.1). */
export interface Server13 extends Server {
  readonly suite: Suite13;
  readonly group: Group;
}

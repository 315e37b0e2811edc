/** A side of a handshake: whom it speaks with, by which rules, and what it has learnt so far. */
import type { Group, Suite12, Suite13 } from '../crypto/provider.ts';
import type { ClientHello, ServerHello12 } from '../protocol/messages/index.ts';
import type { ClientConfig, ServerConfig } from './config.ts';
import type { Agreement } from './established.ts';
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

/** What both hellos of TLS 1.2 say. */
export type Hellos = Pick<
  Agreement,
  'applicationProtocol' | 'serverName' | 'extendedMainSecret' | 'clientRandom' | 'serverRandom'
>;

export interface Client12 extends Client {
  readonly hello: ServerHello12;
  readonly hellos: Hellos;
  readonly suite: Suite12;
}

export interface Server12 extends Server {
  readonly hello: ClientHello;
  readonly hellos: Hellos;
  /** For renegotiation_info. */
  readonly binding: Uint8Array;
}

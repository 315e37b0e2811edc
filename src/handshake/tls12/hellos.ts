/** The two sides of a TLS 1.2 handshake as they stand behind both hellos, and what is agreed on in the end. */
import type { Suite12 } from '../../crypto/provider.ts';
import type { ClientHello, ServerHello12 } from '../../protocol/messages/index.ts';
import type { ClientConfig, ServerConfig } from '../config.ts';
import type { Agreement } from '../established.ts';
import type { Peer } from '../peer.ts';

/** What both hellos say. */
export type Hellos = Pick<
  Agreement,
  'applicationProtocol' | 'serverName' | 'extendedMainSecret' | 'clientRandom' | 'serverRandom'
>;

export interface Client12 {
  readonly peer: Peer;
  readonly config: ClientConfig;
  readonly hello: ServerHello12;
  readonly hellos: Hellos;
  readonly suite: Suite12;
}

export interface Server12 {
  readonly peer: Peer;
  readonly config: ServerConfig;
  readonly hello: ClientHello;
  readonly hellos: Hellos;
  /** For renegotiation_info. */
  readonly binding: Uint8Array;
}

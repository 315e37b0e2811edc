/** The two sides of a TLS 1.2 handshake once both hellos are there. */
import type { Suite12 } from '../../crypto/provider.ts';
import type { ClientHello, ServerHello12 } from '../../protocol/messages/index.ts';
import type { Agreement } from '../established.ts';
import type { Client, Server } from '../sides.ts';

/** What both hellos say. */
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

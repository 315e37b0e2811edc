/** The two sides of a TLS 1.2 handshake once both hellos are there. */
import type { Suite12 } from '../../crypto/provider.ts';
import type { ClientHello, ServerHello12 } from '../../protocol/messages/index.ts';
import type { PeerIdentity } from '../credentials/peer-identity.ts';
import type { Agreement } from '../established.ts';
import type { Client, Server } from '../sides.ts';

/** What both hellos say. */
export type Hellos = Pick<
  Agreement,
  | 'applicationProtocol'
  | 'serverName'
  | 'extendedMainSecret'
  | 'encryptThenMac'
  | 'clientRandom'
  | 'serverRandom'
>;

export interface Client12 extends Client {
  readonly hello: ServerHello12;
  readonly hellos: Hellos;
  readonly suite: Suite12;
  /** In a renegotiation. */
  readonly before: Before | undefined;
}

export interface Server12 extends Server {
  readonly hello: ClientHello;
  readonly hellos: Hellos;
  /** In a renegotiation. */
  readonly before: Before | undefined;
}

/** The previous handshake, for a renegotiation. */
export interface Before {
  /** Of both Finished (RFC 5746 section 3.1). */
  readonly verifyData: Readonly<Record<'client' | 'server', Uint8Array>>;
  readonly agreement: Agreement;
  /** It, or one before it, had encrypt_then_mac. */
  readonly encryptThenMac: boolean;
  /** The server, as the client knows it. */
  readonly identity?: PeerIdentity;
}

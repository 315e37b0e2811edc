/** The key exchanges of TLS 1.2: each has a half for the server and one for the client (RFC 5246 sections 7.4.3 and 7.4.7). */
import type { Group, Suite12 } from '../../../crypto/provider.ts';
import type { ClientHello, ServerKeyExchange } from '../../../protocol/messages/index.ts';
import type { CertificateWish, ClientConfig, Credential, ServerConfig } from '../../config.ts';
import type { JudgedIdentity } from '../../credentials/judged.ts';
import type { ProvedIdentity } from '../../credentials/proved.ts';
import type { VerifiedFinished } from '../../finished.ts';
import type { Flow, Received } from '../../flow.ts';
import type { Peer } from '../../peer.ts';
import type { Randoms } from '../keys.ts';

export interface KeyExchange12 {
  /** What the server's key is used for, which its certificate has to allow (RFC 5246 section 7.4.2). */
  readonly keyUsage: 'digitalSignature' | 'keyEncipherment';
  /** It takes place in a group, on which both must agree. */
  readonly inGroup: boolean;
  /** A ServerKeyExchange comes behind the certificate. */
  readonly message: typeof ServerKeyExchange | undefined;
  /**
   * Whether a server can do it with this credential.
   *
   * @param signs there is a scheme for its key that the client accepts
   */
  fits(suite: Suite12, credential: Credential, signs: boolean): boolean;
  /** The server's half: sends ServerKeyExchange*. What it returns waits for ClientKeyExchange, and yields the premaster secret. */
  offer(server: ServerHalf): Flow<() => Flow<Uint8Array>>;
  /** The client's half: takes ServerKeyExchange*, checked. */
  accept(client: ClientHalf, message: Received<[typeof ServerKeyExchange]> | undefined): Flow<Accepted>;
}

export interface ServerHalf {
  readonly peer: Peer;
  readonly config: ServerConfig;
  readonly hello: ClientHello;
  readonly credential: Credential;
  readonly wish: CertificateWish;
  readonly group: Group | undefined;
  readonly randoms: Randoms;
}

export interface ClientHalf {
  readonly peer: Peer;
  readonly config: ClientConfig;
  readonly judged: JudgedIdentity;
  readonly randoms: Randoms;
}

/** What the server has offered, ready to be answered. */
export interface Accepted {
  readonly group?: number;
  /** How the server signed. */
  readonly scheme?: number;
  /** Sends ClientKeyExchange. */
  answer(): Flow<Premaster>;
}

export interface Premaster {
  readonly secret: Uint8Array;
  /** That the server has its key is proved by its signature, or by its Finished. */
  prove(finished: VerifiedFinished): ProvedIdentity;
}

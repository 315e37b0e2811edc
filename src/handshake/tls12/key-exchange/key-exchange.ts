/** The key exchanges of TLS 1.2: each has a half for the server and one for the client (RFC 5246 sections 7.4.3 and 7.4.7). */
import type { Group, Suite12 } from '../../../crypto/provider.ts';
import type { ServerKeyExchange } from '../../../protocol/messages/index.ts';
import type { CertificateWish, Credential } from '../../config.ts';
import type { JudgedIdentity } from '../../credentials/judged.ts';
import type { ProvedIdentity } from '../../credentials/proved.ts';
import type { VerifiedFinished } from '../../finished.ts';
import type { Flow, Received } from '../../flow.ts';
import type { Client12, Server12 } from '../hellos.ts';

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

interface ServerHalf extends Server12 {
  readonly credential: Credential;
  readonly wish: CertificateWish;
  readonly group: Group | undefined;
}

interface ClientHalf extends Client12 {
  readonly judged: JudgedIdentity;
}

/** What the server has offered, ready to be answered. */
export interface Accepted {
  readonly group?: number;
  /** How the server signed. */
  readonly scheme?: number;
  /** Sends ClientKeyExchange. */
  answer(): Flow<Premaster>;
}

interface Premaster {
  readonly secret: Uint8Array;
  /** That the server has its key is proved by its signature, or by its Finished. */
  prove(finished: VerifiedFinished): ProvedIdentity;
}

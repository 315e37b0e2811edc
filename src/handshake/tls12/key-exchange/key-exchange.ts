/** A key exchange of TLS 1.2: a half for the server and one for the client (RFC 5246 sections 7.4.3 and 7.4.7). */
import type { Group, Suite12 } from '../../../crypto/provider.ts';
import type { Message } from '../../../protocol/message.ts';
import type {
  ClientHello,
  ServerKeyExchange,
  ServerKeyExchangeDHE,
} from '../../../protocol/messages/index.ts';
import type { CertificateWish, Credential, ServerConfig } from '../../config.ts';
import type { JudgedIdentity } from '../../credentials/judged.ts';
import type { ProvedIdentity } from '../../credentials/proved.ts';
import type { VerifiedFinished } from '../../finished.ts';
import type { Flow } from '../../flow.ts';
import type { Client12, Server12 } from '../hellos.ts';

type ServerShare = typeof ServerKeyExchange | typeof ServerKeyExchangeDHE | undefined;

export interface KeyExchange12<M extends ServerShare = ServerShare> {
  /** The use of the server's key, which its certificate must allow (RFC 5246 section 7.4.2). */
  readonly keyUsage: 'digitalSignature' | 'keyEncipherment';
  /** On an elliptic curve, whose points have formats (RFC 8422 section 5.2). */
  readonly onCurve: boolean;
  /** The server's group for this client, or undefined for none; absent where there is no group. */
  readonly groupFor: ((config: ServerConfig, hello: ClientHello) => Group | undefined) | undefined;
  /** What follows the certificate, if anything. */
  readonly message: M;
  /** @param signs the client accepts a scheme that the credential can sign with */
  fits(suite: Suite12, credential: Credential, signs: boolean): boolean;
  /** The server's half: sends ServerKeyExchange*. What it returns waits for ClientKeyExchange and gives the premaster secret. */
  offer(server: ServerHalf): Flow<() => Flow<Uint8Array>>;
  /** The client's half: checks ServerKeyExchange*. */
  accept(client: ClientHalf, message: Came<M> | undefined): Flow<Accepted>;
}

/** A ServerKeyExchange as it came. */
interface Came<M extends ServerShare> {
  readonly body: M extends Message<infer T> ? T : never;
  readonly raw: Uint8Array;
}

export interface ServerHalf extends Server12 {
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
  /** The server has proved that it has its key: by a signature, or by this Finished. */
  prove(finished: VerifiedFinished): ProvedIdentity;
}

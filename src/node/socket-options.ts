/** What `connect` and a Server pass to a TLSSocket. */
import type { Connection, Event } from '../options/engine.ts';
import type { CodedError } from './errors.ts';
import type { Hooks } from './transport.ts';

export interface SocketOptions {
  readonly role: 'client' | 'server';
  /** Creates the engine once the socket below is connected; `secrets` says whether anybody listens for 'keylog'. */
  readonly create: (hooks: Hooks, secrets: boolean) => Connection;
  /** Sees every event of the engine before it takes effect here. */
  readonly onEvent?: ((event: Event) => void) | undefined;
  /** A final check after the handshake: the program's objection to the peer, if any. */
  readonly objection?: (() => CodedError | undefined) | undefined;
  /** An objection ends the connection unless this is `false`. */
  readonly rejectUnauthorized?: boolean | undefined;
  /** Whether our side stays open after the peer's end; false when absent. */
  readonly allowHalfOpen?: boolean | undefined;
  /** On a server: clients are asked for a certificate, so a client without one is not authorized. */
  readonly asksClient?: boolean | undefined;
}

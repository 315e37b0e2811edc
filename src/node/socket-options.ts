/** What a TLSSocket is told by `connect` and by a Server. */
import type { Connection } from '../connection/connection.ts';
import type { Event } from '../handshake/events.ts';
import type { CodedError } from './errors.ts';
import type { TLSSocket } from './socket.ts';
import type { Hooks } from './transport.ts';

export interface SocketOptions {
  readonly role: 'client' | 'server';
  /** Makes the engine when the socket below is connected; `secrets` says whether somebody listens for 'keylog'. */
  readonly create: (hooks: Hooks, secrets: boolean) => Connection;
  /** Sees every event of the engine, before it has any effect here. */
  readonly onEvent?: ((event: Event) => void) | undefined;
  /** Judges once more when the handshake is finished: what the program has against the peer. */
  readonly objection?: ((socket: TLSSocket) => CodedError | undefined) | undefined;
  /** An objection ends the connection, unless this is `false`. */
  readonly rejectUnauthorized?: boolean | undefined;
  /** Whether our side stays open behind the peer's end; false when absent. */
  readonly allowHalfOpen?: boolean | undefined;
  /** On a server: clients are asked for a certificate, so that one without is not authorized. */
  readonly asksClient?: boolean | undefined;
}

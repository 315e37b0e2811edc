/** The events of a Server with their arguments; names as in `socket-events.ts`. */
import type { DropArgument, Socket } from 'node:net';
import type { TLSSocket } from './socket.ts';
import type { AnyListener } from './socket-events.ts';

export interface ServerEvents {
  listening: [];
  /** A TCP connection, before its handshake. */
  connection: [socket: Socket];
  /** `maxConnections` are open, and this one was closed. */
  drop: [dropped?: DropArgument];
  secureConnection: [socket: TLSSocket];
  /** TLS 1.2, for a client that gets no ticket: keep the state, which is secret, under this ID, and call back. */
  newSession: [id: Buffer, state: Buffer, done: (error?: Error | null) => void];
  /** A client offers this ID: call back with what 'newSession' gave for it, or null. An error means a full handshake. */
  resumeSession: [id: Buffer, done: (error: Error | null, state?: Uint8Array | null) => void];
  /** A client whose handshake was not finished. */
  tlsClientError: [error: NodeJS.ErrnoException, socket: TLSSocket];
  /** A line in the format of SSLKEYLOGFILE, line feed included. */
  keylog: [line: Buffer, socket: TLSSocket];
  /**
   * A client asks for a staple for this certificate (DER, with its issuer's if known): call back with one in DER, or null for
   * the configured one. An error ends the connection.
   */
  OCSPRequest: [
    certificate: Buffer,
    issuer: Buffer | null,
    answer: (error: Error | null, response?: Uint8Array | null) => void,
  ];
  error: [error: NodeJS.ErrnoException];
  close: [];
  newListener: [event: string | symbol, listener: AnyListener];
  removeListener: [event: string | symbol, listener: AnyListener];
}

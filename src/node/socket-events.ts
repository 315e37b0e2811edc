/**
 * The events of a TLSSocket with their arguments: a misspelt name does not compile. A name known only at run time (any
 * `string` or symbol) is accepted with any arguments.
 */
import type { LookupAddress } from 'node:dns';
import type { Readable } from 'node:stream';
import type { WithheldEvent } from '../options/engine.ts';

export interface SocketEvents {
  /** From the TCP connection underneath. */
  connect: [];
  ready: [];
  lookup: [error: Error | null, address: string | LookupAddress[], family: number | null, host: string];
  timeout: [];
  /** The handshake is finished, on either side; 'secureConnect' follows on a client. */
  secure: [];
  secureConnect: [];
  /** The staple that `requestOCSP` asked for: DER, or null if none came. */
  OCSPResponse: [response: Buffer | null];
  /** For the option `session`; it holds a secret. */
  session: [session: Buffer];
  /** A line in the format of SSLKEYLOGFILE, line feed included. Emitted if somebody listens when the handshake begins. */
  keylog: [line: Buffer];
  /** We had certificates, and gave the server none of them. */
  certificateWithheld: [what: Pick<WithheldEvent, 'asked' | 'unfit'>];
  /** Text after `setEncoding`. */
  data: [chunk: Buffer];
  readable: [];
  pause: [];
  resume: [];
  end: [];
  drain: [];
  finish: [];
  pipe: [source: Readable];
  unpipe: [source: Readable];
  error: [error: NodeJS.ErrnoException];
  close: [hadError: boolean];
  newListener: [event: string | symbol, listener: AnyListener];
  removeListener: [event: string | symbol, listener: AnyListener];
}

/** Its parameters may be narrower than the event's, and it may take more than the event gives. */
export type Listener<Args extends unknown[]> = {
  listen(...args: Args extends [] ? [nothing?: undefined] : Args): void;
}['listen'];
// biome-ignore lint/suspicious/noExplicitAny: as in node:events, for events that the types do not know
export type AnyListener = (...args: any[]) => void;

/** A name that the compiler does not know literally, and 'data', which may be text. */
export type Unlisted<E> = string extends E ? E : symbol extends E ? E : Extract<E, 'data'>;

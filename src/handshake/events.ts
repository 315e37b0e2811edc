/**
 * What can be seen of a connection. Everything that is shown (the story, the trace, captures, the page) is made from
 * these alone. Events are queued and handed out after the handshake has paused, never from inside it.
 */
import type { TlsError } from '../protocol/errors.ts';
import type { PeerIdentity } from './credentials/peer-identity.ts';
import type { WithheldEvent } from './credentials/withheld.ts';
import type { Established } from './established.ts';
import type { ObservedEvent } from './observed-events.ts';
import type { Session } from './sessions/session.ts';

export type * from './credentials/withheld.ts';
export type * from './observed-events.ts';

/** What every connection reports. */
export type ConnectionEvent =
  /** The handshake is finished on this side. */
  | { readonly type: 'established'; readonly established: Established }
  /** What a client answered that was asked for its certificate behind the handshake. */
  | { readonly type: 'authenticated'; readonly client: PeerIdentity }
  /** Application data from the peer. */
  | { readonly type: 'data'; readonly data: Uint8Array }
  /** A server was sent this before the handshake was finished: somebody may have replayed it (RFC 9846 section 8). */
  | { readonly type: 'early-data'; readonly data: Uint8Array }
  /** Whether the server took what a client wrote before the handshake was finished; what it did not take is gone. */
  | { readonly type: 'early-data-answer'; readonly accepted: boolean }
  /** A ticket came that a later connection may resume with. */
  | { readonly type: 'session'; readonly session: Session }
  | WithheldEvent
  /** The peer sent close_notify: nothing more will come. */
  | { readonly type: 'end' }
  /** The connection failed; the alert for it, if any, is among what is to be sent. Nothing follows. */
  | { readonly type: 'failed'; readonly error: TlsError };

export type Event = (ConnectionEvent | ObservedEvent) & {
  /** Monotonic milliseconds, by the clock that was handed in. */
  readonly at: number;
};

/**
 * What can be seen of a connection; everything that is shown (story, trace, captures) is made from these alone. Events are
 * queued and handed out once the handshake has paused, never from inside it.
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
  /** The client's answer to a CertificateRequest after the handshake. */
  | { readonly type: 'client-answered'; readonly client: PeerIdentity }
  /** Application data from the peer. */
  | { readonly type: 'data'; readonly data: Uint8Array }
  /** Came to a server before the handshake was finished: it may have been replayed (RFC 9846 section 8). */
  | { readonly type: 'early-data'; readonly data: Uint8Array }
  /** Whether the server took our early data; if not, it is lost. */
  | { readonly type: 'early-data-answer'; readonly accepted: boolean }
  /** The server gave a ticket or a session ID, for a later connection. Not to be used after a fatal alert. */
  | { readonly type: 'session'; readonly session: Session }
  | WithheldEvent
  /** The peer sent close_notify: nothing more will come. */
  | { readonly type: 'end' }
  /** The connection failed; its alert, if any, is in the output. Nothing follows. */
  | { readonly type: 'failed'; readonly error: TlsError };

export type Event = (ConnectionEvent | ObservedEvent) & {
  /** Monotonic milliseconds, by the clock that was handed in. */
  readonly at: number;
};

/**
 * What can be seen of a connection. Everything that is shown (the story, the trace, captures, the page) is made from
 * these alone. Events are queued and handed out after the handshake has paused, never from inside it.
 */
import type { TlsError } from '../protocol/errors.ts';
import type { Message } from '../protocol/message.ts';
import type { KeyLogLabel } from '../schedule/keylog.ts';
import type { Verdict } from '../x509/index.ts';
import type { Established } from './established.ts';
import type { Misfit } from './misfit.ts';
import type { Session } from './session.ts';

export type Direction = 'sent' | 'received';

/** What every connection reports. */
export type ConnectionEvent =
  /** The handshake is finished on this side. */
  | { readonly type: 'established'; readonly established: Established }
  /** Application data from the peer. */
  | { readonly type: 'data'; readonly data: Uint8Array }
  /** A ticket came that a later connection may resume with. */
  | { readonly type: 'session'; readonly session: Session }
  | WithheldEvent
  /** The peer sent close_notify: nothing more will come. */
  | { readonly type: 'end' }
  /** The connection failed; the alert for it, if any, is among what is to be sent. Nothing follows. */
  | { readonly type: 'failed'; readonly error: TlsError };

/** What is reported besides when somebody watches. */
export type ObservedEvent =
  | RecordEvent
  | MessageEvent
  | SecretEvent
  | KeyEvent
  | DecisionEvent
  | CertificateEvent
  | AlertEvent;

export type Event = (ConnectionEvent | ObservedEvent) & {
  /** Monotonic milliseconds, by the clock that was handed in. */
  readonly at: number;
};

export interface RecordEvent {
  readonly type: 'record';
  readonly direction: Direction;
  /** Its number among the records of this direction, from 0. */
  readonly number: number;
  /** Where it began in the direction's stream, in bytes. */
  readonly offset: number;
  /** Header and fragment as they went over the wire. */
  readonly bytes: Uint8Array;
  readonly epoch: string;
  readonly sequence: number;
  /** The content's type, behind the protection. */
  readonly contentType: number;
  readonly content: Uint8Array;
  readonly padding: number;
}

export interface MessageEvent {
  readonly type: 'message';
  readonly direction: Direction;
  /** By which definition it was read or written; undefined for one that no one expected. */
  readonly is: Message<unknown> | undefined;
  /** Header and body. */
  readonly raw: Uint8Array;
  readonly epoch: string;
  /** The first and last record that it came in; undefined where it has not been put in one yet. */
  readonly records?: readonly [number, number];
}

export interface SecretEvent {
  readonly type: 'secret';
  readonly label: KeyLogLabel | 'premaster' | 'shared';
  readonly clientRandom: Uint8Array;
  readonly secret: Uint8Array;
}

/** From the next record on this direction uses the keys of this epoch. */
export interface KeyEvent {
  readonly type: 'keys';
  readonly direction: Direction;
  readonly epoch: string;
}

/** A choice and the rule that made it. */
export interface DecisionEvent {
  readonly type: 'decision';
  readonly about:
    | 'version'
    | 'cipher_suite'
    | 'group'
    | 'signature_scheme'
    | 'application_protocol'
    | 'retry'
    | 'resumption'
    | 'client_certificate'
    | 'certificate_status'
    | 'key_exchange';
  readonly by: 'client' | 'server';
  readonly offered?: readonly string[];
  readonly accepted?: readonly string[];
  readonly chosen: string;
  /** Why, in plain words. */
  readonly rule: string;
  readonly rfc: string;
  /** About our client certificate: what the server wants, and which of ours are not that. */
  readonly asked?: CertificateAsked;
  readonly unfit?: readonly Unfit[];
}

/** What a server asked of our certificate: by names, in the server's order. */
export interface CertificateAsked {
  /** Empty: of any issuer. */
  readonly authorities: readonly string[];
  readonly signatureSchemes: readonly string[];
  /** For signatures in certificates; those above where it is absent. */
  readonly signatureSchemesCert?: readonly string[];
  /** TLS 1.2: the kinds of key. */
  readonly certificateTypes?: readonly string[];
  /** TLS 1.3: what must be in it, such as `extKeyUsage clientAuth`. */
  readonly oidFilters?: readonly string[];
}

/** A credential of ours that does not fit, and why. */
export interface Unfit {
  /** `CN=alice, issued by CN=Lab CA` */
  readonly credential: string;
  readonly misfits: readonly Misfit[];
}

/** The server asked for a certificate, there are some, and none was sent. */
export interface WithheldEvent {
  readonly type: 'withheld';
  readonly asked: CertificateAsked;
  readonly unfit: readonly Unfit[];
}

export interface CertificateEvent {
  readonly type: 'certificate';
  /** Whose it is. */
  readonly of: 'client' | 'server';
  readonly verdict: Verdict;
  /** Taken nevertheless, because the application said so. */
  readonly overruled: boolean;
}

export interface AlertEvent {
  readonly type: 'alert';
  readonly direction: Direction;
  readonly level: number;
  readonly description: number;
}

/** What is reported besides when somebody watches: all that went over the wire, and why. */
import type { Epoch } from '../protocol/epoch.ts';
import type { Message } from '../protocol/message.ts';
import type { KeyLogLabel } from '../schedule/keylog.ts';
import type { Verdict } from '../x509/index.ts';
import type { CertificateAsked, Unfit } from './credentials/withheld.ts';

export type Direction = 'sent' | 'received';

export type ObservedEvent =
  | RecordEvent
  | MessageEvent
  | SecretEvent
  | KeyEvent
  | DecisionEvent
  | CertificateEvent
  | AlertEvent;

export interface RecordEvent {
  readonly type: 'record';
  readonly direction: Direction;
  /** Its number among the records of this direction, from 0. */
  readonly number: number;
  /** Where it began in the direction's stream, in bytes. */
  readonly offset: number;
  /** Header and fragment as they went over the wire. */
  readonly bytes: Uint8Array;
  readonly epoch: Epoch;
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
  readonly epoch: Epoch;
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
  readonly epoch: Epoch;
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

/** What is reported besides when somebody watches: all that went over the wire, and why. */
import type { ScheduleStep } from '../crypto/observed-hash.ts';
import type { Epoch } from '../protocol/epoch.ts';
import type { Message } from '../protocol/message.ts';
import type { KeyLogLabel } from '../schedule/keylog.ts';
import type { Words } from '../wire/words.ts';
import type { Verdict } from '../x509/index.ts';
import type { CertificateAsked, Unfit } from './credentials/withheld.ts';

export type Direction = 'sent' | 'received';

export type ObservedEvent =
  | RecordEvent
  | MessageEvent
  | SecretEvent
  | KeyEvent
  | ScheduleEvent
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

/** What is decided, each with the names of the rules that may decide it. */
export interface RulesOf {
  version: 'first-in-common' | 'legacy-version';
  cipher_suite: 'first-in-common';
  group: 'first-with-share' | 'first-in-common' | 'hybrid-first';
  signature_scheme: 'first-in-common';
  application_protocol: 'first-in-common';
  retry: 'no-share';
  resumption: 'honoured' | 'unknown-ticket' | 'expired' | Another | 'no-extended-main-secret';
  client_certificate: 'sent' | 'sent-although' | 'withheld' | 'none';
  certificate_status: 'stapled' | 'none' | 'source-failed';
}

type Another = `other-${'version' | 'server-name' | 'policy' | 'suite' | 'hash'}`;

/** Why something was decided: by a name that does not change with the wording, and in words. */
export interface Rule {
  readonly id: RulesOf[keyof RulesOf];
  readonly rule: Words;
}

export const because = (id: Rule['id'], rule: Words): Rule => ({ id, rule });

/** A step of the key schedule; the bytes of its values only with `secrets`. */
export interface ScheduleEvent extends ScheduleStep {
  readonly type: 'schedule';
}

/** A choice of ours and the rule that made it; what the peer chose is in its messages (trace/server-answers.ts). */
export interface DecisionEvent extends Rule {
  readonly type: 'decision';
  readonly about: keyof RulesOf;
  readonly by: 'client' | 'server';
  readonly offered?: readonly string[];
  readonly accepted?: readonly string[];
  readonly chosen: string;
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

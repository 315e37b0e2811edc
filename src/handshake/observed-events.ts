/** What is reported only when somebody observes: everything that goes over the wire, and why. */
import type { HashName } from '../crypto/provider.ts';
import type { Epoch } from '../protocol/epoch.ts';
import type { Message } from '../protocol/message.ts';
import type { KeyLogLabel } from '../schedule/keylog.ts';
import type { ScheduleStep } from '../schedule/observed.ts';
import type { Words } from '../wire/words.ts';
import type { Verdict } from '../x509/index.ts';
import type { CertificateAsked, Unfit } from './credentials/withheld.ts';

export type Direction = 'sent' | 'received';

export type ObservedEvent =
  | RecordEvent
  | MessageEvent
  | TranscriptEvent
  | WorkEvent
  | SecretEvent
  | KeyEvent
  | ScheduleEvent
  | DecisionEvent
  | CertificateEvent
  | AlertEvent;

export interface RecordEvent {
  readonly type: 'record';
  readonly direction: Direction;
  /** Among the records of this direction, from 0. */
  readonly number: number;
  /** In bytes, from the start of this direction's stream. */
  readonly offset: number;
  /** Header and fragment, as on the wire. */
  readonly bytes: Uint8Array;
  readonly epoch: Epoch;
  readonly sequence: number;
  /** The content's type, under the protection. */
  readonly contentType: number;
  readonly content: Uint8Array;
  readonly padding: number;
  /** Milliseconds that its cipher took; undefined where nobody was there to measure. */
  readonly took: number | undefined;
  /** When the last of its bytes came, by the clock of the events; undefined of what is sent. */
  readonly arrived: number | undefined;
}

export interface MessageEvent {
  readonly type: 'message';
  readonly direction: Direction;
  /** The definition that it was read or written by; undefined for a message that nobody expected. */
  readonly is: Message<unknown> | undefined;
  /** Header and body. */
  readonly raw: Uint8Array;
  readonly epoch: Epoch;
  /** The first and last record that hold it; undefined while it is in none. */
  readonly records?: readonly [number, number];
}

/** The hash of the transcript after a message. */
export interface TranscriptEvent {
  readonly type: 'transcript';
  /** Which message, counted from 0 over all that were told. */
  readonly message: number;
  readonly hash: HashName;
  readonly digest: Uint8Array;
}

/** Work that is not the key schedule's, nor a record's: done here, or by whoever was asked to. */
export interface WorkEvent {
  readonly type: 'work';
  readonly what: Work;
  /** Milliseconds from the question to the answer. */
  readonly took: number;
  /** The answer came later, as from a thread, an HSM or a person. */
  readonly waited: boolean;
}

export type Work =
  | 'key-pair'
  | 'shared-secret'
  | 'sign'
  | 'verify'
  | 'encrypt'
  | 'decrypt'
  | 'check-certificate'
  | 'ask-about-certificate'
  | 'choose-credential'
  | 'seal-ticket'
  | 'open-ticket';

export interface SecretEvent {
  readonly type: 'secret';
  /** `premaster-block`: what RSA decrypted to on a server, the premaster secret in its padding. */
  readonly label: KeyLogLabel | 'premaster' | 'premaster-block' | 'shared';
  readonly clientRandom: Uint8Array;
  readonly secret: Uint8Array;
}

/** From the next record on this direction uses the keys of this epoch. */
export interface KeyEvent {
  readonly type: 'keys';
  readonly direction: Direction;
  readonly epoch: Epoch;
}

/** What is decided, with the rules that may decide it. */
interface RulesOf {
  version: 'first-in-common' | 'legacy-version';
  cipher_suite: 'first-in-common';
  group: 'first-with-share' | 'first-in-common' | 'hybrid-first';
  signature_scheme: 'first-in-common';
  application_protocol: 'first-in-common';
  retry: 'no-share';
  encrypt_then_mac: 'mac-last' | 'mac-inside';
  resumption:
    | ('offered' | 'honoured' | Unknown | 'no-tickets' | 'store-failed')
    | ('expired' | Another | 'no-extended-main-secret');
  client_certificate: 'sent' | 'sent-although' | 'withheld' | 'none';
  certificate_status: 'stapled' | 'none' | 'source-failed';
}

type Unknown = `unknown-${'ticket' | 'session-id'}`;
type Another = `other-${'version' | 'server-name' | 'policy' | 'suite' | 'hash'}`;

/** Why something was decided, in words and by a name that does not change with them. */
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
  /** About our client certificate: what the server asks for, and which of ours do not fit. */
  readonly asked?: CertificateAsked;
  readonly unfit?: readonly Unfit[];
}

export interface CertificateEvent {
  readonly type: 'certificate';
  /** Whose it is. */
  readonly of: 'client' | 'server';
  readonly verdict: Verdict;
  /** Rejected, but accepted because the application said so. */
  readonly overruled: boolean;
}

export interface AlertEvent {
  readonly type: 'alert';
  readonly direction: Direction;
  readonly level: number;
  readonly description: number;
}

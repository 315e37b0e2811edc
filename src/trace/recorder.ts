/**
 * Gathers a connection's events into one trace document. It sees engine events, and the steps that its caller took before
 * TLS (DNS, TCP), and nothing else: what is not in them cannot be shown.
 *
 * Neither a long connection nor a hostile peer may fill memory: records of the handshake and some after it are kept, up to a
 * byte limit; the rest are only counted.
 */

import type { Established } from '../handshake/established.ts';
import type { CertificateEvent, Event, MessageEvent, RecordEvent } from '../handshake/events.ts';
import { definitionOf } from '../protocol/any-message.ts';
import { epochName } from '../protocol/epoch.ts';
import { titleOf } from '../protocol/message.ts';
import { CertificateVerify } from '../protocol/messages/index.ts';
import { AlertDescription, AlertLevel } from '../protocol/numbers/alerts.ts';
import { ContentType, HandshakeType } from '../protocol/numbers/content.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import { hex } from '../wire/bytes.ts';
import { say } from '../wire/words.ts';
import { Allowance, onItsOwn } from './allowance.ts';
import { certificateDocument } from './certificate.ts';
import type { DecisionDocument, ErrorDocument, PeerDocument, Role, Step, TraceDocument } from './document.ts';
import { round, traceSchema } from './document.ts';
import { fieldsOfMessage, protectionOf } from './fields.ts';
import { MessageLog } from './message-log.ts';
import { type Note, stepOf } from './note.ts';
import { errorDocument, randomsOf } from './outcome.ts';
import { RecordLog } from './record-log.ts';
import { ServerAnswers } from './server-answers.ts';
import { summaryOf } from './summary.ts';

export interface TraceOptions {
  readonly role: Role;
  readonly peer?: Partial<PeerDocument>;
  /** Monotonic milliseconds, by the clock of the events: when the first step began. */
  readonly startedAt: number;
  /** The same moment by the wall clock, in milliseconds since 1970. */
  readonly wallClock?: number;
  /** Show secrets that are among the events. */
  readonly secrets?: boolean;
  /** Most bytes of messages to keep, and the same again of records; 1 MiB each when absent. */
  readonly mostBytes?: number;
  /** Most records to keep; 256 when absent. */
  readonly mostRecords?: number;
}

const MOST_BYTES = 2 ** 20;
const MOST_RECORDS = 256;
const MOST_STEPS = 512;
/** For decisions, and for secrets: a handshake has some thirty, and each key change adds a secret. */
const MOST_OF_A_KIND = 256;
const MOST_NAMES = 256;

export class TraceRecorder {
  readonly #options: TraceOptions;
  readonly #steps: Step[] = [];
  readonly #messages = new MessageLog();
  readonly #answers = new ServerAnswers();
  readonly #records: RecordLog;
  readonly #roomForMessages: Allowance;
  readonly #decisions: DecisionDocument[] = [];
  readonly #secrets: { readonly label: string; readonly secret: string }[] = [];
  #stepsNotKept = 0;
  #certificate: CertificateEvent | undefined;
  #established: Established | undefined;
  /** The client proved who it is after the handshake (RFC 9846 section 4.7.2). */
  #clientProvedLater = false;
  #error: ErrorDocument | undefined;
  #peer: PeerDocument;

  constructor(options: TraceOptions) {
    this.#options = options;
    this.#roomForMessages = new Allowance(options.mostBytes ?? MOST_BYTES);
    this.#records = new RecordLog(options.mostBytes ?? MOST_BYTES, options.mostRecords ?? MOST_RECORDS);
    this.#peer = { name: null, address: null, port: null, ...options.peer };
  }

  note(note: Note): void {
    if (note.kind === 'failed') {
      const { reason, message, step } = note;
      this.#error ??= { reason, message, step, alert: null, sentBy: null, fault: null, rfc: null };
      return;
    }
    if (note.kind === 'tcp') this.#peer = { ...this.#peer, address: note.address, port: note.port };
    this.#step(stepOf(note, this.#since(note.at)));
  }

  add(event: Event): void {
    const at = this.#since(event.at);
    switch (event.type) {
      case 'record':
        this.#record(event, at);
        break;
      case 'message':
        this.#message(event, at);
        break;
      case 'alert': {
        const { direction, level, description } = event;
        const name = AlertDescription.nameOf(description);
        this.#step({
          kind: 'alert',
          name,
          at,
          ...this.#moved(direction),
          level: AlertLevel.nameOf(level),
          description,
        });
        break;
      }
      case 'keys':
        this.#step({
          kind: 'keys',
          name: epochName(event.epoch),
          at,
          ...this.#moved(event.direction),
          epoch: epochName(event.epoch),
        });
        break;
      case 'decision': {
        const { type: _, ...decision } = event;
        this.#decision(decision, at);
        break;
      }
      case 'secret':
        if (this.#options.secrets && this.#secrets.length < MOST_OF_A_KIND)
          this.#secrets.push({ label: event.label, secret: hex(event.secret) });
        break;
      case 'certificate':
        if (event.of !== this.#options.role) this.#certificate = event;
        break;
      case 'data':
        this.#step({
          kind: 'data',
          name: 'application data',
          at,
          ...this.#moved('received'),
          length: event.data.length,
        });
        break;
      // A decision says the same.
      case 'withheld':
        break;
      case 'session':
        this.#step({ kind: 'session', name: 'session', at });
        break;
      case 'established':
        this.#established = event.established;
        break;
      case 'client-answered':
        this.#clientProvedLater ||= event.client.chain.length > 0;
        break;
      case 'end':
        this.#step({ kind: 'end', name: 'end', at, ...this.#moved('received') });
        break;
      case 'failed':
        // After the handshake a cut is an event, and not a failure of what this document is about.
        if (this.#established && event.error.reason === 'connection-cut') {
          this.#step({ kind: 'cut', name: 'cut', at, ...this.#moved('received') });
        } else
          this.#error ??= errorDocument(
            event.error,
            (side) => this.#roleOf(side),
            this.#steps.findLast(({ kind }) => kind === 'alert')?.name,
          );
        break;
    }
  }

  document(): TraceDocument {
    const { role, wallClock, secrets } = this.#options;
    const form = protectionOf(this.#chosen('version'), this.#chosen('cipher_suite'));
    const steps = [...this.#steps];
    for (const { event, step, records } of this.#messages.all) {
      const told = steps[step] as Extract<Step, { kind: 'message' }>;
      steps[step] = {
        ...told,
        records: records ?? null,
        bytes: hex(event.raw),
        fields: fieldsOfMessage(event),
      };
    }
    return {
      schema: traceSchema,
      ...summaryOf({
        role,
        established: this.#established,
        clientProvedLater: this.#clientProvedLater,
        certificate: this.#certificate && certificateDocument(this.#certificate),
        error: this.#error,
        decisions: this.#decisions,
      }),
      role,
      peer: this.#peer,
      startedAt: wallClock === undefined ? null : new Date(wallClock).toISOString(),
      steps,
      records: this.#records.documents(form),
      recordsNotKept: this.#records.notKept,
      stepsNotKept: this.#stepsNotKept,
      decisions: this.#decisions,
      randoms: randomsOf({
        version: this.#chosen('version'),
        agreement: this.#established?.agreement,
        messages: this.#messages.all.map(({ event }) => event),
        secret: this.#secrets.find(({ label }) => label === 'premaster' || label === 'shared')?.secret,
      }),
      ...(secrets && { secrets: this.#secrets }),
    };
  }

  #record(event: RecordEvent, at: number): void {
    if (event.contentType === ContentType.handshake && event.direction === 'sent')
      this.#messages.place(event);
    if (event.contentType === ContentType.change_cipher_spec) {
      const { direction, bytes, number } = event;
      const step = {
        kind: 'change_cipher_spec',
        name: 'ChangeCipherSpec',
        at,
        length: bytes.length,
        records: [number, number],
      } as const;
      this.#step({ ...step, ...this.#moved(direction) });
    }
    if (event.contentType === ContentType.application_data && event.direction === 'sent') {
      this.#step({
        kind: 'data',
        name: 'application data',
        at,
        ...this.#moved('sent'),
        length: event.content.length,
      });
    }
    this.#records.add(event, this.#moved(event.direction).from, at);
  }

  #decision(decision: Omit<DecisionDocument, 'at'>, at: number): void {
    if (this.#decisions.length < MOST_OF_A_KIND) this.#decisions.push({ ...shortened(decision), at });
  }

  #message(event: MessageEvent, at: number): void {
    if (this.#options.role === 'client')
      for (const decision of this.#answers.in(event)) this.#decision(decision, at);
    const { direction, raw, epoch } = event;
    if (direction === 'sent' && event.is === CertificateVerify)
      this.#clientProvedLater ||= this.#established?.agreement.version === TLS13;
    const type = HandshakeType.nameOf(raw[0] ?? 0);
    const isKept = this.#roomForMessages.take(raw.length);
    const is = event.is ?? (isKept ? definitionOf(raw) : undefined);
    const told = this.#step({
      kind: 'message',
      name: is ? titleOf(is) : type,
      at,
      ...this.#moved(direction),
      type,
      length: raw.length,
      epoch: epochName(epoch),
      records: null,
      bytes: '',
      fields: { name: type, start: 0, end: raw.length, about: NOT_KEPT },
    });
    if (told && isKept) this.#messages.add({ ...event, is, raw: onItsOwn(raw) }, this.#steps.length - 1);
  }

  #step(step: Step): boolean {
    if (this.#steps.length >= MOST_STEPS) {
      this.#stepsNotKept++;
      return false;
    }
    this.#steps.push(step);
    return true;
  }

  #moved(direction: 'sent' | 'received'): { readonly direction: 'sent' | 'received'; readonly from: Role } {
    return { direction, from: this.#roleOf(direction === 'sent' ? 'local' : 'peer') };
  }

  #roleOf(side: 'local' | 'peer'): Role {
    const { role } = this.#options;
    return side === 'local' ? role : role === 'client' ? 'server' : 'client';
  }

  #since(at: number): number {
    return round(at - this.#options.startedAt);
  }

  #chosen(about: DecisionDocument['about']): string | undefined {
    return this.#decisions.findLast((decision) => decision.about === about)?.chosen;
  }
}

/** A peer may offer thousands of names. */
function shortened<D extends Pick<DecisionDocument, 'offered'>>(decision: D): D {
  const { offered } = decision;
  if (!offered || offered.length <= MOST_NAMES) return decision;
  const more = say`and ${offered.length - MOST_NAMES} more`.text;
  return { ...decision, offered: [...offered.slice(0, MOST_NAMES), more] };
}

/** Shown for a message of which only the length was kept. */
const NOT_KEPT = 'Not kept: the trace had reached its byte limit for this connection.';

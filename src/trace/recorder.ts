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
import { CertificateVerify, ClientHello, HelloRequest } from '../protocol/messages/index.ts';
import { AlertDescription, AlertLevel } from '../protocol/numbers/alerts.ts';
import { ContentType, HandshakeType } from '../protocol/numbers/content.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import { hex } from '../wire/bytes.ts';
import { Allowance, onItsOwn } from './allowance.ts';
import { certificateDocument } from './certificate.ts';
import { DecisionLog } from './decision-log.ts';
import type { ErrorDocument, MessageStep, Moved, PeerDocument, Role, TraceDocument } from './document.ts';
import { round, traceSchema } from './document.ts';
import { fieldsOfMessage, protectionOf, versionOffered } from './fields.ts';
import { MessageLog } from './message-log.ts';
import { type Note, stepOf } from './note.ts';
import { errorDocument, randomsOf } from './outcome.ts';
import { RecordLog } from './record-log.ts';
import { ScheduleLog } from './schedule-log.ts';
import { ServerAnswers } from './server-answers.ts';
import { StepLog } from './step-log.ts';
import { summaryOf } from './summary.ts';
import type { TraceOptions } from './trace-options.ts';

const MOST_BYTES = 2 ** 20;
const MOST_RECORDS = 256;
/** Each key change adds one. */
const MOST_SECRETS = 256;

export class TraceRecorder {
  readonly #options: TraceOptions;
  readonly #steps = new StepLog();
  readonly #messages = new MessageLog();
  readonly #answers = new ServerAnswers();
  readonly #records: RecordLog;
  readonly #roomForMessages: Allowance;
  readonly #decisions = new DecisionLog();
  readonly #schedule = new ScheduleLog();
  readonly #secrets: { readonly label: string; readonly secret: string }[] = [];
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
      this.#error ??= { reason, message, step, alert: null, sentBy: null, fault: null, rfc: [] };
      return;
    }
    if (note.kind === 'tcp') this.#peer = { ...this.#peer, address: note.address, port: note.port };
    this.#steps.add(stepOf(note, this.#since(note.at)));
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
        this.#steps.add({
          kind: 'alert',
          name,
          at,
          ...this.#flying(direction),
          level: AlertLevel.nameOf(level),
          description,
        });
        break;
      }
      case 'keys':
        this.#steps.add({
          kind: 'keys',
          name: epochName(event.epoch),
          at,
          ...this.#moved(event.direction),
          epoch: epochName(event.epoch),
        });
        break;
      case 'decision': {
        const { type: _, ...decision } = event;
        this.#decisions.add(this.#answers.heard(decision), at);
        break;
      }
      case 'schedule':
        this.#schedule.add(event, at, this.#options.secrets === true);
        break;
      case 'secret':
        if (this.#options.secrets && this.#secrets.length < MOST_SECRETS)
          this.#secrets.push({ label: event.label, secret: hex(event.secret) });
        break;
      case 'certificate':
        if (event.of !== this.#options.role) this.#certificate = event;
        break;
      case 'data':
        this.#steps.add({
          kind: 'data',
          name: 'application data',
          at,
          ...this.#flying('received'),
          length: event.data.length,
        });
        break;
      // A decision says the same.
      case 'withheld':
        break;
      case 'session':
        this.#steps.add({ kind: 'session', name: 'session', at });
        break;
      case 'established':
        this.#established = event.established;
        break;
      case 'client-answered':
        this.#clientProvedLater ||= event.client.chain.length > 0;
        break;
      case 'end':
        this.#steps.add({ kind: 'end', name: 'end', at, ...this.#moved('received') });
        break;
      case 'failed':
        // After the handshake a cut is an event, and not a failure of what this document is about.
        if (this.#established && event.error.reason === 'connection-cut') {
          this.#steps.add({ kind: 'cut', name: 'cut', at, ...this.#moved('received') });
        } else
          this.#error ??= errorDocument(
            event.error,
            (side) => this.#roleOf(side),
            this.#steps.all.findLast(({ kind }) => kind === 'alert')?.name,
          );
        break;
    }
  }

  document(): TraceDocument {
    const { role, wallClock, secrets } = this.#options;
    const decisions = this.#decisions;
    const version = decisions.chosen('version');
    const form = protectionOf(
      version,
      decisions.chosen('cipher_suite'),
      decisions.chosen('encrypt_then_mac'),
    );
    const spoken = version ?? versionOffered(this.#messages.events);
    const steps = [...this.#steps.all];
    for (const { event, step, records } of this.#messages.all) {
      const told = steps[step] as MessageStep;
      steps[step] = {
        ...told,
        records: records ?? null,
        bytes: hex(event.raw),
        fields: fieldsOfMessage(event, spoken),
      };
    }
    return {
      schema: traceSchema,
      provenance: this.#options.provenance ?? null,
      ...summaryOf({
        role,
        established: this.#established,
        clientProvedLater: this.#clientProvedLater,
        certificate: this.#certificate && certificateDocument(this.#certificate),
        error: this.#error,
        decisions: decisions.all,
      }),
      role,
      peer: this.#peer,
      startedAt: wallClock === undefined ? null : new Date(wallClock).toISOString(),
      steps,
      records: this.#records.documents(form, spoken),
      recordsNotKept: this.#records.notKept,
      stepsNotKept: this.#steps.notKept,
      decisions: decisions.all,
      randoms: randomsOf({
        version,
        agreement: this.#established?.agreement,
        messages: this.#messages.events,
        secret: this.#secrets.find(({ label }) => label === 'premaster' || label === 'shared')?.secret,
      }),
      schedule: this.#schedule.all,
      scheduleNotKept: this.#schedule.notKept,
      ...(secrets && { secrets: this.#secrets }),
    };
  }

  #record(event: RecordEvent, at: number): void {
    const { direction, number, contentType, content } = event;
    if (contentType === ContentType.handshake && direction === 'sent') this.#messages.place(event);
    if (contentType === ContentType.change_cipher_spec) {
      this.#steps.add({
        kind: 'change_cipher_spec',
        name: 'ChangeCipherSpec',
        at,
        length: content.length,
        records: [number, number],
        ...this.#flying(direction),
      });
    }
    if (contentType === ContentType.application_data && direction === 'sent') {
      this.#steps.add({
        kind: 'data',
        name: 'application data',
        at,
        ...this.#flying('sent'),
        length: content.length,
      });
    }
    this.#records.add(event, this.#moved(direction).from, at);
  }

  #message(event: MessageEvent, at: number): void {
    if (this.#options.role === 'client')
      for (const decision of this.#answers.in(event)) this.#decisions.add(decision, at);
    const { direction, raw, epoch } = event;
    if (direction === 'sent' && event.is === CertificateVerify)
      this.#clientProvedLater ||= this.#established?.agreement.version === TLS13;
    const type = HandshakeType.nameOf(raw[0] ?? 0);
    const isKept = this.#roomForMessages.take(raw.length);
    const is = event.is ?? (isKept ? definitionOf(raw) : undefined);
    const step = this.#steps.add({
      kind: 'message',
      name: is ? titleOf(is) : type,
      at,
      ...this.#flying(direction),
      type,
      definition: is?.name ?? null,
      length: raw.length,
      epoch: epochName(epoch),
      records: null,
      bytes: '',
      fields: { name: type, start: 0, end: raw.length, about: NOT_KEPT },
    });
    if (step === undefined) return;
    if (isKept) this.#messages.add({ ...event, is, raw: onItsOwn(raw) }, step);
    if (is !== HelloRequest)
      this.#schedule.covers(step, is === ClientHello && this.#established !== undefined);
  }

  #moved(direction: 'sent' | 'received'): Moved {
    return { direction, from: this.#roleOf(direction === 'sent' ? 'local' : 'peer') };
  }

  #flying(direction: 'sent' | 'received'): Moved & { readonly flight: number } {
    const moved = this.#moved(direction);
    return { ...moved, flight: this.#steps.flightOf(moved.from) };
  }

  #roleOf(side: 'local' | 'peer'): Role {
    const { role } = this.#options;
    return side === 'local' ? role : role === 'client' ? 'server' : 'client';
  }

  #since(at: number): number {
    return round(at - this.#options.startedAt);
  }
}

/** Shown for a message of which only the length was kept. */
const NOT_KEPT = 'Not kept: the trace had reached its byte limit for this connection.';

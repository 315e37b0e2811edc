/**
 * Gathers a connection's events into one trace document. It sees engine events, and the steps that its caller took before
 * TLS (DNS, TCP), and nothing else: what is not in them cannot be shown.
 *
 * Neither a long connection nor a hostile peer may fill memory: records of the handshake and some after it are kept, up to a
 * byte limit; the rest are only counted.
 */

import type { Established } from '../handshake/established.ts';
import type { CertificateEvent, Direction, Event, MessageEvent, RecordEvent } from '../handshake/events.ts';
import { epochName } from '../protocol/epoch.ts';
import { CertificateVerify, ClientHello, HelloRequest } from '../protocol/messages/index.ts';
import { AlertDescription, AlertLevel } from '../protocol/numbers/alerts.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import { Allowance, onItsOwn } from './allowance.ts';
import { certificateDocument } from './certificate.ts';
import { DecisionLog } from './decision-log.ts';
import type {
  ErrorDocument,
  InFlight,
  MessageStep,
  Moved,
  PeerDocument,
  Role,
  TraceDocument,
  WorkDocument,
} from './document.ts';
import { round, traceSchema } from './document.ts';
import { protectionOf, versionOffered } from './fields.ts';
import { MessageLog } from './message-log.ts';
import { notedMessage, recognised, toldMessage } from './message-step.ts';
import { type Note, stepOf } from './note.ts';
import { errorDocument, randomsOf } from './outcome.ts';
import { textsNamedIn, textsOf } from './purposes.ts';
import { RecordLog } from './record-log.ts';
import { redactionsOf } from './redactions.ts';
import { ScheduleLog } from './schedule-log.ts';
import { SecretLog } from './secret-log.ts';
import { ServerAnswers } from './server-answers.ts';
import { StepLog } from './step-log.ts';
import { summaryOf } from './summary.ts';
import type { TraceOptions } from './trace-options.ts';

const MOST_BYTES = 2 ** 20;
const MOST_RECORDS = 256;
const MOST_WORK = 256;

export class TraceRecorder {
  readonly #options: TraceOptions;
  readonly #steps = new StepLog();
  readonly #messages = new MessageLog();
  readonly #answers = new ServerAnswers();
  readonly #records: RecordLog;
  readonly #roomForMessages: Allowance;
  readonly #decisions = new DecisionLog();
  readonly #schedule = new ScheduleLog();
  readonly #secrets: SecretLog;
  readonly #work: WorkDocument[] = [];
  /** What the nonces of each direction are made of, if secrets were asked for. */
  readonly #ivs: Partial<Record<Direction, Uint8Array | undefined>> = {};
  /** When the last byte of the latest record came. */
  #arrived: number | null = null;
  #certificate: CertificateEvent | undefined;
  #established: Established | undefined;
  /** The client proved who it is after the handshake (RFC 9846 section 4.7.2). */
  #clientProvedLater = false;
  #error: ErrorDocument | undefined;
  #peer: PeerDocument;

  constructor(options: TraceOptions) {
    this.#options = options;
    const { mostBytes = MOST_BYTES, mostRecords = MOST_RECORDS, secrets = false } = options;
    this.#roomForMessages = new Allowance(mostBytes);
    this.#records = new RecordLog(mostBytes, mostRecords, secrets);
    this.#secrets = new SecretLog(secrets);
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
        this.#ivs[event.direction] = this.#secrets.iv(this.#moved(event.direction).from);
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
        this.#secrets.step(event);
        break;
      case 'transcript':
        this.#messages.covered(event.message, event.hash, event.digest);
        break;
      case 'work': {
        const { what, took, waited } = event;
        if (this.#work.length < MOST_WORK) this.#work.push({ what, at, took: round(took), waited });
        break;
      }
      case 'secret':
        this.#secrets.add(event);
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
    const { role, wallClock, secrets = false, provenance = null } = this.#options;
    const decisions = this.#decisions;
    const version = decisions.chosen('version');
    const form = protectionOf(
      version,
      decisions.chosen('cipher_suite'),
      decisions.chosen('encrypt_then_mac'),
    );
    const spoken = version ?? versionOffered(this.#messages.events);
    const isResumed = this.#established?.agreement.resumed === true && version === 'TLS 1.2';
    const steps = [...this.#steps.all];
    for (const logged of this.#messages.all)
      steps[logged.step] = toldMessage(steps[logged.step] as MessageStep, logged, {
        version: spoken,
        isResumed,
        secrets,
      });
    const document = {
      schema: traceSchema,
      provenance,
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
      records: this.#records.documents(form, spoken, this.#messages),
      recordsNotKept: this.#records.notKept,
      stepsNotKept: this.#steps.notKept,
      decisions: decisions.all,
      randoms: randomsOf({
        version,
        agreement: this.#established?.agreement,
        messages: this.#messages.events,
        secret: this.#secrets.all.find(({ label }) => label === 'premaster' || label === 'shared')?.secret,
      }),
      schedule: this.#schedule.all,
      scheduleNotKept: this.#schedule.notKept,
      work: [...this.#work],
      ...(secrets && { secrets: this.#secrets.all }),
    } as const;
    return { ...document, redactions: redactionsOf(document), texts: textsOf(textsNamedIn(steps)) };
  }

  #record(event: RecordEvent, at: number): void {
    const { direction, number, contentType, content } = event;
    const arrived = event.arrived === undefined ? null : this.#since(event.arrived);
    if (direction === 'received') this.#arrived = arrived;
    if (contentType === ContentType.handshake && direction === 'sent') this.#messages.place(event);
    if (contentType === ContentType.change_cipher_spec)
      this.#steps.add({
        kind: 'change_cipher_spec',
        name: 'ChangeCipherSpec',
        at,
        length: content.length,
        records: [number, number],
        ...this.#flying(direction),
      });
    if (contentType === ContentType.application_data && direction === 'sent')
      this.#steps.add({
        kind: 'data',
        name: 'application data',
        at,
        ...this.#flying('sent'),
        length: content.length,
      });
    this.#records.add(event, this.#moved(direction).from, { at, arrived }, this.#ivs[direction]);
  }

  #message(told: MessageEvent, at: number): void {
    if (this.#options.role === 'client')
      for (const decision of this.#answers.in(told)) this.#decisions.add(decision, at);
    const { direction, raw } = told;
    if (direction === 'sent' && told.is === CertificateVerify)
      this.#clientProvedLater ||= this.#established?.agreement.version === TLS13;
    const isKept = this.#roomForMessages.take(raw.length);
    const event = isKept && !this.#steps.isFull ? recognised(told) : told;
    const step = this.#steps.add(notedMessage(event, this.#flying(direction), at));
    this.#messages.add({ ...event, raw: onItsOwn(raw) }, isKept ? step : undefined);
    if (step === undefined || event.is === HelloRequest) return;
    this.#schedule.covers(step, event.is === ClientHello && this.#established !== undefined);
  }

  #moved(direction: Direction): Moved {
    return { direction, from: this.#roleOf(direction === 'sent' ? 'local' : 'peer') };
  }

  #flying(direction: Direction): InFlight {
    const moved = this.#moved(direction);
    const arrived = direction === 'sent' ? null : this.#arrived;
    return { ...moved, flight: this.#steps.flightOf(moved.from), arrived };
  }

  #roleOf(side: 'local' | 'peer'): Role {
    const { role } = this.#options;
    return side === 'local' ? role : role === 'client' ? 'server' : 'client';
  }

  #since(at: number): number {
    return round(at - this.#options.startedAt);
  }
}

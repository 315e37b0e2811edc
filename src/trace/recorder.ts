/**
 * Gathers what a connection told into one trace document. It sees engine events, and the steps before TLS that its
 * caller took (DNS, TCP), and nothing else: what is not in them cannot be shown.
 *
 * A long connection must not fill the memory: the records of the handshake and some behind it are kept, then only
 * counted.
 */

import type { Established } from '../handshake/established.ts';
import type { CertificateEvent, Event, MessageEvent, RecordEvent } from '../handshake/events.ts';
import { titleOf } from '../protocol/message.ts';
import { AlertDescription, AlertLevel } from '../protocol/numbers/alerts.ts';
import { ContentType, HandshakeType } from '../protocol/numbers/content.ts';
import { certificateDocument } from './certificate.ts';
import type {
  DecisionDocument,
  ErrorDocument,
  PeerDocument,
  RecordDocument,
  Role,
  Step,
  TraceDocument,
} from './document.ts';
import { round, traceSchema } from './document.ts';
import { definitionOf, fieldsOfMessage, fieldsOfRecord, hex, protectionOf } from './fields.ts';
import { MessageLog } from './message-log.ts';
import { type Note, stepOf } from './note.ts';
import { errorDocument, randomsOf } from './outcome.ts';
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
}

const MOST_RECORDS = 256;
const MOST_STEPS = 512;

export class TraceRecorder {
  readonly #options: TraceOptions;
  readonly #steps: Step[] = [];
  readonly #messages = new MessageLog();
  readonly #records: { readonly event: RecordEvent; readonly at: number }[] = [];
  readonly #decisions: DecisionDocument[] = [];
  readonly #secrets: { readonly label: string; readonly secret: string }[] = [];
  #recordsNotKept = 0;
  #certificate: CertificateEvent | undefined;
  #established: Established | undefined;
  #error: ErrorDocument | undefined;
  #peer: PeerDocument;

  constructor(options: TraceOptions) {
    this.#options = options;
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
          name: event.epoch,
          at,
          ...this.#moved(event.direction),
          epoch: event.epoch,
        });
        break;
      case 'decision': {
        const { type: _, ...decision } = event;
        this.#decisions.push({ ...decision, at });
        break;
      }
      case 'secret':
        if (this.#options.secrets) this.#secrets.push({ label: event.label, secret: hex(event.secret) });
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
      case 'end':
        this.#step({ kind: 'end', name: 'end', at, ...this.#moved('received') });
        break;
      case 'failed':
        // Behind the handshake a cut is something that happened, and no failure of what this document tells.
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
      steps[step] = { ...told, records: records ?? null, fields: fieldsOfMessage(event) };
    }
    return {
      schema: traceSchema,
      ...summaryOf({
        role,
        established: this.#established,
        certificate: this.#certificate && certificateDocument(this.#certificate),
        error: this.#error,
        decisions: this.#decisions,
      }),
      role,
      peer: this.#peer,
      startedAt: wallClock === undefined ? null : new Date(wallClock).toISOString(),
      steps,
      records: this.#records.map(
        ({ event, at }): RecordDocument => ({
          ...this.#moved(event.direction),
          number: event.number,
          at,
          offset: event.offset,
          length: event.bytes.length,
          epoch: event.epoch,
          sequence: event.sequence,
          contentType: ContentType.nameOf(event.contentType),
          contentLength: event.content.length,
          padding: event.padding,
          bytes: hex(event.bytes),
          fields: fieldsOfRecord(event, form),
        }),
      ),
      recordsNotKept: this.#recordsNotKept,
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
    if (this.#records.length < MOST_RECORDS) this.#records.push({ event, at });
    else this.#recordsNotKept++;
  }

  #message(event: MessageEvent, at: number): void {
    const { direction, raw, epoch } = event;
    const is = event.is ?? definitionOf(raw);
    const type = HandshakeType.nameOf(raw[0] ?? 0);
    const told = this.#step({
      kind: 'message',
      name: is ? titleOf(is) : type,
      at,
      ...this.#moved(direction),
      type,
      length: raw.length,
      epoch,
      records: null,
      bytes: hex(raw),
      fields: noFields,
    });
    if (told) this.#messages.add({ ...event, is }, this.#steps.length - 1);
  }

  #step(step: Step): boolean {
    if (this.#steps.length >= MOST_STEPS) return false;
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

const noFields = { name: '', start: 0, end: 0 };

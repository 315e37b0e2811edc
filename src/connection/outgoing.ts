/** What goes to the peer: messages gathered into records, sealed with the keys of the moment, in order. */

import type { Direction } from '../handshake/events.ts';
import type { Protection } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { sealerOf } from '../record/opener-and-sealer.ts';
import { PlainSealer, type Sealer } from '../record/protection.ts';
import { MAX_PLAINTEXT } from '../record/record.ts';
import { concat } from '../wire/bytes.ts';
import { say } from '../wire/words.ts';
import type { RecordCut } from './connection-options.ts';
import { Gate } from './gate.ts';
import type { Observer } from './observer.ts';

const direction: Direction = 'sent';

export class Outgoing {
  readonly #cut: RecordCut;
  #plain: PlainSealer;
  #sealer: Sealer;
  /** Handshake messages that have not been put in a record yet. */
  #messages: Uint8Array[] = [];
  #records: Uint8Array[] = [];
  readonly gate = new Gate();
  #number = 0;
  #offset = 0;
  /** Nothing more is sent: we have sent an alert that closes or is fatal (RFC 9846 section 6), or have failed. */
  #isOver = false;

  /**
   * @param observer undefined when nobody observes
   * @throws TlsError 'misuse' for a cut that does not exist
   */
  constructor(
    firstVersion: number,
    cut: RecordCut | undefined,
    private readonly observer: Observer | undefined,
  ) {
    this.#cut = checkedCut(cut);
    this.#plain = new PlainSealer(firstVersion);
    this.#sealer = this.#plain;
  }

  get sealer(): Sealer {
    return this.#sealer;
  }

  /** legacy_record_version from here on. */
  set recordVersion(version: number) {
    this.#plain.version = version;
  }

  message(raw: Uint8Array): void {
    this.#messages.push(raw);
  }

  changeCipherSpec(sealer = this.#sealer): void {
    this.#flush();
    this.#content(ContentType.change_cipher_spec, Uint8Array.of(1), sealer);
  }

  filler(): void {
    this.changeCipherSpec(this.#plain);
  }

  alert(level: number, description: number): void {
    if (this.#isOver) return;
    this.observer?.tell(() => ({ type: 'alert', direction, level, description }));
    this.#flush();
    this.#content(ContentType.alert, Uint8Array.of(level, description));
    this.end();
  }

  end(): void {
    this.#flush();
    this.#isOver = true;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  data(bytes: Uint8Array): void {
    this.#flush();
    this.#content(ContentType.application_data, bytes);
  }

  writeWith(protection: Protection): void {
    const { epoch } = protection;
    this.#flush();
    this.#sealer = 'suite' in protection ? sealerOf(protection) : this.#plain;
    this.gate.keysChanged(epoch);
    this.observer?.tell(() => ({ type: 'keys', direction, epoch }));
  }

  /** What is to be sent now, or undefined. */
  take(): Uint8Array | undefined {
    this.#flush();
    const records = this.#records;
    if (records.length === 0) return undefined;
    this.#records = [];
    return records.length === 1 ? records[0]! : concat(records);
  }

  #flush(): void {
    if (this.#messages.length === 0) return;
    const messages = this.#messages;
    this.#messages = [];
    const parts = this.#cut === 'message' || messages.length === 1 ? messages : [concat(messages)];
    const most = typeof this.#cut === 'number' ? this.#cut : MAX_PLAINTEXT;
    for (const part of parts) this.#content(ContentType.handshake, part, this.#sealer, most);
  }

  #content(type: number, bytes: Uint8Array, sealer = this.#sealer, most = MAX_PLAINTEXT): void {
    if (this.#isOver) return;
    const whole = Math.floor(bytes.length / most);
    const rest = bytes.length % most;
    const length = whole * sealer.lengthOf(most) + (rest > 0 ? sealer.lengthOf(rest) : 0);
    const records = new Uint8Array(length);
    let end = 0;
    for (let at = 0; at < bytes.length; at += most) {
      const content = bytes.subarray(at, at + most);
      const start = end;
      end += sealer.lengthOf(content.length);
      this.#seal(records.subarray(start, end), sealer, type, content);
    }
    this.#records.push(records);
  }

  #seal(bytes: Uint8Array, sealer: Sealer, contentType: number, content: Uint8Array): void {
    const { epoch, sequence } = sealer;
    const began = this.observer?.now() ?? 0;
    sealer.seal(contentType, content, bytes);
    const took = (this.observer?.now() ?? 0) - began;
    const number = this.#number++;
    const offset = this.#offset;
    this.#offset += bytes.length;
    this.observer?.tell(() => ({
      type: 'record',
      direction,
      number,
      offset,
      bytes,
      epoch,
      sequence,
      contentType,
      content,
      padding: 0,
      took,
      arrived: undefined,
    }));
  }
}

function checkedCut(cut: RecordCut = 'flight'): RecordCut {
  if (cut === 'flight' || cut === 'message') return cut;
  if (!(Number.isInteger(cut) && cut >= 1 && cut <= MAX_PLAINTEXT)) {
    const said = say`records is ${String(cut)}; it must be flight, message or a whole number from 1 to ${MAX_PLAINTEXT}`;
    throw new TlsError('misuse', said);
  }
  return cut;
}

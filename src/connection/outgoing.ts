/** What goes to the peer: messages gathered into records, sealed with the keys of the moment, in order. */

import type { Direction, ObservedEvent } from '../handshake/events.ts';
import type { Protection } from '../protocol/epoch.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { sealerOf } from '../record/opener-and-sealer.ts';
import { PlainSealer, type Sealer } from '../record/protection.ts';
import { MAX_PLAINTEXT } from '../record/record.ts';
import { concat } from '../wire/bytes.ts';
import { Gate } from './gate.ts';

const direction: Direction = 'sent';

export class Outgoing {
  #plain: PlainSealer;
  #sealer: Sealer;
  /** Handshake messages that have not been put in a record yet; they share records within a flight. */
  #messages: Uint8Array[] = [];
  #records: Uint8Array[] = [];
  readonly gate = new Gate();
  #number = 0;
  #offset = 0;
  /** Nothing more is sent: we have sent an alert that closes or is fatal (RFC 9846 section 6), or have failed. */
  #isOver = false;

  /** @param tell undefined when nobody observes */
  constructor(
    firstVersion: number,
    private readonly tell: ((event: () => ObservedEvent) => void) | undefined,
  ) {
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
    this.tell?.(() => ({ type: 'alert', direction, level, description }));
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
    this.tell?.(() => ({ type: 'keys', direction, epoch }));
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
    this.#content(ContentType.handshake, messages.length === 1 ? messages[0]! : concat(messages));
  }

  #content(type: number, bytes: Uint8Array, sealer = this.#sealer): void {
    if (this.#isOver) return;
    const whole = Math.floor(bytes.length / MAX_PLAINTEXT);
    const rest = bytes.length % MAX_PLAINTEXT;
    const length = whole * sealer.lengthOf(MAX_PLAINTEXT) + (rest > 0 ? sealer.lengthOf(rest) : 0);
    const records = new Uint8Array(length);
    let end = 0;
    for (let at = 0; at < bytes.length; at += MAX_PLAINTEXT) {
      const content = bytes.subarray(at, at + MAX_PLAINTEXT);
      const start = end;
      end += sealer.lengthOf(content.length);
      this.#seal(records.subarray(start, end), sealer, type, content);
    }
    this.#records.push(records);
  }

  #seal(bytes: Uint8Array, sealer: Sealer, contentType: number, content: Uint8Array): void {
    const { epoch, sequence } = sealer;
    sealer.seal(contentType, content, bytes);
    const number = this.#number++;
    const offset = this.#offset;
    this.#offset += bytes.length;
    this.tell?.(() => ({
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
    }));
  }
}

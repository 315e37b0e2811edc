/** What comes from the peer: records opened one at a time, only when somebody asks for the next. */
import { cleartext, type Epoch, type Protection } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { Fragments, type WholeMessage } from '../record/fragments.ts';
import { openerOf } from '../record/opener-and-sealer.ts';
import { type Opener, PlainOpener } from '../record/protection.ts';
import { badContentType, type RawRecord, RECORD_HEADER, RecordReader } from '../record/record.ts';
import { say } from '../wire/words.ts';
import { Arrivals } from './arrivals.ts';
import { describeForeignBytes, FIRST_BYTES, notTls } from './foreign-bytes.ts';
import { Gate } from './gate.ts';
import type { Observer } from './observer.ts';
import type { Arrived } from './shortfall.ts';

/** What a record turned out to hold. */
export type Arrival =
  | { readonly kind: 'message'; readonly message: WholeMessage }
  | { readonly kind: 'change_cipher_spec'; readonly content: Uint8Array; readonly bare: boolean }
  | { readonly kind: 'alert'; readonly content: Uint8Array }
  | { readonly kind: 'data'; readonly content: Uint8Array };

const none = new Uint8Array();
/** Records in a row without content, counting ChangeCipherSpecs, before the peer is taken for hostile. */
const MOST_EMPTY_RECORDS = 32;
/** Bytes that may wait while a promise is pending: many times what a socket reads at once. */
const MOST_BUFFERED = 2 ** 20;

export class Incoming {
  readonly #reader = new RecordReader();
  readonly #fragments: Fragments;
  #opener: Opener = new PlainOpener();
  readonly gate = new Gate();
  readonly #arrivals: Arrivals | undefined;
  #number = 0;
  /** Records so far that no keys protected. */
  #unprotected = 0;
  #emptyInARow = 0;

  /**
   * @param role our own
   * @param longestMessage most bytes of a Certificate, and of any other message; 128 KiB when undefined
   * @param observer undefined when nobody observes
   */
  constructor(
    private readonly role: 'client' | 'server',
    longestMessage: number | undefined,
    private readonly observer: Observer | undefined,
  ) {
    this.#fragments = new Fragments(longestMessage);
    this.#arrivals = observer && new Arrivals();
  }

  get epoch(): Epoch {
    return this.#opener.epoch;
  }

  /** Part of a handshake message is pending. */
  get pending(): boolean {
    return this.#fragments.pending;
  }

  /** Bytes waiting to be opened. */
  get buffered(): number {
    return this.#reader.buffered;
  }

  /** What has come so far; for telling what is missing. */
  get arrived(): Arrived {
    const record = this.#reader.begun;
    const start = record ? none : this.#reader.peek(RECORD_HEADER - 1);
    return { any: this.#number > 0, start, record, message: this.#fragments.begun };
  }

  feed(bytes: Uint8Array): void {
    if (this.#reader.buffered + bytes.length > MOST_BUFFERED) {
      throw new TlsError('misuse', say`more than ${MOST_BUFFERED} bytes were fed to a paused connection`);
    }
    this.#reader.feed(bytes);
    if (this.observer) this.#arrivals?.came(bytes.length, this.observer.now());
  }

  readWith(protection: Protection): void {
    // RFC 9846 section 5.1: handshake messages must not span key changes.
    if (this.pending) {
      throw new TlsError(
        'misaligned-key-change',
        'the peer’s handshake message goes on after a key change',
        'RFC 9846 section 5.1',
      );
    }
    const { epoch } = protection;
    this.#opener = openerOf(protection);
    this.gate.keysChanged(epoch);
    this.observer?.tell(() => ({ type: 'keys', direction: 'received', epoch }));
  }

  /** What comes next, or undefined until more bytes are fed. */
  next(): Arrival | undefined {
    for (;;) {
      const message = this.#fragments.next();
      if (message) return { kind: 'message', message };
      const record = this.#nextRecord();
      if (!record) return undefined;
      const arrival = this.#take(record);
      if (arrival) return arrival;
    }
  }

  #nextRecord(): RawRecord | undefined {
    if (this.#number === 0) {
      const foreign = describeForeignBytes(this.#reader.peek(FIRST_BYTES), this.role);
      if (foreign === 'begun') return undefined;
      if (foreign) throw notTls(foreign);
    }
    return this.#reader.next();
  }

  #take(record: RawRecord): Arrival | undefined {
    const { epoch, sequence } = this.#opener;
    const began = this.observer?.now() ?? 0;
    const opened = this.#opener.open(record);
    const took = (this.observer?.now() ?? 0) - began;
    const number = this.#number++;
    if (!opened) return undefined;
    const { type, content, padding, bare } = opened;
    const place = bare ? { epoch: cleartext, sequence: this.#unprotected++ } : { epoch, sequence };
    this.observer?.tell(() => ({
      type: 'record',
      direction: 'received',
      number,
      offset: record.offset,
      bytes: record.bytes,
      ...place,
      contentType: type,
      content,
      padding,
      took,
      arrived: this.#arrivals?.of(record.offset + record.bytes.length),
    }));
    this.#countEmpty(type, content);
    return this.#sort(type, content, number, bare);
  }

  #sort(type: number, content: Uint8Array, number: number, bare: boolean): Arrival | undefined {
    if (type !== ContentType.handshake && this.pending) {
      throw new TlsError(
        'unexpected-record',
        say`the peer sent ${ContentType.nameOf(type)} in the middle of a handshake message`,
        'RFC 9846 section 5.1',
      );
    }
    switch (type) {
      case ContentType.handshake:
        this.#fragments.add(content, number);
        return undefined;
      case ContentType.application_data:
        return { kind: 'data', content };
      case ContentType.alert:
        return { kind: 'alert', content };
      case ContentType.change_cipher_spec:
        return { kind: 'change_cipher_spec', content, bare };
      default:
        throw badContentType(type);
    }
  }

  #countEmpty(type: number, content: Uint8Array): void {
    // Warnings have a limit of their own, and must not hide a flood of empty records.
    if (type === ContentType.alert && content.length > 0) return;
    const empty = content.length === 0 || type === ContentType.change_cipher_spec;
    this.#emptyInARow = empty ? this.#emptyInARow + 1 : 0;
    if (this.#emptyInARow > MOST_EMPTY_RECORDS) {
      throw new TlsError(
        'too-many-empty-records',
        say`the peer sent more than ${MOST_EMPTY_RECORDS} records without content in a row`,
        'RFC 9846 section 5.1',
      );
    }
  }
}

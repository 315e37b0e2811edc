/**
 * Follows a recorded connection from both sides: bytes in the order in which they went by, and a key log (RFC 9850).
 *
 * Records, messages and keys are handled as in a connection; its flows are not run, so nothing is judged: a handshake that
 * either side refused is reported as it went. What cannot be opened or read is reported as such, and watching goes on after it.
 */

import type { Provider } from '../crypto/provider.ts';
import { annotateAs, definitionOf, messageAs } from '../protocol/any-message.ts';
import { cleartext, type Epoch } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { ContentType } from '../protocol/numbers/content.ts';
import { Fragments, type WholeMessage } from '../record/fragments.ts';
import { type RawRecord, RecordReader } from '../record/record.ts';
import type { SecretOf } from '../schedule/keylog.ts';
import { Negotiated } from './negotiated.ts';
import type { Seen, Sender } from './seen.ts';
import { SenderKeys } from './sender-keys.ts';

export interface SpectatorOptions {
  /** Its cipher suites open records. */
  readonly provider: Pick<Provider, 'suites'>;
  /** The key log: {@link readKeyLog} of a file, or any other source. */
  readonly secretOf: SecretOf;
  /** Most bytes of a Certificate, and of any other message; 128 KiB when absent. */
  readonly longestMessage?: number;
}

/** Holds at most one unfinished record and one unfinished message per sender. */
export class Spectator {
  readonly #senders: Readonly<Record<Sender, Half>>;

  constructor({ provider, secretOf, longestMessage }: SpectatorOptions) {
    const agreed = new Negotiated(provider.suites);
    const half = (sender: Sender): Half =>
      new Half(sender, agreed, new SenderKeys(sender, agreed, secretOf), longestMessage);
    this.#senders = { client: half('client'), server: half('server') };
  }

  /**
   * What these bytes complete. They must not change afterwards, since records are views into them. Never throws because of
   * their contents.
   *
   * @param at any time mark; what is seen carries the mark of the bytes that completed it
   */
  feed(from: Sender, bytes: Uint8Array, at: number): Seen[] {
    return this.#senders[from].feed(bytes, at);
  }

  /** The recording ends here: what was begun but not completed. */
  end(at: number): Seen[] {
    return [...this.#senders.client.end(at), ...this.#senders.server.end(at)];
  }
}

class Half {
  readonly #reader = new RecordReader();
  /** Undefined once messages can no longer be told apart. */
  #messages: Fragments | undefined;
  #epoch: Epoch = cleartext;
  #number = 0;
  #isLost = false;
  #seen: Seen[] = [];
  #at = 0;

  constructor(
    readonly sender: Sender,
    readonly agreed: Negotiated,
    readonly keys: SenderKeys,
    readonly longestMessage: number | undefined,
  ) {
    this.#messages = new Fragments(longestMessage);
  }

  feed(bytes: Uint8Array, at: number): Seen[] {
    this.#at = at;
    try {
      if (!this.#isLost) {
        this.#reader.feed(bytes);
        for (let record = this.#reader.next(); record; record = this.#reader.next()) this.#record(record);
      }
    } catch (error) {
      if (!(error instanceof TlsError)) throw error;
      this.#lose('stream', error.message);
    }
    return this.#taken();
  }

  end(at: number): Seen[] {
    this.#at = at;
    if (!this.#isLost && this.#reader.buffered > 0)
      this.#lose('stream', 'the recording ends within a record');
    else if (this.#messages?.pending) this.#lose('messages', 'the recording ends within a message');
    return this.#taken();
  }

  #record(record: RawRecord): void {
    const { bytes, offset } = record;
    const { epoch, opened, refused } = this.keys.open(record);
    const number = this.#number++;
    // TLS 1.3 allows a cleartext ChangeCipherSpec among protected records.
    if (record.type !== ContentType.change_cipher_spec) this.#change(epoch);
    const seen = { number, offset, bytes, epoch };
    if (!opened) {
      this.#tell({ kind: 'unopened', ...seen, ...refused! });
      if (this.#messages?.pending) this.#lose('messages', 'a part of a message could not be opened');
      this.#messages = new Fragments(this.longestMessage);
      return;
    }
    const { type, content, padding, sequence } = opened;
    this.#tell({ kind: 'record', ...seen, sequence, contentType: type, content, padding });
    if (type === ContentType.alert && content.length === 2)
      this.#tell({ kind: 'alert', level: content[0]!, description: content[1]! });
    if (type === ContentType.change_cipher_spec) this.keys.changeCipherSpec();
    if (type === ContentType.handshake) this.#handshake(content, number, epoch);
  }

  #change(epoch: Epoch): void {
    const { level, generation } = this.#epoch;
    if (epoch.level === level && epoch.generation === generation) return;
    if (this.#messages?.pending) this.#lose('messages', 'a message is cut off by a change of keys');
    this.#messages = new Fragments(this.longestMessage);
    this.#epoch = epoch;
    this.#tell({ kind: 'keys', epoch });
  }

  #handshake(content: Uint8Array, number: number, epoch: Epoch): void {
    try {
      this.#messages?.add(content, number);
      for (let whole = this.#messages?.next(); whole; whole = this.#messages?.next())
        this.#message(whole, epoch);
    } catch (error) {
      if (!(error instanceof TlsError)) throw error;
      this.#lose('messages', error.message);
      this.#messages = undefined;
    }
  }

  #message({ raw, records }: WholeMessage, epoch: Epoch): void {
    const { supported, chosen } = this.agreed;
    const is = definitionOf(raw, supported, chosen);
    const decoded = is && messageAs(is, raw);
    if (decoded) {
      this.agreed.add(decoded);
      this.keys.message(decoded, epoch);
    }
    this.#tell({ kind: 'message', is, raw, epoch, records, annotate: () => annotateAs(is, raw) });
  }

  #lose(what: 'stream' | 'messages', because: string): void {
    this.#isLost ||= what === 'stream';
    this.#tell({ kind: 'lost', what, because });
  }

  #tell(seen: Untold<Seen>): void {
    this.#seen.push({ ...seen, from: this.sender, at: this.#at } as Seen);
  }

  #taken(): Seen[] {
    const seen = this.#seen;
    this.#seen = [];
    return seen;
  }
}

type Untold<S> = S extends Seen ? Omit<S, 'from' | 'at'> : never;

/** What a spectator sees of a recorded connection. */
import type { Epoch } from '../protocol/epoch.ts';
import type { Message } from '../protocol/message.ts';
import type { Span } from '../wire/tracing-reader.ts';

export type Sender = 'client' | 'server';
export type Seen = SeenRecord | SeenUnopened | SeenMessage | SeenAlert | SeenKeys | SeenLost;

interface Sight {
  readonly from: Sender;
  /** The time mark of the bytes that completed it. */
  readonly at: number;
}

interface RecordSight extends Sight {
  /** Its number among the sender's records, from 0. */
  readonly number: number;
  /** Where it began in the sender's stream, in bytes. */
  readonly offset: number;
  /** Header and fragment: a view into what was fed. */
  readonly bytes: Uint8Array;
  readonly epoch: Epoch;
}

export interface SeenRecord extends RecordSight {
  readonly kind: 'record';
  /** Its number under its keys, from 0. */
  readonly sequence: number;
  /** Inside the protection. */
  readonly contentType: number;
  readonly content: Uint8Array;
  /** Bytes of padding removed. */
  readonly padding: number;
}

/** A record that could not be opened. */
export interface SeenUnopened extends RecordSight {
  readonly kind: 'unopened';
  /**
   * - no-secret: the key log has nothing for these keys
   * - damaged: the record was changed, or other keys protect it
   * - unknown-keys: which keys protect it was not seen, or handglass does not have them
   */
  readonly why: 'no-secret' | 'damaged' | 'unknown-keys';
  /** One sentence. */
  readonly because: string;
}

export interface SeenMessage extends Sight {
  readonly kind: 'message';
  /** Undefined if it follows no definition. */
  readonly is: Message<unknown> | undefined;
  /** Header and body. */
  readonly raw: Uint8Array;
  readonly epoch: Epoch;
  /** The first and the last of the sender's records that it came in. */
  readonly records: readonly [number, number];
  /** The tree of its annotated bytes, built by each call. */
  annotate(): Span;
}

export interface SeenAlert extends Sight {
  readonly kind: 'alert';
  readonly level: number;
  readonly description: number;
}

/** From the next protected record on, the sender uses these keys. */
export interface SeenKeys extends Sight {
  readonly kind: 'keys';
  readonly epoch: Epoch;
}

/** From here on this sender's bytes cannot be followed. */
export interface SeenLost extends Sight {
  readonly kind: 'lost';
  /** All that follows, or the handshake messages until the next change of keys. */
  readonly what: 'stream' | 'messages';
  readonly because: string;
}

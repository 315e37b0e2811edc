/** What happened, one step after the other, in the trace document; and the bytes of a message, by name. */
import type { References } from './references.ts';

export type Role = 'client' | 'server';

interface StepOf<K extends string> {
  readonly kind: K;
  /** What it is called: `DNS`, `CRL`, `ClientHello`, `ChangeCipherSpec`, an alert's name, an epoch. */
  readonly name: string;
  /** When it was done, or processed. */
  readonly at: number;
}
export interface Moved {
  readonly direction: 'sent' | 'received';
  readonly from: Role;
}
/** Of what goes over the wire. */
export interface InFlight extends Moved {
  /** A flight is everything that one side says before the other answers; they are counted from 0. */
  readonly flight: number;
  /** When its last byte came, which may have been some time before it was processed; null of what we sent. */
  readonly arrived: number | null;
}

export type Step =
  /** Besides TLS: its length in milliseconds is `took`. */
  | (StepOf<'dns'> & { readonly took: number; readonly addresses: readonly string[] })
  | (StepOf<'tcp'> & { readonly took: number; readonly address: string; readonly port: number })
  | (StepOf<'fetch'> & { readonly took: number; readonly url: string; readonly failed: string | null })
  /** Whether to go on with a certificate that is not acceptable; `took` is how long the answer took. */
  | (StepOf<'question'> & {
      readonly took: number;
      /** A person who was asked, or an option, so that nobody was. */
      readonly by: 'person' | 'option';
      /** As it was put; null where nobody was asked. */
      readonly question: string | null;
      /** What was shown to be wrong. */
      readonly defects: readonly { readonly reason: string; readonly detail: string }[];
      readonly answer: 'yes' | 'no';
    })
  | MessageStep
  | (StepOf<'change_cipher_spec'> &
      InFlight & { readonly length: number; readonly records: readonly [number, number] })
  | (StepOf<'alert'> & InFlight & { readonly level: string; readonly description: number })
  /** From the next record of this direction on, these keys. */
  | (StepOf<'keys'> & Moved & { readonly epoch: string })
  | (StepOf<'data'> & InFlight & { readonly length: number })
  /** A ticket that a later connection may resume with. */
  | StepOf<'session'>
  /** close_notify came. */
  | (StepOf<'end'> & Moved)
  /** After the handshake the transport ended without close_notify. */
  | (StepOf<'cut'> & Moved);

export type MessageStep = StepOf<'message'> &
  InFlight & {
    /** The HandshakeType by its RFC name, such as `client_hello`. */
    readonly type: string;
    /** Which definition it follows, where one type has several: `ServerHello12`, `ClientKeyExchangeRSA`. Null for none. */
    readonly definition: string | null;
    /** With the four bytes of its header. */
    readonly length: number;
    readonly epoch: string;
    /** The first and the last record of its direction that it is in; null until it is in one. */
    readonly records: readonly [number, number] | null;
    /** Empty if the trace had no room for it; `fields` says so too. */
    readonly bytes: string;
    /** Ranges of `bytes` that are zeros in the place of a secret; absent where there are none. */
    readonly withheld?: readonly Range[];
    readonly fields: Field;
    /** The hash of all messages up to here; null of a message that is in no transcript. */
    readonly transcript: { readonly hash: string; readonly digest: string } | null;
    /** What it is for: the id of a text; null of a message that nobody knows. */
    readonly purpose: string | null;
    /** What each side knows from here on that it did not know before, by the ids of texts. */
    readonly learns: Learned;
  };

export interface Learned {
  readonly client: readonly string[];
  readonly server: readonly string[];
  /** Whoever can read the network, and has no keys. */
  readonly network: readonly string[];
}

/** The first byte, and the one after the last. */
export type Range = readonly [start: number, end: number];

/** A named range of bytes with the ranges inside it. Offsets count from the start of the message, record or evidence. */
export interface Field {
  readonly name: string;
  readonly start: number;
  readonly end: number;
  readonly rfc?: References;
  /** What the field is for, in one sentence. */
  readonly about?: string;
  /** Its value in words. */
  readonly means?: string;
  /** Only if it has no parts: a number, or bytes in hexadecimal. */
  readonly value?: number | string;
  /** Its value is a secret that nobody asked for. */
  readonly withheld?: true;
  /** Why reading stopped here. */
  readonly failed?: string;
  readonly parts?: readonly Field[];
}

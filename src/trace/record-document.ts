/** A record, in the trace document. */
import type { Field, Moved, Range } from './step-document.ts';

export interface RecordDocument extends Moved {
  readonly number: number;
  /** When it was sealed or opened. */
  readonly at: number;
  /** When its last byte came; null of what we sent. */
  readonly arrived: number | null;
  /** Milliseconds that its cipher took; null where nobody measured it. */
  readonly took: number | null;
  /** Where it began in the direction's stream, in bytes. */
  readonly offset: number;
  /** Of header and fragment, in bytes. */
  readonly length: number;
  readonly epoch: string;
  readonly sequence: number;
  /** What it carries, inside the protection. */
  readonly contentType: string;
  readonly contentLength: number;
  readonly padding: number;
  readonly bytes: string;
  /** Ranges of `bytes` that are zeros in the place of a secret; absent where there are none. */
  readonly withheld?: readonly Range[];
  readonly fields: Field;
  /** Null in cleartext. */
  readonly protection: ProtectionDocument | null;
}

/** How a record is protected. */
export interface ProtectionDocument {
  /** Which bytes of the record are ciphertext. */
  readonly ciphertext: Range;
  /** Which bytes prove that it was not changed; null where that is encrypted as well, as the MAC of CBC is. */
  readonly tag: Range | null;
  /** Which bytes are the part of the nonce that is sent, or the IV; null where there are none. */
  readonly explicit: Range | null;
  /** What is authenticated beside the content (RFC 9846 section 5.2, RFC 5246 section 6.2.3.3). */
  readonly additionalData: string;
  /** Only if secrets were asked for: of an AEAD. */
  readonly nonce?: string;
  /** Only if secrets were asked for: what was encrypted; in TLS 1.3 with the content's type and the padding. */
  readonly plaintext?: string;
}

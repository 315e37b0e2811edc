/** A record, in the trace document. */
import type { Field, Moved } from './step-document.ts';

export interface RecordDocument extends Moved {
  readonly number: number;
  readonly at: number;
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
  readonly fields: Field;
}

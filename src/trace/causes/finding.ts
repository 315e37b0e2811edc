/** What one kind of failure turns out to be. */
import type { Words } from '../../wire/words.ts';
import type { ErrorDocument, TraceDocument } from '../document.ts';
import type { Try } from '../remedies.ts';

export interface Finding {
  /** A name that does not change with the wording. */
  readonly id: string;
  /** Where it is not what the error alone would be. */
  readonly cause?: Cause;
  /** In the place of the error's message. */
  readonly what?: Words;
  /** One sentence each, behind who sent what at which step. */
  readonly details?: readonly Words[];
  /** The most promising first. */
  readonly tries: readonly Try[];
}

/** What kind of failure it is, which the command line turns into its exit code. */
export type Cause =
  | 'network'
  | 'not-tls'
  | 'negotiation'
  | 'server-certificate'
  | 'client-certificate'
  | 'internal';

/** Undefined where it is not of that kind. */
export type Find = (trace: TraceDocument, error: ErrorDocument) => Finding | undefined;

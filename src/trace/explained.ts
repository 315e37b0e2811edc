/** A document with what it comes to: why the connection failed, and what to try. */
import type { Words } from '../wire/words.ts';
import { type Warning, warningsOf } from './causes/warnings.ts';
import { type Cause, type Diagnosis, diagnose } from './diagnosis.ts';
import type { TraceDocument } from './document.ts';
import type { Remedy } from './remedies.ts';
import { placeOf } from './text.ts';

export function explained(trace: TraceDocument, argv: Argv): ExplainedDocument {
  const diagnosis = diagnose(trace);
  return diagnosis ? withCause(trace, diagnosis, argv) : { ...trace, warnings: warningsOf(trace) };
}

/** A document with a cause that is known already. */
export function withCause(trace: TraceDocument, cause: Diagnosis, argv: Argv): ExplainedDocument {
  const { cause: kind, id, what, details, tries } = cause;
  const place = placeOf(trace.peer);
  return {
    ...trace,
    cause: { id, kind, what, details },
    tries: tries.map((attempt) => ({
      id: attempt.id,
      what: attempt.what,
      why: attempt.why ?? null,
      argv: argv(attempt, place) ?? null,
    })),
  };
}

export interface ExplainedDocument extends TraceDocument {
  /** Why it failed; absent if it has not. */
  readonly cause?: CauseDocument;
  /** The most promising first. */
  readonly tries?: readonly TryDocument[];
  /** Only if it has not failed. */
  readonly warnings?: readonly Warning[];
}

/** The command line that applies a remedy to a server, `localhost:443`. */
export type Argv = (remedy: Remedy, place: string) => readonly string[] | undefined;

export interface CauseDocument {
  /** A name that does not change with the wording. */
  readonly id: string;
  readonly kind: Cause;
  readonly what: Words;
  readonly details: readonly Words[];
}

export interface TryDocument {
  readonly id: Remedy['id'];
  readonly what: Words;
  readonly why: Words | null;
  /** The command line, without a shell’s quotation marks; null if none does it. Capitals stand for what only a person knows. */
  readonly argv: readonly string[] | null;
}

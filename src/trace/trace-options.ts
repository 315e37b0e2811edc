/** What a trace is to hold, and of which connection. */
import type { PeerDocument, Provenance, Role } from './document.ts';

export interface TraceOptions {
  readonly role: Role;
  readonly peer?: Partial<PeerDocument>;
  /** Monotonic milliseconds, by the clock of the events: when the first step began. */
  readonly startedAt: number;
  /** The same moment by the wall clock, in milliseconds since 1970. */
  readonly wallClock?: number;
  /** For the document. */
  readonly provenance?: Provenance;
  /** Show secrets that are among the events. */
  readonly secrets?: boolean;
  /** Most bytes of messages to keep, and the same again of records; 1 MiB each when absent. */
  readonly mostBytes?: number;
  /** Most records to keep; 256 when absent. */
  readonly mostRecords?: number;
}

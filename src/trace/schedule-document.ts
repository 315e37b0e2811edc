/** A step of the key schedule, in the trace document. */

export interface ScheduleDocument {
  readonly at: number;
  /** Milliseconds. */
  readonly took: number;
  /** In the words of RFC 9846 section 7.1 or RFC 5246 section 5; `cut` takes a key out of the key_block. */
  readonly operation: string;
  readonly hash: string;
  /** Without the prefix "tls13 ". */
  readonly label: string | null;
  readonly inputs: readonly ScheduleInputDocument[];
  readonly output: ScheduleValueDocument;
  /** The messages that its hash of messages covers, by their places among the steps; null where it has none. */
  readonly over: readonly number[] | null;
}

export interface ScheduleValueDocument {
  /** As the RFC calls it: `client_handshake_traffic_secret`. */
  readonly name: string;
  /** In bytes. */
  readonly length: number;
  /** Null unless secrets were asked for. */
  readonly bytes: string | null;
}

export interface ScheduleInputDocument extends ScheduleValueDocument {
  /** What the operation calls it: `salt`, `Secret`, `seed`. */
  readonly as: string;
  /** The step of the schedule that it came out of; null for what came from elsewhere. */
  readonly step: number | null;
}

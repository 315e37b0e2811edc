/** See {@link ConnectionOptions.records}. */
export type RecordCut = 'flight' | 'message' | number;

/** What a connection needs to know of its surroundings, as a client or as a server. */
export interface ConnectionOptions {
  /**
   * Report records, messages, keys, decisions and the steps of the key schedule as events. Secrets, and the bytes of those
   * steps, only with `secrets`.
   */
  readonly observe?: boolean | undefined;
  /** Report secrets as events, for a key log. */
  readonly secrets?: boolean | undefined;
  /** Milliseconds that the peer may keep the handshake waiting; waiting for our own side does not count. */
  readonly handshakeTimeout?: number | undefined;
  /**
   * Milliseconds within which our own side must answer: credentials, keys, checks, tickets; unlimited when absent.
   * `onRejected` may ask a person, so it is unlimited until the peer has ended its side.
   */
  readonly answerTimeout?: number | undefined;
  /**
   * Maximum length of the peer's Certificate in bytes, header included; 128 KiB when absent. Other messages have lower limits
   * of their own, and never exceed this one (docs/limits.md).
   */
  readonly longestMessage?: number | undefined;
  /**
   * How our handshake messages are put into records: those of a flight together, as far as keys and length allow (`flight`, when
   * absent), each in its own (`message`), or in records of so many bytes of content, from 1 to 16384. A record ends at each
   * change of keys (RFC 9846 section 5.1).
   */
  readonly records?: RecordCut | undefined;
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Called when something happens outside any call: a promise has settled. */
  readonly onProgress?: (() => void) | undefined;
}

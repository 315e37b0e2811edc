/** How long a connection waits for the peer, and for answers from our own side. */
import { say } from '../wire/words.ts';
import { invalidOption } from './errors.ts';

export interface TimeoutOptions {
  /** Milliseconds that the peer may keep the handshake waiting: 10,000 when absent, Infinity for no limit. */
  readonly handshakeTimeout?: number | undefined;
  /**
   * Milliseconds within which each of the program's callbacks and keys must answer: 30,000 when absent, Infinity for no limit.
   * `onRejected` may ask a person, so it is unlimited until the peer has ended its side.
   */
  readonly answerTimeout?: number | undefined;
}

/** docs/defaults.md: a peer silent for this long will not speak again. */
const HANDSHAKE_TIMEOUT = 10_000;
/** Longer than the 20 s allowed for fetching for one verdict. */
export const ANSWER_TIMEOUT = 30_000;

/** Throws a TypeError with a code for an invalid time. */
export function timeoutsFrom(options: TimeoutOptions): Required<TimeoutOptions> {
  const checked = (name: keyof TimeoutOptions, otherwise: number): number => {
    const value: unknown = options[name] ?? otherwise;
    if (typeof value === 'number' && value > 0) return value;
    throw invalidOption(name, (it) => say`${it} must be a number of milliseconds above 0, or Infinity`);
  };
  return {
    handshakeTimeout: checked('handshakeTimeout', HANDSHAKE_TIMEOUT),
    answerTimeout: checked('answerTimeout', ANSWER_TIMEOUT),
  };
}

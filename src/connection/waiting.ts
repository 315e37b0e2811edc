/** Whom a connection waits for, and how long: the peer during the handshake, or our own side for an answer. */
import type { AnswerWait } from '../handshake/flow.ts';
import { TlsError } from '../protocol/errors.ts';
import { oneOf, say, type Words } from '../wire/words.ts';
import type { ConnectionOptions } from './connection-options.ts';
import { Countdown } from './countdown.ts';
import { type Arrived, shortfallOf } from './shortfall.ts';

export class Waiting {
  readonly #freshPeer: () => Countdown;
  readonly #freshAnswer: (within?: number) => Countdown;
  #peer: Countdown;
  #answer: Countdown | undefined;
  #asked: AnswerWait | undefined;
  /** The peer was waited for, and will be again. */
  #isInterrupted = false;

  constructor({ now, handshakeTimeout, answerTimeout }: ConnectionOptions) {
    const never = Number.POSITIVE_INFINITY;
    this.#freshPeer = () => new Countdown(now, handshakeTimeout ?? never);
    this.#freshAnswer = (within = never) => new Countdown(now, Math.min(within, answerTimeout ?? never));
    this.#peer = this.#freshPeer();
    this.#freshAnswer();
  }

  /** Monotonic milliseconds at which the current wait times out. */
  get deadline(): number | undefined {
    return this.#peer.deadline ?? this.#answer?.deadline;
  }

  forPeer(): void {
    this.#peer.start();
  }

  /** A person may take as long as they like, until the peer has ended its side or is no longer read. */
  forAnswer(asked: AnswerWait): void {
    this.#isInterrupted = this.#peer.deadline !== undefined;
    this.#peer.stop();
    this.#asked = asked;
    this.#answer = this.#freshAnswer(asked.within);
    if (asked.of !== 'onRejected') this.#answer.start();
  }

  /** The peer has ended its side, or is no longer read. */
  hurry(): void {
    this.#answer?.start();
  }

  answered(): void {
    this.#answer = undefined;
    if (this.#isInterrupted) this.forPeer();
  }

  /** The handshake is over; another one has a time limit of its own. */
  forNobody(): void {
    this.#peer = this.#freshPeer();
    this.#answer = undefined;
  }

  /** An answer is late that the handshake can do without. */
  get isInVain(): boolean {
    return this.#asked?.within !== undefined && this.#answer?.over === true;
  }

  /** The error, once a wait has timed out. */
  error(waitsFor: readonly string[], arrived: Arrived): TlsError | undefined {
    if (this.#peer.over) {
      const what = say`the peer kept us waiting too long for ${oneOf(waitsFor)}`;
      return fallenShort('handshake-timeout', what, arrived);
    }
    if (this.#answer?.over)
      return new TlsError('answer-timeout', say`an answer from ${this.#asked!.of} did not come in time`);
    return undefined;
  }
}

/**
 * The error for a connection that ended without close_notify.
 *
 * @param waitedFor in a handshake; undefined after it
 * @param besides what may explain the cut
 * @param arrived what had come by then
 */
export function cut(
  waitedFor: readonly string[] | undefined,
  besides: Words | undefined,
  arrived: Arrived,
): TlsError {
  const what = waitedFor
    ? say`the connection was cut while we were waiting for ${oneOf(waitedFor)}`
    : 'the connection was cut without close_notify';
  const said = besides === undefined ? what : say`${what}; ${besides}`;
  return fallenShort('connection-cut', said, arrived, 'RFC 9846 section 6.1');
}

function fallenShort(
  reason: 'connection-cut' | 'handshake-timeout',
  what: Words,
  arrived: Arrived,
  rfc?: string,
): TlsError {
  const missing = shortfallOf(arrived);
  const said = missing?.said === undefined ? what : say`${what}; ${missing.said}`;
  return new TlsError(reason, said, rfc, { arrived: missing?.arrived });
}

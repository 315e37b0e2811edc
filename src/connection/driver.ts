/**
 * Runs a flow from one wait to the next (handshake/flow.ts): within the call while messages are there, and again when a
 * promise settles. An answer that arrives after the stop is dropped.
 */
import type { AnswerWait, Flow, Request, Wait } from '../handshake/flow.ts';
import { TlsError } from '../protocol/errors.ts';
import { type Message, titleOf } from '../protocol/message.ts';
import { oneOf, say, type Words } from '../wire/words.ts';

interface DriverHooks {
  /** A promise is pending: nothing from the peer is processed until it settles. */
  paused(asked: AnswerWait): void;
  /** It has settled; `goOn` takes the flow to its next wait, and throws what the flow throws. */
  resumed(goOn: () => void): void;
}

export class Driver {
  #wait: Wait | undefined;
  #stopped = false;
  /** The message that the flow is processing, until it waits for the next. */
  #handling: string | undefined;

  constructor(
    private readonly flow: Flow<never>,
    private readonly hooks: DriverHooks,
  ) {}

  /** The messages that the flow is waiting for; undefined while it waits for an answer. */
  get expected(): readonly Message<unknown>[] | undefined {
    return this.#wait?.need === 'message' ? this.#wait.of : undefined;
  }

  /** What the application may ask for now. */
  get requests(): readonly Request[] {
    return (this.#wait?.need === 'message' && this.#wait.or) || [];
  }

  /** Whose answer is pending. */
  get asked(): AnswerWait['of'] | undefined {
    return this.#wait?.need === 'promise' ? this.#wait.of : undefined;
  }

  /** Messages by their RFC names, or an answer from our own side. */
  get waitsFor(): readonly string[] {
    if (this.asked) return [say`an answer from ${this.asked}`.text];
    return [...new Set((this.expected ?? []).map(titleOf))];
  }

  /** What a connection is doing, in the RFC's names: the step at which it fails. */
  step(isOpen: boolean): Words {
    if (this.#handling !== undefined) return say`checking ${this.#handling}`;
    if (isOpen) return 'after the handshake';
    return this.waitsFor.length === 0 ? 'starting' : say`waiting for ${oneOf(this.waitsFor)}`;
  }

  /** Takes the flow to its first wait. Throws what the flow throws, as {@link give} does. */
  begin(): void {
    this.#turn(() => this.flow.next());
  }

  /**
   * Hands over a message that the flow was waiting for.
   *
   * @param title its RFC name
   */
  give(
    received: { readonly name: string; readonly body: unknown; readonly raw: Uint8Array },
    title: string,
  ): void {
    this.#handling = title;
    this.#turn(() => this.flow.next(received));
  }

  /** @param request one of {@link requests} */
  ask(request: Request): void {
    this.#turn(() => this.flow.next({ name: request }));
  }

  /** Nothing more will happen. */
  get stopped(): boolean {
    return this.#stopped;
  }

  stop(): void {
    this.#stopped = true;
    this.#wait = undefined;
    try {
      this.flow.return(undefined as never);
    } catch {
      // The flow was running when it failed, and has ended.
    }
  }

  #turn(turn: () => IteratorResult<Wait, never>): void {
    // The hook may call the connection, and its flow must not be re-entered.
    this.#wait = undefined;
    const { value, done } = turn();
    if (this.#stopped) return;
    if (done) throw new TlsError('internal', 'a handshake’s flow ended, which it never should');
    this.#wait = value;
    if (value.need === 'message') {
      this.#handling = undefined;
      return;
    }
    this.hooks.paused(value);
    // The promise may not be a native one: so it settles once, and never within this call.
    Promise.resolve(value.promise).then(
      (answer) => this.#resume(value, () => this.flow.next(answer)),
      (error: unknown) => this.#resume(value, () => this.flow.throw(error)),
    );
  }

  /** The flow goes on without the answer that it waits for, which is dropped if it still comes. */
  giveUpWaiting(): void {
    const late = () => this.flow.throw(new Error('there was no answer in time'));
    if (this.#wait) this.#resume(this.#wait, late);
  }

  #resume(after: Wait, turn: () => IteratorResult<Wait, never>): void {
    if (this.#wait === after) this.hooks.resumed(() => this.#turn(turn));
  }
}

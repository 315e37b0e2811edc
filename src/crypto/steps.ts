/** Work that waits only for promises; a handshake also waits for messages (handshake/flow.ts). */
import type { Maybe } from './provider.ts';

export interface PromiseWait<Of = string> {
  readonly need: 'promise';
  readonly promise: PromiseLike<unknown>;
  /** Who has to answer. */
  readonly of: Of;
}

export type Steps<T, Of = string> = Generator<PromiseWait<Of>, T, unknown>;

/** Waits for a promise; a plain value goes straight through. */
export function* settle<T, Of extends string>(value: Maybe<T>, of: Of): Steps<T, Of> {
  return isPromise(value) ? ((yield { need: 'promise', promise: value, of }) as T) : value;
}

/**
 * Lets other work run between slices of a long task. It is passed in, since the core has no event loop. Its rejection is
 * passed on.
 */
export type Turn = () => PromiseLike<void>;

/** The end of a slice. Without a `turn`, work continues at once. */
export function* pause(turn: Turn | undefined): Steps<void> {
  if (turn) yield* settle(turn(), 'the turn');
}

/** Runs the steps: within the call, as long as nothing is a promise. */
export function run<T>(steps: Steps<T>): Maybe<T> {
  const next = (result: IteratorResult<PromiseWait, T>): Maybe<T> => {
    if (result.done) return result.value;
    return result.value.promise.then(
      (value) => next(steps.next(value)),
      (error: unknown) => next(steps.throw(error)),
    );
  };
  return next(steps.next());
}

export const isPromise = <T>(maybe: Maybe<T>): maybe is PromiseLike<T> =>
  typeof (maybe as { then?: unknown } | null | undefined)?.then === 'function';

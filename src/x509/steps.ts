/** Work that waits only for the provider and between slices: a generator that yields those promises, none with a synchronous provider. */
import type { Maybe } from '../crypto/provider.ts';

export type Steps<T> = Generator<PromiseLike<unknown>, T, unknown>;

/**
 * Lets other work run between slices of a long task. It is passed in, since the core has no event loop. Its rejection is
 * passed on.
 */
export type Turn = () => PromiseLike<void>;

/** The end of a slice. Without a `turn`, work continues at once. */
export function* pause(turn: Turn | undefined): Steps<void> {
  if (turn) yield turn();
}

/** What the provider answered, now or later. */
export function* answer<T>(maybe: Maybe<T>): Steps<T> {
  return isPromise(maybe) ? ((yield maybe) as T) : maybe;
}

/** Drives the steps: at once as long as nothing is a promise. */
export function run<T>(steps: Steps<T>): Maybe<T> {
  const next = (result: IteratorResult<PromiseLike<unknown>, T>): Maybe<T> => {
    if (result.done) return result.value;
    return result.value.then(
      (value) => next(steps.next(value)),
      (error: unknown) => next(steps.throw(error)),
    );
  };
  return next(steps.next());
}

export const isPromise = <T>(maybe: Maybe<T>): maybe is PromiseLike<T> =>
  typeof (maybe as { then?: unknown } | null | undefined)?.then === 'function';

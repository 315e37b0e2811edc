/** Work that waits only for the provider: a generator that yields its promises, and none with a synchronous provider. */
import type { Maybe } from '../crypto/provider.ts';

export type Steps<T> = Generator<PromiseLike<unknown>, T, unknown>;

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

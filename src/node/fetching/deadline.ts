/**
 * Work with a time limit, given up as soon as nobody waits for it.
 *
 * Gives `work` a signal that is aborted with `late()` when the time is over, and with the reason of `outer` when that is.
 * Acting on the signal is up to `work`.
 *
 * @param time milliseconds
 */
export async function within<T>(
  time: number,
  late: () => Error,
  outer: AbortSignal | undefined,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  outer?.throwIfAborted();
  const own = new AbortController();
  const leave = (): void => own.abort(outer?.reason);
  outer?.addEventListener('abort', leave, { once: true });
  const timer = setTimeout(() => own.abort(late()), time);
  try {
    return await work(own.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', leave);
  }
}

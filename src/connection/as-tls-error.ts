/** Whatever was thrown, as the one kind of error that there is outside: what is no TlsError came from what was handed in. */
import { TlsError } from '../protocol/errors.ts';

export function asTlsError(thrown: unknown): TlsError {
  if (thrown instanceof TlsError) return thrown;
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return new TlsError('internal', `something that was handed in failed: ${message}`, undefined, {
    cause: thrown,
  });
}

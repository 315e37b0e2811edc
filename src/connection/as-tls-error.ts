/** Whatever was thrown, as the one kind of error that there is outside: what is no TlsError came from what was handed in. */
import { TlsError } from '../protocol/errors.ts';
import { thrownText } from '../wire/thrown-text.ts';
import { say } from '../wire/words.ts';

export function asTlsError(thrown: unknown): TlsError {
  if (isOurs(thrown)) return thrown;
  const said = say`something that was handed in failed: ${thrownText(thrown)}`;
  return new TlsError('internal', said, undefined, { cause: thrown });
}

/** One that can still be told its step. A proxy may throw at any question. */
function isOurs(thrown: unknown): thrown is TlsError {
  try {
    return thrown instanceof TlsError && Object.isExtensible(thrown);
  } catch {
    return false;
  }
}

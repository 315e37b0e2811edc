/** Whatever was thrown, as a TlsError, the only kind that we report: any other came from code that was passed in. */
import { TlsError } from '../protocol/errors.ts';
import { thrownText } from '../wire/thrown-text.ts';
import { say } from '../wire/words.ts';

export function asTlsError(thrown: unknown): TlsError {
  if (isOurs(thrown)) return thrown;
  const said = say`code that was passed in failed: ${thrownText(thrown)}`;
  return new TlsError('internal', said, undefined, { cause: thrown });
}

/** A TlsError whose step can still be set. A proxy may throw at either question. */
function isOurs(thrown: unknown): thrown is TlsError {
  try {
    return thrown instanceof TlsError && Object.isExtensible(thrown);
  } catch {
    return false;
  }
}

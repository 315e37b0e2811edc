/** What others sent may be malformed; here that is an answer and not an error. */
import { Malformed } from '../../wire/reader.ts';

export function readable<T>(der: Uint8Array, parse: (der: Uint8Array) => T): T | Malformed {
  try {
    return parse(der);
  } catch (error) {
    if (error instanceof Malformed) return error;
    throw error;
  }
}

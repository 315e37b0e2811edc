/** Fetching is handed in, and may fail in any way: here that is an answer, for a person to read. */

import type { Maybe } from '../crypto/provider.ts';
import { thrownText } from '../wire/thrown-text.ts';
import { say, type Words } from '../wire/words.ts';
import { answer, type Steps } from './steps.ts';

export function* attempt<T>(
  url: string,
  fetch: () => Maybe<T>,
): Steps<{ readonly got: T } | { readonly why: Words }> {
  try {
    return { got: yield* answer(fetch()) };
  } catch (error) {
    const message = thrownText(error);
    return { why: message.includes(url) ? message : say`${url} could not be fetched: ${message}` };
  }
}

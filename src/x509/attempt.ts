/** Fetching is passed in, and may fail in any way: here a failure becomes an answer, for a person to read. */

import type { Maybe } from '../crypto/provider.ts';
import { type Steps, settle } from '../crypto/steps.ts';
import { thrownWords } from '../wire/thrown-text.ts';
import { say, type Words } from '../wire/words.ts';

export function* attempt<T>(
  url: string,
  fetch: () => Maybe<T>,
): Steps<{ readonly got: T } | { readonly why: Words }> {
  try {
    return { got: yield* settle(fetch(), 'the fetch') };
  } catch (error) {
    const why = thrownWords(error);
    return { why: String(why).includes(url) ? why : say`${url} could not be fetched: ${why}` };
  }
}

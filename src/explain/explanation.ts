/** What `explain` says about one thing: an alert, a suite, a field, an error text of some program. */
import type { Words } from '../wire/words.ts';

export interface Explanation {
  /** `alert/handshake_failure`: does not change with the wording. */
  readonly id: string;
  /** What kind of thing it is: `alert`, `cipher suite`, … */
  readonly kind: Words;
  /** Its name as the RFC or the program spells it. */
  readonly title: string;
  /** One sentence each, the most important first. */
  readonly says: readonly Words[];
  readonly rfc?: string;
}

/** What another program says, and what lies behind it. */
export interface ErrorText {
  readonly id: string;
  /** What it is called here. */
  readonly title: string;
  readonly texts: readonly RegExp[];
  readonly says: readonly Words[];
}

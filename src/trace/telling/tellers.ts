import type { Words } from '../../wire/words.ts';
import type { Place } from './place.ts';

/**
 * Sentences by field: `name`, `outer.name` or, where a message says which, `message:name`; `name[]` is an item of the list
 * `name`. The more exact one is taken.
 */
export type Tellers = Readonly<Record<string, (at: Place) => Words | undefined>>;

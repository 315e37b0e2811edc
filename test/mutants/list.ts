/** Every mutant, floor by floor. */
import type { Mutant } from './mutant.ts';
import { record } from './record.ts';
import { secrets } from './secrets.ts';

export const mutants: readonly Mutant[] = [...record, ...secrets];

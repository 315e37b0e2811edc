/** Every mutant, floor by floor. */
import type { Mutant } from './mutant.ts';
import { record } from './record.ts';

export const mutants: readonly Mutant[] = [...record];

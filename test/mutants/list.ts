/** Every mutant, floor by floor. */
import { checks } from './checks.ts';
import { connection } from './connection.ts';
import { handshake } from './handshake.ts';
import type { Mutant } from './mutant.ts';
import { record } from './record.ts';
import { schedule } from './schedule.ts';
import { secrets } from './secrets.ts';

export const mutants: readonly Mutant[] = [
  ...record,
  ...schedule,
  ...handshake,
  ...connection,
  ...checks,
  ...secrets,
];

/** A store of sessions in memory, for one process: bounded, and the oldest give way. */
import { hex } from '../../wire/bytes.ts';
import type { SessionStore } from '../config.ts';

interface Kept {
  readonly state: Uint8Array;
  /** Monotonic milliseconds. */
  readonly until: number;
}

export interface MemorySessions {
  /** Monotonic milliseconds. */
  readonly now: () => number;
  /** Seconds that a session may be resumed, at most a day; an hour when absent. */
  readonly lifetime?: number | undefined;
  /** Sessions that are kept, of up to 16 KiB each; 1000 when absent. */
  readonly most?: number | undefined;
}

const LIFETIME = 3600;
const MOST = 1000;

/** Holds the secrets of connections. Throws a RangeError for a limit that is not a whole number above 0. */
export function memorySessions({ now, lifetime = LIFETIME, most = MOST }: MemorySessions): SessionStore {
  if (!Number.isInteger(most) || most < 1) throw new RangeError('most must be a whole number above 0');
  // A Map goes through its entries in the order in which they came, and here none is ever put again.
  const kept = new Map<string, Kept>();
  const dropOld = (room: number): void => {
    for (const [id, { until }] of kept) {
      if (kept.size <= room && until > now()) return;
      kept.delete(id);
    }
  };
  return {
    lifetime,
    put(id, state) {
      dropOld(most - 1);
      kept.set(hex(id), { state: state.slice(), until: now() + lifetime * 1000 });
    },
    get(id) {
      dropOld(most);
      return kept.get(hex(id))?.state;
    },
    remove: (id) => void kept.delete(hex(id)),
  };
}

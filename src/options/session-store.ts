import type { SessionStore } from '../handshake/config.ts';
import { misuse } from './supported.ts';

/** Seconds (RFC 5246 appendix F.1.4). */
const LONGEST_KEPT = 24 * 60 * 60;

/** Throws TlsError 'misuse' for what cannot be a store. */
export function checkedStore(store: SessionStore): SessionStore {
  if (!(store.lifetime > 0 && store.lifetime <= LONGEST_KEPT))
    throw misuse('the lifetime of `sessions` must be from 1 second to a day (RFC 5246 appendix F.1.4)');
  if (([store.put, store.get, store.remove] as unknown[]).every((method) => typeof method === 'function'))
    return store;
  throw misuse('`sessions` must have the methods put, get and remove');
}

export function checkedContext(context: string): string {
  if (typeof context === 'string') return context;
  throw misuse('sessionIdContext must be text');
}

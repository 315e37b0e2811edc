/** Between slices of long work whatever waits gets its turn: sockets, timers, and what else they started. */
import type { Turn } from '../x509/index.ts';

export const loopTurn: Turn = () => new Promise((resolve) => void setImmediate(resolve));

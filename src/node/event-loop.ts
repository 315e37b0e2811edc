/** Lets the event loop turn between slices of long work, so that sockets and timers get their share. */
import type { Turn } from '../x509/index.ts';

export const loopTurn: Turn = () => new Promise((resolve) => void setImmediate(resolve));

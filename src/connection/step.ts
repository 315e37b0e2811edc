/** What a connection is doing: the step at which it fails, in the RFC's names. */
import type { Driver } from './driver.ts';

export function stepOf({ handling, waitsFor }: Driver, isOpen: boolean): string {
  if (handling !== undefined) return `checking ${handling}`;
  if (isOpen) return 'after the handshake';
  return waitsFor.length === 0 ? 'starting' : `waiting for ${waitsFor.join(' or ')}`;
}

/** What a connection is doing: the step at which it fails, in the RFC's names. */
import { oneOf, say, type Words } from '../wire/words.ts';
import type { Driver } from './driver.ts';

export function stepOf({ handling, waitsFor }: Driver, isOpen: boolean): Words {
  if (handling !== undefined) return say`checking ${handling}`;
  if (isOpen) return 'after the handshake';
  return waitsFor.length === 0 ? 'starting' : say`waiting for ${oneOf(waitsFor)}`;
}

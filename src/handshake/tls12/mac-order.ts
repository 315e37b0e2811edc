/** Where a CBC record has its MAC: inside the ciphertext, or behind it where both sides have encrypt_then_mac (RFC 7366). */
import type { Suite12 } from '../../crypto/provider.ts';
import { because, type DecisionEvent } from '../observed-events.ts';
import type { Hellos } from './hellos.ts';

/** A server answers the offer with a CBC suite alone (RFC 7366 section 3). */
export const macComesLast = (
  { protection }: Suite12,
  { encryptThenMac }: Pick<Hellos, 'encryptThenMac'>,
): boolean => encryptThenMac && protection.kind === 'CBC';

/** What is decided about a CBC suite. */
export const macOrder = (comesLast: boolean): Omit<DecisionEvent, 'type'> => ({
  about: 'encrypt_then_mac',
  by: 'server',
  ...(comesLast
    ? {
        chosen: 'encrypt-then-MAC',
        ...because(
          'mac-last',
          'both sides have encrypt_then_mac, so the MAC covers the ciphertext and is checked first',
        ),
      }
    : {
        chosen: 'MAC-then-encrypt',
        ...because(
          'mac-inside',
          'one side lacks encrypt_then_mac, so the MAC is inside the ciphertext and is checked after the padding',
        ),
      }),
  rfc: 'RFC 7366 section 3',
});

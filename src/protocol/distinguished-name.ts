/** `opaque DistinguishedName<1..2^16-1>;` (RFC 9846 section 4.3.4): the DER of an X.501 name. */
import { opaque } from '../wire/notation.ts';

export const DistinguishedName = opaque(1, 2 ** 16 - 1);

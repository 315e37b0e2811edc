/** `opaque DistinguishedName<1..2^16-1>;` (RFC 9846 section 4.3.4): the DER of an X.501 name, which a tracer shows. */
import { opaque, showing } from '../wire/notation.ts';
import { nameFields } from '../x509/index.ts';

export const DistinguishedName = showing(opaque(1, 2 ** 16 - 1), nameFields.read);

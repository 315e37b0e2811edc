/** `opaque DistinguishedName<1..2^16-1>;` (RFC 9846 section 4.3.4): the DER of an X.501 name, which a tracer shows. */
import { type Codec, decode } from '../wire/codec.ts';
import { opaque, showing } from '../wire/notation.ts';
import { Malformed } from '../wire/reader.ts';
import { nameFields } from '../x509/index.ts';

export const DistinguishedName: Codec<Uint8Array> = {
  ...showing(opaque(1, 2 ** 16 - 1), nameFields.read),
  means(der) {
    try {
      return decode(nameFields, der).text;
    } catch (error) {
      if (error instanceof Malformed) return undefined;
      throw error;
    }
  },
};

/**
 * ServerKeyExchange and ClientKeyExchange of TLS 1.2: their bodies depend on the key exchange that the cipher suite
 * names (RFC 8422 sections 5.4 and 5.7 for ECDHE, RFC 5246 sections 7.4.3 and 7.4.7.2 for DHE, 7.4.7.1 for RSA).
 */
import type { Of } from '../../wire/codec.ts';
import { field, named, opaque, struct, u8 } from '../../wire/notation.ts';
import { type BodyOf, message } from '../message.ts';
import { NamedGroup } from '../numbers/groups.ts';
import { SignatureScheme } from '../numbers/schemes.ts';
import { TLS12 } from '../numbers/versions.ts';

export const ECCurveType = named(u8, { explicit_prime: 1, explicit_char2: 2, named_curve: 3 });

export const ecdhParams = struct('RFC 8422 section 5.4', {
  curveType: ECCurveType,
  namedCurve: NamedGroup,
  public: field(opaque(1, 255), 'The server’s share.'),
});
export type ServerECDHParams = Of<typeof ecdhParams>;

export const ServerKeyExchange = message(
  { type: 12, name: 'ServerKeyExchange', rfc: 'RFC 8422 section 5.4', version: TLS12, keyExchange: 'ECDHE' },
  {
    params: ecdhParams,
    algorithm: SignatureScheme,
    signature: field(opaque(0, 65535), 'Over both randoms and the parameters.'),
  },
);
export type ServerKeyExchange = BodyOf<typeof ServerKeyExchange>;

const client = { type: 16, title: 'ClientKeyExchange', version: TLS12 } as const;

export const ClientKeyExchangeECDHE = message(
  { ...client, name: 'ClientKeyExchangeECDHE', keyExchange: 'ECDHE', rfc: 'RFC 8422 section 5.7' },
  { public: field(opaque(1, 255), 'The client’s share.') },
);

export const dhParams = struct('RFC 5246 section 7.4.3', {
  dhP: field(opaque(1, 65535), 'The modulus: a prime that the server chose.'),
  dhG: field(opaque(1, 65535), 'The generator: both shares are powers of it.'),
  dhYs: field(
    opaque(1, 65535),
    'The server’s share: the generator to the power of a number that it keeps to itself.',
  ),
});
export type ServerDHParams = Of<typeof dhParams>;

export const ServerKeyExchangeDHE = message(
  {
    type: 12,
    name: 'ServerKeyExchangeDHE',
    title: 'ServerKeyExchange',
    rfc: 'RFC 5246 section 7.4.3',
    version: TLS12,
    keyExchange: 'DHE',
  },
  {
    params: dhParams,
    algorithm: SignatureScheme,
    signature: field(opaque(0, 65535), 'Over both randoms and the parameters.'),
  },
);

export const ClientKeyExchangeDHE = message(
  { ...client, name: 'ClientKeyExchangeDHE', keyExchange: 'DHE', rfc: 'RFC 5246 section 7.4.7.2' },
  {
    dhYc: field(
      opaque(1, 65535),
      'The client’s share: the generator to the power of a number that it keeps to itself.',
    ),
  },
);

const encryptedPreMasterSecret = field(
  opaque(0, 65535),
  'The premaster secret, encrypted to the server’s RSA key.',
);
export const ClientKeyExchangeRSA = message(
  { ...client, name: 'ClientKeyExchangeRSA', keyExchange: 'RSA', rfc: 'RFC 5246 section 7.4.7.1' },
  { encryptedPreMasterSecret },
);

/**
 * ServerKeyExchange and ClientKeyExchange of TLS 1.2: their bodies depend on the key exchange that the cipher suite
 * names (RFC 8422 sections 5.4 and 5.7 for ECDHE, RFC 5246 section 7.4.7.1 for RSA).
 */
import type { Of } from '../../wire/codec.ts';
import { field, named, opaque, struct, u8 } from '../../wire/notation.ts';
import type { Message } from '../message.ts';
import { NamedGroup } from '../numbers/groups.ts';
import { SignatureScheme } from '../numbers/schemes.ts';
import { TLS12 } from '../numbers/versions.ts';

export const ECCurveType = named(u8, { explicit_prime: 1, explicit_char2: 2, named_curve: 3 });

//     struct {
//         ECParameters curve_params;
//         ECPoint public;
//     } ServerECDHParams;
const ServerECDHParams = struct('RFC 8422 section 5.4', {
  curveType: ECCurveType,
  namedCurve: NamedGroup,
  public: field(opaque(1, 255), 'The server’s share.'),
});

const serverBody = struct('RFC 8422 section 5.4', {
  params: ServerECDHParams,
  algorithm: SignatureScheme,
  signature: field(opaque(0, 65535), 'Over both randoms and the parameters.'),
});

export const ecdhParams = ServerECDHParams;
export type ServerECDHParams = Of<typeof ServerECDHParams>;

export type ServerKeyExchange = Of<typeof serverBody>;
export const ServerKeyExchange: Message<ServerKeyExchange, 'ServerKeyExchange'> = {
  type: 12,
  name: 'ServerKeyExchange',
  rfc: 'RFC 8422 section 5.4',
  version: TLS12,
  body: serverBody,
};

const ecdheBody = struct('RFC 8422 section 5.7', { public: field(opaque(1, 255), 'The client’s share.') });

export const ClientKeyExchangeECDHE: Message<Of<typeof ecdheBody>, 'ClientKeyExchangeECDHE'> = {
  type: 16,
  name: 'ClientKeyExchangeECDHE',
  title: 'ClientKeyExchange',
  rfc: 'RFC 8422 section 5.7',
  version: TLS12,
  body: ecdheBody,
};

const rsaBody = struct('RFC 5246 section 7.4.7.1', {
  encryptedPreMasterSecret: field(
    opaque(0, 65535),
    'The premaster secret, encrypted to the server’s RSA key.',
  ),
});

export const ClientKeyExchangeRSA: Message<Of<typeof rsaBody>, 'ClientKeyExchangeRSA'> = {
  type: 16,
  name: 'ClientKeyExchangeRSA',
  title: 'ClientKeyExchange',
  rfc: 'RFC 5246 section 7.4.7.1',
  version: TLS12,
  body: rsaBody,
};

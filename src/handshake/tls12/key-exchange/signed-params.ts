/** A ServerKeyExchange is signed, of ECDHE and of DHE alike (RFC 5246 section 7.4.3, RFC 8422 section 5.4). */
import type { Suite12 } from '../../../crypto/provider.ts';
import { concat } from '../../../wire/bytes.ts';
import type { Credential } from '../../config.ts';
import { authenticationOf, chooseScheme, signatureOf } from '../../credentials/signature-choice.ts';
import type { Flow } from '../../flow.ts';
import type { Hellos } from '../hellos.ts';
import type { ServerHalf } from './key-exchange.ts';

/** A server needs a key of the suite's kind, and a scheme that the client accepts. */
export const canSign = ({ authentication }: Suite12, { key }: Credential, signs: boolean): boolean =>
  signs && authentication === authenticationOf(key);

/** `client_random + server_random + params` */
export const signedParams = ({ clientRandom, serverRandom }: Hellos, params: Uint8Array): Uint8Array =>
  concat([clientRandom, serverRandom, params]);

export const signParams = (
  { config, credential, wish, hellos }: ServerHalf,
  params: Uint8Array,
): Flow<{ algorithm: number; signature: Uint8Array }> =>
  signatureOf(chooseScheme(credential, config.signatureSchemes, wish)!, signedParams(hellos, params));

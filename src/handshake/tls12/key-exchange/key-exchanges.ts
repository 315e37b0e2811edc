/** Every key exchange that a TLS 1.2 suite may name. */
import type { Suite12 } from '../../../crypto/provider.ts';
import { dhe } from './dhe.ts';
import { ecdhe } from './ecdhe.ts';
import type { KeyExchange12 } from './key-exchange.ts';
import { rsa } from './rsa.ts';

export const keyExchanges: Readonly<Record<Suite12['keyExchange'], KeyExchange12>> = {
  DHE: dhe,
  ECDHE: ecdhe,
  RSA: rsa,
};

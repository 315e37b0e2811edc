/** Finished (RFC 9846 section 4.5.3; RFC 5246 section 7.4.9): proof of the whole handshake. */
import { rest } from '../../wire/notation.ts';
import { type BodyOf, message } from '../message.ts';

export const Finished = message(
  { type: 20, name: 'Finished', rfc: 'RFC 9846 section 4.5.3' },
  { verifyData: rest },
);
export type Finished = BodyOf<typeof Finished>;

/** Finished (RFC 9846 section 4.5.3; RFC 5246 section 7.4.9): proof of the whole handshake. */
import type { Of } from '../../wire/codec.ts';
import { rest, struct } from '../../wire/notation.ts';
import type { Message } from '../message.ts';

const body = struct('RFC 9846 section 4.5.3', { verifyData: rest });

export type Finished = Of<typeof body>;
export const Finished: Message<Finished, 'Finished'> = {
  type: 20,
  name: 'Finished',
  rfc: 'RFC 9846 section 4.5.3',
  body,
};

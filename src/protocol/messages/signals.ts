/** Messages with an empty body, and KeyUpdate, whose body is one byte. */
import { named, u8 } from '../../wire/notation.ts';
import { type BodyOf, message } from '../message.ts';
import { TLS12, TLS13 } from '../numbers/versions.ts';

/** The server asks for a renegotiation. */
export const HelloRequest = message(
  { type: 0, name: 'HelloRequest', rfc: 'RFC 5246 section 7.4.1.1', version: TLS12 },
  {},
);

/** The server's flight is complete. */
export const ServerHelloDone = message(
  { type: 14, name: 'ServerHelloDone', rfc: 'RFC 5246 section 7.4.5', version: TLS12 },
  {},
);

/** The client's early data is complete, and so is the use of its keys. */
export const EndOfEarlyData = message(
  { type: 5, name: 'EndOfEarlyData', rfc: 'RFC 9846 section 4.6', version: TLS13 },
  {},
);

export const KeyUpdateRequest = named(u8, { update_not_requested: 0, update_requested: 1 });

/** The sender's next record uses its next key. */
export const KeyUpdate = message(
  { type: 24, name: 'KeyUpdate', rfc: 'RFC 9846 section 4.7.3', version: TLS13 },
  { requestUpdate: KeyUpdateRequest },
);
export type KeyUpdate = BodyOf<typeof KeyUpdate>;

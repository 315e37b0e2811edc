/** Messages without a body of their own, and the one-byte ones that ask for something. */
import type { Of } from '../../wire/codec.ts';
import { named, struct, u8 } from '../../wire/notation.ts';
import type { Message } from '../message.ts';
import { TLS12, TLS13 } from '../numbers/versions.ts';

const nothing = (rfc: string) => struct(rfc, {});

/** The server asks for a renegotiation (RFC 5246 section 7.4.1.1). */
export const HelloRequest: Message<Record<never, never>, 'HelloRequest'> = {
  type: 0,
  name: 'HelloRequest',
  rfc: 'RFC 5246 section 7.4.1.1',
  version: TLS12,
  body: nothing('RFC 5246 section 7.4.1.1'),
};

/** The server's flight is complete (RFC 5246 section 7.4.5). */
export const ServerHelloDone: Message<Record<never, never>, 'ServerHelloDone'> = {
  type: 14,
  name: 'ServerHelloDone',
  rfc: 'RFC 5246 section 7.4.5',
  version: TLS12,
  body: nothing('RFC 5246 section 7.4.5'),
};

/** The client's early data is complete, and so is the use of its keys (RFC 9846 section 4.6). */
export const EndOfEarlyData: Message<Record<never, never>, 'EndOfEarlyData'> = {
  type: 5,
  name: 'EndOfEarlyData',
  rfc: 'RFC 9846 section 4.6',
  version: TLS13,
  body: nothing('RFC 9846 section 4.6'),
};

export const KeyUpdateRequest = named(u8, { update_not_requested: 0, update_requested: 1 });
const keyUpdate = struct('RFC 9846 section 4.7.3', { requestUpdate: KeyUpdateRequest });

/** The sender's next record uses its next key (RFC 9846 section 4.7.3). */
export type KeyUpdate = Of<typeof keyUpdate>;
export const KeyUpdate: Message<KeyUpdate, 'KeyUpdate'> = {
  type: 24,
  name: 'KeyUpdate',
  rfc: 'RFC 9846 section 4.7.3',
  version: TLS13,
  body: keyUpdate,
};

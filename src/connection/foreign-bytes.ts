/** What is at the start of a stream that is not TLS: which protocol, and in plain words. */
import { TlsError } from '../protocol/errors.ts';
import { hex } from '../wire/bytes.ts';
import { say } from '../wire/words.ts';
import type { Foreign, Signature } from './foreign.ts';
import { clientBytes, clientText } from './foreign-clients.ts';
import { serverBytes, serverText } from './foreign-servers.ts';

/** How many of the first bytes are looked at. */
export const FIRST_BYTES = 64;

/**
 * Undefined for anything shaped like a TLS record, and while there are too few bytes to tell; `begun` if they can only be
 * the beginning of something else that is known.
 *
 * @param bytes the first {@link FIRST_BYTES}, or as many as have come
 * @param role our own: the bytes are the other side's
 */
export function describeForeignBytes(
  bytes: Uint8Array,
  role: 'client' | 'server',
): Foreign | 'begun' | undefined {
  const [type = 0, major = 0, minor = 0] = bytes;
  // An SSL 2.0 error is of 3 bytes, and so it looks like a record of SSL 3.0 with a type that nobody knows.
  const isSsl2 = role === 'client' && type === 0x80 && minor === 0;
  if (bytes.length > 2 && major === 3 && minor <= 4 && !isSsl2) return undefined;
  const known = role === 'server' ? clientBytes(bytes) : serverBytes(bytes);
  if (known) return known;
  const start = String.fromCharCode(...bytes);
  const signatures = role === 'server' ? clientText : serverText;
  const isBegun = ([, , ...prefixes]: Signature): boolean =>
    prefixes.some((prefix) => prefix.length > start.length && prefix.startsWith(start));
  if (start !== '' && signatures.some(isBegun)) return 'begun';
  const text = signatures.find(([, , ...prefixes]) => prefixes.some((prefix) => start.startsWith(prefix)));
  if (text) return { speaks: text[0], what: text[1] };
  if (bytes.length < 5 || (type >= 20 && type <= 24)) return undefined;
  return { speaks: undefined, what: say`its first bytes are ${hex(bytes.subarray(0, 8), ' ')}` };
}

/** A hello that offers a version too old is answered like any other; what is no TLS at all, with unexpected_message. */
export const notTls = ({ speaks, what }: Foreign): TlsError =>
  new TlsError('not-tls', say`the peer does not speak TLS here: ${what}`, undefined, {
    ...(speaks === 'SSL 2.0' && { alert: 'protocol_version' }),
    speaks,
  });

/** The error for a connection that ended without close_notify. */
import { TlsError } from '../protocol/errors.ts';
import { oneOf, say, type Words } from '../wire/words.ts';

/**
 * @param waitedFor in a handshake; undefined after it
 * @param besides what may explain the cut
 */
export function cut(waitedFor: readonly string[] | undefined, besides: Words | undefined): TlsError {
  const what = waitedFor
    ? say`the connection was cut while we were waiting for ${oneOf(waitedFor)}`
    : 'the connection was cut without close_notify';
  const said = besides === undefined ? what : say`${what}; ${besides}`;
  return new TlsError('connection-cut', said, 'RFC 9846 section 6.1');
}

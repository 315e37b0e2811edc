/** The error for a connection that ended without close_notify. */
import { TlsError } from '../protocol/errors.ts';

/**
 * @param waitedFor in a handshake; undefined after it
 * @param besides what may explain the cut
 */
export function cut(waitedFor: readonly string[] | undefined, besides: string | undefined): TlsError {
  const when = waitedFor ? `while we were waiting for ${waitedFor.join(' or ')}` : 'without close_notify';
  const why = besides === undefined ? '' : `; ${besides}`;
  return new TlsError('connection-cut', `the connection was cut ${when}${why}`, 'RFC 9846 section 6.1');
}

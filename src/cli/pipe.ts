/**
 * `--pipe`: what comes in goes to the server, what the server sends comes out.
 *
 * When the input ends the server may still be answering, and many servers take close_notify as "forget it" (RFC 5246
 * section 7.2.1 even asks for that): it is sent only when the server has been silent for a while.
 */
import type { Aftermath } from './after-handshake.ts';
import { Exit, type Io, tell } from './io.ts';
import type { Speaking } from './traced-connection.ts';

/** Milliseconds of silence after the end of the input. */
const SILENCE = 500;

/** @param failed tells why a connection failed that had been made */
export async function pipe(
  { transport, closed }: Speaking,
  after: Aftermath,
  io: Io,
  failed: () => Exit,
): Promise<Exit> {
  let quiet: NodeJS.Timeout | undefined;
  const rest = () => {
    clearTimeout(quiet);
    if (io.stdin.readableEnded) quiet = setTimeout(finish, SILENCE);
  };
  // A slow reader holds the server back: it is not the server that is silent.
  const finish = () => (io.stdout.writableNeedDrain ? rest() : transport.end());
  io.stdin.on('data', (bytes: Uint8Array) => {
    if (after.ended || !transport.writable) return;
    const room = transport.write(bytes, () => io.stdin.resume());
    if (!room) io.stdin.pause();
  });
  io.stdin.once('end', rest);
  after.onData = rest;
  io.stop.addEventListener('abort', () => transport.end(), { once: true });
  after.onEnd = () => transport.end();
  if (after.ended) transport.end();
  await closed;
  clearTimeout(quiet);
  io.stdin.pause();
  if (after.ended === 'failed') return failed();
  if (after.ended !== 'cut') return Exit.fine;
  tell(io, '! the connection was cut without close_notify: the data may be incomplete');
  return Exit.negotiation;
}

/** Listening until the user says stop, for the commands that serve. */
import type { Server } from 'node:net';
import { say, type Words } from '../wire/words.ts';
import { systemWords } from './files.ts';
import { type Io, tell } from './io.ts';

/** Where a server listens; undefined after saying why it cannot. */
export async function listening(
  server: Server,
  port: number,
  host: string,
  io: Io,
): Promise<{ readonly address: string; readonly port: number } | undefined> {
  const problem = await new Promise<Words | undefined>((done) => {
    const failed = (error: Error): void => done(listenWords(error));
    server.once('error', failed);
    server.listen(port, host, () => {
      server.off('error', failed);
      done(undefined);
    });
  });
  if (problem !== undefined) {
    tell(io, say`handglass: cannot listen on ${host}:${port}: ${problem}`);
    return undefined;
  }
  // Too many open files, for example: the open connections go on.
  server.on('error', (error) =>
    tell(io, say`handglass: a connection could not be accepted: ${systemWords(error)}`),
  );
  return server.address() as { address: string; port: number };
}

/** EACCES is about a port below 1024, not about a file. */
const listenWords = (error: NodeJS.ErrnoException): Words =>
  error.code === 'EACCES' ? 'only an administrator may use this port (EACCES)' : systemWords(error);

export const stopped = (signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    if (signal.aborted) done();
    else signal.addEventListener('abort', () => done(), { once: true });
  });

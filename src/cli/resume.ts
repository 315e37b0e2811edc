/** `connect --resume`: a connection, its end, and a second one that resumes it; both are told. */
import type { Writable } from 'node:stream';
import type { Event, Session } from '../options/engine.ts';
import type { TraceDocument } from '../trace/document.ts';
import { paint } from '../trace/text.ts';
import { say, type Words } from '../wire/words.ts';
import { choiceOf } from './flags.ts';
import { Exit, type Io, styleOf, tell, UsageError } from './io.ts';
import type { SessionFile } from './session-file.ts';

/** How we leave a connection: with close_notify, or without a word. */
export type Ending = 'end' | 'cut';

/** Undefined: there is to be one connection. Throws UsageError. */
export function endingOf({
  resume,
  pipe,
}: {
  readonly resume?: string;
  readonly pipe?: boolean;
}): Ending | undefined {
  if (resume === undefined) return undefined;
  if (pipe) throw new UsageError('--pipe is for one connection, and --resume makes two');
  return choiceOf<Ending>('--resume', resume, ['end', 'cut']);
}

/** The last session that a server gave, and how the last connection went. */
export class KeptSession {
  session: Session | undefined;
  document: TraceDocument | undefined;

  see(event: Event): void {
    if (event.type === 'session') this.session = event.session;
    // RFC 5246 section 7.2.2, RFC 9846 section 6.2: not to be resumed, but a cut does no harm.
    if (event.type === 'failed' && event.error.reason !== 'connection-cut') this.session = undefined;
  }
}

/**
 * @param call makes a connection and tells it
 * @param stdout for the titles of the two; undefined for none
 */
export async function twice(
  session: Session | undefined,
  ending: Ending,
  kept: KeptSession,
  call: (session: Session | undefined, bye: Ending) => Promise<Exit>,
  stdout: Writable | undefined,
  io: Io,
): Promise<Exit> {
  const title = (words: Words): void => {
    const style = styleOf(io);
    stdout?.write(`${paint(style, 'strong', style.language.words(words))}\n`);
  };
  title(firsts[ending]);
  const exit = await call(session, ending);
  if (exit !== Exit.fine) return exit;
  if (!kept.session) {
    tell(io, nothingToResume(kept.document));
    return exit;
  }
  stdout?.write('\n');
  title('2. A connection that offers to resume it');
  const second = await call(kept.session, 'end');
  const { document } = kept;
  if (document?.resumed === false) tell(io, notResumed(document, ending));
  return second;
}

const firsts: Readonly<Record<Ending, Words>> = {
  end: '1. A connection, which we end with close_notify',
  cut: '1. A connection, which we cut without close_notify',
};

const nothingToResume = (document: TraceDocument | undefined): Words =>
  document?.certificate?.verdict === 'rejected'
    ? '! there is nothing to resume: no session is kept of a server whose certificate is not acceptable'
    : '! there is nothing to resume: the server gave neither a ticket nor a session ID';

function notResumed({ decisions }: TraceDocument, ending: Ending): Words {
  const decision = decisions.findLast(({ about }) => about === 'resumption');
  if (decision && decision.id !== 'not-taken') return say`! the session was not resumed: ${decision.rule}`;
  return ending === 'cut'
    ? '! the session was not resumed: the server may resume nothing that was cut, have restarted, or be another machine at the same address'
    : '! the session was not resumed: the server may have restarted or forgotten it, or be another machine at the same address';
}

/** The session goes to the file, if there is one. */
export function saveIn(file: SessionFile, { session }: KeptSession, io: Io): void {
  if (session) file.save(session);
  else tell(io, '! no session was written: the server gave none, or the connection failed');
}

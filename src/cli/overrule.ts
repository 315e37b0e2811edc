/**
 * Whether to go on with a server's certificate that is not acceptable: because of --insecure, or because a person at the
 * terminal says yes to everything that is wrong with it. Anything else is a no. Who decided, about what, how, and how long it
 * took is noted in the trace.
 */
import type { TraceRecorder } from '../trace/recorder.ts';
import { say } from '../wire/words.ts';
import { defectsOf, type Rejected } from '../x509/index.ts';
import { type Io, tell } from './io.ts';

const QUESTION = 'Nothing but the handshake has been sent so far. Continue anyway? [y/N]';

export async function overrule(
  verdict: Rejected,
  insecure: boolean,
  trace: Pick<TraceRecorder, 'note'>,
  io: Io,
): Promise<boolean> {
  // The trace gets the events of this turn first.
  await Promise.resolve();
  const defects = defectsOf(verdict);
  const [{ reason, detail, said = detail }] = defects as [(typeof defects)[number]];
  const others = defects.slice(1);
  const began = performance.now();
  const decided = (by: 'person' | 'option', yes: boolean): boolean => {
    const question = by === 'person' ? QUESTION : null;
    const answer = yes ? 'yes' : 'no';
    trace.note({ kind: 'question', began, at: performance.now(), by, question, defects, answer });
    return yes;
  };
  if (insecure) {
    tell(
      io,
      say`! the server’s certificate is not acceptable (${reason}), and is accepted because of --insecure: ${said}`,
    );
    tellOthers(others, io);
    return decided('option', true);
  }
  if (!io.ask) return false;
  tell(io, say`! the server’s certificate is not acceptable (${reason}): ${said}`);
  tellOthers(others, io);
  const answer: unknown = await io.ask(QUESTION);
  return decided('person', answer === true);
}

function tellOthers(defects: ReturnType<typeof defectsOf>, io: Io): void {
  for (const { reason, detail, said = detail } of defects) tell(io, say`! and (${reason}): ${said}`);
}

/** Whether an earlier connection was resumed, by what, why not, and what was given for a later one. */
import { say, type Words } from '../wire/words.ts';
import type { TraceDocument } from './document.ts';
import { find } from './step-details.ts';
import { clauses } from './text.ts';

/** The fact, and what may explain it; nothing for a handshake that was not finished. */
export function resumptionFacts(trace: TraceDocument): Words[] {
  const { resumed, decisions, role } = trace;
  if (resumed === null) return [];
  const about = decisions.filter((decision) => decision.about === 'resumption');
  if (resumed) return [resumedBy[about.at(-1)?.offered?.[0] ?? ''] ?? RESUMED];
  // Not of a handshake that was resumed, and renegotiated since.
  const refused = about.findLast(({ chosen }) => chosen === 'full handshake' || chosen === 'not offered');
  const given = role === 'client' ? got(trace) : gave(trace);
  return [
    clauses([refused ? say`a full handshake (${refused.rule})` : 'a full handshake', given]),
    ...(refused?.id === 'not-taken' ? [LIKELY] : []),
  ];
}

const RESUMED = 'resumed: no certificates were sent; the peer proved who it is in an earlier connection';
const resumedBy: Readonly<Record<string, Words>> = {
  ticket:
    'resumed with a ticket: no certificates were sent; the peer proved who it is in an earlier connection',
  'session ID':
    'resumed by a session ID: no certificates were sent; the peer proved who it is in an earlier connection',
};
const LIKELY = 'it may have restarted or forgotten the session, or be another machine at the same address';

function got(trace: TraceDocument): Words {
  const count = ticketsIn(trace);
  if (count > 1) return say`the server gave ${count} tickets`;
  if (count === 1) return 'the server gave 1 ticket';
  return givesId(trace) ? 'the server gave a session ID' : 'the server gave no ticket';
}

function gave(trace: TraceDocument): Words {
  const count = ticketsIn(trace);
  if (count > 1) return say`we gave ${count} tickets`;
  if (count === 1) return 'we gave 1 ticket';
  return givesId(trace) ? 'we gave a session ID' : 'we gave no ticket';
}

const ticketsIn = ({ steps }: TraceDocument): number =>
  steps.filter((step) => step.kind === 'message' && step.type === 'new_session_ticket').length;

/** In TLS 1.3 the server only repeats what the client sent. */
function givesId({ steps, version }: TraceDocument): boolean {
  const hello = steps.findLast((step) => step.kind === 'message' && step.type === 'server_hello');
  const id = hello?.kind === 'message' && find(hello.fields, 'legacy_session_id_echo');
  return version === 'TLS 1.2' && id ? id.end - id.start > 1 : false;
}

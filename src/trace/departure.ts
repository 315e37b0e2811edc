/**
 * A client that finished the handshake and left without a word. Nothing failed, so there is no error; but Node in TLS 1.2
 * looks at a certificate when the handshake is over, and cuts; curl looks at the name in it, and closes in order, as
 * `connect` always does.
 */
import { say } from '../wire/words.ts';
import type { OwnFault } from '../x509/index.ts';
import { faultsTold, triesFor } from './causes/guest-refuses.ts';
import { ownFaults } from './causes/own-faults.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { TraceDocument } from './document.ts';
import { cleaned, hanging, inCharset, placeOf, type Style, titled } from './text.ts';
import { type How, tryLines } from './try-lines.ts';

/**
 * Undefined where the client sent data, is still there, or was sent away by us, and where it closed in order and no client
 * can have anything against our chain but that it does not know the root.
 */
export function departure(trace: TraceDocument): Diagnosis | undefined {
  const { ok, role, resumed, steps } = trace;
  const spoke = steps.some((step) => step.kind === 'data' && step.from === 'client');
  const left = steps.find((step) => (step.kind === 'end' || step.kind === 'cut') && step.from === 'client');
  if (role !== 'server' || !ok || resumed || spoke || !left) return undefined;
  const faults = ownFaults(trace);
  if (left.kind === 'end' && !faults.some(isForEveryone)) return undefined;
  return {
    id: 'client-left-without-a-word',
    cause: 'server-certificate',
    what: say`the client ${placeOf(trace.peer)} left right after the handshake, possibly because it does not accept our certificate`,
    details: [
      'Node in TLS 1.2 looks at a certificate when the handshake is over, and curl at the name in it; both leave without an alert. So does whoever wanted the handshake alone, such as a health check.',
      ...faultsTold(faults),
    ],
    tries: triesFor(faults[0]),
  };
}

/** Whom a client trusts it finds out in the handshake. */
const isForEveryone = ({ reason }: OwnFault): boolean =>
  reason !== 'private-root' && reason !== 'self-signed';

/** Below the story of the handshake. */
export function departureLines(trace: TraceDocument, found: Diagnosis, style: Style, how?: How): string {
  const { what, details, tries } = cleaned(found, style);
  const lines = [
    ...titled('warning', what, style),
    ...details.flatMap((detail) => hanging('  ', detail, style)),
    ...tryLines(tries, placeOf(trace.peer), style, how),
  ];
  return inCharset(`${lines.join('\n')}\n`, style);
}

/**
 * A trace as text: at most a screen. First the outcome, then each step with its time, then what was agreed and why.
 * {@link brief} says the same in a few lines.
 */
import { say, type Words } from '../wire/words.ts';
import { warningsOf } from './causes/warnings.ts';
import { type Diagnosis, diagnose } from './diagnosis.ts';
import type { Role, TraceDocument } from './document.ts';
import type { Try } from './remedies.ts';
import { factLines } from './story-facts.ts';
import { flights, stepLines } from './story-steps.ts';
import {
  clauses,
  cleaned,
  hanging,
  inCharset,
  listed,
  mark,
  placeOf,
  plainStyle,
  type Style,
  titled,
} from './text.ts';
import { type How, tryLines } from './try-lines.ts';
import { briefly, type NotSent, notSent } from './verdict-text.ts';

/** Records are not shown, and there may be many. */
const nothingOfThem: TraceDocument['records'] = [];

/** @param how what to type for a remedy; without it, remedies are put into words */
export function story(trace: TraceDocument, style: Style = plainStyle, how?: How): string {
  const clean = cleaned({ ...trace, records: nothingOfThem }, style);
  const lines = [
    ...headline(clean, diagnosisOf(trace, style), style, how),
    ...warningLines(trace, style),
    '',
    ...stepLines(clean, style),
    '',
    ...factLines(clean, style),
  ];
  return inCharset(`${lines.join('\n').trimEnd()}\n`, style);
}

/** A handshake in a few lines: its outcome, its flights, what was agreed. */
export function brief(trace: TraceDocument, style: Style = plainStyle): string {
  const clean = cleaned(trace, style);
  const { version, cipherSuite, keyExchange, group, resumed } = clean;
  const agreed: readonly Words[] = [
    ...[version, cipherSuite].filter((name) => name !== null),
    ...(keyExchange === null
      ? []
      : [group === null ? say`key exchange ${keyExchange}` : say`key exchange ${keyExchange} in ${group}`]),
    ...(resumed === null ? [] : [resumed ? 'resumed' : 'full handshake']),
  ];
  const lines = [
    ...headline(clean, diagnosisOf(trace, style), style, undefined),
    ...flights(clean, style).flatMap(([arrow, names]) => hanging(`  ${arrow} `, names, style)),
    ...(agreed.length > 0 ? hanging('  ', clauses(agreed), style) : []),
    ...(clean.error ? [] : hanging('  ', authentication(clean), style)),
  ];
  return inCharset(`${lines.join('\n')}\n`, style);
}

/** A failure alone, without the steps that led to it; empty if there is none. */
export function failureLines(trace: TraceDocument, style: Style = plainStyle, how?: How): string {
  const diagnosis = diagnosisOf(trace, style);
  if (!diagnosis) return '';
  const clean = cleaned({ ...trace, records: nothingOfThem }, style);
  return inCharset(`${headline(clean, diagnosis, style, how).join('\n')}\n`, style);
}

const warningLines = (trace: TraceDocument, style: Style): string[] =>
  warningsOf(trace).flatMap(({ what }) =>
    hanging(`  ${mark(style, 'warning')} `, cleaned(what, style), style),
  );

/** From all of the trace, its records too. */
const diagnosisOf = (trace: TraceDocument, style: Style): Diagnosis | undefined =>
  cleaned(diagnose(trace), style);

function headline(
  trace: TraceDocument,
  diagnosis: Diagnosis | undefined,
  style: Style,
  how: How | undefined,
): string[] {
  const place = placeOf(trace.peer);
  if (diagnosis) {
    return [
      ...titled('bad', failure(trace, diagnosis), style),
      ...diagnosis.details.flatMap((detail) => hanging('  ', detail, style)),
      ...tryLines(diagnosis.tries, place, style, how),
    ];
  }
  const { certificate, role, resumed } = trace;
  const whom = role === 'client' ? place : say`the client ${place}`;
  if (certificate?.verdict === 'rejected') {
    const said = say`connected to ${whom}, but its certificate is not acceptable: ${certificate.message}`;
    return titled('warning', said, style);
  }
  const missing = certificate ? notSent(certificate) : [];
  if (missing.length > 0) {
    const names = listed(missing.map(({ subject }) => `"${briefly(subject)}"`));
    return [
      ...titled(
        'warning',
        role === 'client'
          ? say`connected to ${place}, but the server did not send ${names}`
          : say`connected to the client ${place}, but it did not send ${names}`,
        style,
      ),
      ...incomplete(role, missing, style),
    ];
  }
  if (certificate) return titled('good', say`connected to ${whom}, and its certificate is trusted`, style);
  return titled(
    'good',
    resumed ? say`connected to ${whom}, resuming an earlier connection` : say`connected to ${whom}`,
    style,
  );
}

function failure(trace: TraceDocument, { cause, what }: Diagnosis): Words {
  const begun = trace.steps.some(({ kind }) => kind === 'message') || cause !== 'network';
  if (trace.role === 'client')
    return begun ? say`handshake failed: ${what}` : say`connection failed: ${what}`;
  const place = placeOf(trace.peer);
  return begun
    ? say`handshake failed with the client ${place}: ${what}`
    : say`connection failed with the client ${place}: ${what}`;
}

/** Accepting this silently would hide why other programs fail. */
function incomplete(role: Role, missing: readonly NotSent[], style: Style): string[] {
  return [
    ...missing.flatMap(({ url }) =>
      hanging('  ', say`It was fetched from ${url}, and so the certificate could be trusted.`, style),
    ),
    ...hanging(
      '  ',
      role === 'client'
        ? 'Clients that do not fetch it (most do not) refuse this server.'
        : 'Servers that do not fetch it (most do not) refuse this client.',
      style,
    ),
    ...tryLines([role === 'client' ? serverSends : clientSends], '', style, undefined),
  ];
}

const serverSends: Try = {
  id: 'send-issuer',
  what: 'add it to the server’s certificate file, after its own certificate',
};
const clientSends: Try = {
  id: 'send-issuer',
  what: 'add it to the client’s certificate file, after its own certificate',
};

/** Who knows whom, in one sentence. */
function authentication({ certificate, role, clientAuthenticated, resumed }: TraceDocument): Words {
  if (resumed) return 'nobody sent a certificate: both know each other from an earlier connection';
  const client = clientAuthenticated ? 'the client proved who it is' : 'the client stayed anonymous';
  if (!certificate) return client;
  const { verdict, message } = certificate;
  const judged =
    verdict === 'accepted' ? say`certificate accepted: ${message}` : say`certificate rejected: ${message}`;
  return role === 'client' ? clauses([judged, client]) : judged;
}

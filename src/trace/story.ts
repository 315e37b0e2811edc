/**
 * A trace told as text: at most a screen. First what came of it, then each step with its time, then what was agreed on
 * and why. {@link brief} tells the same in a few lines.
 */
import { diagnose } from './diagnosis.ts';
import type { Role, TraceDocument } from './document.ts';
import type { Try } from './remedies.ts';
import { factLines } from './story-facts.ts';
import { flights, stepLines } from './story-steps.ts';
import { cleaned, hanging, inCharset, plainStyle, type Style, titled } from './text.ts';
import { briefly, type NotSent, notSent } from './verdict-text.ts';

/**
 * The command line to try next: to this place, with these flags. What else was typed the trace does not know, so who
 * knows it hands in a function of their own.
 */
export type Again = (place: string, flags: string) => string;
/** Records are not shown, and there may be many. */
const nothingOfThem: TraceDocument['records'] = [];
const bare: Again = (place, flags) => `handglass connect ${place} ${flags}`;

export function story(trace: TraceDocument, style: Style = plainStyle, again: Again = bare): string {
  const clean = cleaned({ ...trace, records: nothingOfThem }, style);
  const lines = [
    ...headline(clean, style, again),
    '',
    ...stepLines(clean, style),
    '',
    ...factLines(clean, style),
  ];
  return inCharset(`${lines.join('\n').trimEnd()}\n`, style);
}

/** A handshake in a few lines: its outcome, its flights, what was agreed on. */
export function brief(trace: TraceDocument, style: Style = plainStyle): string {
  const clean = cleaned(trace, style);
  const agreed = [
    clean.version,
    clean.cipherSuite,
    clean.keyExchange && `key exchange ${clean.keyExchange}${clean.group ? ` in ${clean.group}` : ''}`,
    clean.resumed === null ? '' : clean.resumed ? 'resumed' : 'full handshake',
  ].filter(Boolean);
  const lines = [
    ...headline(clean, style),
    ...flights(clean, style).flatMap(([arrow, names]) => hanging(`  ${arrow} `, names, style.width)),
    ...(agreed.length > 0 ? hanging('  ', agreed.join(', '), style.width) : []),
    ...(clean.error ? [] : hanging('  ', authentication(clean), style.width)),
  ];
  return inCharset(`${lines.join('\n')}\n`, style);
}

function headline(trace: TraceDocument, style: Style, again = bare): string[] {
  const diagnosis = diagnose(trace);
  const whom = trace.role === 'client' ? placeOf(trace) : `the client ${placeOf(trace)}`;
  if (!diagnosis) {
    const { certificate } = trace;
    if (certificate?.verdict === 'rejected') {
      return titled(
        'warning',
        `connected to ${whom}, but its certificate is not acceptable: ${certificate.message}`,
        style,
      );
    }
    const missing = certificate ? notSent(certificate) : [];
    if (missing.length > 0) return incomplete(whom, trace.role, missing, style);
    const trusted = certificate
      ? ', and its certificate is trusted'
      : trace.resumed
        ? ', resuming an earlier connection'
        : '';
    return titled('good', `connected to ${whom}${trusted}`, style);
  }
  const failed = trace.steps.some(({ kind }) => kind === 'message') || diagnosis.cause !== 'network';
  const subject = trace.role === 'client' ? '' : ` with ${whom}`;
  return [
    ...titled('bad', `${failed ? 'handshake' : 'connection'} failed${subject}: ${diagnosis.what}`, style),
    ...diagnosis.details.flatMap((detail) => hanging('  ', detail, style.width)),
    ...diagnosis.tries.flatMap((attempt) => tryLines(attempt, placeOf(trace), style, again)),
  ];
}

/** Who accepts this in silence hides what others fail of. */
function incomplete(whom: string, role: Role, missing: readonly NotSent[], style: Style): string[] {
  const names = missing.map(({ subject }) => `"${briefly(subject)}"`).join(' and ');
  const peer = role === 'client' ? 'server' : 'client';
  return [
    ...titled('warning', `connected to ${whom}, but the ${peer} did not send ${names}`, style),
    ...missing.flatMap(({ url }) =>
      hanging('  ', `It was fetched from ${url}, and so the certificate could be trusted.`, style.width),
    ),
    ...hanging('  ', `Whoever does not fetch it (most programs do not) refuses this ${peer}.`, style.width),
    ...hanging(
      '  Try:  ',
      `put it into the ${peer}’s certificate file, behind its own certificate`,
      style.width,
    ),
  ];
}

/** `handglass connect localhost:443 --insecure  (only to look)`, or words alone. A command is never broken: it is copied. */
function tryLines({ flags, why = '' }: Try, place: string, style: Style, again: Again): string[] {
  const label = '  Try:  ';
  if (flags === undefined) return hanging(label, why, style.width);
  const command = label + again(place, flags);
  if (why === '') return [command];
  const line = `${command}  (${why})`;
  if (line.length <= style.width) return [line];
  return [command, ...hanging(' '.repeat(label.length), `(${why})`, style.width)];
}

function placeOf({ peer: { name, address, port } }: TraceDocument): string {
  const host = name ?? address ?? 'the peer';
  return port === null ? host : `${host.includes(':') ? `[${host}]` : host}:${port}`;
}

/** Who knows what about whom, in one sentence. */
function authentication(trace: TraceDocument): string {
  const { certificate: judged, role, clientAuthenticated, resumed } = trace;
  if (resumed) return 'nobody sent a certificate: both know each other from the connection before';
  const verdict = judged ? `certificate ${judged.verdict}: ${judged.message}` : '';
  const client = clientAuthenticated ? 'the client proved who it is' : 'the client stayed anonymous';
  return [verdict, role === 'client' || !judged ? client : ''].filter(Boolean).join('; ');
}

/**
 * What went wrong in plain words, and what to try: from the trace alone, so that a saved trace says the same.
 *
 * An alert names an implementation's habit as much as a cause, so who sent it, at which step, and what had been asked
 * decide here (RFC 5246 has no alert for a missing client certificate: servers say handshake_failure, or just close).
 */
import { AlertDescription } from '../protocol/numbers/alerts.ts';
import type { ErrorDocument, Step, TraceDocument } from './document.ts';
import { ignoreAuthorities, lacksPin, type Try, triesFor } from './remedies.ts';
import { authoritiesIn } from './step-details.ts';
import { listed } from './text.ts';

/** What kind of failure it is, which the command line turns into its exit code. */
export type Cause =
  | 'network'
  | 'not TLS'
  | 'negotiation'
  | 'server certificate'
  | 'client certificate'
  | 'internal';

export interface Diagnosis {
  readonly cause: Cause;
  /** One sentence without its stop. */
  readonly what: string;
  /** Who sent what at which step, a sentence each. */
  readonly details: readonly string[];
  readonly tries: readonly Try[];
}

export function diagnose(trace: TraceDocument): Diagnosis | undefined {
  const { error, role } = trace;
  if (!error) return undefined;
  if (role === 'client' && isAboutClientCertificate(trace, error)) return clientCertificate(trace, error);
  const cause = causeOf(trace, error);
  return {
    cause,
    what: `${error.message}${error.reason === 'alert-received' ? ` while we were ${error.step}` : ''}`,
    details: detailsOf(trace, error),
    tries: triesFor(trace, error, cause === 'server certificate'),
  };
}

const networkReasons = new Set([
  'connection-cut',
  'handshake-timeout',
  'name-not-found',
  'connection-refused',
  'unreachable',
  'connection-timeout',
  'connection-failed',
]);

function causeOf({ role, certificate }: TraceDocument, { reason }: ErrorDocument): Cause {
  if (reason === 'not-tls') return 'not TLS';
  if (networkReasons.has(reason)) return 'network';
  if (reason === 'internal' || reason === 'misuse') return 'internal';
  const isCertificate = reason.startsWith('certificate-') || reason === 'missing-certificate';
  if (isCertificate || reason === 'client-certificate-required') {
    return role === 'client' ? 'server certificate' : 'client certificate';
  }
  // A rejected certificate that was overruled is no failure; what came after it is one of its own.
  return certificate?.verdict === 'rejected' && !certificate.overruled ? 'server certificate' : 'negotiation';
}

/** Alerts by which servers refuse a client's certificate, or its absence. */
const certificateAlerts: ReadonlySet<string> = new Set([
  'no_certificate',
  'bad_certificate',
  'unsupported_certificate',
  'certificate_revoked',
  'certificate_expired',
  'certificate_unknown',
  'unknown_ca',
  'access_denied',
  'handshake_failure',
  'bad_certificate_status_response',
]);

/** The server refuses the certificate that we sent, or the proof that it is ours: in TLS 1.3 that comes after our Finished. */
export const refusesOurCertificate = (error: ErrorDocument | undefined): boolean =>
  error?.reason === 'alert-received' &&
  error.sentBy === 'server' &&
  (certificateAlerts.has(error.alert ?? '') || proofAlerts.has(error.alert ?? ''));
const proofAlerts: ReadonlySet<string> = new Set(['certificate_required', 'decrypt_error']);

const nothing = { name: '', start: 0, end: 0 };

const request = ({ steps }: TraceDocument): Extract<Step, { kind: 'message' }> | undefined =>
  steps.find((step) => step.kind === 'message' && step.type === 'certificate_request') as never;

/** Our answer to a CertificateRequest is out: from here the server may refuse it. */
const answered = (trace: TraceDocument): boolean =>
  request(trace) !== undefined &&
  trace.steps.some(
    (step) => step.kind === 'message' && step.type === 'certificate' && step.direction === 'sent',
  );

const answerOf = ({ decisions }: TraceDocument) =>
  decisions.findLast(({ about }) => about === 'client_certificate');
const sentOne = (trace: TraceDocument): boolean => answerOf(trace)?.chosen === 'sent';

function isAboutClientCertificate(trace: TraceDocument, { reason, alert, sentBy }: ErrorDocument): boolean {
  if (alert === 'certificate_required') return sentBy === 'server';
  if (!answered(trace)) return false;
  if (reason === 'connection-cut') return true;
  // GnuTLS says decode_error of an empty Certificate in TLS 1.2.
  const isHabit = alert === 'decode_error' && !sentOne(trace);
  return reason === 'alert-received' && (certificateAlerts.has(alert ?? '') || isHabit);
}

function clientCertificate(trace: TraceDocument, error: ErrorDocument): Diagnosis {
  const sent = sentOne(trace);
  const issuers = authoritiesIn(request(trace)?.fields ?? nothing);
  const ended = error.alert
    ? `it sent ${alertText(error.alert)}`
    : 'it closed the connection without an alert';
  const { chosen, unfit = [] } = answerOf(trace) ?? {};
  const withheld = chosen === 'withheld' ? unfit : [];
  return {
    cause: 'client certificate',
    what: sent
      ? 'the server does not accept our client certificate'
      : 'the server requires a client certificate',
    details: [
      `The server sent CertificateRequest, ${sent ? 'we sent our certificate' : 'we sent none'}, then ${ended}.`,
      ...withheld
        .slice(0, 4)
        .map(
          ({ credential, mismatchs }) =>
            `We withheld ${credential}: ${mismatchs.map(({ why }) => why).join('; ')}.`,
        ),
      ...(!sent && error.alert === 'handshake_failure' && trace.version === 'TLS 1.2'
        ? ['TLS 1.2 has no better alert for this; TLS 1.3 would say certificate_required (116).']
        : []),
      issuers.length > 0
        ? `It accepts certificates issued by: ${listed(issuers, 6)}`
        : 'It does not say which issuers it accepts.',
    ],
    tries: [
      {
        flags: '--cert FILE --key FILE',
        ...(unfit.length > 0 || sent ? { why: 'of an issuer that it accepts' } : {}),
      },
      ...(withheld.some(({ mismatchs }) => !mismatchs.some(({ isMust }) => isMust))
        ? [ignoreAuthorities]
        : []),
    ],
  };
}

function detailsOf(
  trace: TraceDocument,
  { reason, message, alert, sentBy, step, rfc, fault }: ErrorDocument,
): string[] {
  const us = trace.role;
  const out: string[] = [];
  if (alert && sentBy === us)
    out.push(`We sent the alert ${alertText(alert)}${step ? ` while we were ${step}` : ''}.`);
  else if (step && reason !== 'alert-received' && !message.includes(step))
    out.push(`It happened while we were ${step}.`);
  if (fault && reason !== 'certificate-rejected') {
    out.push(
      `${fault === us ? 'The fault is on our side' : `The fault is the ${fault}’s, or somebody’s between`}${rfc ? ` (${rfc})` : ''}.`,
    );
  }
  if (reason === 'certificate-rejected' && lacksPin(trace)) {
    const isAll = trace.certificate?.reason === 'pin-mismatch';
    out.push(`${isAll ? 'A' : 'Its key is not pinned besides, and a'} pin is never overruled.`);
  }
  if (us === 'server' && reason === 'alert-received' && certificateAlerts.has(alert ?? '')) {
    out.push(
      alert === 'bad_certificate_status_response'
        ? 'Clients say this when the OCSP response that we staple is not good enough, or is missing though our certificate promises one.'
        : 'Clients say this when they do not accept our certificate.',
    );
  }
  return out;
}

const alertText = (name: string): string => {
  const number = AlertDescription[name as keyof typeof AlertDescription];
  return typeof number === 'number' ? `${name} (${number})` : name;
};

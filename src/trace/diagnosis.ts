/**
 * What went wrong in plain words, and what to try: from the trace alone, so that a saved trace gives the same.
 *
 * An alert shows an implementation's habit as much as a cause, so what counts here is who sent it, at which step, and what
 * had been asked (RFC 5246 has no alert for a missing client certificate: servers say handshake_failure, or just close).
 */
import { AlertDescription } from '../protocol/numbers/alerts.ts';
import { say, type Words } from '../wire/words.ts';
import type { ErrorDocument, Role, Step, TraceDocument } from './document.ts';
import { ignoreAuthorities, lacksPin, present, presentAnother, type Try, triesFor } from './remedies.ts';
import { authoritiesIn } from './step-details.ts';
import { listed } from './text.ts';

/** What kind of failure it is, which the command line turns into its exit code. */
export type Cause =
  | 'network'
  | 'not-tls'
  | 'negotiation'
  | 'server-certificate'
  | 'client-certificate'
  | 'internal';

export interface Diagnosis {
  readonly cause: Cause;
  /**
   * What failed, by a name that does not change with the wording: the reason of the trace's error, or
   * `client-certificate-required` or `client-certificate-refused` where the server only closed, or sent another alert.
   */
  readonly id: string;
  /** One sentence without its full stop. */
  readonly what: Words;
  /** Who sent what at which step, one sentence each. */
  readonly details: readonly Words[];
  readonly tries: readonly Try[];
}

export function diagnose(trace: TraceDocument): Diagnosis | undefined {
  const { error, role } = trace;
  if (!error) return undefined;
  if (role === 'client' && isAboutClientCertificate(trace, error)) return clientCertificate(trace, error);
  const cause = causeOf(trace, error);
  return {
    cause,
    id: error.reason,
    what: whatHappened(error),
    details: detailsOf(trace, error),
    tries: triesFor(trace, error, cause === 'server-certificate'),
  };
}

/** The peer's alert says nothing of when it came. */
function whatHappened({ reason, message, step }: ErrorDocument): Words {
  if (reason !== 'alert-received' || step === null) return message;
  return step === AFTER ? say`${message} after the handshake` : say`${message} while we were ${step}`;
}

/** The step of whatever fails after the handshake. */
const AFTER = 'after the handshake';

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
  if (reason === 'not-tls') return 'not-tls';
  if (networkReasons.has(reason)) return 'network';
  if (reason === 'internal' || reason === 'misuse') return 'internal';
  const isCertificate = reason.startsWith('certificate-') || reason === 'missing-certificate';
  if (isCertificate || reason === 'client-certificate-required') {
    return role === 'client' ? 'server-certificate' : 'client-certificate';
  }
  // A rejected certificate that was overruled is not a failure; what came after it is.
  return certificate?.verdict === 'rejected' && !certificate.overruled ? 'server-certificate' : 'negotiation';
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
  // GnuTLS answers an empty Certificate in TLS 1.2 with decode_error.
  const isHabit = alert === 'decode_error' && !sentOne(trace);
  return reason === 'alert-received' && (certificateAlerts.has(alert ?? '') || isHabit);
}

function clientCertificate(trace: TraceDocument, error: ErrorDocument): Diagnosis {
  const sent = sentOne(trace);
  const issuers = authoritiesIn(request(trace)?.fields ?? nothing);
  const ended = error.alert
    ? say`it sent ${alertText(error.alert)}`
    : 'it closed the connection without an alert';
  const { chosen, unfit = [] } = answerOf(trace) ?? {};
  const withheld = chosen === 'withheld' ? unfit : [];
  return {
    cause: 'client-certificate',
    id: sent ? 'client-certificate-refused' : 'client-certificate-required',
    what: sent
      ? 'the server does not accept our client certificate'
      : 'the server requires a client certificate',
    details: [
      sent
        ? say`The server sent CertificateRequest, we sent our certificate, then ${ended}.`
        : say`The server sent CertificateRequest, we sent none, then ${ended}.`,
      ...withheld
        .slice(0, 4)
        .map(
          ({ credential, mismatchs }) => say`We withheld ${credential}: ${mismatchs.map(({ why }) => why)}.`,
        ),
      ...(!sent && error.alert === 'handshake_failure' && trace.version === 'TLS 1.2'
        ? ['TLS 1.2 has no better alert for this; TLS 1.3 would say certificate_required (116).']
        : []),
      issuers.length > 0
        ? say`It accepts certificates issued by: ${listed(issuers, 6)}`
        : 'It does not say which issuers it accepts.',
    ],
    tries: [
      unfit.length > 0 || sent ? presentAnother : present,
      ...(withheld.some(({ mismatchs }) => !mismatchs.some(({ isMust }) => isMust))
        ? [ignoreAuthorities]
        : []),
    ],
  };
}

function detailsOf(trace: TraceDocument, error: ErrorDocument): Words[] {
  const { reason, alert } = error;
  return [
    ...stepOf(trace, error),
    ...(reason === 'certificate-rejected' ? [] : faultOf(trace, error)),
    ...(reason === 'certificate-rejected' && lacksPin(trace)
      ? [
          trace.certificate?.reason === 'pin-mismatch'
            ? 'A pin is never overruled.'
            : 'Its key is not pinned either, and a pin is never overruled.',
        ]
      : []),
    ...(trace.role === 'server' && reason === 'alert-received' && certificateAlerts.has(alert ?? '')
      ? [
          alert === 'bad_certificate_status_response'
            ? 'Clients say this when the OCSP response that we staple is not good enough, or is missing though our certificate promises one.'
            : 'Clients say this when they do not accept our certificate.',
        ]
      : []),
  ];
}

/** When it failed, and with which alert of ours; a cut already says when. */
function stepOf({ role }: TraceDocument, { reason, alert, sentBy, step }: ErrorDocument): Words[] {
  if (alert && sentBy === role) {
    const name = alertText(alert);
    if (step === null) return [say`We sent the alert ${name}.`];
    return [
      step === AFTER
        ? say`We sent the alert ${name} after the handshake.`
        : say`We sent the alert ${name} while we were ${step}.`,
    ];
  }
  if (step === null || reason === 'alert-received' || reason === 'connection-cut') return [];
  return [step === AFTER ? 'It happened after the handshake.' : say`It happened while we were ${step}.`];
}

function faultOf({ role }: TraceDocument, { fault, rfc }: ErrorDocument): Words[] {
  if (fault === null) return [];
  const [alone, by] = faults[fault === role ? 'ours' : fault];
  return [rfc === null ? alone : by(rfc)];
}

const faults: Readonly<Record<Role | 'ours', readonly [alone: Words, by: (rfc: string) => Words]>> = {
  ours: ['The fault is ours.', (rfc) => say`The fault is ours (${rfc}).`],
  client: [
    'The fault lies with the client, or with something in between.',
    (rfc) => say`The fault lies with the client, or with something in between (${rfc}).`,
  ],
  server: [
    'The fault lies with the server, or with something in between.',
    (rfc) => say`The fault lies with the server, or with something in between (${rfc}).`,
  ],
};

const alertText = (name: string): string => {
  const number = AlertDescription[name as keyof typeof AlertDescription];
  return typeof number === 'number' ? `${name} (${number})` : name;
};

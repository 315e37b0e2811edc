/**
 * What went wrong in plain words, and what to try: from the trace alone, so that a saved trace says the same.
 *
 * An alert names an implementation's habit as much as a cause, so who sent it, at which step, and what had been asked
 * decide here (RFC 5246 has no alert for a missing client certificate: servers say handshake_failure, or just close).
 */
import { AlertDescription } from '../protocol/numbers/alerts.ts';
import type { ErrorDocument, Step, TraceDocument } from './document.ts';
import { authoritiesIn, offeredIn } from './step-details.ts';
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

/** What the person can do: the flags of a `connect`, or words alone. */
export interface Try {
  readonly flags?: string;
  readonly why?: string;
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
    tries: triesFor(trace, error, cause),
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

const nothing = { name: '', start: 0, end: 0 };
const isClientHello = (step: Step): step is Extract<Step, { kind: 'message' }> =>
  step.kind === 'message' && step.type === 'client_hello';

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
          ({ credential, misfits }) =>
            `We withheld ${credential}: ${misfits.map(({ why }) => why).join('; ')}.`,
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
      ...(withheld.some(({ misfits }) => !misfits.some(({ isMust }) => isMust)) ? [ignoreAuthorities] : []),
    ],
  };
}

const ignoreAuthorities: Try = {
  flags: '--ignore-authorities',
  why: 'to send ours all the same, if the server’s list is wrong',
};

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
  if (reason === 'certificate-rejected' && trace.certificate?.reason !== 'pin-mismatch' && lacksPin(trace)) {
    out.push('Its key is not pinned besides, and a pin is never overruled.');
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

function triesFor(
  trace: TraceDocument,
  { reason, alert, message }: ErrorDocument,
  cause: Cause,
): readonly Try[] {
  if (trace.role === 'server') return serverTries[reason] ?? [];
  if (cause === 'server certificate') {
    const tries = certificateTries[trace.certificate?.reason ?? ''] ?? [];
    return lacksPin(trace) ? tries.filter((attempt) => attempt !== insecure) : tries;
  }
  if (reason === 'not-tls') {
    return [
      {
        why: message.includes('STARTTLS')
          ? 'the port where TLS begins at once (such as 465, 993 or 995)'
          : 'the port where TLS is spoken',
      },
    ];
  }
  if (reason === 'alert-received') {
    const offered = offeredIn(trace.steps.find(isClientHello)?.fields ?? nothing, 'cipher_suites');
    const has = (flags = ''): boolean =>
      flags === '--kx rsa' && offered.some((name) => name.startsWith('TLS_RSA_'));
    return (alertTries[alert ?? ''] ?? []).filter(({ flags }) => !has(flags));
  }
  return reasonTries[reason] ?? [];
}

/** Nobody is asked to take such a certificate nevertheless. */
const lacksPin = ({ certificate }: TraceDocument): boolean =>
  certificate?.paths.some(({ checks }) => checks.some(({ check, ok }) => check === 'pin' && !ok)) ?? false;

const insecure: Try = { flags: '--insecure', why: 'only to look' };
const certificateTries: Readonly<Record<string, readonly Try[]>> = {
  expired: [{ why: 'look at this machine’s clock; else the server needs a new certificate' }, insecure],
  'not-yet-valid': [{ why: 'look at this machine’s clock' }, insecure],
  'name-mismatch': [
    { flags: '--sni NAME', why: 'with a name that the certificate was issued for' },
    insecure,
  ],
  'self-signed': [
    { flags: '--ca-file FILE', why: 'with that certificate, if you know it to be the right one' },
    insecure,
  ],
  'root-not-trusted': [
    { flags: '--ca-file FILE', why: 'with that root, if you know it to be the right one' },
    insecure,
  ],
  'chain-incomplete': [
    { flags: '--ca-file FILE', why: 'with its issuer; or the server should send what is missing' },
    insecure,
  ],
  'pin-mismatch': [{ why: 'ask whoever runs the server whether its key was changed; if so, --pin that one' }],
  revoked: [{ why: 'the server needs a new certificate: the issuer has taken this one back' }, insecure],
  'revocation-unknown': [{ why: 'the server should staple an OCSP response' }, insecure],
  'staple-missing': [
    { why: 'the server should staple an OCSP response, as its certificate promises' },
    insecure,
  ],
  'staple-invalid': [
    { why: 'look at this machine’s clock; else the server should staple a fresh OCSP response' },
    insecure,
  ],
};

const alertTries: Readonly<Record<string, readonly Try[]>> = {
  protocol_version: [{ flags: '--tls 1.2', why: 'the server speaks no version that was offered' }],
  handshake_failure: [
    { flags: '--kx rsa', why: 'if the server knows only RSA key exchange; it does not say what it misses' },
    { flags: '--ciphers NAMES --groups NAMES', why: 'with others than those offered' },
  ],
  insufficient_security: [{ flags: '--ciphers NAMES', why: 'with stronger ones than those offered' }],
  unrecognized_name: [{ flags: '--sni NAME', why: 'the server does not know the name that was asked for' }],
  no_application_protocol: [{ flags: '--alpn NAMES', why: 'the server speaks none of those offered' }],
  decrypt_error: [{ why: 'again: bytes were changed on the way, or one side has the wrong key' }],
  bad_record_mac: [{ why: 'again: bytes were changed on the way' }],
};

const reasonTries: Readonly<Record<string, readonly Try[]>> = {
  'connection-refused': [{ why: 'see whether the server runs, and on this port' }],
  'name-not-found': [{ why: 'see whether the name is spelled right' }],
  'connection-timeout': [{ flags: '--timeout 30s', why: 'unless a firewall swallows what we send' }],
  'handshake-timeout': [
    { flags: '--timeout 30s', why: 'unless the server waits for plain text, which looks like this' },
  ],
  'connection-cut': [{ why: 'see whether the port speaks TLS; the server’s log may say why it closed' }],
  'no-common-version': [{ flags: '--tls 1.2', why: 'if that is what you want' }],
  'bad-record-mac': [{ why: 'again: bytes were changed on the way' }],
  'bad-signature': [
    { why: 'again: bytes were changed on the way, or the server uses a key that is not its certificate’s' },
  ],
};

const serverTries: Readonly<Record<string, readonly Try[]>> = {
  'client-certificate-required': [
    { why: 'give the client a certificate, or serve with --client-auth request' },
  ],
  'no-common-suite': [{ why: 'serve with --kx rsa, or with --ciphers NAMES' }],
};

const alertText = (name: string): string => {
  const number = AlertDescription[name as keyof typeof AlertDescription];
  return typeof number === 'number' ? `${name} (${number})` : name;
};

/**
 * What went wrong in plain words, and what to try: from the trace alone, so that a saved trace gives the same.
 *
 * An alert shows an implementation's habit as much as a cause, so what counts here is who sent it, at which step, and what
 * had been asked (RFC 5246 has no alert for a missing client certificate: servers say handshake_failure, or just close).
 */
import { say, type Words } from '../wire/words.ts';
import { alertText } from './alert-text.ts';
import { alerted } from './causes/alerts.ts';
import { clientCertificate } from './causes/client-certificate.ts';
import type { Cause, Find, Finding } from './causes/finding.ts';
import { guestFirstBytes } from './causes/guest-first-bytes.ts';
import { guestOffer } from './causes/guest-offer.ts';
import { guestOther } from './causes/guest-other.ts';
import { guestRefuses } from './causes/guest-refuses.ts';
import { cut, silence, unreached } from './causes/network.ts';
import { foreign } from './causes/not-tls.ts';
import { otherReasons } from './causes/other-reasons.ts';
import { serverCertificate } from './causes/server-certificate.ts';
import type { ErrorDocument, Role, TraceDocument } from './document.ts';
import { referencesText } from './references.ts';
import { lacksPin, type Try } from './remedies.ts';

export type { Cause } from './causes/finding.ts';

export interface Diagnosis {
  readonly cause: Cause;
  /**
   * What failed, by a name that does not change with the wording: that of a cause (docs/command-line.md), or the reason of the
   * trace's error.
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
  const found = firstOf(role === 'client' ? ofServers : ofClients, trace, error);
  return {
    cause: found.cause ?? causeOf(trace, error),
    id: found.id,
    what: found.what ?? whatHappened(error),
    details: [...detailsOf(trace, error), ...(found.details ?? [])],
    tries: found.tries,
  };
}

/** The more telling first. */
const ofServers: readonly Find[] = [
  clientCertificate,
  serverCertificate,
  alerted,
  foreign,
  unreached,
  cut,
  silence,
  otherReasons,
];
const ofClients: readonly Find[] = [guestFirstBytes, guestRefuses, guestOffer, guestOther];

function firstOf(finds: readonly Find[], trace: TraceDocument, error: ErrorDocument): Finding {
  for (const find of finds) {
    const found = find(trace, error);
    if (found) return found;
  }
  return { id: error.reason, tries: [] };
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

function detailsOf(trace: TraceDocument, error: ErrorDocument): Words[] {
  const { reason } = error;
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
  return [rfc.length === 0 ? alone : by(referencesText(rfc))];
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

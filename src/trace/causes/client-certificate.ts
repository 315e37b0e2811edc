/**
 * A server that asked for our certificate and then let us down: because we have none, or because of ours. Which of the two,
 * and what is the matter with ours, stands in the trace; the alerts do not say it.
 */
import { say, type Words } from '../../wire/words.ts';
import { alertText } from '../alert-text.ts';
import { attempts } from '../attempts.ts';
import type { ErrorDocument, OwnCertificate, Step, TraceDocument } from '../document.ts';
import type { Try } from '../remedies.ts';
import { authoritiesIn } from '../step-details.ts';
import { listed } from '../text.ts';
import { briefly } from '../verdict-text.ts';
import type { Find } from './finding.ts';
import { came } from './offer.ts';

export const clientCertificate: Find = (trace, error) => {
  if (!isAbout(trace, error)) return undefined;
  const sent = sentOne(trace);
  const fault = sent ? ownFault(trace) : undefined;
  return {
    ...nameOf(trace, error, sent, fault),
    details: [
      sent
        ? say`The server sent CertificateRequest, we sent our certificate, then ${endedBy(error)}.`
        : say`The server sent CertificateRequest, we sent none, then ${endedBy(error)}.`,
      ...(fault ? [fault.what] : []),
      ...withheld(trace)
        .slice(0, 4)
        .map(
          ({ credential, mismatchs }) => say`We withheld ${credential}: ${mismatchs.map(({ why }) => why)}.`,
        ),
      ...(!sent && error.alert === 'handshake_failure' && trace.version === 'TLS 1.2'
        ? ['TLS 1.2 has no better alert for this; TLS 1.3 would say certificate_required (116).']
        : []),
      accepted(trace),
    ],
    tries: triesOf(trace, sent, fault),
  };
};

function nameOf(trace: TraceDocument, error: ErrorDocument, sent: boolean, fault: OwnFault | undefined) {
  // It may have gone for any other reason.
  if (error.reason === 'connection-cut' && letUsIn(trace))
    return sent
      ? ({
          id: 'possibly-refuses-client-certificate',
          cause: 'network',
          what: 'the server let us in and then cut the connection, possibly because it does not accept our client certificate',
        } as const)
      : ({
          id: 'possibly-requires-client-certificate',
          cause: 'network',
          what: 'the server let us in and then cut the connection, possibly because it requires a client certificate',
        } as const);
  return sent
    ? ({
        id: fault?.id ?? 'server-refuses-client-certificate',
        cause: 'client-certificate',
        what: 'the server does not accept our client certificate',
      } as const)
    : ({
        id: 'server-requires-client-certificate',
        cause: 'client-certificate',
        what: 'the server requires a client certificate',
      } as const);
}

/** What a server sends only behind our answer: its Finished in TLS 1.2, a ticket in TLS 1.3. */
const letUsIn = (trace: TraceDocument): boolean =>
  came(trace, trace.version === 'TLS 1.2' ? 'finished' : 'new_session_ticket');

function endedBy({ alert }: ErrorDocument): Words {
  if (alert === null) return 'it closed the connection without an alert';
  return say`it sent ${alertText(alert)}`;
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

function isAbout(trace: TraceDocument, { reason, alert, sentBy }: ErrorDocument): boolean {
  if (alert === 'certificate_required') return sentBy === 'server';
  if (!answered(trace)) return false;
  if (reason === 'connection-cut') return true;
  // GnuTLS answers an empty Certificate in TLS 1.2 with decode_error.
  const isHabit = alert === 'decode_error' && !sentOne(trace);
  return reason === 'alert-received' && (certificateAlerts.has(alert ?? '') || isHabit);
}

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
export const sentOne = (trace: TraceDocument): boolean => answerOf(trace)?.chosen === 'sent';

function withheld(trace: TraceDocument) {
  const { chosen, unfit = [] } = answerOf(trace) ?? {};
  return chosen === 'withheld' ? unfit : [];
}

const nothing = { name: '', start: 0, end: 0 };
const authoritiesOf = (trace: TraceDocument): readonly string[] =>
  authoritiesIn(request(trace)?.fields ?? nothing);

function accepted(trace: TraceDocument): Words {
  const issuers = authoritiesOf(trace);
  return issuers.length > 0
    ? say`It accepts certificates issued by: ${listed(issuers, 6)}`
    : 'It does not say which issuers it accepts.';
}

interface OwnFault {
  readonly id: string;
  readonly what: Words;
  /** Which certificate would do. */
  readonly why: Words;
}

/** The first thing about our certificate for which a server may refuse it. */
export function ownFault(trace: TraceDocument): OwnFault | undefined {
  const { ours, startedAt } = trace;
  const [leaf, ...chain] = ours?.certificates ?? [];
  if (!leaf) return undefined;
  return datesFault(leaf, startedAt) ?? purposeFault(leaf) ?? issuerFault(leaf, chain, authoritiesOf(trace));
}

function datesFault({ notBefore, notAfter }: OwnCertificate, at: string | null): OwnFault | undefined {
  if (at === null) return undefined;
  const why = 'with one that is valid today';
  if (Date.parse(notAfter) < Date.parse(at))
    return { id: 'own-certificate-expired', what: say`Ours expired on ${notAfter.slice(0, 10)}.`, why };
  if (Date.parse(notBefore) > Date.parse(at))
    return {
      id: 'own-certificate-not-yet-valid',
      what: say`Ours is not valid before ${notBefore.slice(0, 10)}.`,
      why,
    };
  return undefined;
}

function purposeFault({ purposes }: OwnCertificate): OwnFault | undefined {
  if (!purposes || purposes.includes('clientAuth') || purposes.includes('anyExtendedKeyUsage'))
    return undefined;
  return {
    id: 'own-certificate-purpose',
    what: say`Ours is only for ${listed(purposes)}, and a client’s needs clientAuth in its extended key usage (RFC 5280 section 4.2.1.12).`,
    why: 'with one that is for clientAuth',
  };
}

/** By names alone, as the server's list has them. */
function issuerFault(
  leaf: OwnCertificate,
  chain: readonly OwnCertificate[],
  authorities: readonly string[],
): OwnFault | undefined {
  let top = leaf;
  for (let next: OwnCertificate | undefined = leaf, left = chain.length; next && left >= 0; left--) {
    top = next;
    if (authorities.includes(top.issuer)) return undefined;
    next = chain.find(({ subject }) => subject === top.issuer && subject !== top.subject);
  }
  if (top.issuer === top.subject && authorities.length === 0) return undefined;
  const issuer = briefly(top.issuer);
  return top === leaf && leaf.issuer !== leaf.subject
    ? {
        id: 'own-certificate-lacks-issuer',
        what: say`Ours goes without the certificate of ${issuer}, who issued it: if that is an intermediate CA, the server cannot know it.`,
        why: say`with the certificate of ${issuer} behind ours in the file, or with one of an issuer that it accepts`,
      }
    : {
        id: 'own-certificate-issuer',
        what: say`Ours leads to ${issuer}, whom the server does not name.`,
        why: 'of an issuer that it accepts',
      };
}

function triesOf(trace: TraceDocument, sent: boolean, fault: OwnFault | undefined): readonly Try[] {
  const ours = trace.ours?.certificates ?? [];
  const { unfit = [] } = answerOf(trace) ?? {};
  if (!sent && unfit.length === 0) return [attempts.present];
  const why =
    fault?.why ?? (ours.length > 0 ? ownFault(trace)?.why : undefined) ?? 'of an issuer that it accepts';
  const another: Try = { ...attempts.present, why };
  const isOnlyAdvice = withheld(trace).some(({ mismatchs }) => !mismatchs.some(({ isMust }) => isMust));
  return isOnlyAdvice ? [another, attempts.ignoreAuthorities] : [another];
}

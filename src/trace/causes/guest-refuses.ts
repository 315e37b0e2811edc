/**
 * A client that does not go on behind our certificate. Its alert says as much of its TLS stack as of the cause, so what is
 * the matter with our own chain comes first, and what the known stacks mean by the alert beside it.
 */
import { say, type Words } from '../../wire/words.ts';
import type { OwnFault } from '../../x509/index.ts';
import { alertText } from '../alert-text.ts';
import type { ErrorDocument, TraceDocument } from '../document.ts';
import type { Try } from '../remedies.ts';
import type { Find } from './finding.ts';
import { ownFaults } from './own-faults.ts';

export const guestRefuses: Find = (trace, error) => {
  const meaning = meaningOf(error);
  if (meaning === undefined || !sentOurs(trace)) return undefined;
  const faults = inOrderFor(error.alert, ownFaults(trace));
  const [first] = faults;
  return {
    id: first ? idOf(first) : 'client-refuses-certificate',
    cause: 'server-certificate',
    what:
      error.alert === null
        ? 'the client closed the connection behind our certificate'
        : 'the client does not accept our certificate',
    details: [...sentAlert(error), ...faultsTold(faults), meaning],
    tries: triesFor(first),
  };
};

/** The first few, one sentence each; a root that a client may not know only where nothing else is the matter. */
export function faultsTold(faults: readonly OwnFault[]): readonly Words[] {
  const [first] = faults;
  if (!first) return [NOTHING_WRONG];
  return faults
    .filter((fault) => fault === first || fault.reason !== 'private-root')
    .slice(0, 4)
    .map(({ said }) => say`Our certificate: ${said}.`);
}

export const triesFor = (fault: OwnFault | undefined): readonly Try[] =>
  (fault && tries[fault.reason]) ?? [replaced];

const NOTHING_WRONG = 'Nothing in our chain is wrong in itself.';

/** `own-certificate-expired`, `own-issuer-expired` */
const idOf = ({ reason, certificate }: OwnFault): string =>
  certificate === 0 || reason === 'private-root' ? `own-certificate-${reason}` : `own-issuer-${reason}`;

function sentAlert({ alert, step }: ErrorDocument): readonly Words[] {
  if (alert === null) return [];
  return [
    step === null
      ? say`The client sent ${alertText(alert)}.`
      : say`The client sent ${alertText(alert)} while we were ${step}.`,
  ];
}

const sentOurs = ({ steps }: TraceDocument): boolean =>
  steps.some((step) => step.kind === 'message' && step.type === 'certificate' && step.from === 'server');

/** Measured with OpenSSL 3.0, GnuTLS 3.7, curl 7.88, Node 20, Python 3.11, Java 17 and Go 1.19. */
const meanings: Readonly<Record<string, Words>> = {
  unknown_ca:
    'OpenSSL, and with it curl and Python, says this when it does not know who issued the chain: an intermediate is missing, or the root is not in its store.',
  bad_certificate:
    'Go and GnuTLS say this of anything that is wrong with a certificate or its chain, an unknown root too; OpenSSL and Python of a wrong name, or of one that is not valid yet.',
  certificate_expired:
    'OpenSSL, and with it curl and Python, says this of a certificate that has expired, by the client’s clock.',
  certificate_unknown:
    'Java and Chrome say this of anything that is wrong with a certificate or its chain; OpenSSL of name constraints, and of critical extensions that it does not know.',
  unsupported_certificate:
    'OpenSSL, and with it curl and Python, says this of a certificate that is not for servers.',
  certificate_revoked: 'The client knows that the issuer has revoked it.',
  bad_certificate_status_response:
    'Clients say this when the OCSP response that we staple is not good enough, or is missing though our certificate promises one.',
  access_denied: 'Clients seldom say this; something between us may have.',
  handshake_failure: 'Clients say this when none of the finer alerts fits; some mean our certificate by it.',
};

const CLOSED =
  'Node closes without an alert when it does not accept a certificate; so do clients that ask a person.';

function meaningOf({ reason, alert, sentBy }: ErrorDocument): Words | undefined {
  if (reason === 'connection-cut') return CLOSED;
  if (reason !== 'alert-received' || sentBy !== 'client' || alert === null) return undefined;
  return Object.hasOwn(meanings, alert) ? meanings[alert] : undefined;
}

/** What the alert means most often; in any other order it is the chain's. */
const meant: Readonly<Record<string, readonly OwnFault['reason'][]>> = {
  unknown_ca: ['order', 'lacks-issuer', 'self-signed', 'not-a-ca', 'private-root'],
  certificate_expired: ['expired'],
  unsupported_certificate: ['purpose', 'key-usage'],
};

function inOrderFor(alert: string | null, faults: readonly OwnFault[]): readonly OwnFault[] {
  const first = meant[alert ?? ''] ?? [];
  const isMeant = ({ reason }: OwnFault): boolean => first.includes(reason);
  return [...faults.filter(isMeant), ...faults.filter((fault) => !isMeant(fault))];
}

const replaced: Try = { id: 'serve-certificate', what: 'serve another certificate' };
const trusting: Try = {
  id: 'client-trusts-authority',
  what: 'give the client the certificate of our CA',
  why: 'cacert of curl, CAfile of openssl s_client, NODE_EXTRA_CA_CERTS, keytool -importcert for Java, RootCAs in Go',
};
const whole: Try = {
  id: 'serve-chain',
  what: 'serve the whole chain',
  why: 'our certificate first, then each issuer’s: what CAs call fullchain.pem',
};

const tries: Readonly<Partial<Record<OwnFault['reason'], readonly Try[]>>> = {
  expired: [{ ...replaced, why: 'one that has not expired; every client refuses this one' }],
  'not-yet-valid': [{ ...replaced, why: 'one that is valid already, or a clock that is right' }],
  purpose: [{ ...replaced, why: 'one whose extended key usage has serverAuth' }],
  'key-usage': [{ ...replaced, why: 'one whose key usage has digitalSignature' }],
  'name-mismatch': [{ ...replaced, why: 'one that is issued for the name that the client asks for' }],
  order: [whole],
  'lacks-issuer': [whole, trusting],
  'self-signed': [trusting],
  'private-root': [trusting],
};

/**
 * Has a certificate of a path been revoked? (RFC 5280 section 6.3, with CRLs)
 *
 * Lists are values that somebody else has fetched; nothing here asks a network. A list speaks for a certificate when its
 * issuer issued both and the key that is on the path signed both. Indirect lists and deltas are refused: the first let
 * another CA speak, the second say nothing by themselves, and neither is used by the Web PKI. A list that is out of date
 * proves nothing good, but a certificate that it names stays revoked.
 */
import type { TrustAnchor } from './anchors.ts';
import type { Certificate } from './certificate.ts';
import { called, day } from './check.ts';
import type { Crl, RevokedCertificate } from './crl.ts';
import type { IssuingDistributionPoint } from './distribution-point.ts';
import { generalNameText } from './general-name.ts';
import { sameBytes } from './identity.ts';
import { fieldsOf, fieldsOfCrl, type Looked } from './looked.ts';
import { oidName } from './oids.ts';
import { brokenSignature } from './signature-algorithm.ts';
import type { Signatures, Signer } from './signatures.ts';
import type { Steps } from './steps.ts';
import { type Check, failed, passed } from './verdict.ts';

export interface Revocation {
  /** `soft`: a certificate of which nothing is known passes. */
  readonly mode: 'soft' | 'hard';
  readonly crls: readonly Crl[];
  /** What is wrong with lists that could not be read. */
  readonly unread: readonly string[];
}

/** What is known of one certificate. */
type Status =
  | { readonly status: 'good'; readonly crl: Crl }
  | { readonly status: 'revoked'; readonly crl: Crl; readonly entry: RevokedCertificate }
  | { readonly status: 'unknown'; readonly why: string; readonly crl?: Crl };

const rfc = 'RFC 5280 section 6.3.3';

/** One check for each certificate but the anchor's. Throws OverBudget. */
export function* checkRevocation(
  path: readonly Certificate[],
  anchor: TrustAnchor,
  revocation: Revocation,
  time: number,
  signatures: Signatures,
): Steps<Check[]> {
  const checks: Check[] = [];
  const issued = anchor.certificate ? path.slice(0, -1) : path;
  for (const [index, certificate] of issued.entries()) {
    const issuer = path[index + 1] ?? anchor;
    const status = yield* statusOf(certificate, issuer, revocation, time, signatures);
    checks.push(checkOf(path, index, status, revocation.mode));
  }
  return checks;
}

function checkOf(path: readonly Certificate[], index: number, status: Status, mode: 'soft' | 'hard'): Check {
  const certificate = path[index]!;
  const looked = () => [
    ...fieldsOf(path, index, 'tbsCertificate.serialNumber', 'tbsCertificate.issuer'),
    ...lookedInCrl(status),
  ];
  switch (status.status) {
    case 'good': {
      const { thisUpdate, revoked } = status.crl;
      return passed(
        'revocation',
        rfc,
        index,
        () => `not among the ${revoked.length} that its issuer had revoked by ${day(thisUpdate)}`,
        looked,
      );
    }
    case 'revoked': {
      const { revocationDate, reason = 'unspecified' } = status.entry;
      const detail = `${called(certificate)} was revoked on ${day(revocationDate)} (${reason})`;
      return failed('revocation', rfc, index, 'revoked', detail, looked);
    }
    case 'unknown': {
      const detail = `it is not known whether ${called(certificate)} has been revoked: ${status.why}`;
      return mode === 'soft'
        ? passed('revocation', rfc, index, () => detail, looked)
        : failed('revocation', rfc, index, 'revocation-unknown', detail, looked);
    }
  }
}

/** The entry that names the certificate; where there is none, all of them and the times that they hold for. */
function lookedInCrl(status: Status): Looked[] {
  const { crl } = status;
  if (!crl) return [];
  if (status.status === 'revoked')
    return fieldsOfCrl(crl, `tbsCertList.revokedCertificates[${crl.revoked.indexOf(status.entry)}]`);
  if (status.status === 'unknown') return fieldsOfCrl(crl, '');
  return fieldsOfCrl(
    crl,
    'tbsCertList.issuer',
    'tbsCertList.thisUpdate',
    'tbsCertList.nextUpdate',
    ...(crl.revoked.length > 0 ? ['tbsCertList.revokedCertificates'] : []),
  );
}

function* statusOf(
  certificate: Certificate,
  issuer: Signer | Certificate,
  { crls, unread }: Revocation,
  time: number,
  signatures: Signatures,
): Steps<Status> {
  const own = crls.filter((crl) => crl.issuer.key === certificate.issuer.key);
  const entryIn = (crl: Crl) =>
    crl.revoked.find(({ serialNumber }) => sameBytes(serialNumber, certificate.serialNumber));
  let good: Crl | undefined;
  let stale: Status | undefined;
  let unknown: Status = {
    status: 'unknown',
    why: unread[0] ?? `there is no CRL of "${certificate.issuer.text}"`,
  };
  for (const crl of own) {
    const useless = unfit(crl) ?? outOfScope(crl, certificate) ?? (yield* unproven(crl, issuer, signatures));
    const entry = useless === undefined ? entryIn(crl) : undefined;
    const old = outOfDate(crl, time);
    if (entry && old === undefined) return { status: 'revoked', crl, entry };
    if (entry) stale ??= { status: 'revoked', crl, entry };
    const partial = crl.extensions.issuingDistributionPoint?.onlySomeReasons
      ? 'its CRL is for some reasons only'
      : undefined;
    const lacking = useless ?? old ?? partial;
    if (lacking === undefined) good = crl;
    else unknown = { status: 'unknown', why: lacking, crl };
  }
  return good ? { status: 'good', crl: good } : (stale ?? unknown);
}

/** What keeps a list from being used for any certificate. */
function unfit({ extensions, unknownCritical, signatureIdentifier }: Crl): string | undefined {
  if (unknownCritical.length > 0) {
    const shown = unknownCritical.map((oid) => oidName(oid) ?? oid).join(', ');
    return `its CRL has critical extensions that are not understood: ${shown}`;
  }
  // RFC 5280 section 5.2.3: every list has one.
  if (!extensions.cRLNumber) return 'its CRL has no cRLNumber';
  if (extensions.deltaCRLIndicator) return 'its CRL is a delta';
  if (extensions.issuingDistributionPoint?.indirectCRL) return 'its CRL is indirect';
  const broken = brokenSignature(signatureIdentifier);
  return broken && `its CRL is signed with ${broken}, which can be forged`;
}

/** RFC 5280 section 6.3.3 (b) (2): a list may be for some certificates of its issuer only. */
function outOfScope({ extensions }: Crl, certificate: Certificate): string | undefined {
  const scope = extensions.issuingDistributionPoint;
  if (!scope) return undefined;
  const isCa = certificate.extensions.basicConstraints?.cA === true;
  const isFor = isCa ? !scope.onlyContainsUserCerts : !scope.onlyContainsCACerts;
  if (!isFor || scope.onlyContainsAttributeCerts) return 'its CRL is for certificates of another kind';
  return isAtPointOf(scope, certificate) ? undefined : 'its CRL is of another distribution point';
}

/** A list that says where it is found speaks for certificates that point there. */
function isAtPointOf({ distributionPoint: at }: IssuingDistributionPoint, certificate: Certificate): boolean {
  if (!at) return true;
  if (at.kind !== 'fullName') return false;
  const same = at.value.map((name) => `${name.kind} ${generalNameText(name)}`);
  return (certificate.extensions.cRLDistributionPoints ?? []).some(
    ({ distributionPoint: point }) =>
      point?.kind === 'fullName' &&
      point.value.some((name) => same.includes(`${name.kind} ${generalNameText(name)}`)),
  );
}

/** RFC 5280 section 6.3.3 (f) and (g). */
function* unproven(
  crl: Crl,
  issuer: Signer | Certificate,
  signatures: Signatures,
): Steps<string | undefined> {
  const usage = 'extensions' in issuer ? issuer.extensions.keyUsage : undefined;
  if (usage && !usage.includes('cRLSign')) return 'the key of its issuer is not for signing CRLs';
  switch (yield* signatures.verify(crl, issuer)) {
    case 'good':
      return undefined;
    case 'bad':
      return 'the signature of its CRL does not verify with the key of its issuer';
    case 'untried':
      return 'its CRL is signed in a way that is not supported';
  }
}

function outOfDate({ thisUpdate, nextUpdate }: Crl, time: number): string | undefined {
  if (time < thisUpdate) return `its CRL is from ${day(thisUpdate)}, which is yet to come`;
  if (nextUpdate === undefined) return 'its CRL does not say how long it holds';
  // As with notAfter, the whole second is inside.
  return time >= nextUpdate + 1000 ? `its CRL should have been replaced by ${day(nextUpdate)}` : undefined;
}

/**
 * What CRLs say about a certificate (RFC 5280 section 6.3).
 *
 * A list counts for a certificate when it has the name of its issuer and is signed by the key on the path, or by another
 * key that this CA, or the one above it, has certified under the same name for signing CRLs. Such a list revokes what
 * it names, whatever else is wrong with it: only the issuer assigns its serial numbers, and a wrong refusal is better than a
 * wrong acceptance. To prove a certificate good it must be undamaged, complete, current, applicable to that certificate, and
 * without critical extensions that are not acted upon. Indirect lists and deltas prove nothing good: nobody in the Web PKI
 * uses them.
 */

import type { Steps } from '../../crypto/steps.ts';
import { owns } from '../../wire/bare.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { say, type Words } from '../../wire/words.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { day } from '../certificate/certificate-title.ts';
import { oidName } from '../certificate/oids.ts';
import { brokenSignature } from '../certificate/signature-algorithm.ts';
import { type EvidenceRange, entryOfCrl, fieldsOfCrl } from '../evidence-ranges.ts';
import type { Crl } from './crl.ts';
import type { RevokedCertificate } from './crl-entry.ts';
import { coversAll, pointsOf, reasonsOf } from './crl-scope.ts';
import { doubtful, unfitDelegate } from './delegate.ts';
import {
  type Authority,
  CLOCK_SKEW,
  type Doubt,
  doubt,
  type GoodStatus,
  type Link,
  type RevocationStatus,
  type Scene,
  unverified,
} from './revocation-status.ts';

const rfc = 'RFC 5280 section 6.3.3';

/** One finding for each list of the certificate's issuer. Throws OverBudget. */
export const crlFindings = (link: Link, crls: readonly Crl[], scene: Scene): Steps<RevocationStatus[]> =>
  findings(link, crls, scene, (crl) => unproven(crl, link, crls, scene));

/** The same, but only for lists signed by the issuer's own key: for its delegates. */
export const directCrlFindings = (
  link: Link,
  crls: readonly Crl[],
  scene: Scene,
): Steps<RevocationStatus[]> => findings(link, crls, scene, (crl) => unsigned(link.issuer, crl, scene));

/** @param proof why its signature does not count, if so */
function* findings(
  { certificate }: Link,
  crls: readonly Crl[],
  scene: Scene,
  proof: (crl: Crl) => Steps<Doubt | undefined>,
): Steps<RevocationStatus[]> {
  const found: RevocationStatus[] = [];
  const good = new Map<Crl, GoodStatus>();
  for (const crl of crls) {
    if (crl.issuer.key !== certificate.issuer.key) continue;
    const finding = yield* findingIn(crl, certificate, proof, scene);
    if (finding.status === 'good') good.set(crl, finding);
    else found.push(finding);
  }
  // RFC 5280 section 6.3.3 (k): lists for some reasons are good together if they leave none out.
  const whole = coversAll([...good.keys()].map((crl) => reasonsOf(crl, certificate)));
  for (const [crl, finding] of good) {
    const isGood = whole || coversAll([reasonsOf(crl, certificate)]);
    found.push(isGood ? finding : useless(crl, 'its CRL is for some reasons only'));
  }
  return found;
}

const useless = (crl: Crl, why: Words): RevocationStatus => ({
  status: 'useless',
  rfc,
  looked: () => fieldsOfCrl(crl, ''),
  why,
});

function* findingIn(
  crl: Crl,
  certificate: Certificate,
  proof: (crl: Crl) => Steps<Doubt | undefined>,
  { time, turn, numbered }: Scene,
): Steps<RevocationStatus> {
  const { thisUpdate, nextUpdate, revoked } = crl;
  const isIndirect = crl.extensions.issuingDistributionPoint?.indirectCRL === true;
  const entry = yield* revoked.find(certificate, isIndirect, turn);
  const unused = unfit(crl, numbered) ?? outOfScope(crl, certificate);
  // A list that can prove nothing good is not worth a signature check.
  if (!entry && unused !== undefined) return useless(crl, unused);
  const why = yield* proof(crl);
  if (why && !why.revokes) return useless(crl, why.why);
  // RFC 5280 section 5.3.1: only a delta takes something off a list; its entry then revokes nothing.
  if (entry?.reason === 'removeFromCRL' && crl.extensions.deltaCRLIndicator)
    return useless(crl, 'its CRL is a delta that takes it off another list');
  const old = outOfDate(crl, time);
  if (entry) {
    const { revocationDate, reason = 'unspecified' } = entry;
    const odd = oddIn(entry) ?? unused ?? why?.why;
    return {
      status: 'revoked',
      rfc,
      looked: () => [entryOfCrl(crl, entry)],
      thisUpdate,
      // Without nextUpdate it never goes out of date.
      current: old === undefined || (nextUpdate === undefined && time >= thisUpdate),
      ...(revocationDate !== undefined && { revocationDate }),
      reason,
      ...(odd !== undefined && { odd }),
    };
  }
  const lacking = why?.why ?? old;
  if (lacking !== undefined) return useless(crl, lacking);
  return {
    status: 'good',
    rfc,
    looked: () => lookedAtAll(crl),
    thisUpdate,
    says: () => say`not among the ${revoked.length} that its issuer had revoked by ${day(thisUpdate)}`,
  };
}

function oddIn({ damage, reason }: RevokedCertificate): Words | undefined {
  if (damage !== undefined) return say`part of its entry cannot be read: ${damage}`;
  return reason === 'removeFromCRL' ? 'only a delta may give that reason' : undefined;
}

/** All entries, and the times for which they are valid. */
const lookedAtAll = (crl: Crl): EvidenceRange[] =>
  fieldsOfCrl(
    crl,
    'tbsCertList.issuer',
    'tbsCertList.thisUpdate',
    'tbsCertList.nextUpdate',
    ...(crl.revoked.length > 0 ? ['tbsCertList.revokedCertificates'] : []),
  );

/** What keeps a list from proving anything good. RFC 5280 section 6.3.3 does not ask for a number; section 5.2.3 does. */
function unfit(
  { extensions, defects, unknownCritical, signatureIdentifier }: Crl,
  numbered: boolean,
): Words | undefined {
  if (defects.length > 0) return say`its CRL is damaged: ${defects[0]}`;
  if (numbered && !extensions.cRLNumber) return 'its CRL has no cRLNumber';
  if (extensions.deltaCRLIndicator) return 'its CRL is a delta';
  if (extensions.issuingDistributionPoint?.indirectCRL) return 'its CRL is indirect';
  if (unknownCritical.length > 0) {
    const shown = unknownCritical.map((oid) => oidName(oid) ?? oid).join(', ');
    return say`its CRL has critical extensions that are not understood: ${shown}`;
  }
  const broken = brokenSignature(signatureIdentifier);
  return broken && say`its CRL is signed with ${broken}, which can be forged`;
}

/** RFC 5280 section 6.3.3 (b) (2): a list may cover only some certificates of its issuer. */
function outOfScope({ extensions }: Crl, certificate: Certificate): Words | undefined {
  const scope = extensions.issuingDistributionPoint;
  if (!scope) return undefined;
  const isCa = certificate.extensions.basicConstraints?.cA === true;
  const isFor = isCa ? !scope.onlyContainsUserCerts : !scope.onlyContainsCACerts;
  if (!isFor || scope.onlyContainsAttributeCerts) return 'its CRL is for certificates of another kind';
  const isThere = !scope.distributionPoint || pointsOf(scope, certificate).length > 0;
  return isThere ? undefined : 'its CRL is of another distribution point';
}

/** RFC 5280 section 6.3.3 (f) and (g). */
function* unproven(crl: Crl, link: Link, crls: readonly Crl[], scene: Scene): Steps<Doubt | undefined> {
  const { issuer, above } = link;
  const why = yield* unsigned(issuer, crl, scene);
  if (why === undefined || why.revokes) return why;
  // A CA that has certified another key of its own may sign with both.
  if (above && above.subject.key === issuer.subject.key) {
    const byOther = yield* unsigned(above, crl, scene);
    if (byOther === undefined || byOther.revokes) return byOther;
  }
  for (const other of otherKeys(crl, link, scene)) {
    if ((yield* scene.signatures.verify(crl, other)) === 'good')
      return yield* unfitKey(other, link, crls, scene);
  }
  return why;
}

function* unsigned(issuer: Authority, crl: Crl, { signatures }: Scene): Steps<Doubt | undefined> {
  const signed = yield* signatures.verify(crl, issuer);
  if (signed !== 'good') return doubt(unverified('its CRL', crl, signed, 'its issuer', issuer));
  const usage = owns(issuer, 'extensions') ? issuer.extensions.keyUsage : undefined;
  return usage && !usage.includes('cRLSign')
    ? doubt('the key of its issuer is not for signing CRLs', true)
    : undefined;
}

/** Certificates of the issuer's name for other keys that may have signed this list. */
function otherKeys(crl: Crl, { certificate }: Link, { named }: Scene): Certificate[] {
  const wanted = crl.extensions.authorityKeyIdentifier?.keyIdentifier;
  return named(certificate.issuer.key).filter(({ extensions }) => {
    const given = extensions.subjectKeyIdentifier;
    const isOther = wanted !== undefined && given !== undefined && !sameBytes(wanted, given);
    return !isOther && extensions.keyUsage?.includes('cRLSign');
  });
}

/** Its certificate must be signed by the issuer's key, or by the CA that certified the issuer: both vouch for the name. */
function* unfitKey(
  other: Certificate,
  link: Link,
  crls: readonly Crl[],
  scene: Scene,
): Steps<Doubt | undefined> {
  let why: Words = 'neither its issuer nor the CA above has certified the key';
  for (const issuer of [link.issuer, link.above]) {
    if (!issuer || other.issuer.key !== issuer.subject.key) continue;
    const unfit = yield* unfitDelegate(other, issuer, scene);
    if (unfit === undefined)
      return doubtful(other, yield* directCrlFindings({ certificate: other, issuer }, crls, scene), scene);
    why = unfit;
  }
  return doubt(say`its CRL is signed by another key of its issuer’s name, and ${why}`);
}

function outOfDate({ thisUpdate, nextUpdate }: Crl, time: number): Words | undefined {
  // One that was made for who asks may be younger than the question.
  if (time < thisUpdate - CLOCK_SKEW) return say`its CRL is from ${day(thisUpdate)}, which is in the future`;
  if (nextUpdate === undefined) return 'its CRL does not say how long it is valid';
  // As with notAfter, all of that second counts.
  return time >= nextUpdate + 1000 ? say`its CRL should have been replaced by ${day(nextUpdate)}` : undefined;
}

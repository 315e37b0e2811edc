/**
 * Which certificates and reasons a CRL covers (RFC 5280 sections 4.2.1.13, 5.2.5 and 6.3.3): a list says where it is
 * found and what it leaves out, a certificate where its lists are.
 */

import { decode, encode } from '../../wire/codec.ts';
import { say } from '../../wire/words.ts';
import type { Certificate } from '../certificate/certificate.ts';
import {
  type DistributionPoint,
  type IssuingDistributionPoint,
  scopeReasons,
} from '../certificate/distribution-point.ts';
import { type GeneralName, generalNameText } from '../certificate/general-name.ts';
import { Name, RDNSequence } from '../certificate/name.ts';
import type { Crl } from './crl.ts';

type Reason = NonNullable<IssuingDistributionPoint['onlySomeReasons']>[number];

/**
 * Where the certificate points for this list: a list with a distribution point covers the certificates that point there. A
 * point for another issuer's lists does not count (section 6.3.3 (b) (1)).
 */
export function pointsOf(
  { distributionPoint: at }: IssuingDistributionPoint,
  { issuer, extensions }: Certificate,
): readonly DistributionPoint[] {
  const same = new Set(namesOf(at, issuer));
  return [...(extensions.cRLDistributionPoints ?? []), atIssuer(issuer)].filter(
    ({ distributionPoint, cRLIssuer }) =>
      !cRLIssuer && namesOf(distributionPoint, issuer).some((name) => same.has(name)),
  );
}

/** Section 6.3.3, last paragraph: a list whose distribution point is its issuer's name covers all certificates of that issuer. */
const atIssuer = (issuer: Name): DistributionPoint => ({
  distributionPoint: { kind: 'fullName', value: [{ kind: 'directoryName', value: issuer }] },
});

/** Text that is equal for equal names; the CRL's issuer is the certificate's. */
function namesOf(point: DistributionPoint['distributionPoint'], issuer: Name): string[] {
  if (!point) return [];
  if (point.kind === 'fullName') return point.value.map(nameKey);
  const value = decode(Name, encode(RDNSequence, [...issuer.rdns, point.value]));
  return [nameKey({ kind: 'directoryName', value })];
}

const nameKey = (name: GeneralName): string =>
  `${name.kind} ${name.kind === 'directoryName' ? name.value.key : generalNameText(name)}`;

/** RFC 5280 section 6.3.3 (d): the reasons that the list covers and the certificate points to it for. */
export function reasonsOf(
  { extensions: { issuingDistributionPoint: scope } }: Crl,
  certificate: Certificate,
): readonly Reason[] {
  const listed = scope?.onlySomeReasons ?? scopeReasons;
  if (!scope?.distributionPoint) return listed;
  const points = pointsOf(scope, certificate);
  return listed.filter((reason) => points.some(({ reasons }) => !reasons || reasons.includes(reason)));
}

export function coversAll(lists: readonly (readonly Reason[])[]): boolean {
  const covered = new Set(lists.flat());
  return scopeReasons.every((reason) => covered.has(reason));
}

/** What a list is limited to, in words; empty if it covers all certificates of its issuer and every reason. */
export function scopeText({ extensions: { issuingDistributionPoint: scope } }: Crl): string[] {
  if (!scope) return [];
  const { distributionPoint: at, onlySomeReasons } = scope;
  const where =
    at?.kind === 'fullName' ? at.value.map(generalNameText).join(', ') : 'a name relative to its issuer’s';
  return [
    ...(scope.onlyContainsUserCerts ? ['end-entity certificates'] : []),
    ...(scope.onlyContainsCACerts ? ['CA certificates'] : []),
    ...(scope.onlyContainsAttributeCerts ? ['attribute certificates'] : []),
    ...(at ? [say`certificates that point to ${where}`.text] : []),
    ...(onlySomeReasons ? [say`the reasons ${onlySomeReasons.join(', ')}`.text] : []),
  ];
}

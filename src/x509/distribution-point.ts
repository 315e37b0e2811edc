/**
 * Where CRLs are found and what they cover (RFC 5280 sections 4.2.1.13 and 5.2.5): a certificate says which lists would
 * name it, a list which certificates it would name.
 */
import type { Of } from '../wire/codec.ts';
import { choice, defaulted, explicit, implicit, optional, sequence, setOf } from '../wire/der.ts';
import { boolean, namedBits } from '../wire/der-values.ts';
import { GeneralNames } from './general-name.ts';
import { AttributeTypeAndValue } from './name.ts';

const reasonFlags = namedBits([
  'unused',
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
]);

const DistributionPointName = choice('DistributionPointName', {
  fullName: implicit(0, GeneralNames),
  nameRelativeToCRLIssuer: implicit(1, setOf(AttributeTypeAndValue, 1)),
});

export const DistributionPoint = sequence('RFC 5280 section 4.2.1.13', {
  distributionPoint: optional(explicit(0, DistributionPointName)),
  reasons: optional(implicit(1, reasonFlags)),
  cRLIssuer: optional(implicit(2, GeneralNames)),
});

const only = (n: number) => defaulted(implicit(n, boolean), false);

export const IssuingDistributionPoint = sequence('RFC 5280 section 5.2.5', {
  distributionPoint: optional(explicit(0, DistributionPointName)),
  onlyContainsUserCerts: only(1),
  onlyContainsCACerts: only(2),
  onlySomeReasons: optional(implicit(3, reasonFlags)),
  indirectCRL: only(4),
  onlyContainsAttributeCerts: only(5),
});
export type IssuingDistributionPoint = Of<typeof IssuingDistributionPoint>;

/**
 * Where CRLs are found and what they cover (RFC 5280 sections 4.2.1.13 and 5.2.5): a certificate says which lists would
 * name it, a list which certificates it would name.
 */
import type { Of } from '../../wire/codec.ts';
import { about, choice, defaulted, explicit, implicit, optional, sequence } from '../../wire/der.ts';
import { boolean, namedBits } from '../../wire/der-values.ts';
import { GeneralNames } from './general-name.ts';
import { RelativeDistinguishedName } from './name.ts';

/** The reasons for revocation by which lists may be divided. */
export const scopeReasons = [
  'keyCompromise',
  'cACompromise',
  'affiliationChanged',
  'superseded',
  'cessationOfOperation',
  'certificateHold',
  'privilegeWithdrawn',
  'aACompromise',
] as const;

const reasonFlags = namedBits(['unused', ...scopeReasons]);

const DistributionPointName = choice('DistributionPointName', {
  fullName: implicit(0, GeneralNames),
  nameRelativeToCRLIssuer: implicit(1, RelativeDistinguishedName),
});

export const DistributionPoint = sequence('RFC 5280 section 4.2.1.13', {
  distributionPoint: optional(about(explicit(0, DistributionPointName), 'Where the list is found.')),
  reasons: optional(about(implicit(1, reasonFlags), 'Which reasons for revocation the list covers.')),
  cRLIssuer: optional(about(implicit(2, GeneralNames), 'Who signs the list, if not the issuer.')),
});

export type DistributionPoint = Of<typeof DistributionPoint>;

const flag = (n: number, sentence: string) => defaulted(about(implicit(n, boolean), sentence), false);

export const IssuingDistributionPoint = sequence('RFC 5280 section 5.2.5', {
  distributionPoint: optional(about(explicit(0, DistributionPointName), 'Where this list is found.')),
  onlyContainsUserCerts: flag(1, 'CA certificates are not on it.'),
  onlyContainsCACerts: flag(2, 'Only CA certificates are on it.'),
  onlySomeReasons: optional(about(implicit(3, reasonFlags), 'Only what was revoked for these is on it.')),
  indirectCRL: flag(4, 'Certificates of other issuers are on it.'),
  onlyContainsAttributeCerts: flag(5, 'Only attribute certificates are on it.'),
});
export type IssuingDistributionPoint = Of<typeof IssuingDistributionPoint>;

/** What certificates say of policies: the rules under which they were issued (RFC 5280 sections 4.2.1.4, .5, .11). */

import {
  about,
  any,
  choice,
  type Der,
  definedBy,
  implicit,
  meaning,
  optional,
  sequence,
  sequenceOf,
  where,
} from '../../wire/der.ts';
import { bmpString, ia5String, utf8String, visibleString } from '../../wire/der-text.ts';
import { integer, smallInteger } from '../../wire/der-values.ts';
import { say } from '../../wire/words.ts';
import { objectIdentifier, oidName, oids } from './oids.ts';

const DisplayText = choice('DisplayText', { ia5String, visibleString, bmpString, utf8String });
const UserNotice = sequence('RFC 5280 section 4.2.1.4', {
  noticeRef: optional(
    about(
      sequence('RFC 5280 section 4.2.1.4', {
        organization: about(DisplayText, 'Whose notice it is.'),
        noticeNumbers: about(sequenceOf(integer), 'Which of its notices.'),
      }),
      'A notice that is known by its number.',
    ),
  ),
  explicitText: optional(about(DisplayText, 'A notice to be shown.')),
});
const qualifiers: Readonly<Record<string, Der<Uint8Array>>> = {
  [oids.cps]: any((r) => ia5String.read(r)),
  [oids.userNotice]: any((r) => UserNotice.read(r)),
};
const unknownQualifier = any();

//     PolicyQualifierInfo ::= SEQUENCE {
//         policyQualifierId  PolicyQualifierId,
//         qualifier          ANY DEFINED BY policyQualifierId }
const PolicyQualifierInfo = sequence('RFC 5280 section 4.2.1.4', {
  policyQualifierId: about(objectIdentifier, 'What kind of qualifier it is.'),
  qualifier: about(
    definedBy(({ policyQualifierId }) => qualifiers[policyQualifierId as string] ?? unknownQualifier),
    'Where the policy can be read, or a notice about it.',
  ),
});

//     PolicyInformation ::= SEQUENCE {
//         policyIdentifier   CertPolicyId,
//         policyQualifiers   SEQUENCE SIZE (1..MAX) OF PolicyQualifierInfo OPTIONAL }
const PolicyInformation = sequence('RFC 5280 section 4.2.1.4', {
  policyIdentifier: about(objectIdentifier, 'Under which rules the certificate was issued.'),
  policyQualifiers: optional(about(sequenceOf(PolicyQualifierInfo, 1), 'More about these rules.')),
});

const policyName = (oid: string): string => oidName(oid) ?? oid;

/** No policy appears twice. */
export const CertificatePolicies = where(
  sequenceOf(
    meaning(PolicyInformation, ({ policyIdentifier }) => policyName(policyIdentifier)),
    1,
  ),
  (all) =>
    new Set(all.map(({ policyIdentifier }) => policyIdentifier)).size < all.length
      ? 'a policy appears twice'
      : undefined,
);

export const PolicyMappings = sequenceOf(
  meaning(
    sequence('RFC 5280 section 4.2.1.5', {
      issuerDomainPolicy: about(objectIdentifier, 'A policy as the issuer calls it.'),
      subjectDomainPolicy: about(objectIdentifier, 'The same as the subject calls it.'),
    }),
    ({ issuerDomainPolicy: from, subjectDomainPolicy: to }) =>
      say`${policyName(from)} is ${policyName(to)} below`.text,
  ),
  1,
);

export const SkipCerts = smallInteger(2 ** 31 - 1);

export const PolicyConstraints = sequence('RFC 5280 section 4.2.1.11', {
  requireExplicitPolicy: optional(
    about(
      implicit(0, SkipCerts),
      'After this many more certificates a policy must hold along the whole path.',
    ),
  ),
  inhibitPolicyMapping: optional(
    about(implicit(1, SkipCerts), 'After this many more certificates policies are no longer mapped.'),
  ),
});

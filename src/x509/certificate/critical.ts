/** Which critical extensions of a certificate are acted upon (RFC 5280 section 4.2): any other means refusal. */
import type { Certificate } from './certificate.ts';
import { type Extension, type ExtensionName, extensionName } from './extensions.ts';
import { oids } from './oids.ts';

/** The critical extensions that we do not act upon. */
export const notUnderstood = (certificate: Certificate): Extension[] =>
  certificate.extensionList.filter(({ critical, extnID }) => {
    const known = extensionName(extnID);
    const isActedUpon =
      actedUpon.includes(known) && !(known === 'certificatePolicies' && hasUnknownQualifier(certificate));
    return critical && !isActedUpon;
  });

/** For the rest we know only the form, and critical demands more. */
const actedUpon: readonly (ExtensionName | undefined)[] = [
  'basicConstraints',
  'keyUsage',
  'extKeyUsage',
  'subjectAltName',
  'nameConstraints',
  'certificatePolicies',
  'policyMappings',
  'policyConstraints',
  'inhibitAnyPolicy',
];

/** Those of a critical extension must be understood too (RFC 5280 section 4.2.1.4); nobody acts on the two that are. */
const hasUnknownQualifier = ({ extensions: { certificatePolicies = [] } }: Certificate): boolean =>
  certificatePolicies.some(({ policyQualifiers = [] }) =>
    policyQualifiers.some(({ policyQualifierId }) => !knownQualifiers.includes(policyQualifierId)),
  );
const knownQualifiers: readonly string[] = [oids.cps, oids.userNotice];

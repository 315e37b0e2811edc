/** Whom the leaf is for (RFC 9525), and whom the CAs above it may certify (RFC 5280 section 4.2.1.10). */

import { sameBytes } from '../../wire/bytes.ts';
import { ownOptions } from '../../wire/own-options.ts';
import { firstOf } from '../../wire/peer-text.ts';
import { say, type Words } from '../../wire/words.ts';
import type { TrustAnchor } from '../anchors.ts';
import { OverBudget, type Spending } from '../budget.ts';
import { type Certificate, isSelfIssued } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { hostInCommonName } from '../certificate/common-name.ts';
import { generalNameText } from '../certificate/general-name.ts';
import type { NameConstraints } from '../certificate/general-subtree.ts';
import { hostsOf, isFor, type Reference, referenceOf, speaksFor } from '../certificate/identity.ts';
import { attributesOf } from '../certificate/name.ts';
import { oids } from '../certificate/oids.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import { type Check, failed, passed } from '../verdict.ts';
import { violation } from './constraints.ts';
import type { Place } from './place.ts';
import type { Requirements } from './requirements.ts';

export function name(
  certificate: Certificate,
  { path, index }: Place,
  requirements: Requirements,
): Check | undefined {
  if (index > 0 || requirements.name === undefined) return undefined;
  const rfc = 'RFC 9525 section 6';
  const looked = () => fieldsOf(path, 0, 'subjectAltName');
  const reference = referenceOf(requirements.name);
  if (!reference) {
    return failed(
      'name',
      rfc,
      0,
      'name-mismatch',
      say`${JSON.stringify(requirements.name)} is neither a DNS name nor an address`,
      looked,
    );
  }
  const at = speaksFor(certificate, reference);
  if (at !== undefined) {
    const found = () => fieldsOf(path, 0, `subjectAltName[${at}]`);
    return passed('name', rfc, 0, () => say`issued for ${requirements.name}`, found);
  }
  const common = commonNameOf(certificate, requirements);
  if (common !== undefined && isFor(common, reference)) {
    const detail = () => say`issued for ${requirements.name} by its common name alone, which was asked for`;
    return passed('name', 'RFC 6125 section 6.4.4', 0, detail, () =>
      fieldsOf(path, 0, 'tbsCertificate.subject'),
    );
  }
  const detail = missing(certificate, reference, requirements.name);
  return failed('name', rfc, 0, 'name-mismatch', detail, looked);
}

/** Why it is not valid for the name. Names that look right but do not count are pointed out. */
function missing(certificate: Certificate, reference: Reference, name: string): Words {
  const names = hostsOf(certificate);
  const of = called(certificate);
  const asAddress = (text: string): boolean => {
    const found = referenceOf(text);
    return reference.kind === 'ip' && found?.kind === 'ip' && sameBytes(found.bytes, reference.bytes);
  };
  // RFC 9525 section 6.4: an address is compared only with addresses.
  if (names.some(({ kind, value }) => kind === 'dNSName' && asAddress(value as string)))
    return say`${of} has the address ${name} as a DNS name, which does not count: it must be an IP address (iPAddress)`;
  const common = attributesOf(certificate.subject, oids.commonName);
  const inCommonName = common.some((text) => asAddress(text) || isFor(text, reference));
  if (names.length > 0)
    return say`${of} is issued for ${firstOf(names, generalNameText, { most: 8 })}, and not for ${name}`;
  return inCommonName
    ? say`${of} has no alternative name for a host, so it is not issued for ${name}: its common name does not count`
    : say`${of} has no alternative name for a host, so it is not issued for ${name}`;
}

const commonNameOf = (certificate: Certificate, { byCommonName }: Requirements): string | undefined =>
  byCommonName ? hostInCommonName(certificate) : undefined;

export function nameConstraints(
  certificate: Certificate,
  { path, index }: Place,
  requirements: Requirements,
  spending: Spending,
): Check | undefined {
  const constraints = certificate.extensions.nameConstraints;
  if (index === 0 || !constraints) return undefined;
  return within(constraints, called(certificate), path, index, requirements, spending);
}

/** The constraints that came with an anchor rather than in its certificate (RFC 5937 section 3.2). */
export function checkAnchor(
  path: readonly Certificate[],
  anchor: TrustAnchor,
  requirements: Requirements,
  spending: Spending,
): Check[] {
  const { subject, certificate, nameConstraints } = ownOptions(anchor);
  if (!nameConstraints) return [];
  const index = certificate ? path.length - 1 : path.length;
  return [within(nameConstraints, say`the trusted "${subject.text}"`, path, index, requirements, spending)];
}

/** The names of all certificates below `index`, where the constrained issuer's certificate is or would be. */
function within(
  constraints: NameConstraints,
  issuer: Words,
  path: readonly Certificate[],
  index: number,
  requirements: Requirements,
  spending: Spending,
): Check {
  const rfc = 'RFC 5280 section 6.1.3 (b) and (c)';
  const its = (...fields: Parameters<typeof fieldsOf>[2][]) =>
    path[index]?.extensions.nameConstraints === constraints ? fieldsOf(path, index, ...fields) : [];
  const names = (i: number) =>
    fieldsOf(
      path,
      i,
      'tbsCertificate.subject',
      ...(path[i]!.extensions.subjectAltName ? (['subjectAltName'] as const) : []),
    );
  const all = () => [...its('nameConstraints'), ...held.flatMap(([i]) => names(i))];
  const at = Math.min(index, path.length - 1);
  // A self-issued certificate is not subject to its issuer's constraints, unless it is the leaf.
  const held = [...path.slice(0, index).entries()].filter(([i, below]) => i === 0 || !isSelfIssued(below));
  for (const [i, below] of held) {
    try {
      const common = i === 0 ? commonNameOf(below, requirements) : undefined;
      const broken = violation(constraints, below, spending, common);
      if (broken === undefined) continue;
      const detail = say`${issuer} may not certify ${called(below)}: ${broken.why}`;
      return failed('name constraints', rfc, at, 'name-constraints', detail, () => [
        ...its(broken.constraint),
        ...(broken.name ? fieldsOf(path, i, broken.name) : []),
      ]);
    } catch (error) {
      if (!(error instanceof OverBudget)) throw error;
      return failed('name constraints', rfc, at, 'budget-exhausted', error.message, all);
    }
  }
  return passed('name constraints', rfc, at, () => 'every name below is within them', all);
}

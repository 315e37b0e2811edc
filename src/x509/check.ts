/**
 * The checks on the certificates of one path (RFC 5280 section 6.1). Signatures are verified while the path is found
 * (path.ts); policies (policy.ts) and revocation (revocation.ts) have files of their own.
 *
 * Every check is made on every certificate even when one has failed, so that the verdict can show all that is wrong. The
 * certificate of a trust anchor is checked like an intermediate's: RFC 5280 leaves that open, and an expired or a
 * constrained root means what it says. Its own signature proves nothing and is not looked at.
 */
import type { KeyKind } from '../crypto/provider.ts';
import type { TrustAnchor } from './anchors.ts';
import { OverBudget, type Spending } from './budget.ts';
import { called, day } from './called.ts';
import type { Certificate } from './certificate.ts';
import { hostInCommonName } from './common-name.ts';
import { violation } from './constraints.ts';
import { notUnderstood } from './critical.ts';
import type { KeyUsageName } from './extensions.ts';
import type { NameConstraints } from './general-subtree.ts';
import { isFor, namesOf, referenceOf, speaksFor } from './identity.ts';
import { extensionField, fieldsOf } from './looked.ts';
import { oidName, oids } from './oids.ts';
import type { Pins } from './pins.ts';
import type { Profile } from './profile.ts';
import { brokenSignature } from './signature-algorithm.ts';
import { inheritedTlsFeatures } from './tls-feature.ts';
import { type Check, failed, passed } from './verdict.ts';

/** What a path is checked for. */
export interface Aim {
  readonly purpose: 'server' | 'client';
  readonly name?: string;
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly keyUsage?: KeyUsageName;
  /** Object identifiers of policies, of which one must hold along the whole path. */
  readonly userInitialPolicySet?: readonly string[];
  readonly profile: Profile;
  /** A leaf without names for a host is compared by its common name. */
  readonly byCommonName?: boolean;
  readonly pins?: Pins;
}

/** Where a certificate stands in a path. */
export interface Place {
  readonly path: readonly Certificate[];
  readonly index: number;
  /** It is the certificate of the anchor, and not the leaf. */
  readonly isAnchor: boolean;
}

/** All checks of all certificates, the leaf's first. `anchored`: the last certificate is the trust anchor's own. */
export function checkPath(
  path: readonly Certificate[],
  anchored: boolean,
  aim: Aim,
  spending: Spending,
): Check[] {
  const checks: Check[] = [];
  for (const [index, certificate] of path.entries()) {
    const place = { path, index, isAnchor: anchored && index > 0 && index === path.length - 1 };
    for (const rule of rules) {
      const check = rule(certificate, place, aim, spending);
      if (check) checks.push(check);
    }
  }
  return checks;
}

/** Issued by the same name: such a certificate does not count for path length (RFC 5280 section 6.1). */
export const isSelfIssued = ({ subject, issuer }: Certificate): boolean => subject.key === issuer.key;

type Rule = (certificate: Certificate, place: Place, aim: Aim, spending: Spending) => Check | undefined;

const rules: readonly Rule[] = [
  validity,
  name,
  key,
  signatureAlgorithm,
  basicConstraints,
  pathLength,
  keyUsage,
  purpose,
  criticalExtensions,
  nameConstraints,
  inheritedTlsFeatures,
  profile,
];

function validity(certificate: Certificate, { path, index }: Place, { time }: Aim): Check {
  const { notBefore, notAfter } = certificate;
  const rfc = 'RFC 5280 section 6.1.3 (a) (2)';
  const looked = () => fieldsOf(path, index, 'tbsCertificate.validity');
  if (time < notBefore) {
    return failed(
      'validity',
      rfc,
      index,
      'not-yet-valid',
      `${called(certificate)} is not valid before ${day(notBefore)}`,
      looked,
    );
  }
  // notAfter names a second, and that whole second is inside.
  if (time >= notAfter + 1000) {
    const detail = `${called(certificate)} expired on ${day(notAfter)}`;
    return failed('validity', rfc, index, 'expired', detail, looked);
  }
  return passed('validity', rfc, index, () => `valid from ${day(notBefore)} to ${day(notAfter)}`, looked);
}

function name(certificate: Certificate, { path, index }: Place, aim: Aim): Check | undefined {
  if (index > 0 || aim.name === undefined) return undefined;
  const rfc = 'RFC 9525 section 6';
  const looked = () => fieldsOf(path, 0, 'subjectAltName');
  const reference = referenceOf(aim.name);
  if (!reference) {
    return failed(
      'name',
      rfc,
      0,
      'name-mismatch',
      `${JSON.stringify(aim.name)} is neither a DNS name nor an address`,
      looked,
    );
  }
  const at = speaksFor(certificate, reference);
  if (at !== undefined) {
    const found = () => fieldsOf(path, 0, `subjectAltName[${at}]`);
    return passed('name', rfc, 0, () => `issued for ${aim.name}`, found);
  }
  const common = commonNameOf(certificate, aim);
  if (common !== undefined && isFor(common, reference)) {
    const detail = () => `issued for ${aim.name} by its common name alone, which was asked for`;
    return passed('name', 'RFC 6125 section 6.4.4', 0, detail, () =>
      fieldsOf(path, 0, 'tbsCertificate.subject'),
    );
  }
  const names = namesOf(certificate);
  const shown =
    names.length > 8 ? `${names.slice(0, 8).join(', ')} and ${names.length - 8} more` : names.join(', ');
  const instead = names.length > 0 ? `issued for ${shown}` : 'not issued for any DNS name or address';
  return failed(
    'name',
    rfc,
    0,
    'name-mismatch',
    `${called(certificate)} is ${instead}, and not for ${aim.name}`,
    looked,
  );
}

const commonNameOf = (certificate: Certificate, { byCommonName }: Aim): string | undefined =>
  byCommonName ? hostInCommonName(certificate) : undefined;
/** RFC 9325 section 4.5 */
export const isTooShort = ({ type, bits }: KeyKind): boolean => type.startsWith('RSA') && bits < 2048;

function key(certificate: Certificate, { path, index }: Place): Check {
  const rfc = 'RFC 9325 section 4.5';
  const looked = () => fieldsOf(path, index, 'tbsCertificate.subjectPublicKeyInfo');
  if (!certificate.key) {
    const detail = `${called(certificate)} has a key of a type, curve or encoding that is not supported`;
    return failed('key', rfc, index, 'unsupported-algorithm', detail, looked);
  }
  const { type, bits, curve } = certificate.key;
  const shown = () => `${type} ${curve ?? `of ${bits} bits`}`;
  if (isTooShort(certificate.key)) {
    return failed(
      'key',
      rfc,
      index,
      'weak-key',
      `${called(certificate)} has a key that is too short: ${shown()}`,
      looked,
    );
  }
  return passed('key', rfc, index, shown, looked);
}

function signatureAlgorithm(certificate: Certificate, { path, index, isAnchor }: Place): Check | undefined {
  if (isAnchor) return undefined;
  const rfc = 'RFC 9325 section 4.5';
  const shown = () =>
    oidName(certificate.signatureIdentifier.algorithm) ?? certificate.signatureIdentifier.algorithm;
  const looked = () => fieldsOf(path, index, 'signatureAlgorithm');
  if (brokenSignature(certificate.signatureIdentifier)) {
    const detail = `${called(certificate)} is signed with ${shown()}, which can be forged`;
    return failed('signature algorithm', rfc, index, 'weak-signature', detail, looked);
  }
  if (!certificate.signatureAlgorithm) {
    const detail = `${called(certificate)} is signed with ${shown()} or parameters that are not supported`;
    return failed('signature algorithm', rfc, index, 'unsupported-algorithm', detail, looked);
  }
  return passed('signature algorithm', rfc, index, shown, looked);
}

function basicConstraints(certificate: Certificate, { path, index }: Place): Check | undefined {
  if (index === 0) return undefined;
  const rfc = 'RFC 5280 section 6.1.4 (k)';
  const looked = () => fieldsOf(path, index, 'basicConstraints');
  return certificate.extensions.basicConstraints?.cA === true
    ? passed('basic constraints', rfc, index, () => 'a CA', looked)
    : failed(
        'basic constraints',
        rfc,
        index,
        'not-a-ca',
        `${called(certificate)} is not a CA, and yet it issued a certificate`,
        looked,
      );
}

function pathLength(certificate: Certificate, { path, index }: Place): Check | undefined {
  const limit = certificate.extensions.basicConstraints?.pathLenConstraint;
  if (index === 0 || limit === undefined) return undefined;
  const rfc = 'RFC 5280 section 6.1.4 (l)';
  const below = path.slice(1, index).filter((each) => !isSelfIssued(each)).length;
  const detail = () => `${called(certificate)} allows ${limit} CA certificates below it and has ${below}`;
  const looked = () => fieldsOf(path, index, 'basicConstraints.pathLenConstraint');
  return below <= limit
    ? passed('path length', rfc, index, detail, looked)
    : failed('path length', rfc, index, 'path-length-exceeded', detail(), looked);
}

function keyUsage(certificate: Certificate, { path, index }: Place, aim: Aim): Check | undefined {
  const usage = certificate.extensions.keyUsage;
  const wanted = index > 0 ? 'keyCertSign' : aim.keyUsage;
  if (!usage || wanted === undefined) return undefined;
  const rfc = index > 0 ? 'RFC 5280 section 6.1.4 (n)' : 'RFC 9846 section 4.5.1.2';
  const shown = () => usage.join(', ');
  const looked = () => fieldsOf(path, index, 'keyUsage');
  return usage.includes(wanted)
    ? passed('key usage', rfc, index, shown, looked)
    : failed(
        'key usage',
        rfc,
        index,
        'key-usage',
        `the key of ${called(certificate)} is for ${shown()}, and not for ${wanted}`,
        looked,
      );
}

function purpose(certificate: Certificate, { path, index }: Place, aim: Aim): Check | undefined {
  const purposes = certificate.extensions.extKeyUsage;
  if (!purposes) return undefined;
  const rfc = 'RFC 5280 section 4.2.1.12';
  const wanted = aim.purpose === 'server' ? oids.serverAuth : oids.clientAuth;
  const shown = () => purposes.map((oid) => oidName(oid) ?? oid).join(', ');
  const looked = () => fieldsOf(path, index, 'extKeyUsage');
  return purposes.includes(wanted) || purposes.includes(oids.anyExtendedKeyUsage)
    ? passed('purpose', rfc, index, shown, looked)
    : failed(
        'purpose',
        rfc,
        index,
        'purpose',
        `${called(certificate)} is for ${shown()}, and not for ${oidName(wanted)}`,
        looked,
      );
}

function criticalExtensions(certificate: Certificate, { path, index }: Place): Check {
  const rfc = index > 0 ? 'RFC 5280 section 6.1.4 (o)' : 'RFC 5280 section 6.1.5 (f)';
  const { extensionList } = certificate;
  const critical = extensionList.filter((each) => each.critical);
  const unknown = notUnderstood(certificate);
  const shown = () => unknown.map(({ extnID }) => oidName(extnID) ?? extnID).join(', ');
  const looked = () => {
    const decisive = [unknown, critical, extensionList].find((list) => list.length > 0) ?? [];
    const fields = decisive.map((each) => extensionField(extensionList.indexOf(each)));
    return fieldsOf(path, index, ...(fields.length > 0 ? fields : ['tbsCertificate' as const]));
  };
  return unknown.length === 0
    ? passed(
        'critical extensions',
        rfc,
        index,
        () => (critical.length === 0 ? 'none' : 'all understood'),
        looked,
      )
    : failed(
        'critical extensions',
        rfc,
        index,
        'unknown-critical-extension',
        `${called(certificate)} has critical extensions that are not understood: ${shown()}`,
        looked,
      );
}

function nameConstraints(
  certificate: Certificate,
  { path, index }: Place,
  aim: Aim,
  spending: Spending,
): Check | undefined {
  const constraints = certificate.extensions.nameConstraints;
  if (index === 0 || !constraints) return undefined;
  return within(constraints, called(certificate), path, index, aim, spending);
}

/** The constraints that came with an anchor and not in its certificate (RFC 5937 section 3.2). */
export function checkAnchor(
  path: readonly Certificate[],
  { subject, certificate, nameConstraints }: TrustAnchor,
  aim: Aim,
  spending: Spending,
): Check[] {
  if (!nameConstraints) return [];
  const index = certificate ? path.length - 1 : path.length;
  return [within(nameConstraints, `the trusted "${subject.text}"`, path, index, aim, spending)];
}

/** The names of all below `index`, where the certificate of whoever is constrained stands or would stand. */
function within(
  constraints: NameConstraints,
  issuer: string,
  path: readonly Certificate[],
  index: number,
  aim: Aim,
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
  // A self-issued certificate is not held to its issuer's constraints, unless it is the leaf.
  const held = [...path.slice(0, index).entries()].filter(([i, below]) => i === 0 || !isSelfIssued(below));
  for (const [i, below] of held) {
    try {
      const common = i === 0 ? commonNameOf(below, aim) : undefined;
      const broken = violation(constraints, below, spending, common);
      if (broken === undefined) continue;
      const detail = `${issuer} may not certify ${called(below)}: ${broken.why}`;
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

function profile(certificate: Certificate, place: Place, aim: Aim): Check | undefined {
  for (const { rfc, looks, broken } of aim.profile.rules) {
    const reason = broken(certificate, place, aim);
    if (reason === undefined) continue;
    const { path, index } = place;
    const looked = () => fieldsOf(path, index, ...looks);
    return failed('profile', rfc, index, 'profile', `${called(certificate)} ${reason}`, looked);
  }
  return undefined;
}

/**
 * The checks on the certificates of one path (RFC 5280 section 6.1). Signatures are verified while the path is found
 * (path.ts); policies (policy.ts) and revocation (revocation.ts) have files of their own.
 *
 * Every check is made on every certificate even after one has failed, so that the verdict can show everything that is
 * wrong. A trust anchor's certificate is checked like an intermediate: RFC 5280 leaves that open, and an expired or
 * constrained root means what it says. Its own signature proves nothing and is not checked.
 */
import { say } from '../../wire/words.ts';
import type { Spending } from '../budget.ts';
import { type Certificate, departuresIn } from '../certificate/certificate.ts';
import { called, day } from '../certificate/certificate-title.ts';
import { notUnderstood } from '../certificate/critical.ts';
import { oidName } from '../certificate/oids.ts';
import { damageIn, extensionField, fieldOf, fieldsOf } from '../evidence-ranges.ts';
import { type Check, failed, passed, tolerated } from '../verdict.ts';
import { key, signatureAlgorithm } from './check-keys.ts';
import { name, nameConstraints } from './check-names.ts';
import { basicConstraints, keyUsage, pathLength, purpose } from './check-uses.ts';
import type { Place } from './place.ts';
import type { Requirements, Rule } from './requirements.ts';
import { inheritedTlsFeatures } from './tls-feature.ts';

/** All checks of all certificates, the leaf's first. `anchored`: the last certificate is the trust anchor's own. */
export function checkPath(
  path: readonly Certificate[],
  anchored: boolean,
  requirements: Requirements,
  spending: Spending,
): Check[] {
  const checks: Check[] = [];
  for (const [index, certificate] of path.entries()) {
    const isTrusted = anchored && index === path.length - 1;
    const place = { path, index, isTrusted, isAnchor: isTrusted && index > 0 };
    for (const rule of rules) {
      const check = rule(certificate, place, requirements, spending);
      if (check) checks.push(check);
    }
  }
  return checks;
}

const rules: readonly Rule[] = [
  encoding,
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

/** Reports nothing for a certificate that follows its definition to the byte. */
function encoding(certificate: Certificate, { path, index }: Place): Check | undefined {
  const { damage, departures } = certificate;
  const rfc = 'RFC 5280 section 4.1';
  if (damage.length > 0) {
    const detail = say`${called(certificate)} is damaged: ${damage.map(({ message }) => message)}`;
    return failed('encoding', rfc, index, 'malformed', detail, () => damageIn(path, index));
  }
  if (departures.length === 0) return undefined;
  const found = () => departuresIn(certificate).map(({ message }) => message);
  const detail = () =>
    say`${called(certificate)} departs from the encoding rules, but is unambiguous: ${found()}`;
  const looked = () => departuresIn(certificate).flatMap((each) => fieldsOf(path, index, fieldOf(each)));
  return tolerated('malformed', 'encoding', rfc, index, detail, looked);
}

function validity(
  certificate: Certificate,
  { path, index }: Place,
  { time }: Requirements,
): Check | undefined {
  const { notBefore, notAfter } = certificate;
  // An unreadable time has already been reported.
  if (Number.isNaN(notBefore) || Number.isNaN(notAfter)) return undefined;
  const rfc = 'RFC 5280 section 6.1.3 (a) (2)';
  const looked = () => fieldsOf(path, index, 'tbsCertificate.validity');
  if (time < notBefore) {
    return failed(
      'validity',
      rfc,
      index,
      'not-yet-valid',
      say`${called(certificate)} is not valid before ${day(notBefore)}`,
      looked,
    );
  }
  // notAfter names a second, and all of that second counts.
  if (time >= notAfter + 1000) {
    const detail = say`${called(certificate)} expired on ${day(notAfter)}`;
    return failed('validity', rfc, index, 'expired', detail, looked);
  }
  return passed('validity', rfc, index, () => say`valid from ${day(notBefore)} to ${day(notAfter)}`, looked);
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
        say`${called(certificate)} has critical extensions that are not understood: ${shown()}`,
        looked,
      );
}

function profile(certificate: Certificate, place: Place, requirements: Requirements): Check | undefined {
  for (const { rfc, looks, broken } of requirements.profile.rules) {
    const reason = broken(certificate, place, requirements);
    if (reason === undefined) continue;
    const { path, index } = place;
    const looked = () => fieldsOf(path, index, ...looks);
    return failed('profile', rfc, index, 'profile', `${called(certificate)} ${reason}`, looked);
  }
  return undefined;
}

/** What a certificate may be used for: to issue others, for TLS, by a server or by a client (RFC 5280 section 4.2.1). */

import { say } from '../../wire/words.ts';
import { type Certificate, isSelfIssued } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { oidName, oids } from '../certificate/oids.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import { type Check, failed, passed } from '../verdict.ts';
import type { Place } from './place.ts';
import type { Requirements } from './requirements.ts';

export function basicConstraints(
  certificate: Certificate,
  { path, index, isAnchor }: Place,
): Check | undefined {
  if (index === 0) return undefined;
  const rfc = 'RFC 5280 section 6.1.4 (k)';
  const looked = () => fieldsOf(path, index, 'basicConstraints');
  // An older version cannot say it; being trusted is enough.
  if (isAnchor && certificate.version !== 3) {
    const detail = () =>
      say`trusted, and of version ${certificate.version}, which cannot say that it is a CA`;
    return passed('basic constraints', rfc, index, detail, looked);
  }
  return certificate.extensions.basicConstraints?.cA === true
    ? passed('basic constraints', rfc, index, () => 'a CA', looked)
    : failed(
        'basic constraints',
        rfc,
        index,
        'not-a-ca',
        say`${called(certificate)} is not a CA, but issued a certificate`,
        looked,
      );
}

export function pathLength(certificate: Certificate, { path, index }: Place): Check | undefined {
  const limit = certificate.extensions.basicConstraints?.pathLenConstraint;
  if (index === 0 || limit === undefined) return undefined;
  const rfc = 'RFC 5280 section 6.1.4 (l)';
  const below = path.slice(1, index).filter((each) => !isSelfIssued(each)).length;
  const detail = () => say`${called(certificate)} allows ${limit} CA certificates below it and has ${below}`;
  const looked = () => fieldsOf(path, index, 'basicConstraints.pathLenConstraint');
  return below <= limit
    ? passed('path length', rfc, index, detail, looked)
    : failed('path length', rfc, index, 'path-length-exceeded', detail(), looked);
}

export function keyUsage(
  certificate: Certificate,
  { path, index }: Place,
  requirements: Requirements,
): Check | undefined {
  const usage = certificate.extensions.keyUsage;
  const wanted = index > 0 ? 'keyCertSign' : requirements.keyUsage;
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
        say`the key of ${called(certificate)} is for ${shown()}, and not for ${wanted}`,
        looked,
      );
}

export function purpose(
  certificate: Certificate,
  { path, index }: Place,
  requirements: Requirements,
): Check | undefined {
  const purposes = certificate.extensions.extKeyUsage;
  if (!purposes) return undefined;
  const rfc = 'RFC 5280 section 4.2.1.12';
  const wanted = requirements.purpose === 'server' ? oids.serverAuth : oids.clientAuth;
  const shown = () => purposes.map((oid) => oidName(oid) ?? oid).join(', ');
  const looked = () => fieldsOf(path, index, 'extKeyUsage');
  return purposes.includes(wanted) || purposes.includes(oids.anyExtendedKeyUsage)
    ? passed('purpose', rfc, index, shown, looked)
    : failed(
        'purpose',
        rfc,
        index,
        'purpose',
        say`${called(certificate)} is for ${shown()}, and not for ${oidName(wanted)}`,
        looked,
      );
}

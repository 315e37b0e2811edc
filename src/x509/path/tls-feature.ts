/**
 * The TLS feature extension (RFC 7633): what a server with this certificate promises to do when asked. The one that matters
 * is status_request, stapling an OCSP response; whether it did is decided in revocation/staple.ts.
 */

import { say } from '../../wire/words.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import { type Check, failed, passed } from '../verdict.ts';
import type { Place } from './place.ts';

/** The number of status_request among TLS extensions. */
const STATUS_REQUEST = 5;

export const promisesStaple = ({ extensions }: Certificate): boolean =>
  extensions.tlsFeature?.includes(STATUS_REQUEST) === true;

/** Whatever a CA promises, each certificate that it issues must promise too. */
export function inheritedTlsFeatures(certificate: Certificate, { path, index }: Place): Check | undefined {
  const promised = certificate.extensions.tlsFeature;
  if (index === 0 || !promised) return undefined;
  const rfc = 'RFC 7633 section 4.2.2';
  const below = path[index - 1]!;
  const kept = below.extensions.tlsFeature ?? [];
  const looked = () => [...fieldsOf(path, index, 'tlsFeature'), ...fieldsOf(path, index - 1, 'tlsFeature')];
  if (promised.every((feature) => kept.includes(feature)))
    return passed('profile', rfc, index, () => 'its TLS features are promised below it too', looked);
  const detail = say`${called(certificate)} promises TLS features that ${called(below)} does not promise`;
  return failed('profile', rfc, index, 'profile', detail, looked);
}

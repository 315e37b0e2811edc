/** Keys and signature algorithms that are too weak or unknown (RFC 9325 section 4.5). */

import type { KeyKind } from '../../crypto/provider.ts';
import { isTooLong, longestRsaKey } from '../../crypto/rsa-limits.ts';
import { say } from '../../wire/words.ts';
import { keyName, signatureName } from '../certificate/algorithm-name.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { brokenSignature } from '../certificate/signature-algorithm.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import { type Check, failed, passed } from '../verdict.ts';
import type { Place } from './place.ts';

/** RFC 9325 section 4.5 */
export const isTooShort = ({ type, bits }: KeyKind): boolean => type.startsWith('RSA') && bits < 2048;

export function key(certificate: Certificate, { path, index }: Place): Check {
  const rfc = 'RFC 9325 section 4.5';
  const looked = () => fieldsOf(path, index, 'tbsCertificate.subjectPublicKeyInfo');
  const { kind } = certificate.spki;
  if (!kind) {
    const detail = say`the key of ${called(certificate)} is not supported: ${keyName(certificate.spki)}`;
    return failed('key', rfc, index, 'unsupported-algorithm', detail, looked);
  }
  if (isTooLong(kind)) {
    const detail = say`the key of ${called(certificate)} is too long: ${keyName(certificate.spki)}; the limit is ${longestRsaKey}`;
    return failed('key', rfc, index, 'unsupported-algorithm', detail, looked);
  }
  const { type, bits, curve } = kind;
  const shown = () => `${type} ${curve ?? `of ${bits} bits`}`;
  if (isTooShort(kind)) {
    return failed(
      'key',
      rfc,
      index,
      'weak-key',
      say`${called(certificate)} has a key that is too short: ${shown()}`,
      looked,
    );
  }
  return passed('key', rfc, index, shown, looked);
}

export function signatureAlgorithm(
  certificate: Certificate,
  { path, index, isTrusted }: Place,
): Check | undefined {
  // The signature on a trusted certificate proves nothing, and is not checked.
  if (isTrusted) return undefined;
  const rfc = 'RFC 9325 section 4.5';
  const shown = () => signatureName(certificate.signatureIdentifier);
  const looked = () => fieldsOf(path, index, 'signatureAlgorithm');
  if (brokenSignature(certificate.signatureIdentifier)) {
    const detail = say`${called(certificate)} is signed with ${shown()}, which can be forged`;
    return failed('signature algorithm', rfc, index, 'weak-signature', detail, looked);
  }
  if (!certificate.signatureAlgorithm) {
    const detail = say`${called(certificate)} is signed with ${shown()}, which is not supported`;
    return failed('signature algorithm', rfc, index, 'unsupported-algorithm', detail, looked);
  }
  return passed('signature algorithm', rfc, index, shown, looked);
}

/**
 * Why a certificate is refused: one closed set, for verdicts, alerts and diagnoses alike.
 *
 * The names are ours, one for each cause; Node's and OpenSSL's codes exist only in the Node adapter. The order of the list
 * is the ranking: when paths fail for different reasons, the first in the list is reported, because it says most about
 * what has to be fixed.
 */

/** Most telling first. */
export const certificateReasons = {
  'no-certificate': 'no certificate was sent',
  malformed: 'the certificate does not follow its definition',
  'budget-exhausted': 'the chain would cost more work to check than is allowed',
  revoked: 'a certificate has been revoked by its issuer',
  'not-yet-valid': 'a certificate is not valid yet',
  expired: 'a certificate has expired',
  'name-mismatch': 'the certificate was issued for other names',
  'weak-key': 'a key is too short to be safe',
  'weak-signature': 'a certificate is signed with a broken hash',
  'unsupported-algorithm': 'a key or signature algorithm is not supported',
  'not-a-ca': 'a certificate was issued by something that is not a CA',
  purpose: 'the certificate may not be used for this purpose',
  'key-usage': 'a key may not be used in this way',
  'unknown-critical-extension': 'a certificate has a critical extension that is not understood',
  'name-constraints': 'an issuer may not certify this name',
  policy: 'no certificate policy is acceptable along the whole path',
  'path-length-exceeded': 'there are more CA certificates below an issuer than it allows',
  profile: 'a certificate breaks a rule that certificates of this kind must keep',
  'staple-missing': 'a certificate must come with an OCSP response and came without',
  'staple-invalid': 'the OCSP response that came with a certificate proves nothing',
  'revocation-unknown': 'it could not be found out whether a certificate has been revoked',
  'self-signed': 'the certificate is signed by itself and is not in the trust store',
  'root-not-trusted': 'the chain ends at a root that is not in the trust store',
  'bad-signature': 'a signature does not verify',
  'chain-incomplete': 'the issuer of a certificate was neither sent nor found in the trust store',
  'pin-mismatch': 'no key of the path is one of those that were pinned',
  refused: 'the application does not accept the certificate',
} as const;

export type CertificateReason = keyof typeof certificateReasons;

const rank = new Map(Object.keys(certificateReasons).map((reason, i) => [reason, i]));

/** The reason that says most. */
export function mostTelling(reasons: readonly CertificateReason[]): CertificateReason | undefined {
  return [...reasons].sort((a, b) => rank.get(a)! - rank.get(b)!)[0];
}

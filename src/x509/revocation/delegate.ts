/**
 * Certificates of those who may sign revocation statements for a CA: an OCSP responder that it has named (RFC 6960 section
 * 4.2.2.2), or another key under its own name that signs its CRLs (RFC 5280 section 6.3.3 (f)).
 *
 * There is one signature between the CA and its delegate. A path of any length was rejected: RFC 6960 wants the CA's own
 * signature, and for CRLs anybody below the anchor with the CA's name could speak for it.
 */

import type { Steps } from '../../crypto/steps.ts';
import { say, type Words } from '../../wire/words.ts';
import { keyName } from '../certificate/algorithm-name.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { called, day } from '../certificate/certificate-title.ts';
import { notUnderstood } from '../certificate/critical.ts';
import { oidName, oids } from '../certificate/oids.ts';
import { brokenSignature } from '../certificate/signature-algorithm.ts';
import { isTooShort } from '../path/check-keys.ts';
import {
  type Authority,
  type Doubt,
  doubt,
  type RevocationStatus,
  type Scene,
  unverified,
} from './revocation-status.ts';

/** Why a certificate was not issued by this authority, or is not valid now. Throws OverBudget. */
export function* unfitDelegate(
  delegate: Certificate,
  issuer: Authority,
  { time, signatures }: Scene,
): Steps<Words | undefined> {
  const name = called(delegate);
  if (delegate.issuer.key !== issuer.subject.key) return say`the certificate of ${name} is of another issuer`;
  if (time < delegate.notBefore)
    return say`the certificate of ${name} is not valid before ${day(delegate.notBefore)}`;
  if (time >= delegate.notAfter + 1000)
    return say`the certificate of ${name} expired on ${day(delegate.notAfter)}`;
  const { kind } = delegate.spki;
  if (!kind) return say`the key of ${name} is not supported: ${keyName(delegate.spki)}`;
  if (isTooShort(kind)) return say`the key of ${name} is too short`;
  const broken = brokenSignature(delegate.signatureIdentifier);
  if (broken !== undefined)
    return say`the certificate of ${name} is signed with ${broken}, which can be forged`;
  const unknown = notUnderstood(delegate).filter(({ extnID }) => extnID !== oids.ocspNocheck);
  if (unknown.length > 0) {
    const shown = unknown.map(({ extnID }) => oidName(extnID) ?? extnID).join(', ');
    return say`the certificate of ${name} has critical extensions that are not understood: ${shown}`;
  }
  const signed = yield* signatures.verify(delegate, issuer);
  return signed === 'good'
    ? undefined
    : unverified(say`the certificate of ${name}`, delegate, signed, 'its issuer', issuer);
}

/** What follows from what the authority's own lists say about a delegate. */
export function doubtful(
  delegate: Certificate,
  found: readonly RevocationStatus[],
  { mode }: Scene,
): Doubt | undefined {
  const name = called(delegate);
  if (found.some(({ status }) => status === 'revoked'))
    return doubt(say`the certificate of ${name} has been revoked`);
  if (mode === 'soft' || found.some(({ status }) => status === 'good')) return undefined;
  return doubt(say`it is not known whether the certificate of ${name} has been revoked`, true);
}

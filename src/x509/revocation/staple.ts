/**
 * Did the peer's certificate come with the OCSP response that it must have, or with a useless one?
 *
 * Only checked if we asked for a response. A certificate with the TLS feature status_request must come with a good one
 * (RFC 7633 section 4.3.3), whatever else is known about it. Any other may come without, but a response that does come must
 * be satisfactory (RFC 6066 section 8): not stale, forged or for another certificate. A responder's own tryLater or
 * unauthorized, which servers pass on, counts as no response.
 */

import { say, type Words } from '../../wire/words.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import { promisesStaple } from '../path/tls-feature.ts';
import { type Check, failed, passed } from '../verdict.ts';
import type { RevocationStatus } from './revocation-status.ts';

export interface Stapled {
  /** What the staples say about each certificate of the path but the anchor's, the leaf's first. */
  readonly findings: readonly (readonly RevocationStatus[])[];
  /** What is wrong with those that say nothing about any certificate of the path. */
  readonly strange: readonly Words[];
  /** What responders said instead of an answer. */
  readonly unanswered: readonly Words[];
}

/** At most one for each certificate: where a response is useless, and for the leaf where one is required. */
export function checkStaples(path: readonly Certificate[], stapled: Stapled): Check[] {
  const { findings, strange, unanswered } = stapled;
  return findings.flatMap((found, index) => {
    const certificate = path[index]!;
    const must = index === 0 && promisesStaple(certificate);
    const field = must ? 'tlsFeature' : 'tbsCertificate.serialNumber';
    const looked = () => [...fieldsOf(path, index, field), ...found.flatMap((finding) => finding.looked())];
    if (found.some(({ status }) => status === 'good')) {
      return must ? passed('staple', mustRfc, 0, () => 'came with a good OCSP response', looked) : [];
    }
    // The revocation check reports what it revokes.
    if (found.some(({ status }) => status === 'revoked')) return [];
    const useless = found.flatMap((finding) => (finding.status === 'useless' ? [finding.why] : []));
    // A response about none of these is most likely meant for the leaf.
    const [why] = index === 0 ? [...useless, ...strange] : useless;
    if (why !== undefined) {
      const detail = say`the OCSP response that came with ${called(certificate)} proves nothing: ${why}`;
      return failed('staple', 'RFC 6066 section 8', index, 'staple-invalid', detail, looked);
    }
    if (!must) return [];
    const [instead] = unanswered;
    const detail =
      instead === undefined
        ? say`${called(certificate)} must come with an OCSP response, and came without one`
        : say`${called(certificate)} must come with an OCSP response, and came without one: ${instead}`;
    return failed('staple', mustRfc, 0, 'staple-missing', detail, looked);
  });
}

const mustRfc = 'RFC 7633 section 4.3.3';

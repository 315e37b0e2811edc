/**
 * Did the peer's certificate come with the OCSP response that it must have, or with one that is of no use?
 *
 * Only asked when we asked for a response. A certificate with the TLS feature status_request must come with a good one
 * (RFC 7633 section 4.3.3), whatever else is known of it. Any other may come without, but a response that does come must be
 * satisfactory (RFC 6066 section 8): the peer, or somebody between, shows what is stale, forged or another's. A responder's
 * own tryLater or unauthorized, which servers pass on, is as good as nothing and not worse.
 */
import type { Certificate } from './certificate.ts';
import { called } from './check.ts';
import type { Finding } from './finding.ts';
import { fieldsOf } from './looked.ts';
import { type Check, failed, passed } from './verdict.ts';

export interface Stapled {
  /** What the responses that came say of the leaf. */
  readonly findings: readonly Finding[];
  /** What is wrong with those that say nothing of any certificate of the path. */
  readonly strange: readonly string[];
  /** What responders said instead. */
  readonly unanswered: readonly string[];
}

export function checkStaple(path: readonly Certificate[], stapled: Stapled): Check | undefined {
  const { findings, strange, unanswered } = stapled;
  const leaf = path[0]!;
  const mustStaple = leaf.extensions.tlsFeature?.includes(STATUS_REQUEST) === true;
  const field = mustStaple ? 'tlsFeature' : 'tbsCertificate.serialNumber';
  const looked = () => [...fieldsOf(path, 0, field), ...findings.flatMap((finding) => finding.looked())];
  if (findings.some(({ status }) => status === 'good')) {
    return mustStaple ? passed('staple', must, 0, () => 'came with a good OCSP response', looked) : undefined;
  }
  // What it revokes is told by the check for that.
  if (findings.some(({ status }) => status === 'revoked')) return undefined;
  const why = [
    ...findings.flatMap((finding) => (finding.status === 'useless' ? [finding.why] : [])),
    ...strange,
  ];
  if (why.length > 0) {
    const detail = `the OCSP response that came with ${called(leaf)} proves nothing: ${why[0]}`;
    return failed('staple', 'RFC 6066 section 8', 0, 'staple-invalid', detail, looked);
  }
  if (!mustStaple) return undefined;
  const instead = unanswered.length > 0 ? `: ${unanswered[0]}` : '';
  const detail = `${called(leaf)} must come with an OCSP response, and came without one${instead}`;
  return failed('staple', must, 0, 'staple-missing', detail, looked);
}

const must = 'RFC 7633 section 4.3.3';
const STATUS_REQUEST = 5;

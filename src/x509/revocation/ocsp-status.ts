/**
 * What OCSP responses say about a certificate (RFC 6960 section 3.2, RFC 5019 section 4).
 *
 * A response counts for a certificate when it names it (CertID) and is signed by its issuer or by a delegate of the issuer
 * (ocsp-responder.ts). As with CRLs, what it revokes is revoked, whatever else is wrong with it; to prove a certificate good
 * it must be undamaged, current, and without critical extensions that are not acted upon. `unknown` is not good. A nonce
 * matters only to the one who sent it (revocation-fetcher.ts); in an unsolicited response it means nothing (RFC 5019 section
 * 4).
 */

import type { Steps } from '../../crypto/steps.ts';
import { say, type Words } from '../../wire/words.ts';
import { day } from '../certificate/certificate-title.ts';
import { oidName } from '../certificate/oids.ts';
import { brokenSignature } from '../certificate/signature-algorithm.ts';
import { fieldsOfOcsp } from '../evidence-ranges.ts';
import type { Crl } from './crl.ts';
import type { BasicOcspResponse, SingleResponse } from './ocsp.ts';
import { certIdMatcher } from './ocsp-cert-id.ts';
import { undelegated } from './ocsp-responder.ts';
import {
  CLOCK_SKEW,
  type Doubt,
  doubt,
  type Link,
  type RevocationStatus,
  type Scene,
} from './revocation-status.ts';

const rfc = 'RFC 6960 section 3.2';

/** Milliseconds for which a response without nextUpdate is valid. */
const OPEN_ENDED = 24 * 3_600_000;

/** One finding for each statement about the certificate. Throws OverBudget. */
export function* ocspFindings(
  link: Link,
  responses: readonly BasicOcspResponse[],
  crls: readonly Crl[],
  scene: Scene,
): Steps<RevocationStatus[]> {
  const { time, provider } = scene;
  const isOwn = certIdMatcher(link.certificate, link.issuer, provider);
  const found: RevocationStatus[] = [];
  for (const response of responses) {
    const own = response.responses.filter(({ certID }) => isOwn(certID));
    if (own.length === 0) continue;
    const unused = unfit(response, own);
    const revokes = own.some(({ revocation }) => revocation);
    // A response that can prove nothing good is not worth a signature check.
    const unsigned =
      unused !== undefined && !revokes ? undefined : yield* undelegated(response, link, crls, scene, revokes);
    const why = unused !== undefined && (!unsigned || unsigned.revokes) ? doubt(unused, true) : unsigned;
    for (const single of own) found.push(findingIn(response, single, why, time));
  }
  return found;
}

function findingIn(
  response: BasicOcspResponse,
  single: SingleResponse,
  why: Doubt | undefined,
  time: number,
): RevocationStatus {
  const { certStatus, thisUpdate, revocation } = single;
  const data = 'responseBytes.response.tbsResponseData';
  const at = response.responses.indexOf(single);
  const looked = () => fieldsOfOcsp(response, `${data}.responses[${at}]`, `${data}.responderID`);
  const old = outOfDate(single, response.producedAt, time);
  if (revocation && (why === undefined || why.revokes)) {
    const { revocationTime, reason = 'unspecified', oddReason } = revocation;
    const odd =
      oddReason === undefined ? why?.why : say`the reason ${oddReason} that it gives has no meaning`;
    return {
      status: 'revoked',
      rfc,
      looked,
      thisUpdate,
      current: old === undefined,
      revocationDate: revocationTime,
      reason,
      ...(odd !== undefined && { odd }),
    };
  }
  const unknown = certStatus === 'unknown' ? 'the OCSP responder of its issuer does not know it' : undefined;
  const lacking = why?.why ?? unknown ?? old;
  if (lacking !== undefined) return { status: 'useless', rfc, looked, why: lacking };
  const says = () => say`good on ${day(thisUpdate)}, as the OCSP responder of its issuer says`;
  return { status: 'good', rfc, looked, thisUpdate, says };
}

/** What keeps a response from proving anything good. */
function unfit(response: BasicOcspResponse, own: readonly SingleResponse[]): Words | undefined {
  const [damage] = [response, ...own].flatMap(({ defects }) => defects);
  if (damage !== undefined) return say`its OCSP response is not as it should be: ${damage}`;
  const unknown = [response, ...own].flatMap(({ unknownCritical }) => unknownCritical);
  if (unknown.length > 0) {
    const shown = unknown.map((oid) => oidName(oid) ?? oid).join(', ');
    return say`its OCSP response has critical extensions that are not understood: ${shown}`;
  }
  const broken = brokenSignature(response.signatureIdentifier);
  return broken && say`its OCSP response is signed with ${broken}, which can be forged`;
}

function outOfDate(
  { thisUpdate, nextUpdate }: SingleResponse,
  producedAt: number,
  time: number,
): Words | undefined {
  const from = Math.max(thisUpdate, producedAt);
  if (time < from - CLOCK_SKEW) return say`its OCSP response is from ${day(from)}, which is in the future`;
  if (nextUpdate === undefined) {
    return time > thisUpdate + OPEN_ENDED
      ? say`its OCSP response is from ${day(thisUpdate)} and does not say how long it is valid`
      : undefined;
  }
  // Clock skew cannot explain that (RFC 6960 section 2.4).
  if (nextUpdate < thisUpdate) return 'its OCSP response ends before it begins';
  return time >= nextUpdate + 1000 + CLOCK_SKEW
    ? say`its OCSP response should have been replaced by ${day(nextUpdate)}`
    : undefined;
}

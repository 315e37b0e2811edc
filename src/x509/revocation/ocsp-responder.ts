/**
 * Who signed an OCSP response, and may they? (RFC 6960 section 4.2.2.2)
 *
 * The issuer of the certificate may, with the key on the path; its keyUsage need not have digitalSignature, which many CAs
 * that sign their own responses lack. So may a delegate: a certificate in the response that this same key has issued, with
 * OCSPSigning named explicitly, whose keyUsage allows signatures, valid now.
 *
 * A delegate with id-pkix-ocsp-nocheck is trusted as long as its certificate is valid. One without is looked up in the CRLs
 * at hand (RFC 6960 section 4.2.2.2.1 leaves it to us), never by OCSP, which would ask the same responder: if it is
 * revoked, its responses do not count; if nothing is known about it, they prove nothing good in mode `hard`.
 */

import type { Steps } from '../../crypto/steps.ts';
import { owns } from '../../wire/bare.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { say, type Words } from '../../wire/words.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { oids } from '../certificate/oids.ts';
import { readRecent } from '../certificate/parsed-certificates.ts';
import type { Crl } from './crl.ts';
import { directCrlFindings } from './crl-status.ts';
import { doubtful, unfitDelegate } from './delegate.ts';
import type { BasicOcspResponse } from './ocsp.ts';
import { keyHashOf } from './ocsp-cert-id.ts';
import { type Authority, type Doubt, doubt, type Link, type Scene, unverified } from './revocation-status.ts';

/**
 * Why this response is not signed by the issuer or its delegate. Throws OverBudget.
 *
 * @param revokes it revokes something: then the issuer's own signature counts, whatever signer the response names
 */
export function* undelegated(
  response: BasicOcspResponse,
  { issuer }: Link,
  crls: readonly Crl[],
  scene: Scene,
  revokes: boolean,
): Steps<Doubt | undefined> {
  const { signatures } = scene;
  let why: Words =
    'the signer of its OCSP response is neither its issuer nor has a certificate in the response';
  const isIssuer = isNamed(issuer, response, scene);
  if (isIssuer || revokes) {
    const signed = yield* signatures.verify(response, issuer);
    if (signed === 'good')
      return isIssuer ? undefined : doubt('its OCSP response names another signer than its issuer', true);
    if (isIssuer) why = unverified('its OCSP response', response, signed, 'its issuer', issuer);
  }
  for (const delegate of delegatesIn(response, issuer, scene)) {
    const name = called(delegate);
    const unfit = notForOcsp(delegate) ?? (yield* unfitDelegate(delegate, issuer, scene));
    if (unfit !== undefined) why = say`its OCSP response is signed by ${name}, and ${unfit}`;
    else {
      const signed = yield* signatures.verify(response, delegate);
      if (signed !== 'good') why = unverified('its OCSP response', response, signed, name, delegate);
      else if (owns(delegate.extensions, 'ocspNocheck')) return undefined;
      else
        return doubtful(
          delegate,
          yield* directCrlFindings({ certificate: delegate, issuer }, crls, scene),
          scene,
        );
    }
  }
  return doubt(why);
}

/** Certificates looked at; a responder needs one. */
const MOST_CERTIFICATES = 8;

function delegatesIn(response: BasicOcspResponse, issuer: Authority, scene: Scene): Certificate[] {
  return response.certificates
    .slice(0, MOST_CERTIFICATES)
    .map(readRecent)
    .filter((each) => each !== undefined)
    .filter((each) => !sameBytes(each.spki.der, issuer.spki.der) && isNamed(each, response, scene));
}

function isNamed(signer: Authority, { responderID }: BasicOcspResponse, { provider }: Scene): boolean {
  return responderID.kind === 'byName'
    ? responderID.value.key === signer.subject.key
    : sameBytes(responderID.value, keyHashOf(signer, provider));
}

/** RFC 5280 section 4.2.1.12: digitalSignature or nonRepudiation go with OCSPSigning, and any other purpose does not. */
function notForOcsp({ extensions: { extKeyUsage, keyUsage } }: Certificate): Words | undefined {
  if (!extKeyUsage?.includes(oids.OCSPSigning)) return 'its issuer has not certified it for OCSPSigning';
  const signs = !keyUsage || keyUsage.includes('digitalSignature') || keyUsage.includes('nonRepudiation');
  return signs ? undefined : 'its key is not for signatures';
}

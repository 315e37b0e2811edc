/** A stapled OCSP response (RFC 6960 section 4.2). */
import { say } from '../../wire/words.ts';
import { find } from '../step-details.ts';
import type { Place } from './place.ts';
import type { Tellers } from './tellers.ts';

export const ocspTellers: Tellers = {
  'status_request.response': () => 'The OCSP response, in DER',
  'certificate_status:response': () => 'The OCSP response, in DER',
  responseStatus: (at) =>
    at.means === 'successful'
      ? 'successful: there is an answer below; any other status has nothing signed, and counts as no answer'
      : say`${at.means}: the responder gave no answer, so this staple says nothing`,
  responseBytes: () => 'The answer, and its type',
  responseType: (at) => say`${at.means}: a basic response, the only type in use`,
  tbsResponseData: () => 'What the responder signed',
  byKey: (at) => say`${at.hex}: who signed the response, by the SHA-1 of its key`,
  responderID: (at) =>
    at.unit.chosen === 'byKey'
      ? say`${at.hex}: who signed the response, by the SHA-1 of its key`
      : 'Who signed the response, by name',
  producedAt: (at) => say`${at.means}: when the response was signed`,
  responses: () => 'The answers, one for each certificate; only one about the certificate beside it counts',
  certID: () => 'Which certificate the answer is about',
  'hashAlgorithm.algorithm': (at) =>
    say`${at.means}: what the next two fields are hashed with; SHA-1 is good enough for that, as nobody gains by a collision`,
  'hashAlgorithm.parameters': () => 'NULL: the hash has no parameters',
  issuerNameHash: (at) =>
    say`${at.size} bytes: the hash of the issuer’s name; for another issuer the answer would not count`,
  issuerKeyHash: (at) => say`${at.size} bytes: the hash of the issuer’s key, as issuers may share a name`,
  'certID.serialNumber': (at) =>
    say`0x${at.hex}: the serial number of the certificate that the answer is about; if it is another one’s, the staple does not count`,
  certStatus: (at) => {
    switch (at.unit.chosen) {
      case 'good':
        return 'good: not revoked, as far as the responder knows; revoked would end the handshake';
      case 'revoked':
        return 'revoked: the certificate must not be accepted any more, although its dates are good';
      default:
        return 'unknown: the responder does not know this certificate, so the staple says nothing';
    }
  },
  revocationTime: (at) => say`${at.means}: since then the certificate counts as revoked`,
  revocationReason: (at) => say`${at.means}: why it was revoked`,
  thisUpdate: (at) => say`${at.means}: when the responder last knew this to be true`,
  nextUpdate: (at) =>
    say`${at.means}: until then the answer is fresh; later it is refused, so that an old “good” cannot be shown for ever`,
  'response.signature': (at) => signature(at),
  'responseBytes.response': () => 'The basic response, in DER',
};

const signature = (at: Place) => {
  const responder = find(at.unit.path[0]!, 'byName')?.means;
  return responder === undefined
    ? say`The responder’s signature of the response, ${at.size} bytes; without it anybody could staple “good”`
    : say`The signature of ${responder} under the response, ${at.size} bytes; without it anybody could staple “good”`;
};

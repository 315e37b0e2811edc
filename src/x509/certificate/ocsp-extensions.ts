/**
 * What the extensions of OCSP requests and responses hold (RFC 6960 section 4.4); their rows are in extensions.ts with
 * all the others.
 */

import { about, explicit, optional, sequence, sequenceOf, where } from '../../wire/der.ts';
import { generalizedTime, ia5String } from '../../wire/der-text.ts';
import { integer, octetString } from '../../wire/der-values.ts';
import { say } from '../../wire/words.ts';
import { AccessDescriptions } from './access-description.ts';
import { Name } from './name.ts';
import { objectIdentifier } from './oids.ts';
import { AlgorithmIdentifier } from './signature-algorithm.ts';

/** `Nonce ::= OCTET STRING (SIZE(1..128))`; RFC 8954 had a maximum of 32. */
export const Nonce = where(octetString, ({ length }) =>
  length >= 1 && length <= 128 ? undefined : say`a nonce of ${length} bytes, where 1 to 128 belong`.text,
);

/** The list that names a revoked certificate. */
export const CrlID = sequence('RFC 6960 section 4.4.2', {
  crlUrl: optional(about(explicit(0, ia5String), 'Where the list is found.')),
  crlNum: optional(about(explicit(1, integer), 'Its cRLNumber.')),
  crlTime: optional(about(explicit(2, generalizedTime), 'When it was made.')),
});

/** The types of response that the client accepts. */
export const AcceptableResponses = sequenceOf(objectIdentifier);

export const ServiceLocator = sequence('RFC 6960 section 4.4.6', {
  issuer: about(Name, 'Who issued the certificate.'),
  locator: optional(about(AccessDescriptions, 'Its authorityInfoAccess.')),
});

export const PreferredSignatureAlgorithms = sequenceOf(
  sequence('RFC 6960 section 4.4.7.1', {
    sigIdentifier: about(AlgorithmIdentifier, 'A signature algorithm, the best first.'),
    pubKeyAlgIdentifier: optional(about(AlgorithmIdentifier, 'The kind of key to use with it.')),
  }),
);

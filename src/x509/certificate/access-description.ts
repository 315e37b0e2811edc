/** Where to find more about a certificate or its issuer (RFC 5280 section 4.2.2): a method, and usually a URL. */
import { about, sequence, sequenceOf } from '../../wire/der.ts';
import { GeneralName } from './general-name.ts';
import { objectIdentifier } from './oids.ts';

const AccessDescription = sequence('RFC 5280 section 4.2.2.1', {
  accessMethod: about(objectIdentifier, 'What is found there.'),
  accessLocation: about(GeneralName, 'Where it is found.'),
});

/** `AuthorityInfoAccessSyntax` and `SubjectInfoAccessSyntax` */
export const AccessDescriptions = sequenceOf(AccessDescription, 1);

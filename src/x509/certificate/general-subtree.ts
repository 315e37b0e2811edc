/** The value of nameConstraints (RFC 5280 section 4.2.1.10): names, and every name below them. */
import type { Of } from '../../wire/codec.ts';
import { about, defaulted, implicit, meaning, optional, sequence, sequenceOf } from '../../wire/der.ts';
import { smallInteger } from '../../wire/der-values.ts';
import { GeneralName, generalNameText } from './general-name.ts';

const BaseDistance = smallInteger(2 ** 31 - 1);

//     GeneralSubtree ::= SEQUENCE {
//         base     GeneralName,
//         minimum  [0] BaseDistance DEFAULT 0,
//         maximum  [1] BaseDistance OPTIONAL }
const GeneralSubtree = sequence('RFC 5280 section 4.2.1.10', {
  base: about(GeneralName, 'This name, and every name below it.'),
  minimum: defaulted(about(implicit(0, BaseDistance), 'Must be 0, and so must not be here.'), 0),
  maximum: optional(about(implicit(1, BaseDistance), 'Must not be here.')),
});
export type GeneralSubtree = Of<typeof GeneralSubtree>;

const subtrees = sequenceOf(
  meaning(GeneralSubtree, ({ base }) => generalNameText(base)),
  1,
);

export const NameConstraints = sequence('RFC 5280 section 4.2.1.10', {
  permittedSubtrees: optional(
    about(implicit(0, subtrees), 'A name of a kind that is here must be within one of these.'),
  ),
  excludedSubtrees: optional(about(implicit(1, subtrees), 'No name may be within one of these.')),
});
export type NameConstraints = Of<typeof NameConstraints>;

/**
 * Name constraints (RFC 5280 section 4.2.1.10): an issuer that may only certify some names.
 *
 * Every name of every certificate below is compared: its alternative names, its subject as a directory name, and the e-mail
 * addresses in the subject, even beside alternative names, since some applications read them there. A constraint that cannot
 * be understood (a bad mask, a name form we do not compare) refuses every name of its form, and a name that cannot be
 * compared is refused, because letting it through would be guessing.
 */

import { firstOf } from '../../wire/peer-text.ts';
import { say, type Words } from '../../wire/words.ts';
import type { Spending } from '../budget.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { type GeneralName, generalNameText } from '../certificate/general-name.ts';
import type { GeneralSubtree, NameConstraints } from '../certificate/general-subtree.ts';
import { oids } from '../certificate/oids.ts';
import type { CertificateField } from '../evidence-ranges.ts';
import { isComparable, isWellFormed } from './constrained-form.ts';
import { Subtrees } from './subtrees.ts';

export interface Violation {
  readonly why: Words;
  /** The constraint, as a field of the certificate that has it. */
  readonly constraint: CertificateField;
  /** The name, as a field of the certificate that has it; undefined when the constraint itself is at fault. */
  readonly name?: CertificateField;
}

/**
 * What is wrong with the names of `certificate` under these constraints; undefined if nothing is.
 *
 * @param commonName its common name, where that stands for a host (common-name.ts)
 */
export function violation(
  constraints: NameConstraints,
  certificate: Certificate,
  spending: Spending,
  commonName?: string,
): Violation | undefined {
  const { permittedSubtrees = [], excludedSubtrees = [] } = constraints;
  spending.hold('constraints', permittedSubtrees.length + excludedSubtrees.length);
  const { broken, permitted, excludes } = sorted(constraints);
  if (broken)
    return { why: say`the constraint ${text(broken)} cannot be understood`, constraint: 'nameConstraints' };
  for (const { name, field } of constrainedNames(certificate, commonName)) {
    // Even for a name that is compared with nothing: there may be many, and many paths.
    spending.spend('comparisons');
    const step = (): void => spending.spend('comparisons');
    const same = permitted.get(name.kind);
    const excluded = excludes.get(name.kind);
    if ((same || excluded) && !isComparable(name))
      return {
        why: say`${nameText(name)} cannot be compared`,
        constraint: 'nameConstraints',
        name: field,
      };
    if (same && !same.holding(name, true, step)) {
      const why = say`${generalNameText(name)} is not within ${firstOf(same.all, text, { most: 8 })}`;
      return { why, constraint: 'nameConstraints.permittedSubtrees', name: field };
    }
    const hit = excluded?.holding(name, false, step);
    if (hit) {
      const why = say`${generalNameText(name)} is within ${text(hit)}, which is excluded`;
      const at = constraints.excludedSubtrees!.indexOf(hit);
      const constraint = `nameConstraints.excludedSubtrees[${at}]` as const;
      return { why, constraint, name: field };
    }
  }
  return undefined;
}

type ByKind = ReadonlyMap<GeneralName['kind'], Subtrees>;
interface Sorted {
  /** The first that is not well formed. */
  readonly broken: GeneralSubtree | undefined;
  readonly permitted: ByKind;
  readonly excludes: ByKind;
}

const known = new WeakMap<NameConstraints, Sorted>();

/** Worked out once: a peer decides how many names and paths they are compared with. */
function sorted(constraints: NameConstraints): Sorted {
  const before = known.get(constraints);
  if (before) return before;
  const { permittedSubtrees = [], excludedSubtrees = [] } = constraints;
  const found = {
    broken: [...permittedSubtrees, ...excludedSubtrees].find((subtree) => !isWellFormed(subtree)),
    permitted: byKind(permittedSubtrees),
    excludes: byKind(excludedSubtrees),
  };
  known.set(constraints, found);
  return found;
}

function byKind(subtrees: readonly GeneralSubtree[]): ByKind {
  const all = new Map<GeneralName['kind'], GeneralSubtree[]>();
  for (const subtree of subtrees) {
    const same = all.get(subtree.base.kind);
    if (same) same.push(subtree);
    else all.set(subtree.base.kind, [subtree]);
  }
  return new Map([...all].map(([kind, same]) => [kind, new Subtrees(same)]));
}

const nameText = (name: GeneralName): string => generalNameText(name) || '""';
const text = ({ base }: GeneralSubtree): string => nameText(base);

interface NameInField {
  readonly name: GeneralName;
  readonly field: CertificateField;
}

function* constrainedNames(
  { subject, extensions: { subjectAltName = [] } }: Certificate,
  commonName: string | undefined,
): Generator<NameInField> {
  // An e-mail address of which only the bytes are known, here or in an otherName (RFC 9598), cannot be compared.
  const unread: GeneralName = { kind: 'rfc822Name', value: '' };
  for (const [i, name] of subjectAltName.entries()) {
    const field = `subjectAltName[${i}]` as const;
    yield { name, field };
    const isAddress = name.kind === 'otherName' && name.value['type-id'] === oids.smtpUtf8Mailbox;
    if (isAddress) yield { name: unread, field };
  }
  const inSubject = (name: GeneralName): NameInField => ({ name, field: 'tbsCertificate.subject' });
  for (const { type, value } of subject.rdns.flat()) {
    if (type !== oids.emailAddress) continue;
    yield inSubject(value.kind === 'other' ? unread : { kind: 'rfc822Name', value: value.value });
  }
  if (commonName !== undefined) yield inSubject({ kind: 'dNSName', value: commonName });
  if (subject.rdns.length > 0) yield inSubject({ kind: 'directoryName', value: subject });
}

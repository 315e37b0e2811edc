/**
 * Name constraints (RFC 5280 section 4.2.1.10): an issuer that may only certify some names.
 *
 * Every name of every certificate below is compared: its alternative names, its subject as a directory name, and the e-mail
 * addresses in the subject, also beside alternative names, since some applications read them there. A constraint that cannot
 * be understood (a bad mask, a name form we do not compare) refuses every name of its form, and a name that cannot be
 * compared is refused, because letting it through would be guessing.
 */
import type { Spending } from '../budget.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { type GeneralName, generalNameText } from '../certificate/general-name.ts';
import type { GeneralSubtree, NameConstraints } from '../certificate/general-subtree.ts';
import { isDnsName, isDnsPattern } from '../certificate/identity.ts';
import type { AttributeTypeAndValue, Name } from '../certificate/name.ts';
import { oids } from '../certificate/oids.ts';
import type { CertificateField } from '../looked.ts';

export interface Violation {
  readonly why: string;
  /** The constraint, as a field of the certificate that has it. */
  readonly constraint: CertificateField;
  /** The name, as a field of the certificate that has it; undefined when the constraint itself is at fault. */
  readonly name?: CertificateField;
}

/**
 * What is wrong with the names of `certificate` by these constraints; undefined when nothing is.
 *
 * @param commonName its common name, where that stands for a host (common-name.ts)
 */
export function violation(
  constraints: NameConstraints,
  certificate: Certificate,
  spending: Spending,
  commonName?: string,
): Violation | undefined {
  const { broken, permitted, excludes } = sorted(constraints);
  if (broken)
    return { why: `the constraint ${text(broken)} cannot be understood`, constraint: 'nameConstraints' };
  for (const { name, field } of constrainedNames(certificate, commonName)) {
    // Also for a name that nothing is compared with: there may be many, and many paths.
    spending.spend('comparisons');
    const within = ({ base }: GeneralSubtree, every: boolean): boolean => {
      spending.spend('comparisons');
      return isWithin(name, base, every);
    };
    const same = permitted.get(name.kind) ?? [];
    const excluded = excludes.get(name.kind) ?? [];
    if (same.length + excluded.length > 0 && !isComparable(name))
      return {
        why: `${nameText(name)} cannot be compared`,
        constraint: 'nameConstraints',
        name: field,
      };
    if (same.length > 0 && !same.some((subtree) => within(subtree, true))) {
      const why = `${generalNameText(name)} is not within ${same.map(text).join(', ')}`;
      return { why, constraint: 'nameConstraints.permittedSubtrees', name: field };
    }
    const hit = excluded.find((subtree) => within(subtree, false));
    if (hit) {
      const why = `${generalNameText(name)} is within ${text(hit)}, which is excluded`;
      const at = constraints.excludedSubtrees!.indexOf(hit);
      const constraint = `nameConstraints.excludedSubtrees[${at}]` as const;
      return { why, constraint, name: field };
    }
  }
  return undefined;
}

type ByKind = ReadonlyMap<GeneralName['kind'], readonly GeneralSubtree[]>;
interface Sorted {
  /** One that is not well formed. */
  readonly broken: GeneralSubtree | undefined;
  readonly permitted: ByKind;
  readonly excludes: ByKind;
}

const known = new WeakMap<NameConstraints, Sorted>();

/** Worked out once: how many names and paths they are held against is for a peer to decide. */
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
  return all;
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

/**
 * The form that section 4.2.1.10 gives the base of each kind; minimum is 0 and maximum absent. A DNS name with a leading dot,
 * which it does not give, is common in private CAs, and only the profiles of others refuse it.
 */
function isWellFormed({ base, minimum, maximum }: GeneralSubtree): boolean {
  if (minimum !== 0 || maximum !== undefined) return false;
  switch (base.kind) {
    case 'dNSName':
      return isHost(base.value);
    case 'iPAddress':
      return (
        (base.value.length === 8 || base.value.length === 32) &&
        isMask(base.value.subarray(base.value.length / 2))
      );
    case 'rfc822Name':
      return base.value.includes('@') ? isMailbox(base.value) : isHost(base.value);
    case 'uniformResourceIdentifier':
      return isHost(base.value);
    case 'directoryName':
      return isComparable(base);
    default:
      return true;
  }
}

/** A host, or every host below one; nothing at all, which is not told, is taken for every host, as with DNS names. */
const isHost = (base: string): boolean => base === '' || isDnsName(base.replace(/^\./, ''));

/** Whether a name has the form that it is compared in. */
function isComparable(name: GeneralName): boolean {
  switch (name.kind) {
    case 'dNSName':
      return isDnsPattern(name.value);
    case 'iPAddress':
      return name.value.length === 4 || name.value.length === 16;
    case 'rfc822Name':
      return isMailbox(name.value);
    case 'uniformResourceIdentifier':
      return uriHost(name.value) !== undefined;
    case 'directoryName':
      return name.value.rdns.flat().every(({ value }) => isText(value) || !claimsText(value));
    default:
      return false;
  }
}

/** T.61 beyond ASCII is read in more than one way. */
const isText = ({ kind, value }: AttributeTypeAndValue['value']): boolean =>
  kind !== 'other' && (kind !== 'teletexString' || /^\p{ASCII}*$/u.test(value));

/** A string type that X.520 does not have, or a string in pieces, which DER forbids: others may read it as text. */
const claimsText = ({ kind, value }: AttributeTypeAndValue['value']): boolean =>
  kind !== 'other' || stringTypes.includes(value[0]! & ~0x20);
const stringTypes: readonly number[] = [12, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29, 30];

/** Whether the name is within the subtree; a wildcard stands for many: `every` of them must be, or any may be. */
function isWithin(name: GeneralName, base: GeneralName, every: boolean): boolean {
  if (name.kind === 'dNSName' && base.kind === 'dNSName') {
    const inner = name.value.toLowerCase();
    const outer = base.value.toLowerCase().replace(/^\./, '');
    // A leading dot leaves out the name itself from what is permitted, and, to be safe, not from what is excluded.
    if (inner === outer && base.value.startsWith('.')) return !every;
    if (!inner.startsWith('*.')) return isBelow(inner, outer);
    const parent = inner.slice(2);
    const oneOf = outer.slice(outer.indexOf('.') + 1) === parent && outer !== parent;
    return isBelow(parent, outer) || (!every && oneOf);
  }
  if (name.kind === 'iPAddress' && base.kind === 'iPAddress') {
    const half = base.value.length / 2;
    return (
      name.value.length === half &&
      name.value.every((byte, i) => ((byte ^ base.value[i]!) & base.value[half + i]!) === 0)
    );
  }
  if (name.kind === 'rfc822Name' && base.kind === 'rfc822Name') return mailboxWithin(name.value, base.value);
  if (name.kind === 'uniformResourceIdentifier' && base.kind === 'uniformResourceIdentifier') {
    return hostWithin(uriHost(name.value)!, base.value);
  }
  if (name.kind === 'directoryName' && base.kind === 'directoryName') return dnWithin(name.value, base.value);
  return false;
}

/** `a.example.com` and `example.com` are below `example.com`; everything is below nothing. */
const isBelow = (name: string, base: string): boolean =>
  base === '' || name === base || name.endsWith(`.${base}`);

/** A host, or with a leading dot every host below one, but not that one itself. */
const hostWithin = (host: string, base: string): boolean =>
  base === '' || base.startsWith('.')
    ? host.toLowerCase().endsWith(base.toLowerCase())
    : host.toLowerCase() === base.toLowerCase();

function mailboxWithin(mailbox: string, base: string): boolean {
  const [local, host] = splitMailbox(mailbox);
  if (!base.includes('@')) return hostWithin(host, base);
  const [baseLocal, baseHost] = splitMailbox(base);
  // The local part is compared exactly (RFC 5280 section 7.5).
  return local === baseLocal && host.toLowerCase() === baseHost.toLowerCase();
}

const splitMailbox = (mailbox: string): [string, string] => {
  const at = mailbox.lastIndexOf('@');
  return [mailbox.slice(0, at), mailbox.slice(at + 1)];
};

/** `local@host` (RFC 5321 section 4.1.2), without quoted local parts, which two readers split differently. */
const isMailbox = (mailbox: string): boolean => {
  const [local, host] = splitMailbox(mailbox);
  return (
    /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local) && isDnsName(host)
  );
};

/** The host of a URI that has one, and not an address (section 4.2.1.10 speaks of names only). */
function uriHost(uri: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]+)(?::\d*)?(?:[/?#]|$)/i.exec(uri)?.[1];
  return authority !== undefined && isDnsName(authority) ? authority : undefined;
}

const dnWithin = (name: Name, base: Name): boolean =>
  base.rdnKeys.length <= name.rdnKeys.length && base.rdnKeys.every((key, i) => key === name.rdnKeys[i]);

/** Ones, then zeros (RFC 4632). */
function isMask(mask: Uint8Array): boolean {
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}

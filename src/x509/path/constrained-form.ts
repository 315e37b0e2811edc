/**
 * The form that names in certificates, and constraints on them, must have to be comparable (RFC 5280 section 4.2.1.10). A name
 * or constraint of another form is refused where it matters, since accepting it would be a guess.
 */
import type { GeneralName } from '../certificate/general-name.ts';
import type { GeneralSubtree } from '../certificate/general-subtree.ts';
import { isDnsName, isDnsPattern } from '../certificate/identity.ts';
import type { AttributeTypeAndValue } from '../certificate/name.ts';

/**
 * The form that section 4.2.1.10 gives the base of each kind; minimum is 0 and maximum absent. A DNS name with a leading dot
 * does not have it, but is common in private CAs; only the profiles for other CAs refuse it.
 */
export function isWellFormed({ base, minimum, maximum }: GeneralSubtree): boolean {
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

/** A host, or every host below one; the empty base, which the section does not define, means every host, as with DNS names. */
const isHost = (base: string): boolean => base === '' || isDnsName(base.replace(/^\./, ''));

/** Whether a name has a comparable form. */
export function isComparable(name: GeneralName): boolean {
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

/** T.61 beyond ASCII has more than one reading. */
const isText = ({ kind, value }: AttributeTypeAndValue['value']): boolean =>
  kind !== 'other' && (kind !== 'teletexString' || /^\p{ASCII}*$/u.test(value));

/** A string type that X.520 does not have, or a string in pieces, which DER forbids: others may read it as text. */
const claimsText = ({ kind, value }: AttributeTypeAndValue['value']): boolean =>
  kind !== 'other' || stringTypes.includes(value[0]! & ~0x20);
const stringTypes: readonly number[] = [12, 18, 19, 20, 21, 22, 25, 26, 27, 28, 29, 30];

/** Split at the last `@`; undefined if there is none. */
export function mailboxOf(mailbox: string): { readonly local: string; readonly host: string } | undefined {
  const at = mailbox.lastIndexOf('@');
  return at < 0 ? undefined : { local: mailbox.slice(0, at), host: mailbox.slice(at + 1) };
}

/** `local@host` (RFC 5321 section 4.1.2), without quoted local parts, which two readers split differently. */
function isMailbox(mailbox: string): boolean {
  const { local, host } = mailboxOf(mailbox) ?? { local: '', host: '' };
  return (
    /^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/.test(local) && isDnsName(host)
  );
}

/** The host of a URI, unless that is an address (section 4.2.1.10 covers names only). */
export function uriHost(uri: string): string | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#@]*@)?([^/?#:@[\]]+)(?::\d*)?(?:[/?#]|$)/i.exec(uri)?.[1];
  return authority !== undefined && isDnsName(authority) ? authority : undefined;
}

/** Ones, then zeros (RFC 4632). */
function isMask(mask: Uint8Array): boolean {
  const bits = Array.from(mask, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return /^1*0*$/.test(bits);
}

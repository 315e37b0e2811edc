/**
 * Rules for certificates of one kind, beyond what makes a path valid.
 *
 * RFC 5280 demands more of CAs than of those who check certificates; the Web PKI's own rules (the Baseline Requirements of
 * the CA/Browser Forum, "BR") demand still more. A certificate that breaks them comes from somebody who does not know the
 * trade, and is refused on the Web. A private PKI is often made by hand, so there only the path counts. A profile is a list
 * of rules, so that a caller can leave one out or add one.
 */
import { sameBytes } from '../../wire/bytes.ts';
import { say, type Words } from '../../wire/words.ts';
import { type Certificate, isSelfIssued } from '../certificate/certificate.ts';
import type { ExtensionName } from '../certificate/extensions.ts';
import { extensionTable } from '../certificate/extensions.ts';
import { generalNameText } from '../certificate/general-name.ts';
import { isDnsName, isDnsPattern } from '../certificate/identity.ts';
import { attributesOf } from '../certificate/name.ts';
import { oids } from '../certificate/oids.ts';
import { isUsualPss } from '../certificate/signature-algorithm.ts';
import type { CertificateField } from '../evidence-ranges.ts';
import type { Place, Use } from './place.ts';

export interface ProfileRule {
  /** The section that the rule comes from. */
  readonly rfc: string;
  /** Where the certificate breaks it; for an absent extension, where it would be. */
  readonly looks: readonly CertificateField[];
  /** What is wrong, as the rest of a sentence that begins with the certificate's name. */
  readonly broken: (certificate: Certificate, place: Place, use: Use) => Words | undefined;
}

export interface Profile {
  readonly name: string;
  readonly rules: readonly ProfileRule[];
}

const rule = (rfc: string, looks: ProfileRule['looks'], broken: ProfileRule['broken']): ProfileRule => ({
  rfc,
  looks,
  broken,
});
/** A rule with one fixed sentence for when it is broken. */
const never = (
  rfc: string,
  looks: ProfileRule['looks'],
  what: Words,
  isBroken: (...given: Parameters<ProfileRule['broken']>) => boolean,
): ProfileRule => rule(rfc, looks, (...given) => (isBroken(...given) ? what : undefined));

/** Browsers have never enforced this one; the Web profile leaves it out. */
const criticalNameConstraints = critical('nameConstraints')[0]!;

/** The path alone: signatures, dates, constraints, purposes, names. */
export const privateProfile: Profile = { name: 'private', rules: [] };

/** And what RFC 5280 section 4 says a conforming CA MUST do. */
export const rfc5280Profile: Profile = {
  name: 'rfc5280',
  rules: [
    never(
      'RFC 5280 section 4.1.2.2',
      ['tbsCertificate.serialNumber'],
      'has a serial number that is not positive, or longer than 20 bytes',
      ({ serialNumber: serial }, { isAnchor }) =>
        !isAnchor && (serial.length > 20 || serial[0]! >= 0x80 || serial.every((byte) => byte === 0)),
    ),
    never(
      'RFC 5280 section 4.1.2.4',
      ['tbsCertificate.issuer'],
      'has an empty issuer',
      ({ issuer }) => issuer.rdns.length === 0,
    ),
    never(
      'RFC 5280 section 4.1.2.6',
      ['tbsCertificate.subject'],
      'is a CA without a name',
      (certificate) => isCa(certificate) && certificate.subject.rdns.length === 0,
    ),
    ...notCritical(
      'authorityKeyIdentifier',
      'subjectKeyIdentifier',
      'authorityInfoAccess',
      'subjectInfoAccess',
    ),
    ...critical('policyConstraints', 'inhibitAnyPolicy'),
    criticalNameConstraints,
    never(
      'RFC 5280 section 4.2.1.1',
      ['authorityKeyIdentifier'],
      'does not say which key of its issuer signed it',
      (certificate, { isAnchor }) =>
        !isAnchor && !certificate.extensions.authorityKeyIdentifier?.keyIdentifier,
    ),
    never(
      'RFC 5280 section 4.2.1.2',
      ['subjectKeyIdentifier'],
      'is a CA without a key identifier',
      (certificate) => isCa(certificate) && !certificate.extensions.subjectKeyIdentifier,
    ),
    never(
      'RFC 5280 section 4.2.1.3',
      ['keyUsage', 'basicConstraints'],
      'may sign certificates and is not a CA',
      (certificate) =>
        certificate.extensions.keyUsage?.includes('keyCertSign') === true && !isCa(certificate),
    ),
    never(
      'RFC 5280 section 4.2.1.6',
      ['tbsCertificate.subject', 'subjectAltName'],
      'has an empty subject and alternative names that are not critical',
      (certificate) =>
        certificate.subject.rdns.length === 0 &&
        certificate.extensions.subjectAltName !== undefined &&
        !isCritical(certificate, 'subjectAltName'),
    ),
    rule('RFC 5280 section 4.2.1.6', ['subjectAltName'], ({ extensions }) => {
      const odd = extensions.subjectAltName?.find(
        (name) => name.kind === 'dNSName' && !isDnsPattern(name.value),
      );
      return (
        odd && say`has an alternative name that is not a DNS name: ${JSON.stringify(generalNameText(odd))}`
      );
    }),
    rule('RFC 5280 section 4.2.1.6', ['subjectAltName'], ({ extensions }) => {
      const odd = extensions.subjectAltName?.find(
        (name) => name.kind === 'iPAddress' && name.value.length !== 4 && name.value.length !== 16,
      );
      return odd && say`has an alternative name that is not an address: ${generalNameText(odd)}`;
    }),
    never(
      'RFC 5280 section 4.2.1.9',
      ['basicConstraints'],
      'is a CA whose basicConstraints are not critical',
      (certificate) => isCa(certificate) && !isCritical(certificate, 'basicConstraints'),
    ),
    never(
      'RFC 5280 section 4.2.1.10',
      ['nameConstraints'],
      'has a constraint on DNS names that begins with a dot',
      ({ extensions: { nameConstraints: given } }) =>
        [...(given?.permittedSubtrees ?? []), ...(given?.excludedSubtrees ?? [])].some(
          ({ base }) => base.kind === 'dNSName' && base.value.startsWith('.'),
        ),
    ),
    never(
      'RFC 5280 section 4.2.1.10',
      ['nameConstraints', 'basicConstraints'],
      'has name constraints and is not a CA',
      (certificate) => certificate.extensions.nameConstraints !== undefined && !isCa(certificate),
    ),
    never(
      'RFC 5280 section 4.2.1.10',
      ['nameConstraints'],
      'has name constraints that constrain nothing',
      ({ extensions }) => {
        const { nameConstraints: given } = extensions;
        return given !== undefined && !given.permittedSubtrees && !given.excludedSubtrees;
      },
    ),
  ],
};

/** And what the Baseline Requirements add for the servers of the Web. */
export const webProfile: Profile = {
  name: 'web',
  rules: [
    // BR section 7.1.2.10.8 lets name constraints be non-critical. Roots are up to the keeper of the store: some that
    // every browser trusts have no key identifier, or basicConstraints that are not critical.
    ...rfc5280Profile.rules.filter((each) => each !== criticalNameConstraints).map(exceptForAnchors),
    never(
      'BR section 7.1.2.7.8',
      ['basicConstraints'],
      'is a CA, and stands where a server belongs',
      (certificate, { index }) => index === 0 && isCa(certificate),
    ),
    never(
      'BR section 7.1.2.7.10',
      ['extKeyUsage'],
      'does not say what it is for, or says that it is for anything',
      ({ extensions }, { index }) =>
        index === 0 && (!extensions.extKeyUsage || extensions.extKeyUsage.includes(oids.anyExtendedKeyUsage)),
    ),
    never(
      'BR section 7.1.2.7.6',
      ['extKeyUsage'],
      'has a critical extKeyUsage',
      (certificate, { index }) => index === 0 && isCritical(certificate, 'extKeyUsage'),
    ),
    never(
      'BR section 7.1.2.7.12',
      ['tbsCertificate.subject', 'subjectAltName'],
      'has a subject and alternative names that are critical',
      (certificate, { index }) =>
        index === 0 && certificate.subject.rdns.length > 0 && isCritical(certificate, 'subjectAltName'),
    ),
    rule('BR section 7.1.4.3', ['tbsCertificate.subject', 'subjectAltName'], (certificate, { index }) =>
      index === 0 ? oddCommonName(certificate) : undefined,
    ),
    never(
      'BR section 7.1.2.1.2',
      ['extKeyUsage'],
      'is a root that says what it is for',
      ({ extensions }, { isAnchor }) => isAnchor && extensions.extKeyUsage !== undefined,
    ),
    never(
      'BR section 7.1.2.1.3',
      ['authorityKeyIdentifier', 'subjectKeyIdentifier'],
      'is a root whose authorityKeyIdentifier is not its own',
      (certificate, { isAnchor }) => isAnchor && isSelfIssued(certificate) && !namesItself(certificate),
    ),
    never(
      'BR section 7.1.3.2.1',
      ['signatureAlgorithm'],
      'is signed with RSASSA-PSS, but not with one hash and a salt of the same length',
      ({ signatureIdentifier }) =>
        signatureIdentifier.algorithm === oids.rsassaPss && !isUsualPss(signatureIdentifier),
    ),
    rule('BR section 6.1.5', ['tbsCertificate.subjectPublicKeyInfo'], ({ spki: { kind } }) =>
      kind?.type.startsWith('RSA') && kind.bits % 8 !== 0
        ? say`has an RSA key of ${kind.bits} bits, not whole bytes`
        : undefined,
    ),
  ],
};

/** RFC 5280 section 5.2.3 binds issuers of lists, not their readers: private CAs often leave out the number. */
export const numbersLists = ({ name }: Profile): boolean => name !== privateProfile.name;

/** On the Web a common name only repeats an alternative name (BR section 7.1.4.3), and is never a host name by itself. */
export const mayUseCommonName = ({ name }: Profile): boolean => name !== webProfile.name;

/**
 * Whether a root's authorityKeyIdentifier, if it has one, means the root. The Baseline Requirements want only its key in
 * it; roots from before them also have their own name and serial number, which says the same.
 */
function namesItself({ extensions, issuer, serialNumber }: Certificate): boolean {
  const { authorityKeyIdentifier: aki, subjectKeyIdentifier: ski } = extensions;
  if (!aki) return true;
  const { keyIdentifier: key, authorityCertIssuer: names, authorityCertSerialNumber: serial } = aki;
  return (
    key !== undefined &&
    ski !== undefined &&
    sameBytes(key, ski) &&
    (!names || names.some((name) => name.kind === 'directoryName' && name.value.key === issuer.key)) &&
    (!serial || sameBytes(serial, serialNumber))
  );
}

/**
 * A common name must be one of the alternative names, letter for letter. A DNS name is checked only if there are DNS
 * names, and the parent of a wildcard passes: the rule is against names that were never validated.
 */
function oddCommonName({ subject, extensions }: Certificate): string | undefined {
  const alternative = extensions.subjectAltName ?? [];
  const names = alternative.map(generalNameText);
  const hasDnsNames = alternative.some(({ kind }) => kind === 'dNSName');
  for (const name of attributesOf(subject, oids.commonName)) {
    if (names.includes(name)) continue;
    const host = canonicalHost(name);
    if (names.includes(host)) return 'has a common name that spells an alternative name otherwise';
    const isOther = hasDnsNames && host.includes('.') && isDnsName(host) && !names.includes(`*.${host}`);
    if (isOther) return 'has a common name that is not among its alternative names';
  }
  return undefined;
}

/** A host as browsers would read it: they take `0x7f.1` for an address. */
function canonicalHost(name: string): string {
  const url = `https://${name.includes(':') ? `[${name}]` : name}`;
  return URL.canParse(url) ? new URL(url).hostname.replace(/^\[(.*)\]$/, '$1') : name;
}

function exceptForAnchors({ rfc, looks, broken }: ProfileRule): ProfileRule {
  return rule(rfc, looks, (certificate, place, use) =>
    place.isAnchor ? undefined : broken(certificate, place, use),
  );
}

const isCa = ({ extensions }: Certificate): boolean => extensions.basicConstraints?.cA === true;

const isCritical = ({ extensionList }: Certificate, name: ExtensionName): boolean =>
  extensionList.some(({ extnID, critical }) => critical && extnID === extensionTable[name].oid);

function notCritical(...names: readonly ExtensionName[]): ProfileRule[] {
  return names.map((name) =>
    never(extensionTable[name].rfc, [name], say`has a critical ${name}`, (certificate) =>
      isCritical(certificate, name),
    ),
  );
}

function critical(...names: readonly ExtensionName[]): ProfileRule[] {
  return names.map((name) =>
    never(
      extensionTable[name].rfc,
      [name],
      say`has a ${name} that is not critical`,
      (certificate) => certificate.extensions[name] !== undefined && !isCritical(certificate, name),
    ),
  );
}

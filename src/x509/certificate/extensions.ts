/**
 * The extensions of certificates, CRLs and OCSP (RFC 5280 sections 4.2, 5.2, 5.3; RFC 6960 section 4.4): one row each,
 * from which follow the type of its value, its reading, writing and annotation, and whether it counts as understood.
 *
 * Every known extension is read with its certificate, so damage is found wherever it hides. Leaving unused ones unread was
 * rejected: a certificate that its issuer and we read differently should be refused.
 */

import { bare } from '../../wire/bare.ts';
import { type Codec, decode, encode, type Of } from '../../wire/codec.ts';
import {
  about,
  defaultedOrWritten,
  definedBy,
  type Element,
  element,
  encapsulated,
  implicit,
  type Kept,
  meaning,
  optional,
  sequence,
  sequenceOf,
} from '../../wire/der.ts';
import { damageable } from '../../wire/der-damage.ts';
import { generalizedTime } from '../../wire/der-text.ts';
import { boolean, integer, namedBits, nothing, octetString, smallInteger } from '../../wire/der-values.ts';
import { rest } from '../../wire/notation.ts';
import { Malformed, type Note } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import { AccessDescriptions } from './access-description.ts';
import { CRLReason } from './crl-reason.ts';
import { DistributionPoint, IssuingDistributionPoint } from './distribution-point.ts';
import { extensionAbouts, fieldAbouts } from './extension-abouts.ts';
import { GeneralNames } from './general-name.ts';
import { NameConstraints } from './general-subtree.ts';
import {
  AcceptableResponses,
  CrlID,
  Nonce,
  PreferredSignatureAlgorithms,
  ServiceLocator,
} from './ocsp-extensions.ts';
import { objectIdentifier, oidName, oids } from './oids.ts';
import { CertificatePolicies, PolicyConstraints, PolicyMappings, SkipCerts } from './policy-extensions.ts';
import { sctList } from './sct.ts';

/** Bits by name in the order of RFC 5280 section 4.2.1.3. */
const keyUsageNames = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;
export type KeyUsageName = (typeof keyUsageNames)[number];

const BasicConstraints = meaning(
  sequence('RFC 5280 section 4.2.1.9', {
    cA: defaultedOrWritten(about(boolean, 'Whether it may issue certificates.'), false),
    pathLenConstraint: optional(
      about(smallInteger(2 ** 31 - 1), 'How many CA certificates may be between it and the last one.'),
    ),
  }),
  ({ cA, pathLenConstraint: limit }) =>
    !cA
      ? 'not a CA'
      : limit === undefined
        ? 'a CA'
        : say`a CA with ${limit} CA certificates below it at most`.text,
);

const AuthorityKeyIdentifier = sequence('RFC 5280 section 4.2.1.1', {
  keyIdentifier: optional(
    about(implicit(0, octetString), 'The subjectKeyIdentifier of the issuer’s certificate.'),
  ),
  authorityCertIssuer: optional(about(implicit(1, GeneralNames), 'Who issued the issuer’s certificate.')),
  authorityCertSerialNumber: optional(
    about(implicit(2, integer), 'The serial number of the issuer’s certificate.'),
  ),
});

const row = <T>(oid: string, rfc: string, codec: Codec<T>) => ({ oid, rfc, codec });

export const extensionTable = {
  basicConstraints: row(oids.basicConstraints, 'RFC 5280 section 4.2.1.9', BasicConstraints),
  keyUsage: row(oids.keyUsage, 'RFC 5280 section 4.2.1.3', namedBits(keyUsageNames)),
  extKeyUsage: row(oids.extKeyUsage, 'RFC 5280 section 4.2.1.12', sequenceOf(objectIdentifier, 1)),
  subjectAltName: row(oids.subjectAltName, 'RFC 5280 section 4.2.1.6', GeneralNames),
  issuerAltName: row(oids.issuerAltName, 'RFC 5280 section 4.2.1.7', GeneralNames),
  subjectKeyIdentifier: row(oids.subjectKeyIdentifier, 'RFC 5280 section 4.2.1.2', octetString),
  authorityKeyIdentifier: row(
    oids.authorityKeyIdentifier,
    'RFC 5280 section 4.2.1.1',
    AuthorityKeyIdentifier,
  ),
  nameConstraints: row(oids.nameConstraints, 'RFC 5280 section 4.2.1.10', NameConstraints),
  certificatePolicies: row(oids.certificatePolicies, 'RFC 5280 section 4.2.1.4', CertificatePolicies),
  policyMappings: row(oids.policyMappings, 'RFC 5280 section 4.2.1.5', PolicyMappings),
  policyConstraints: row(oids.policyConstraints, 'RFC 5280 section 4.2.1.11', PolicyConstraints),
  inhibitAnyPolicy: row(oids.inhibitAnyPolicy, 'RFC 5280 section 4.2.1.14', SkipCerts),
  cRLDistributionPoints: row(
    oids.cRLDistributionPoints,
    'RFC 5280 section 4.2.1.13',
    sequenceOf(DistributionPoint, 1),
  ),
  freshestCRL: row(oids.freshestCRL, 'RFC 5280 section 4.2.1.15', sequenceOf(DistributionPoint, 1)),
  authorityInfoAccess: row(oids.authorityInfoAccess, 'RFC 5280 section 4.2.2.1', AccessDescriptions),
  subjectInfoAccess: row(oids.subjectInfoAccess, 'RFC 5280 section 4.2.2.2', AccessDescriptions),
  cRLNumber: row(oids.cRLNumber, 'RFC 5280 section 5.2.3', integer),
  deltaCRLIndicator: row(oids.deltaCRLIndicator, 'RFC 5280 section 5.2.4', integer),
  issuingDistributionPoint: row(
    oids.issuingDistributionPoint,
    'RFC 5280 section 5.2.5',
    IssuingDistributionPoint,
  ),
  reasonCode: row(oids.reasonCode, 'RFC 5280 section 5.3.1', CRLReason),
  invalidityDate: row(oids.invalidityDate, 'RFC 5280 section 5.3.2', generalizedTime),
  certificateIssuer: row(oids.certificateIssuer, 'RFC 5280 section 5.3.3', GeneralNames),
  tlsFeature: row(
    oids.tlsFeature,
    'RFC 7633 section 4.1',
    sequenceOf(smallInteger(65535, { 5: 'status_request', 17: 'status_request_v2' }), 1),
  ),
  signedCertificateTimestampList: row(oids.signedCertificateTimestampList, 'RFC 6962 section 3.3', sctList),
  precertificatePoison: row(oids.precertificatePoison, 'RFC 6962 section 3.1', nothing),
  ocspNonce: row(oids.ocspNonce, 'RFC 9654 section 2.1', Nonce),
  ocspCrl: row(oids.ocspCrl, 'RFC 6960 section 4.4.2', CrlID),
  ocspResponse: row(oids.ocspResponse, 'RFC 6960 section 4.4.3', AcceptableResponses),
  ocspNocheck: row(oids.ocspNocheck, 'RFC 6960 section 4.2.2.2.1', nothing),
  ocspArchiveCutoff: row(oids.ocspArchiveCutoff, 'RFC 6960 section 4.4.4', generalizedTime),
  ocspServiceLocator: row(oids.ocspServiceLocator, 'RFC 6960 section 4.4.6', ServiceLocator),
  ocspPrefSigAlgs: row(oids.ocspPrefSigAlgs, 'RFC 6960 section 4.4.7.1', PreferredSignatureAlgorithms),
  ocspExtendedRevoke: row(oids.ocspExtendedRevoke, 'RFC 6960 section 4.4.8', nothing),
} as const;

type Table = typeof extensionTable;
export type ExtensionName = keyof Table;
/** The decoded values of the extensions that we know. */
export type Extensions = { readonly [K in ExtensionName]?: Of<Table[K]['codec']> };

const known = new Map<string, ExtensionName>(
  (Object.keys(extensionTable) as ExtensionName[]).map((name) => [extensionTable[name].oid, name]),
);
/** The name of a known extension. */
export const extensionName = (oid: string): ExtensionName | undefined => known.get(oid);

const unknownBody: Element<Kept<unknown>> = element(0x04, 'OCTET STRING', {
  read: (r) => {
    r.enter({ name: '' });
    const bytes = rest.read(r);
    r.leave(bytes);
    return { bytes, value: undefined };
  },
  write: (w, { bytes }) => w.put(bytes),
});
const bodies = new Map<string, Element<Kept<unknown>>>(
  Object.entries(extensionTable).map(([name, { oid, rfc, codec }]) => {
    const means = codec.means as Note['means'];
    const note = { name, rfc, about: extensionAbouts[name as ExtensionName], ...(means && { means }) };
    const body: Codec<unknown> = {
      read(r) {
        r.enter(note);
        const value = codec.read(r);
        r.leave(value);
        return value;
      },
      write: codec.write as Codec<unknown>['write'],
    };
    return [
      oid,
      { ...encapsulated(body), ...damageable(encapsulated(body), (bytes) => ({ bytes, value: undefined })) },
    ];
  }),
);
/** The value of this extension, an OCTET STRING that holds an encoding of its own. */
export const extensionBody = (extnID: string): Element<Kept<unknown>> => bodies.get(extnID) ?? unknownBody;

//     Extension  ::=  SEQUENCE  {
//         extnID      OBJECT IDENTIFIER,
//         critical    BOOLEAN DEFAULT FALSE,
//         extnValue   OCTET STRING  }
export const Extension = sequence('RFC 5280 section 4.1', {
  extnID: about(objectIdentifier, fieldAbouts.extnID),
  critical: defaultedOrWritten(about(boolean, fieldAbouts.critical), false),
  extnValue: about(
    definedBy(({ extnID }) => extensionBody(extnID as string)),
    fieldAbouts.extnValue,
  ),
});
export type Extension = Of<typeof Extension>;

const DAMAGED = 'damaged';
/** An extension whose very identifier is unreadable, so it may mean anything. */
const damaged = (bytes: Uint8Array): Extension => ({
  extnID: DAMAGED,
  critical: true,
  extnValue: { bytes, value: undefined },
});

const list = sequenceOf(
  { ...damageable(Extension, damaged), means: ({ extnID }: Extension) => oidName(extnID) ?? extnID },
  1,
);

/** `Extensions`; no extension appears twice (RFC 5280 section 4.2). */
export const ExtensionList: Element<readonly Extension[]> = element(0x30, 'SEQUENCE OF', {
  ...list.contents,
  read(r) {
    const at = r.pos;
    const all = list.contents.read(r);
    const seen = new Set<string>();
    for (const { extnID } of all) {
      if (seen.has(extnID) && extnID !== DAMAGED)
        r.refuse(new Malformed(say`the extension ${oidName(extnID) ?? extnID} appears twice`, at));
      seen.add(extnID);
    }
    return all;
  },
});

/** The values by name. */
export function extensionsOf(all: readonly Extension[]): Extensions {
  const out = bare();
  for (const { extnID, extnValue } of all) {
    const name = known.get(extnID);
    // A damaged one has no value.
    if (name && extnValue.value !== undefined) out[name] = extnValue.value;
  }
  return out;
}

/** An extension to write. */
export function extension<K extends ExtensionName>(
  name: K,
  value: Of<Table[K]['codec']>,
  critical = false,
): Extension {
  const bytes = encode(extensionTable[name].codec as Codec<unknown>, value);
  return { extnID: extensionTable[name].oid, critical, extnValue: { bytes, value } };
}

/** One without a definition here, or a wrong value for one that has a definition. */
export const rawExtension = (extnID: string, critical: boolean, bytes: Uint8Array): Extension => ({
  extnID,
  critical,
  extnValue: { bytes, value: undefined },
});

/** Throws Malformed. */
export const decodeExtension = <K extends ExtensionName>(name: K, bytes: Uint8Array): Of<Table[K]['codec']> =>
  decode(extensionTable[name].codec as Codec<Of<Table[K]['codec']>>, bytes);

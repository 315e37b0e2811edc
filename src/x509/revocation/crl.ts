/**
 * A certificate revocation list (RFC 5280 section 5): its definition, and a view of what it says.
 *
 * Every entry is read with the list (crl-entries.ts), so that damage is found wherever it hides and an entry with an unknown
 * critical extension disqualifies the whole list, as section 5.3 requires. Damage that leaves the rest readable is noted: such
 * a list proves nothing good, but what it names is revoked, as crl-status.ts decides.
 */

import type { SignatureAlgorithm } from '../../crypto/provider.ts';
import { run, type Steps, type Turn } from '../../crypto/steps.ts';
import { decode, type Of } from '../../wire/codec.ts';
import {
  about,
  any,
  type Der,
  type Element,
  element,
  explicit,
  kept,
  optional,
  sequence,
  sequenceOf,
} from '../../wire/der.ts';
import { type Time, time } from '../../wire/der-text.ts';
import { integer, octetAligned, smallInteger } from '../../wire/der-values.ts';
import { Malformed, Reader } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import { type ExtensionName, type Extensions, extensionsOf } from '../certificate/extensions.ts';
import {
  damageIn,
  type LooseExtension,
  LooseExtensions,
  notActedUpon,
} from '../certificate/loose-extensions.ts';
import { Name } from '../certificate/name.ts';
import { readable } from '../certificate/readable.ts';
import {
  AlgorithmIdentifier,
  sameAlgorithm,
  signatureAlgorithmOf,
} from '../certificate/signature-algorithm.ts';
import { type EntriesRange, type RevokedCertificates, readEntries } from './crl-entries.ts';

export interface Crl {
  readonly der: Uint8Array;
  readonly issuer: Name;
  /** When it was made, and when the next is due; milliseconds since 1970. */
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  readonly revoked: RevokedCertificates;
  /** The decoded values of the extensions that we know. */
  readonly extensions: Extensions;
  readonly extensionList: readonly LooseExtension[];
  /** Violations of RFC 5280 that leave the rest readable, one clause each; the first few. */
  readonly defects: readonly string[];
  /** Object identifiers of critical extensions, the list's or an entry's, that are not acted upon. */
  readonly unknownCritical: readonly string[];
  /** What is signed: the DER TBSCertList. */
  readonly tbs: Uint8Array;
  readonly signatureIdentifier: AlgorithmIdentifier;
  /** Undefined when we do not know the algorithm or its parameters. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
}

/** Parses one DER CRL. Throws Malformed, with the offset and the path of the field that is wrong. */
export const parseCrl = (der: Uint8Array): Crl => run(readCrl(der, undefined)) as Crl;

/** The same in slices. */
export function* readCrl(der: Uint8Array, turn: Turn | undefined): Steps<Crl> {
  const { outline, trailing } = outlineOf(der);
  const { tbsCertList, signatureAlgorithm, signatureValue } = outline;
  const { bytes: tbs, value } = tbsCertList;
  const { nextUpdate } = value;
  const range = value.revokedCertificates ?? { start: 0, end: 0 };
  const { revoked, ...read } = yield* readEntries(der, range, turn);
  const extensionList = value.crlExtensions ?? [];
  const unknownCritical = new Set([...notActedUpon(extensionList, actedUpon), ...read.unknownCritical]);
  const isSame = sameAlgorithm(value.signature, signatureAlgorithm);
  return {
    der,
    issuer: value.issuer,
    thisUpdate: value.thisUpdate.value,
    ...(nextUpdate && !(nextUpdate instanceof Malformed) && { nextUpdate: nextUpdate.value }),
    revoked,
    extensions: extensionsOf(extensionList),
    extensionList,
    defects: [
      ...(isSame ? [] : ['the signature algorithm differs inside and outside of what is signed']),
      ...wrongVersion(value.version, extensionList.length > 0 || read.hasExtensions),
      ...(nextUpdate instanceof Malformed ? [`nextUpdate: ${nextUpdate.message}`] : []),
      ...(value.trailing + trailing > 0 ? [say`${value.trailing + trailing} trailing bytes`.text] : []),
      ...damageIn(extensionList),
      ...read.defects,
    ],
    unknownCritical: [...unknownCritical],
    tbs,
    signatureIdentifier: signatureAlgorithm,
    signatureAlgorithm: signatureAlgorithmOf(signatureAlgorithm),
    signature: signatureValue,
  };
}

/** When the next list is due, without looking at the entries. Throws Malformed. */
export function nextUpdateOf(der: Uint8Array): number | undefined {
  const { nextUpdate } = outlineOf(der).outline.tbsCertList.value;
  return nextUpdate instanceof Malformed ? undefined : nextUpdate?.value;
}

/** @returns also the number of trailing bytes, which nobody has signed */
function outlineOf(der: Uint8Array): { readonly outline: Of<typeof OutlineDefinition>; trailing: number } {
  const reader = new Reader(der);
  const outline = readable(der, () => OutlineDefinition.read(reader));
  // Reading it again shows in which field it stopped.
  if (outline instanceof Malformed) return { outline: decode(OutlineDefinition, der), trailing: 0 };
  return { outline, trailing: reader.left };
}

/** RFC 5280 section 5.1.2.1: v2 where there are extensions, and v1 is never written. */
function wrongVersion(version: number | undefined, hasExtensions: boolean): string[] {
  if (version === undefined) return hasExtensions ? ['extensions in a CRL of version 1'] : [];
  return version === 1 ? [] : [say`an explicit version ${version + 1}`.text];
}

/** Critical and acted upon. Others must not be critical, or change what the list means: cRLNumber, deltaCRLIndicator. */
const actedUpon: readonly (ExtensionName | undefined)[] = ['issuingDistributionPoint'];

//     TBSCertList  ::=  SEQUENCE  {
//         version              Version OPTIONAL,  -- if present, MUST be v2
//         signature            AlgorithmIdentifier,
//         issuer               Name,
//         thisUpdate           Time,
//         nextUpdate           Time OPTIONAL,
//         revokedCertificates  SEQUENCE OF SEQUENCE { … } OPTIONAL,
//         crlExtensions    [0] EXPLICIT Extensions OPTIONAL  }
const tbsWith = <N, T>(nextUpdate: Der<N>, revokedCertificates: Element<T>) =>
  sequence('RFC 5280 section 5.1', {
    version: optional(about(smallInteger(2 ** 31 - 1, { 1: 'v2' }), 'Only v2 has extensions.')),
    signature: about(
      AlgorithmIdentifier,
      'The same as signatureAlgorithm below, but covered by the signature.',
    ),
    issuer: about(Name, 'The issuer of the list.'),
    thisUpdate: about(time, 'When the list was made.'),
    nextUpdate: optional(about(nextUpdate, 'When the next list is due.')),
    revokedCertificates: optional(about(revokedCertificates, 'The certificates that are revoked.')),
    crlExtensions: optional(about(explicit(0, LooseExtensions), 'Further statements about the list.')),
  });

//     CertificateList  ::=  SEQUENCE  {
//         tbsCertList          TBSCertList,
//         signatureAlgorithm   AlgorithmIdentifier,
//         signatureValue       BIT STRING  }
const listOf = <T>(tbs: Element<T>) =>
  sequence('RFC 5280 section 5.1', {
    tbsCertList: about(kept(tbs), 'What is signed.'),
    signatureAlgorithm: about(AlgorithmIdentifier, 'How the issuer signed it.'),
    signatureValue: about(octetAligned, 'The issuer’s signature of tbsCertList.'),
  });

const entry = sequence('RFC 5280 section 5.1.2.6', {
  userCertificate: about(integer, 'The serial number of a certificate of this issuer.'),
  revocationDate: about(time, 'When it was revoked.'),
  crlEntryExtensions: optional(about(LooseExtensions, 'Further statements about the entry.')),
});
const tbsCertList = tbsWith(time, sequenceOf(entry));
export type TBSCertList = Of<typeof tbsCertList>;
export const TBSCertList: Element<TBSCertList> = tbsCertList;
const certificateList = listOf(tbsCertList);
/** `CertificateList` with every entry, for writing and for display. */
export const CrlDefinition: Element<Of<typeof certificateList>> = certificateList;

const passedOver: Element<EntriesRange> = element(0x30, 'SEQUENCE OF', {
  read(r) {
    const start = r.pos;
    r.pos = r.end;
    return { start, end: r.end };
  },
  write: refuse,
});

function refuse(): never {
  throw new TypeError('an outline is not written');
}

/** An unreadable one counts as absent. */
const looseTime: Der<Time | Malformed> = {
  ...time,
  read(r) {
    const { pos } = r;
    whole.read(r);
    const length = r.pos - pos;
    r.pos = pos;
    return r.guarded(length, time.read);
  },
  means: (value) => (value instanceof Malformed ? value.message : time.means?.(value)),
  write: refuse,
};
const whole = any();

const outlineFields = tbsWith(looseTime, passedOver);
type OutlineFields = Of<typeof outlineFields>;
const outlineOfTbs: Element<OutlineFields & { readonly trailing: number }> = element(0x30, 'SEQUENCE', {
  read(r) {
    const value = outlineFields.contents.read(r);
    const trailing = r.left;
    r.pos = r.end;
    return { ...value, trailing };
  },
  write: refuse,
});
const outline = listOf(outlineOfTbs);
/** The same without the entries, and as far as the fields can be told apart. */
export const OutlineDefinition: Element<Of<typeof outline>> = outline;

/**
 * Any file that a person may pass in: what is in it, part by part, and its certificates.
 *
 * PEM and DER are recognised by their bytes, one file may hold several of them, and certificates in a PKCS #7 count as if
 * they were in the file itself. Everything that is not a certificate has a name, so that an error can say what was given
 * instead and what to do about it ({@link WrongContents}). A file with damage in it is refused: half a chain would be
 * taken for a whole one.
 */

import { readCsr } from '../issue/csr.ts';
import { owns } from '../wire/bare.ts';
import { decode } from '../wire/codec.ts';
import { any } from '../wire/der.ts';
import { type PemBlock, type PemDamage, readPem } from '../wire/pem.ts';
import { Malformed } from '../wire/reader.ts';
import { say, type Words } from '../wire/words.ts';
import { type Certificate, parseCertificate, parseDamaged } from '../x509/certificate/certificate.ts';
import { parsePkcs7 } from '../x509/certificate/pkcs7.ts';
import { readable } from '../x509/certificate/readable.ts';
import { SubjectPublicKeyInfo } from '../x509/certificate/spki.ts';
import { parseCrl } from '../x509/revocation/crl.ts';
import { parseOcspResponse } from '../x509/revocation/ocsp.ts';
import { parseOcspRequest } from '../x509/revocation/ocsp-request.ts';
import { FILE } from './advice.ts';
import { type DerForm, type DerKind, elementsIn, formOfDer } from './der-kind.ts';
import { type Foreign, foreignByMagic, latin1 } from './foreign-magic.ts';
import { foreignByLook, spoilt } from './foreign-text.ts';
import { called, formOfLabel, labelsOfOld } from './kind-names.ts';

export interface FilePart {
  /** `foreign-key`: a private key in the form of another program. */
  readonly kind: DerKind | 'foreign-key' | 'other';
  /** Which of several encodings. */
  readonly form?: DerForm['form'];
  /** A noun phrase: `a private key (PKCS #8)`. */
  readonly what: Words;
  /** What to do with it where it cannot be used as it is, with a place for the file’s name. */
  readonly todo?: Words;
  /** Its line in a text, from 1. */
  readonly line?: number;
  /** PEM's. */
  readonly label?: string;
  /** Undefined for what is not DER, or cannot be read without a passphrase. */
  readonly der?: Uint8Array;
  /** The certificate, or all of a PKCS #7. */
  readonly certificates: readonly Certificate[];
  /** Why it cannot be read as what it is. */
  readonly damage?: Words;
  /** The damaged certificate, complete except for the damage. Useful for display only. */
  readonly shown?: Certificate;
  /** Where in the file a byte of the part's DER is. */
  readonly at: (byte: number) => FilePlace;
}

/** A line of a text, from 1, or a byte. */
export type FilePlace = { readonly line: number } | { readonly byte: number };

/** Parts of one file; real bundles have a few hundred. */
const MOST_PARTS = 10_000;

/** Everything in a file, in order; nothing for an empty one. Never throws. */
export function partsOf(bytes: Uint8Array): FilePart[] {
  const foreign = foreignByMagic(bytes);
  if (foreign) return [other(foreign)];
  const der = sequencesIn(bytes);
  if (der.length > MOST_PARTS) return [other(tooMany)];
  if (der.length > 0) {
    const rest = bytes.subarray(der.reduce((sum, { length }) => sum + length, 0));
    const parts = der.map((each) => {
      const at = (byte: number) => ({ byte: each.byteOffset - bytes.byteOffset + byte });
      return { ...partOfDer(each, formOfDer(each)), at };
    });
    // Text may begin with a zero.
    if (parts[0]!.kind !== 'other' || rest.length === 0) return [...parts, ...behind(rest)];
  }
  const text = latin1(bytes);
  if (isBlank(text)) return [];
  const pem = readPem(text);
  if (pem.length > MOST_PARTS) return [other(tooMany)];
  if (pem.length > 0 && text.includes('\0')) return [other(withNul(text.indexOf('\0')))];
  if (pem.every((part) => owns(part, 'damage'))) {
    const foreign = pem.length === 0 ? foreignByLook(bytes) : spoilt(bytes);
    if (foreign) return [other(foreign)];
  }
  return pem.map((part) => (owns(part, 'damage') ? damaged(part) : partOfPem(part)));
}

/** SEQUENCEs in a row. */
function sequencesIn(bytes: Uint8Array): Uint8Array[] {
  if (bytes[0] !== 0x30) return [];
  const { elements } = elementsIn(bytes, MOST_PARTS + 1);
  const stranger = elements.findIndex((element) => element[0] !== 0x30);
  return stranger < 0 ? elements : elements.slice(0, stranger);
}

/** What follows DER in the same file: white space is nothing. */
function behind(rest: Uint8Array): FilePart[] {
  if (rest.length > 0 && rest.every((byte) => byte === 0))
    return [{ ...other({ what: 'NUL bytes' }), damage: say`${rest.length} of them after DER` }];
  return partsOf(rest).map((part) =>
    part.der || part.label !== undefined ? part : { ...part, damage: 'it comes after DER' },
  );
}

const tooMany: Foreign = {
  what: say`a file of more than ${MOST_PARTS} parts`,
  todo: 'split it up',
};

const withNul = (at: number): Foreign => ({
  what: say`PEM with NUL bytes in it, the first at byte ${at}`,
  todo: 'copy it again: some programs stop at a NUL, and others do not',
});

const isBlank = (text: string): boolean => /^(\xEF\xBB\xBF)?\s*$/.test(text);

const nowhere = (byte: number): FilePlace => ({ byte });
const other = (foreign: Foreign): FilePart => ({ kind: 'other', ...foreign, certificates: [], at: nowhere });

function damaged({ label, line, damage }: PemDamage): FilePart {
  const named = label === undefined ? undefined : namedByLabel(label);
  if (named) return { ...other(named), line, label: label! };
  const form = label === undefined ? undefined : formOfLabel(label);
  return {
    kind: form?.kind ?? 'other',
    what: form ? called(form) : label === undefined ? 'PEM' : say`a PEM block "${label}"`,
    line,
    ...(label !== undefined && { label }),
    certificates: [],
    damage,
    at: () => ({ line }),
  };
}

function partOfPem({ label, bytes, line, headers, lineOf }: PemBlock): FilePart {
  const at = (byte: number): FilePlace => ({ line: lineOf(byte) });
  const form = formOfLabel(label);
  if (headers?.some((header) => /^Proc-Type: *4, *ENCRYPTED$/i.test(header))) {
    const what = 'an encrypted private key (as OpenSSL once encrypted them)';
    return { kind: 'encrypted-private-key', what, todo: DECRYPTING, line, label, certificates: [], at };
  }
  if (!form) {
    const modern = labelsOfOld.get(label);
    const todo = modern && {
      todo: say`write ${modern} in its BEGIN and END lines: this label is obsolete`,
    };
    const named = namedByLabel(label) ?? { what: say`a PEM block "${label}"`, ...todo };
    return { ...other(named), line, label, at };
  }
  const found = formOfDer(bytes);
  const part = { ...partOfDer(bytes, found ?? form), line, label, at };
  if (found?.kind === form.kind && found.form === form.form) return part;
  const damage = found
    ? say`it is labelled ${label} but is ${called(found)}`
    : (whyNotWhole(bytes) ?? part.damage ?? 'its structure is not that of one');
  return { ...part, kind: form.kind, what: called(form), certificates: [], damage };
}

function whyNotWhole(bytes: Uint8Array): Words | undefined {
  try {
    decode(element, bytes);
    return undefined;
  } catch (error) {
    if (error instanceof Malformed) return error.message;
    throw error;
  }
}
const element = any();

const namedByLabel = (label: string): Foreign | undefined =>
  otherLabels.find(([pattern]) => pattern.test(label))?.[1];

const otherLabels: readonly (readonly [RegExp, Foreign])[] = [
  [
    /^TRUSTED CERTIFICATE$/,
    {
      what: 'a certificate in OpenSSL’s own form (TRUSTED CERTIFICATE)',
      todo: say`openssl x509 -in ${FILE} -out plain.pem writes a plain one`,
    },
  ],
  [
    /^OPENSSH PRIVATE KEY$/,
    {
      kind: 'foreign-key',
      what: 'a private key in OpenSSH’s own form',
      todo: say`ssh-keygen -p -m PKCS8 -f ${FILE} rewrites it`,
    },
  ],
  [/^PGP /, { what: 'an OpenPGP key or message', todo: 'TLS has no use for it' }],
  [/^SSL SESSION/, { what: 'a TLS session' }],
];

function partOfDer(der: Uint8Array, told: DerForm | undefined): FilePart {
  const form = told ?? (isCertificateWithDamage(der) ? ({ kind: 'certificate' } as const) : undefined);
  if (!form) return { ...other({ what: 'DER of an unknown kind' }), der };
  const todo = unpacking[form.kind];
  const part = { ...form, what: called(form), der, ...(todo !== undefined && { todo }), at: nowhere };
  try {
    return { ...part, certificates: readers[form.kind]?.(der) ?? [] };
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const shown = form.kind === 'certificate' ? readable(der, parseDamaged) : error;
    return {
      ...part,
      certificates: [],
      damage: error.message,
      ...(!(shown instanceof Malformed) && { shown }),
    };
  }
}

/** Where damage hides the structure, the key or the subject still shows that it is a certificate. */
function isCertificateWithDamage(der: Uint8Array): boolean {
  const read = readable(der, parseDamaged);
  return !(read instanceof Malformed) && (read.spki.kind !== undefined || read.subject.rdns.length > 0);
}

const DECRYPTING = say`openssl pkey -in ${FILE} -out plain.key decrypts it`;

const unpacking: Partial<Record<DerKind, Words>> = {
  'encrypted-private-key': DECRYPTING,
  pkcs12: say`openssl pkcs12 -in ${FILE} -out all.pem unpacks it; an old one also needs -legacy`,
};

/** What is read to its end, so that damage shows; gives the certificates in it. */
const readers: Partial<Record<DerKind, (der: Uint8Array) => readonly Certificate[]>> = {
  certificate: (der) => [parseCertificate(der)],
  pkcs7(der) {
    const { certificates, crls } = parsePkcs7(der);
    for (const crl of crls) parseCrl(crl);
    return certificates.map(parseCertificate);
  },
  crl(der) {
    parseCrl(der);
    return [];
  },
  'certificate-request'(der) {
    readCsr(der);
    return [];
  },
  'ocsp-request'(der) {
    parseOcspRequest(der);
    return [];
  },
  'ocsp-response'(der) {
    parseOcspResponse(der);
    return [];
  },
  'public-key'(der) {
    if (formOfDer(der)?.form === undefined) decode(SubjectPublicKeyInfo, der);
    return [];
  },
};

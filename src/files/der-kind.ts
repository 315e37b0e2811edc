/**
 * What a DER structure is, judging by its tags: enough to name what somebody passed in, even if it is damaged further
 * inside.
 *
 * Trying every definition in turn was rejected: it cannot name anything damaged, and keys and stores that only need a
 * name would need definitions.
 */
import { decode } from '../wire/codec.ts';
import { any } from '../wire/der.ts';
import { Malformed, Reader } from '../wire/reader.ts';
import { objectIdentifier, oids } from '../x509/certificate/oids.ts';

export type DerKind =
  | 'certificate'
  | 'certificate-request'
  | 'crl'
  | 'attribute-certificate'
  | 'public-key'
  | 'private-key'
  | 'encrypted-private-key'
  | 'pkcs7'
  | 'pkcs12'
  | 'ocsp-request'
  | 'ocsp-response';

export interface DerForm {
  readonly kind: DerKind;
  /** Which of several encodings. */
  readonly form?: 'PKCS #8' | 'PKCS #1' | 'SEC 1' | 'DSA';
}

/** Undefined for a structure that is none of these. `der` is one element, whole. */
export function formOfDer(der: Uint8Array): DerForm | undefined {
  const root = new Outline(der);
  return shapes.find(({ fits }) => fits(root))?.is;
}

/** The elements in a row, `most` at most, and where they end. */
export function elementsIn(
  bytes: Uint8Array,
  most: number,
): { readonly elements: Uint8Array[]; readonly end: number } {
  const elements: Uint8Array[] = [];
  const reader = new Reader(bytes);
  let end = 0;
  try {
    while (reader.more && elements.length < most) {
      elements.push(element.read(reader));
      end = reader.pos;
    }
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
  }
  return { elements, end };
}
const element = any();
/** More elements than any shape below has on its upper levels. */
const MOST_LOOKED_AT = 100;

/** One element and what is in it. */
class Outline {
  constructor(readonly der: Uint8Array) {}

  get parts(): readonly Outline[] {
    const { length } = this.der;
    const header = this.der[1]! < 0x80 ? 2 : 2 + (this.der[1]! & 0x7f);
    const { elements, end } = elementsIn(this.der.subarray(header), MOST_LOOKED_AT);
    return end === length - header ? elements.map((part) => new Outline(part)) : [];
  }

  /** A letter for each element directly inside; a digit for `[n]`. Empty if it is not a sequence. */
  get tags(): string {
    return this.der[0] === 0x30 ? this.parts.map(({ der }) => letterOf(der[0]!)).join('') : '';
  }

  part(i: number): Outline {
    return this.parts[i] ?? nothing;
  }

  get oid(): string | undefined {
    const first = this.part(0).der;
    try {
      return first[0] === 0x06 ? decode(objectIdentifier, first) : undefined;
    } catch (error) {
      if (error instanceof Malformed) return undefined;
      throw error;
    }
  }
}
const nothing = new Outline(Uint8Array.of(5, 0));

const letters: Readonly<Record<number, string>> = {
  2: 'I',
  3: 'B',
  4: 'O',
  6: 'o',
  10: 'E',
  23: 'T',
  24: 'T',
  48: 'S',
};
const letterOf = (tag: number): string => letters[tag] ?? (tag >> 6 === 2 ? String(tag & 0x1f) : '.');

/** `SEQUENCE { something, AlgorithmIdentifier, BIT STRING }`, like everything that is signed. */
const isSigned = (root: Outline, body: RegExp): boolean =>
  root.tags === 'SSB' && body.test(root.part(0).tags) && root.part(1).tags.startsWith('o');

const shapes: readonly { readonly is: DerForm; readonly fits: (root: Outline) => boolean }[] = [
  // version, serialNumber, signature, issuer, validity, subject, subjectPublicKeyInfo
  { is: { kind: 'certificate' }, fits: (root) => isSigned(root, /^0?ISSSSS/) },
  // version, signature, issuer, thisUpdate
  { is: { kind: 'crl' }, fits: (root) => isSigned(root, /^I?SST/) },
  // version, subject, subjectPKInfo, attributes
  { is: { kind: 'certificate-request' }, fits: (root) => isSigned(root, /^ISS0?$/) },
  // version, holder, issuer, signature, serialNumber, validity, attributes (RFC 5755 section 4.1)
  { is: { kind: 'attribute-certificate' }, fits: (root) => isSigned(root, /^IS0SISS/) },
  { is: { kind: 'public-key' }, fits: (root) => root.tags === 'SB' && root.part(0).tags.startsWith('o') },
  { is: { kind: 'public-key', form: 'PKCS #1' }, fits: ({ tags }) => tags === 'II' },
  // RFC 5958 sections 2 and 3
  {
    is: { kind: 'private-key', form: 'PKCS #8' },
    fits: (root) => /^ISO0?1?$/.test(root.tags) && root.part(1).tags.startsWith('o'),
  },
  {
    is: { kind: 'encrypted-private-key', form: 'PKCS #8' },
    fits: (root) => root.tags === 'SO' && root.part(0).tags === 'oS',
  },
  // RFC 8017 appendix A.1.2, RFC 5915 section 3; DSA as OpenSSL writes it
  { is: { kind: 'private-key', form: 'PKCS #1' }, fits: ({ tags }) => /^I{9}S?$/.test(tags) },
  { is: { kind: 'private-key', form: 'SEC 1' }, fits: ({ tags }) => /^IO0?1?$/.test(tags) },
  { is: { kind: 'private-key', form: 'DSA' }, fits: ({ tags }) => tags === 'IIIIII' },
  { is: { kind: 'pkcs7' }, fits: (root) => /^o0?$/.test(root.tags) && isCms(root.oid) },
  // version, authSafe, macData (RFC 7292 section 4)
  { is: { kind: 'pkcs12' }, fits: (root) => /^ISS?$/.test(root.tags) && isCms(root.part(1).oid) },
  // RFC 6960 section 4
  { is: { kind: 'ocsp-response' }, fits: ({ tags }) => /^E0?$/.test(tags) },
  {
    is: { kind: 'ocsp-request' },
    fits: (root) => {
      const list = root.part(0).parts.find(({ der }) => der[0] === 0x30);
      const isRequest = /^S0?$/.test(root.tags) && /^0?1?S2?$/.test(root.part(0).tags);
      return isRequest && list?.part(0).part(0).tags === 'SOOI';
    },
  },
];

const cms: readonly (string | undefined)[] = [
  oids.data,
  oids.signedData,
  oids.envelopedData,
  oids.encryptedData,
];
const isCms = (oid: string | undefined): boolean => cms.includes(oid);

/** What each kind of structure is called: by people, and in PEM labels (RFC 7468 section 4). */
import { say, type Words } from '../wire/words.ts';
import type { DerForm, DerKind } from './der-kind.ts';

/** Noun phrases. */
const nouns: Readonly<Record<DerKind, string>> = {
  certificate: 'a certificate',
  'certificate-request': 'a certificate request (CSR)',
  crl: 'a revocation list (CRL)',
  'attribute-certificate': 'an attribute certificate',
  'public-key': 'a public key',
  'private-key': 'a private key',
  'encrypted-private-key': 'an encrypted private key',
  pkcs7: 'a PKCS #7',
  pkcs12: 'a PKCS #12 (.p12, .pfx)',
  'ocsp-request': 'an OCSP request',
  'ocsp-response': 'an OCSP response',
};

/** `a private key (PKCS #8)` */
export const called = ({ kind, form }: DerForm): Words =>
  form === undefined ? nouns[kind] : say`${nouns[kind]} (${form})`;

const byLabel = new Map<string, DerForm>([
  ['CERTIFICATE', { kind: 'certificate' }],
  ['CERTIFICATE REQUEST', { kind: 'certificate-request' }],
  ['NEW CERTIFICATE REQUEST', { kind: 'certificate-request' }],
  ['X509 CRL', { kind: 'crl' }],
  ['ATTRIBUTE CERTIFICATE', { kind: 'attribute-certificate' }],
  ['PUBLIC KEY', { kind: 'public-key' }],
  ['RSA PUBLIC KEY', { kind: 'public-key', form: 'PKCS #1' }],
  ['PRIVATE KEY', { kind: 'private-key', form: 'PKCS #8' }],
  ['RSA PRIVATE KEY', { kind: 'private-key', form: 'PKCS #1' }],
  ['EC PRIVATE KEY', { kind: 'private-key', form: 'SEC 1' }],
  ['DSA PRIVATE KEY', { kind: 'private-key', form: 'DSA' }],
  ['ENCRYPTED PRIVATE KEY', { kind: 'encrypted-private-key', form: 'PKCS #8' }],
  ['PKCS7', { kind: 'pkcs7' }],
  ['CMS', { kind: 'pkcs7' }],
  ['PKCS12', { kind: 'pkcs12' }],
  ['OCSP REQUEST', { kind: 'ocsp-request' }],
  ['OCSP RESPONSE', { kind: 'ocsp-response' }],
]);

/** What a label announces; undefined for labels of other things. */
export const formOfLabel = (label: string): DerForm | undefined => byLabel.get(label);

/** The PEM label of a structure; undefined if there is no usual one. */
export function labelOf(wanted: DerForm): string | undefined {
  for (const [label, { kind, form }] of byLabel) {
    if (kind === wanted.kind && form === wanted.form) return label;
  }
  return undefined;
}

/** Obsolete labels, which RFC 7468 wants refused, and their replacements. */
export const labelsOfOld: ReadonlyMap<string, string> = new Map([
  ['X509 CERTIFICATE', 'CERTIFICATE'],
  ['X.509 CERTIFICATE', 'CERTIFICATE'],
  ['CRL', 'X509 CRL'],
  ['CERTIFICATE CHAIN', 'PKCS7'],
]);

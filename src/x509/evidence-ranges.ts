/**
 * What a check looked at: fields of the certificates on a path, and of the CRLs and OCSP responses about them, as ranges of
 * bytes.
 *
 * A check names fields; where they are is found from the one definition when somebody asks, so that it costs a handshake
 * nothing. Noting offsets while reading was rejected: every certificate would carry them for the few that are explained.
 */
import { annotate } from '../wire/annotate.ts';
import { locate } from '../wire/locate.ts';
import type { Malformed } from '../wire/reader.ts';
import type { Span } from '../wire/tracing-reader.ts';
import { type Certificate, CertificateDefinition } from './certificate/certificate.ts';
import { type ExtensionName, extensionName } from './certificate/extensions.ts';
import { type Crl, OutlineDefinition } from './revocation/crl.ts';
import type { RevokedCertificate } from './revocation/crl-entry.ts';
import { type BasicOcspResponse, OcspResponseDefinition } from './revocation/ocsp.ts';

export interface EvidenceRange {
  readonly in: 'certificate' | 'crl' | 'ocsp';
  /** The certificate's place in the path, the leaf is 0; undefined for a list or a response. */
  readonly certificate?: number;
  readonly der: Uint8Array;
  /** As errors name it: `tbsCertificate.extensions[3].extnValue.keyUsage`; empty for all of `der`. */
  readonly path: string;
  /** Offsets in `der`; the byte at `end` does not belong to it. */
  readonly start: number;
  readonly end: number;
}

/**
 * A field of a certificate: by its path, or an extension by its name. `keyUsage` is the whole extension, with its
 * identifier; `basicConstraints.cA` and `subjectAltName[2]` are something in its value.
 */
export type CertificateField =
  | ''
  | 'signatureAlgorithm'
  | 'signatureValue'
  | 'tbsCertificate'
  | `tbsCertificate.${string}`
  | ExtensionName
  | `${ExtensionName}.${string}`
  | `${ExtensionName}[${number}]`;

/** Fields of the certificate at this place on a path. For an extension that it lacks, where it would be. */
export function fieldsOf(
  path: readonly Certificate[],
  place: number,
  ...fields: readonly CertificateField[]
): EvidenceRange[] {
  const certificate = path[place]!;
  const names = fields.map((field) => pathOf(certificate, field));
  const { der } = certificate;
  return locate(CertificateDefinition, der, names).map(({ start, end }, i) => {
    return { in: 'certificate', certificate: place, der, path: names[i]!, start, end };
  });
}

/** The damaged fields of the certificate at this place. */
export function damageIn(path: readonly Certificate[], place: number): EvidenceRange[] {
  const { der, damage } = path[place]!;
  const tree = annotate(CertificateDefinition, der);
  return damage.map((problem) => {
    const { start, end } = spanAt(tree, problem.offset);
    return { in: 'certificate', certificate: place, der, path: fieldOf(problem), start, end };
  });
}

/** The innermost field that is marked as damaged and contains this byte, or begins after it. */
function spanAt(span: Span, offset: number): Span {
  const within = span.parts.filter(({ start, end }) => start <= offset && offset <= end);
  const deeper = within.map((part) => spanAt(part, offset)).find(({ failed }) => failed !== undefined);
  return deeper ?? span;
}

/** Fields of a list, by their paths; its entries only as a whole. */
export const fieldsOfCrl = ({ der }: Crl, ...names: readonly string[]): EvidenceRange[] =>
  locate(OutlineDefinition, der, names).map(({ start, end }, i) => {
    return { in: 'crl', der, path: names[i]!, start, end };
  });

/** One of its entries. */
export const entryOfCrl = ({ der }: Crl, { index, start, end }: RevokedCertificate): EvidenceRange => ({
  in: 'crl',
  der,
  path: `tbsCertList.revokedCertificates[${index}]`,
  start,
  end,
});

/** Fields of an OCSP response, by their paths. */
export const fieldsOfOcsp = ({ der }: BasicOcspResponse, ...names: readonly string[]): EvidenceRange[] =>
  locate(OcspResponseDefinition, der, names).map(({ start, end }, i) => {
    return { in: 'ocsp', der, path: names[i]!, start, end };
  });

/** The field that something was noted about. */
export const fieldOf = ({ path }: Malformed): CertificateField => path.join('.') as CertificateField;

/** An extension by its place, known or not. */
export const extensionField = (at: number) => `tbsCertificate.extensions[${at}]` as const;

function pathOf({ extensionList }: Certificate, field: CertificateField): string {
  const [name, inside] = /^(\w*)(.*)$/.exec(field)!.slice(1) as [string, string];
  if (['', 'signatureAlgorithm', 'signatureValue', 'tbsCertificate'].includes(name)) return field;
  const at = extensionList.findIndex(({ extnID }) => extensionName(extnID) === name);
  if (at < 0) return extensionList.length > 0 ? 'tbsCertificate.extensions' : 'tbsCertificate';
  const extension = extensionField(at);
  return inside === '' ? extension : `${extension}.extnValue.${field}`;
}

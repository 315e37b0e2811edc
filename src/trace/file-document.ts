/** A file in the document's form, part by part: what is in it, and what each part says. */

import type { FilePart } from '../files/index.ts';
import { parseDamagedSpki } from '../x509/certificate/spki.ts';
import { departuresIn, pinOf } from '../x509/index.ts';
import { keyText } from './certificate.ts';
import {
  certificateDetails,
  crlDetails,
  explain,
  fingerprintOf,
  ocspDetails,
  requestDetails,
  type Telling,
} from './certificate-details.ts';
import type { DefectDocument, KeyDetails, PartDocument } from './certs-document.ts';

export interface FileTelling extends Telling {
  /** The public half of a private key, DER SubjectPublicKeyInfo; undefined if it is not available. */
  readonly publicHalf: (part: FilePart) => Uint8Array | undefined;
}

/** @param among the parts that a key may belong to */
export async function partDocument(
  part: FilePart,
  among: readonly FilePart[],
  telling: FileTelling,
): Promise<PartDocument> {
  const { kind, what, line, label, damage, todo, shown, der } = part;
  const certificates = shown ? [shown] : part.certificates;
  const whole = damage === undefined ? der : undefined;
  const explained =
    telling.fields && whole && kind !== 'certificate' && kind !== 'other' && kind !== 'foreign-key'
      ? explain(kind, whole)
      : undefined;
  return {
    kind,
    what,
    line: line ?? null,
    label: label ?? null,
    damage: damage ?? null,
    defects: defectsOf(part),
    todo: todo ?? null,
    certificates: certificates.map((certificate) => certificateDetails(certificate, telling)),
    ...(kind === 'certificate-request' && whole && { request: await requestDetails(whole, telling) }),
    ...(kind === 'crl' && whole && { crl: crlDetails(whole) }),
    ...(kind === 'ocsp-response' && whole && { ocsp: ocspDetails(whole) }),
    ...(kind.endsWith('-key') && damage === undefined && { key: keyDetails(part, among, telling) }),
    ...(explained && { explained }),
  };
}

/** In a PKCS #7 only the position of the whole is known, so only a bare certificate's faults get a position. */
function defectsOf({ kind, certificates, shown, at }: FilePart): DefectDocument[] {
  const found = shown ? [shown] : kind === 'certificate' ? certificates : [];
  return found.flatMap((certificate) => {
    const all = [
      ...certificate.damage.map((problem) => ({ problem, tolerated: false })),
      ...departuresIn(certificate).map((problem) => ({ problem, tolerated: true })),
    ];
    return all.map(({ problem: { path, reason, offset }, tolerated }) => {
      const place = at(offset);
      return {
        path: path.join('.'),
        reason,
        byte: offset,
        line: 'line' in place ? place.line : null,
        fileByte: 'byte' in place ? place.byte : null,
        tolerated,
      };
    });
  });
}

function keyDetails(part: FilePart, among: readonly FilePart[], telling: FileTelling): KeyDetails {
  const half = publicHalfOf(part, telling);
  if (!half) return { key: null, pin: null, belongsTo: null };
  const spki = parseDamagedSpki(half);
  const pin = pinOf(spki, telling.provider);
  const owner = among
    .flatMap(({ certificates }) => certificates)
    .find((certificate) => pinOf(certificate.spki, telling.provider) === pin);
  return {
    key: keyText(telling.provider.publicKey(spki), spki),
    pin,
    belongsTo: owner ? fingerprintOf(owner, telling) : null,
  };
}

/** A public key in PKCS #1 is not a SubjectPublicKeyInfo, and is not turned into one. */
function publicHalfOf(part: FilePart, { publicHalf }: FileTelling): Uint8Array | undefined {
  if (part.kind === 'public-key') return part.form === undefined ? part.der : undefined;
  return publicHalf(part);
}

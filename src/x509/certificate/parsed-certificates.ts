/**
 * Certificates that were parsed before. Peers send the same ones again and again, and a parsed certificate never
 * changes, so the same bytes give the same object. Bounded in number and in bytes, since peers decide what is kept;
 * no result of a check is kept.
 *
 * A certificate is kept when it comes for the second time. Keeping each at once was rejected: most never come again, and
 * keeping them costs more than parsing them.
 */

import { sameBytes } from '../../wire/bytes.ts';
import { Malformed } from '../../wire/reader.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { readable } from './readable.ts';

/** How many are kept, and of how many that came once the marks are kept. */
const MOST = 32;
const ONCE = 128;
/** Bytes; longer ones are parsed each time. */
const LONGEST = 4096;

/** By mark; the last used comes last. */
const recent = new Map<number, Certificate>();
/** Marks of those that came once, the latest last. */
const once = new Set<number>();

/** As parseCertificate. The certificate's `der` may be another array with the same bytes. */
export function parseRecent(der: Uint8Array): Certificate {
  const mark = markOf(der);
  const known = recent.get(mark);
  if (known && sameBytes(known.der, der)) {
    recent.delete(mark);
    recent.set(mark, known);
    return known;
  }
  const isKept = der.length <= LONGEST && once.has(mark);
  // A copy, so that a few bytes do not retain the message that they came in.
  const certificate = parseCertificate(isKept ? der.slice() : der);
  if (isKept) {
    once.delete(mark);
    recent.set(mark, certificate);
    if (recent.size > MOST) recent.delete(recent.keys().next().value!);
  } else {
    once.add(mark);
    if (once.size > ONCE) once.delete(once.values().next().value!);
  }
  return certificate;
}

/** The same, with undefined for what is malformed. */
export const readRecent = (der: Uint8Array): Certificate | undefined => {
  const certificate = readable(der, parseRecent);
  return certificate instanceof Malformed ? undefined : certificate;
};

/** The last bytes belong to the signature, and two certificates rarely agree there. */
function markOf(der: Uint8Array): number {
  let mark = 0;
  for (let i = Math.max(0, der.length - 4); i < der.length; i++) mark = mark * 256 + der[i]!;
  return mark;
}

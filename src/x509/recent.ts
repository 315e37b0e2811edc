/**
 * Certificates that were parsed before. Peers send the same ones again and again, and a parsed certificate never
 * changes, so the same bytes give the same object. Bounded in number and in bytes, since peers decide what stands here;
 * nothing is remembered of what was checked.
 */
import { Malformed } from '../wire/reader.ts';
import { type Certificate, parseCertificate } from './certificate.ts';
import { sameBytes } from './identity.ts';
import { readable } from './readable.ts';

const MOST = 32;
/** Bytes; longer ones are parsed each time. */
const LONGEST = 4096;

/** The last used stands last. */
const recent: Certificate[] = [];

/** As parseCertificate. The certificate's `der` may be another array with the same bytes. */
export function parseRecent(der: Uint8Array): Certificate {
  const at = recent.findLastIndex((certificate) => sameBytes(certificate.der, der));
  if (at >= 0) {
    const known = recent[at]!;
    if (at < recent.length - 1) {
      recent.splice(at, 1);
      recent.push(known);
    }
    return known;
  }
  // A copy, so that a few bytes do not hold the message that they came in.
  const certificate = parseCertificate(der.length <= LONGEST ? der.slice() : der);
  if (der.length <= LONGEST) {
    recent.push(certificate);
    if (recent.length > MOST) recent.shift();
  }
  return certificate;
}

/** The same, with undefined for what is malformed. */
export const readRecent = (der: Uint8Array): Certificate | undefined => {
  const certificate = readable(der, parseRecent);
  return certificate instanceof Malformed ? undefined : certificate;
};

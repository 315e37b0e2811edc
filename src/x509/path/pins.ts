/**
 * Pinning by SPKI (RFC 7469 sections 2.4 and 2.6): of all keys that a valid path may have, only those named in advance will do.
 *
 * A pin only adds: whatever else is wrong stays wrong. On a valid path the pinned key may be that of any certificate or of
 * the anchor; certificates off the path do not count. On an invalid path the issuers prove nothing and only the peer's own
 * key counts, so accepting a rejected certificate anyway accepts a pinned key at least. Pinning certificates was rejected:
 * they are renewed, and keys stay.
 */

import type { HashAlgorithm, Provider, PublicKeyInfo } from '../../crypto/provider.ts';
import { say } from '../../wire/words.ts';
import type { TrustAnchor } from '../anchors.ts';
import type { Certificate } from '../certificate/certificate.ts';
import { called } from '../certificate/certificate-title.ts';
import { fieldsOf } from '../evidence-ranges.ts';
import { type Check, failed, passed } from '../verdict.ts';

export class Pins {
  readonly #pins: ReadonlySet<string>;
  readonly #sha256: HashAlgorithm;

  /** Throws TypeError for a pin that {@link checkedPin} refuses, and for an empty list. */
  constructor(pins: readonly string[], { hashes }: Pick<Provider, 'hashes'>) {
    if (pins.length === 0) throw new TypeError('an empty list of pins would refuse everybody');
    this.#pins = new Set(pins.map(checkedPin));
    this.#sha256 = hashes['SHA-256'];
  }

  has(spki: PublicKeyInfo): boolean {
    return this.#pins.has(fingerprint(spki, this.#sha256));
  }

  /** @param holds the path is valid in every other respect, up to its anchor */
  check(path: readonly Certificate[], anchor: TrustAnchor | undefined, holds: boolean): Check {
    const rfc = 'RFC 7469 section 2.6';
    const looked = (places: readonly number[]) => () =>
      places.flatMap((place) => fieldsOf(path, place, 'tbsCertificate.subjectPublicKeyInfo'));
    const proven = holds ? path : path.slice(0, 1);
    const at = proven.findIndex(({ spki }) => this.has(spki));
    if (at >= 0)
      return passed('pin', rfc, at, () => say`the key of ${called(path[at]!)} is pinned`, looked([at]));
    if (holds && anchor && this.has(anchor.spki)) {
      const detail = () => say`the key of the trusted "${anchor.subject.text}" is pinned`;
      return passed('pin', rfc, path.length - 1, detail, looked([path.length - 1]));
    }
    const of = called(path[0]!);
    const key = fingerprint(path[0]!.spki, this.#sha256);
    const detail = holds
      ? say`neither the key of ${of} (sha256//${key}) nor that of any of its issuers is pinned`
      : say`the key of ${of} (sha256//${key}) is not pinned, and issuers count only on a path that holds`;
    return failed('pin', rfc, 0, 'pin-mismatch', detail, looked([...proven.keys()]));
  }
}

/** The pin of a key: 44 characters of base64. */
export const pinOf = (spki: PublicKeyInfo, { hashes }: Pick<Provider, 'hashes'>): string =>
  fingerprint(spki, hashes['SHA-256']);

/**
 * A pin as {@link pinOf} writes it, from that or with `sha256//` before it, as curl writes it. Throws TypeError for
 * anything else: a pin that can never match would lock everybody out, or pass for protection that is not there.
 */
export function checkedPin(text: string): string {
  const pin = text.replace(/^sha256\/\//, '');
  // 43 characters carry 258 bits: the two that are left over are zero (RFC 4648 section 3.5).
  if (/^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/.test(pin)) return pin;
  throw new TypeError(
    say`the pin ${JSON.stringify(text)} is not the base64 of a SHA-256 (32 bytes, 44 characters), as in sha256//47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=`
      .text,
  );
}

const fingerprint = ({ der }: PublicKeyInfo, sha256: HashAlgorithm): string =>
  btoa(String.fromCharCode(...sha256.digest(der)));

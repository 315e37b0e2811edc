/**
 * Signatures that have verified, so that the same certificate need not be verified again with the same key: the result
 * depends on nothing but the bytes that are compared here. A signature that fails is not kept, and neither is any other
 * result of a check. Bounded in bytes, since peers decide what is kept.
 */
import type { SignatureAlgorithm } from '../crypto/provider.ts';
import { concat } from '../wire/bytes.ts';

/** Characters of all marks together; the oldest is dropped for a new one. */
const MOST = 2 ** 17;
/** Bytes; longer texts (lists of revoked certificates) are verified each time. */
const LONGEST = 4096;

/** What is signed, how, and with which key, written without loss; undefined where that is too long. */
export type Mark = string | undefined;

export class VerifiedSignatures {
  /** Each provider's own: one does not answer for another. */
  static readonly #of = new WeakMap<object, VerifiedSignatures>();
  readonly #marks = new Set<string>();
  #length = 0;

  static of(provider: object): VerifiedSignatures {
    let known = VerifiedSignatures.#of.get(provider);
    if (!known) VerifiedSignatures.#of.set(provider, (known = new VerifiedSignatures()));
    return known;
  }

  has(mark: Mark): boolean {
    return mark !== undefined && this.#marks.has(mark);
  }

  keep(mark: Mark): void {
    if (mark === undefined || this.#marks.has(mark)) return;
    this.#marks.add(mark);
    this.#length += mark.length;
    for (const oldest of this.#marks) {
      if (this.#length <= MOST) return;
      this.#marks.delete(oldest);
      this.#length -= oldest.length;
    }
  }
}

const latin1 = new TextDecoder('latin1');

export function markOf(
  spki: Uint8Array,
  algorithm: SignatureAlgorithm,
  tbs: Uint8Array,
  signature: Uint8Array,
): Mark {
  const parts = [spki, tbs, signature];
  const lengths = parts.map(({ length }) => length);
  if (Math.max(...lengths) > LONGEST) return undefined;
  return `${Object.values(algorithm)} ${lengths} ${latin1.decode(concat(parts))}`;
}

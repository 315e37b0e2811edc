/** Verifies signatures of certificates and CRLs: each pair of text and key once, within the budget, long texts in slices. */
import type { Provider, PublicKey, PublicKeyInfo, SignatureAlgorithm, Verifier } from '../crypto/provider.ts';
import { pause, type Steps, settle, type Turn } from '../crypto/steps.ts';
import type { Spending } from './budget.ts';
import { markOf, VerifiedSignatures } from './verified-signatures.ts';

/** The result: it verifies, it does not, or it could not be tried. */
export type Signed = 'good' | 'bad' | 'untried';

/** A certificate or a CRL. */
export interface SignedText {
  readonly tbs: Uint8Array;
  /** Undefined when we do not know the algorithm or its parameters. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
}

/** Bytes hashed per slice: some 10 ms on a processor without hash instructions. */
const HASHED_AT_ONCE = 2 ** 22;

/** A certificate or an anchor. */
export interface Signer {
  readonly spki: PublicKeyInfo;
}

/** One key, however many certificates it is in: cross-signs share it. */
interface Key {
  /** Undefined when the provider does not know its kind. */
  readonly key: PublicKey | undefined;
  readonly results: Map<SignedText, Signed>;
}

const latin1 = new TextDecoder('latin1');

export class Signatures {
  readonly #provider: Pick<Provider, 'publicKey'>;
  readonly #spending: Spending;
  readonly #turn: Turn | undefined;
  readonly #verified: VerifiedSignatures;
  /** By the bytes of their SubjectPublicKeyInfo, as text. */
  readonly #keys = new Map<string, Key>();

  constructor(provider: Pick<Provider, 'publicKey'>, spending: Spending, turn?: Turn) {
    this.#provider = provider;
    this.#spending = spending;
    this.#turn = turn;
    this.#verified = VerifiedSignatures.of(provider);
  }

  /** Throws OverBudget. */
  *verify(text: SignedText, { spki }: Signer): Steps<Signed> {
    if (!text.signatureAlgorithm) return 'untried';
    const { key, results } = this.#keyOf(spki);
    if (!key) return 'untried';
    let result = results.get(text);
    if (!result)
      results.set(text, (result = yield* this.#verifyOnce(text, text.signatureAlgorithm, spki.der, key)));
    return result;
  }

  *#verifyOnce(
    text: SignedText,
    algorithm: SignatureAlgorithm,
    spki: Uint8Array,
    key: PublicKey,
  ): Steps<Signed> {
    // One that has verified before costs as much, so that a verdict does not depend on earlier ones.
    this.#spending.spend('signatures');
    if (!fits(algorithm.kind, key.type)) return 'bad';
    const mark = markOf(spki, algorithm, text.tbs, text.signature);
    if (this.#verified.has(mark)) return 'good';
    const isGood = yield* this.#isGood(text, algorithm, key);
    if (isGood) this.#verified.keep(mark);
    return isGood ? 'good' : 'bad';
  }

  *#isGood({ tbs, signature }: SignedText, algorithm: SignatureAlgorithm, key: PublicKey): Steps<boolean> {
    const verifier = tbs.length > HASHED_AT_ONCE ? key.verifier?.(algorithm) : undefined;
    return verifier
      ? yield* this.#verifySlices(verifier, tbs, signature)
      : yield* settle(key.verify(algorithm, tbs, signature), 'the public key');
  }

  *#verifySlices(verifier: Verifier, tbs: Uint8Array, signature: Uint8Array): Steps<boolean> {
    for (let at = 0; at < tbs.length; at += HASHED_AT_ONCE) {
      verifier.update(tbs.subarray(at, at + HASHED_AT_ONCE));
      yield* pause(this.#turn);
    }
    return yield* settle(verifier.verify(signature), 'the public key');
  }

  #keyOf(spki: PublicKeyInfo): Key {
    const name = latin1.decode(spki.der);
    let known = this.#keys.get(name);
    if (!known) this.#keys.set(name, (known = { key: this.#provider.publicKey(spki), results: new Map() }));
    return known;
  }
}

/** A signature algorithm of a different family than the key is never tried. */
function fits(kind: string, type: string): boolean {
  if (kind === 'RSA-PSS') return type === 'RSA' || type === 'RSA-PSS';
  return kind === (type === 'RSA' ? 'RSA-PKCS1' : type === 'EC' ? 'ECDSA' : type);
}

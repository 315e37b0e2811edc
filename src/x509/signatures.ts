/** Verifies the signatures of certificates and CRLs: each pair of text and key once, within the budget. */
import type { Provider, PublicKey, SignatureAlgorithm } from '../crypto/provider.ts';
import type { Spending } from './budget.ts';
import { answer, type Steps } from './steps.ts';

/** How a signature came out: it holds, it does not, or it could not be tried. */
export type Signed = 'good' | 'bad' | 'untried';

/** A certificate or a CRL. */
export interface SignedText {
  readonly tbs: Uint8Array;
  /** Undefined when we do not know the algorithm or its parameters. */
  readonly signatureAlgorithm: SignatureAlgorithm | undefined;
  readonly signature: Uint8Array;
}

/** A certificate or an anchor. */
export interface Signer {
  /** The DER SubjectPublicKeyInfo. */
  readonly spki: Uint8Array;
}

/** One key, however many certificates it stands in: cross-signs have it in common. */
interface Key {
  /** Undefined when the provider does not know its kind. */
  readonly key: PublicKey | undefined;
  readonly results: Map<SignedText, Signed>;
}

const latin1 = new TextDecoder('latin1');

export class Signatures {
  readonly #provider: Pick<Provider, 'publicKey'>;
  readonly #spending: Spending;
  /** By the bytes of their SubjectPublicKeyInfo, as text. */
  readonly #keys = new Map<string, Key>();

  constructor(provider: Pick<Provider, 'publicKey'>, spending: Spending) {
    this.#provider = provider;
    this.#spending = spending;
  }

  /** Throws OverBudget. */
  *verify(text: SignedText, { spki }: Signer): Steps<Signed> {
    if (!text.signatureAlgorithm) return 'untried';
    const { key, results } = this.#keyOf(spki);
    if (!key) return 'untried';
    let result = results.get(text);
    if (!result) results.set(text, (result = yield* this.#verifyOnce(text, text.signatureAlgorithm, key)));
    return result;
  }

  *#verifyOnce({ tbs, signature }: SignedText, algorithm: SignatureAlgorithm, key: PublicKey): Steps<Signed> {
    this.#spending.spend('signatures');
    if (!fits(algorithm.kind, key.type)) return 'bad';
    return (yield* answer(key.verify(algorithm, tbs, signature))) ? 'good' : 'bad';
  }

  #keyOf(spki: Uint8Array): Key {
    const name = latin1.decode(spki);
    let known = this.#keys.get(name);
    if (!known) this.#keys.set(name, (known = { key: this.#provider.publicKey(spki), results: new Map() }));
    return known;
  }
}

/** A signature algorithm of another family than the key is never tried. */
function fits(kind: string, type: string): boolean {
  if (kind === 'RSA-PSS') return type === 'RSA' || type === 'RSA-PSS';
  return kind === (type === 'RSA' ? 'RSA-PKCS1' : type === 'EC' ? 'ECDSA' : type);
}

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

export class Signatures {
  readonly #provider: Pick<Provider, 'publicKey'>;
  readonly #spending: Spending;
  readonly #keys = new Map<Signer, PublicKey | undefined>();
  readonly #results = new Map<SignedText, Map<Signer, Signed>>();

  constructor(provider: Pick<Provider, 'publicKey'>, spending: Spending) {
    this.#provider = provider;
    this.#spending = spending;
  }

  /** Throws OverBudget. */
  *verify(text: SignedText, signer: Signer): Steps<Signed> {
    let results = this.#results.get(text);
    if (!results) this.#results.set(text, (results = new Map()));
    const before = results.get(signer);
    if (before) return before;
    const result = yield* this.#verifyOnce(text, signer);
    results.set(signer, result);
    return result;
  }

  *#verifyOnce({ signatureAlgorithm, tbs, signature }: SignedText, signer: Signer): Steps<Signed> {
    if (!signatureAlgorithm) return 'untried';
    this.#spending.spend('signatures');
    if (!this.#keys.has(signer)) this.#keys.set(signer, this.#provider.publicKey(signer.spki));
    const key = this.#keys.get(signer);
    if (!key) return 'untried';
    if (!fits(signatureAlgorithm.kind, key.type)) return 'bad';
    return (yield* answer(key.verify(signatureAlgorithm, tbs, signature))) ? 'good' : 'bad';
  }
}

/** A signature algorithm of another family than the key is never tried. */
function fits(kind: string, type: string): boolean {
  if (kind === 'RSA-PSS') return type === 'RSA' || type === 'RSA-PSS';
  return kind === (type === 'RSA' ? 'RSA-PKCS1' : type === 'EC' ? 'ECDSA' : type);
}

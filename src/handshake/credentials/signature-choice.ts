/** How we sign: what our key can do, among what the peer accepts (RFC 9846 section 4.3.3, RFC 5246 section 7.4.1.4.1). */
import type { KeyKind, SignatureAlgorithm } from '../../crypto/provider.ts';
import { NamedGroup } from '../../protocol/numbers/groups.ts';
import { algorithmOf, schemeFits } from '../../protocol/numbers/schemes.ts';
import { ownOptions } from '../../wire/own-options.ts';
import type { CertificateWish, Credential } from '../config.ts';
import { type Flow, settleBytes } from '../flow.ts';

/** A credential, and how to sign with it. */
export interface Signer {
  readonly credential: Credential;
  readonly scheme: number;
  readonly algorithm: SignatureAlgorithm;
}

/** The first scheme of ours that the key fits and the peer accepts. */
export function chooseScheme(
  credential: Credential,
  ours: readonly number[],
  wish: CertificateWish,
): Signer | undefined {
  const { key, schemes } = ownOptions(credential);
  if (wish.authentications && !wish.authentications.includes(authenticationOf(key))) return undefined;
  // RFC 8422 section 5.1.1: the client's groups bind the certificate's curve as well as the key exchange's.
  if (wish.groups && key.type === 'EC' && key.curve && !wish.groups.includes(NamedGroup[key.curve]))
    return undefined;
  for (const scheme of schemes ?? ours) {
    const algorithm = algorithmOf(scheme);
    if (!algorithm || !wish.signatureSchemes.includes(scheme)) continue;
    if (schemeFits(scheme, key, wish.version) && longEnough(key.bits, algorithm))
      return { credential, scheme, algorithm };
  }
  return undefined;
}

/** A signature as CertificateVerify and ServerKeyExchange hold it. */
export function* signatureOf(
  { credential, scheme, algorithm }: Signer,
  content: Uint8Array,
): Flow<{ algorithm: number; signature: Uint8Array }> {
  const signature = credential.key.sign(algorithm, content);
  return { algorithm: scheme, signature: yield* settleBytes(signature, 'the private key') };
}

/** The kind of key as TLS 1.2 suites and certificate types name it: Ed25519 counts as ECDSA (RFC 8422 sections 2.1 and 3.1). */
export const authenticationOf = ({ type }: KeyKind): 'RSA' | 'ECDSA' =>
  type === 'RSA' || type === 'RSA-PSS' ? 'RSA' : 'ECDSA';

/** A PSS signature needs room for two hashes and two bytes (RFC 8017 section 9.1.1). */
function longEnough(bits: number, algorithm: SignatureAlgorithm): boolean {
  return algorithm.kind !== 'RSA-PSS' || Math.ceil((bits - 1) / 8) >= 2 * algorithm.saltLength + 2;
}

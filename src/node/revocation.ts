/**
 * The options `revocation` and `crl`: whether a peer’s certificates may have been revoked, and what is known of it before
 * anybody is asked.
 *
 * Decision: `crl` alone means `hard`. node:tls sets X509_V_FLAG_CRL_CHECK and CRL_CHECK_ALL with the first CRL, and then
 * refuses every certificate of the chain for which there is no list. It wants one for the root too, which we do not ask
 * about: that it is trusted is our own decision. Unlike there, an OCSP response will do as well as a list.
 */
import type { RevocationOptions } from '../connection/judge.ts';
import { type Crl, parseCrl, wantedIn } from '../x509/index.ts';
import { invalidOption } from './errors.ts';
import { bytesOf, type CertificateSource } from './trust.ts';

type Mode = RevocationOptions['mode'];
const modes: readonly Mode[] = ['off', 'soft', 'hard'];

export interface RevocationSettings {
  /**
   * `soft` refuses what is known to be revoked, `hard` also that of which nothing is known; `soft` when absent. What came
   * stapled is judged in both.
   */
  readonly revocation?: Mode | undefined;
  /** PEM or DER. Makes the mode `hard` where `revocation` does not say. */
  readonly crl?: CertificateSource | readonly CertificateSource[] | undefined;
}

/** The options, read. */
export interface Revocation {
  readonly mode: Mode;
  readonly crls: readonly Crl[];
}

/** Throws a TypeError with a code. */
export function revocationFrom({ revocation, crl }: RevocationSettings): Revocation {
  const crls = crl === undefined ? [] : [crl].flat().flatMap(crlsIn);
  const mode = revocation ?? (crl === undefined ? 'soft' : 'hard');
  if (!modes.includes(mode))
    throw invalidOption('revocation', `is ${JSON.stringify(mode)}; it can be off, soft or hard`);
  if (mode === 'off' && crls.length > 0) throw invalidOption('crl', 'says nothing where revocation is off');
  return { mode, crls };
}

function crlsIn(source: CertificateSource): Crl[] {
  try {
    return wantedIn(bytesOf(source), 'crl').map(({ der }) => parseCrl(der!));
  } catch (error) {
    throw invalidOption('crl', (error as Error).message, error);
  }
}

/**
 * Which of several credentials is sent: the first that is all that was asked for, or the one that comes closest.
 *
 * A client withholds what does not fit: a certificate reveals its holder, and goes only to a server that asks for its kind.
 * Private servers sometimes list the wrong authorities, so that list can be ignored (`askedAuthorities`); OpenSSL always
 * ignores it, browsers, Go and Java never do. A server must send something, and falls back.
 */
import type { CertificateWish, Credential } from '../config.ts';
import { type Mismatch, mismatchsOf } from './mismatch.ts';
import { authenticationOf, chooseScheme } from './signature-choice.ts';

export interface Judged {
  readonly credential: Credential;
  readonly mismatchs: readonly Mismatch[];
}

export interface ClientChoice {
  /** Undefined when none fits. */
  readonly chosen: Judged | undefined;
  /** Those that do not fit. */
  readonly unfit: readonly Judged[];
}

/** @param schemes the signature schemes that we use at all */
export function chooseForServer(
  credentials: readonly Credential[],
  schemes: readonly number[],
  wish: CertificateWish,
  askedAuthorities: 'honour' | 'ignore',
): ClientChoice {
  const judged = credentials.map((credential) => ({
    credential,
    mismatchs: mismatchsOf(credential, schemes, wish),
  }));
  const keepsBack = ({ of, isMust }: Mismatch): boolean =>
    isMust || (of === 'certificate_authorities' && askedAuthorities === 'honour');
  const fitting = judged.filter(({ mismatchs }) => !mismatchs.some(keepsBack));
  const chosen = fitting.find(({ mismatchs }) => mismatchs.length === 0) ?? fitting[0];
  return { chosen, unfit: judged.filter((each) => !fitting.includes(each)) };
}

/**
 * A server's choice among those that it can use: one that the client can check, then one from an authority that the client
 * names, then the first. The first of all when it can use none, so that the error can say why.
 */
export function chooseForClient(
  credentials: readonly Credential[],
  schemes: readonly number[],
  wish: CertificateWish,
): Credential | undefined {
  if (credentials.length <= 1) return credentials[0];
  const usable = credentials.filter(
    (credential) =>
      chooseScheme(credential, schemes, wish) !== undefined ||
      (wish.rsaKeyExchange === true &&
        authenticationOf(credential.key) === 'RSA' &&
        credential.key.decrypt !== undefined),
  );
  const ranked = usable.map((credential) => ({
    credential,
    lacks: mismatchsOf(credential, schemes, wish).reduce(
      (sum, { of, isMust }) => sum + weights[of] + (isMust ? 8 : 0),
      0,
    ),
  }));
  ranked.sort((a, b) => a.lacks - b.lacks);
  return ranked[0]?.credential ?? credentials[0];
}

const weights: Readonly<Record<Mismatch['of'], number>> = {
  certificate_types: 0,
  supported_groups: 0,
  signature_algorithms: 0,
  keyUsage: 0,
  oid_filters: 0,
  certificate_authorities: 1,
  signature_algorithms_cert: 2,
};

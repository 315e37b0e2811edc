/**
 * How a peer's certificates are judged: against a trust store, with what is known of revocation, or by a custom check that
 * replaces all that.
 *
 * Revocation is soft by default: what is known to be revoked is refused, and a server is asked to staple, which costs
 * nothing. Fetching more has to be asked for, since it tells others whom we talk to.
 */

import type { CertificateCheck } from '../handshake/config.ts';
import { TlsError } from '../protocol/errors.ts';
import { namesOf } from '../wire/known-options.ts';
import { ownOptions } from '../wire/own-options.ts';
import { say } from '../wire/words.ts';
import {
  type PeerQuestion,
  type Profile,
  type RevocationQuestion,
  type TrustStore,
  type Verdict,
  verifyPeer,
} from '../x509/index.ts';
import { misuse, refuseUnknown, type SupportedOptions } from './supported.ts';

/** What is known of revocation before the peer says anything, and who can learn more. */
export type RevocationOptions = Omit<RevocationQuestion, 'ocspResponses' | 'stapleAsked'>;
const settings = namesOf<RevocationOptions>({
  mode: true,
  crls: true,
  fetch: true,
  nonce: true,
  thorough: true,
});

export interface JudgeOptions extends Pick<SupportedOptions, 'provider'> {
  readonly trust?: TrustStore | undefined;
  /**
   * Rules for certificates beyond those that make a path valid. When absent, those of the Web PKI for servers, and none
   * for clients.
   */
  readonly profile?: Profile | undefined;
  /**
   * Whether the peer's certificates may have been revoked; `{ mode: 'soft' }` when absent. Unless the mode is `off` a server
   * is asked to staple an OCSP response, and in TLS 1.3 a client whose certificate is asked for.
   */
  readonly revocation?: RevocationOptions | undefined;
  /** Fetches an issuer that the peer did not send; when absent, none is fetched. */
  readonly fetchIssuer?: PeerQuestion['fetchIssuer'] | undefined;
  /**
   * Replaces the check against `trust`. Of `revocation` only the mode may be given as well, which then decides whether the
   * peer is asked for OCSP responses.
   */
  readonly checkCertificate?: CertificateCheck | undefined;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
  /** Lets others run while long lists are read ({@link PeerQuestion.turn}). */
  readonly turn?: PeerQuestion['turn'] | undefined;
}

/**
 * @param of whose certificates
 * @param asked what they must say about who it is (identity-options.ts)
 */
export function checkOf(
  options: JudgeOptions,
  of: 'server' | 'client',
  asked: Pick<PeerQuestion, 'name' | 'pins' | 'commonName'>,
): CertificateCheck {
  const { trust, provider, wallClock, turn, profile, fetchIssuer, checkCertificate } = options;
  const known = { ...revocationOf(options), stapleAsked: of === 'server' };
  if (checkCertificate) return checkedBy(checkCertificate);
  if (!trust) throw misuse(say`without a trust store no ${of} can be checked`);
  const question = {
    trust,
    provider,
    purpose: of,
    ...(profile && { profile }),
    ...(fetchIssuer && { fetchIssuer }),
    ...(turn && { turn }),
    ...asked,
  };
  return (chain, keyUsage, ocspResponses) =>
    verifyPeer({
      chain,
      time: wallClock(),
      keyUsage,
      revocation: { ...known, ocspResponses },
      ...question,
    });
}

/** A custom check gets copies and must return a verdict; anything else is an error. */
function checkedBy(check: CertificateCheck): CertificateCheck {
  const verdictOf = (given: Verdict): Verdict => {
    if (given?.verdict !== 'accepted' && given?.verdict !== 'rejected')
      throw new TlsError('internal', 'checkCertificate returned no verdict');
    return given;
  };
  return (chain, keyUsage, responses) => {
    const given = check(copiesOf(chain), keyUsage, copiesOf(responses));
    return 'then' in Object(given)
      ? (given as PromiseLike<Verdict>).then(verdictOf)
      : verdictOf(given as Verdict);
  };
}

const copiesOf = (list: readonly Uint8Array[]): Uint8Array[] => list.map((bytes) => bytes.slice());

/** For a client that is not asked for a certificate. */
export const refuseUnasked: CertificateCheck = () => {
  throw new TlsError('internal', 'a certificate arrived that nobody asked for');
};

/** Whether the peer is asked for OCSP responses. */
export const statusRequestOf = (options: JudgeOptions): boolean => revocationOf(options).mode !== 'off';

/** The parts of a session's policy that say how the peer was judged. */
export function judgePolicy(options: JudgeOptions): (string | object | undefined)[] {
  const { trust, profile, checkCertificate } = options;
  const { mode, crls = [], fetch, nonce = 'none' } = revocationOf(options);
  const revocation = mode === 'off' ? [mode] : [mode, crls, fetch ? `fetched, nonce ${nonce}` : ''];
  return [trust, profile?.name, ...revocation, checkCertificate];
}

function revocationOf({
  revocation = { mode: 'soft' },
  fetchIssuer,
  checkCertificate,
}: JudgeOptions): RevocationOptions {
  const said = ownOptions(revocation);
  refuseUnknown(said, settings, 'revocation.');
  const { mode, crls, fetch, nonce, thorough } = said;
  if (mode !== 'off' && mode !== 'soft' && mode !== 'hard')
    throw misuse(say`revocation is ${JSON.stringify(mode)}; it must be off, soft or hard`);
  if (checkCertificate && (crls || fetch || nonce || thorough || fetchIssuer)) {
    throw misuse('`checkCertificate` replaces the check that would use `revocation` and `fetchIssuer`');
  }
  return said;
}

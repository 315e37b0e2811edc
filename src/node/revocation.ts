/**
 * The options `revocation` and `crl`: whether to check a peer’s certificates for revocation, and what is known before
 * anything is fetched.
 *
 * Decision: `crl` alone means `hard`. node:tls sets X509_V_FLAG_CRL_CHECK and CRL_CHECK_ALL with the first CRL, and then
 * refuses every certificate of the chain for which there is no list. It wants one for the root too, which we do not ask
 * about: that it is trusted is our own decision. Unlike there, an OCSP response will do as well as a list.
 */
import type { Duplex } from 'node:stream';
import { wantedIn } from '../files/index.ts';
import type { RevocationOptions } from '../options/certificate-check.ts';
import { namesOf } from '../wire/known-options.ts';
import { ownOptions } from '../wire/own-options.ts';
import { say } from '../wire/words.ts';
import { type Crl, parseCrl } from '../x509/index.ts';
import { booleanOption, invalidOption, refuseUnknown, unusableOption, wrongType } from './errors.ts';
import { Fetching, type VerdictFetch } from './fetching/fetching.ts';
import { bytesOf, type CertificateSource } from './trust.ts';

type Mode = RevocationOptions['mode'];
const modes: readonly Mode[] = ['off', 'soft', 'hard'];

interface Setting {
  readonly mode: Mode;
  readonly fetch?: boolean | undefined;
}
const settings = namesOf<Setting>({ mode: true, fetch: true });

export interface RevocationSettings {
  /**
   * `soft` refuses what is known to be revoked, `hard` also refuses when nothing is known; `soft` when absent. A staple
   * is judged in both; with `fetch` OCSP responders and distribution points are asked for the rest.
   */
  readonly revocation?: Mode | Setting | undefined;
  /**
   * Also fetch from loopback, link-local and private addresses; false when absent. For a PKI with responders in a private
   * network. Otherwise off, since a URL in a certificate makes us send a request there.
   */
  readonly fetchPrivate?: boolean | undefined;
  /** PEM or DER. Makes the mode `hard` where `revocation` does not say. */
  readonly crl?: CertificateSource | readonly CertificateSource[] | undefined;
}

/** The options as given, separately. */
export interface SaidOfRevocation {
  readonly setting?: Required<Setting>;
  readonly crls?: readonly Crl[];
  readonly fetchPrivate?: boolean;
}

/** Throws a TypeError with a code. */
export function revocationSaid({ revocation, crl, fetchPrivate }: RevocationSettings): SaidOfRevocation {
  const setting = revocation === undefined ? undefined : settingFrom(revocation);
  const crls = crl === undefined ? undefined : [crl].flat().flatMap(crlsIn);
  if (setting?.mode === 'off' && crls?.length)
    throw invalidOption('crl', (it) => say`${it} has no effect when revocation is off`);
  return {
    ...(setting && { setting }),
    ...(crls && { crls }),
    ...(fetchPrivate !== undefined && { fetchPrivate: booleanOption('fetchPrivate', fetchPrivate) }),
  };
}

function settingFrom(revocation: Mode | Setting): Required<Setting> {
  if (typeof revocation !== 'string' && (typeof revocation !== 'object' || revocation === null))
    throw wrongType('the option revocation must be a mode, or an object with mode and fetch');
  const said = ownOptions<Setting>(typeof revocation === 'string' ? { mode: revocation } : revocation);
  refuseUnknown(said, settings);
  const { mode } = said;
  if (!modes.includes(mode))
    throw invalidOption(
      'revocation',
      (it) => say`${it} is ${JSON.stringify(mode)}; it can be off, soft or hard`,
    );
  const fetch = booleanOption('revocation.fetch', said.fetch ?? false);
  if (mode === 'off' && fetch)
    throw invalidOption('revocation', (it) => say`${it} is off, and there is nothing to fetch for`);
  return { mode, fetch };
}

/** The resulting settings, if any option was given. */
export interface Revocation extends Required<Setting> {
  readonly crls: readonly Crl[];
  readonly fetchPrivate: boolean;
}

export function revocationOf({ setting, crls, fetchPrivate = false }: SaidOfRevocation): Revocation {
  const { mode, fetch } = setting ?? { mode: crls ? 'hard' : 'soft', fetch: false };
  return { mode, fetch, crls: mode === 'off' ? [] : (crls ?? []), fetchPrivate };
}

function crlsIn(source: CertificateSource): Crl[] {
  try {
    return wantedIn(bytesOf(source), 'crl').map(({ der }) => parseCrl(der!));
  } catch (error) {
    throw unusableOption('crl', error);
  }
}

/** The engine's options. */
export const revocationOptions = (
  { mode, crls, fetch }: Revocation,
  fetches?: VerdictFetch,
): RevocationOptions => ({ mode, crls, ...(fetch && fetches && { fetch: fetches }) });

/** One for the whole program, so that everything shares its cache. */
const fetching = new Fetching();

/** What the verdict on the peer of one connection may fetch, as long as the connection lasts. */
export function fetchesFor(connection: () => Duplex, { fetchPrivate }: Revocation): VerdictFetch {
  let signal: AbortSignal | undefined;
  return fetching.for(() => {
    signal ??= untilClosed(connection());
    return { privateAddresses: fetchPrivate, signal };
  });
}

function untilClosed(socket: Duplex): AbortSignal {
  const gone = new AbortController();
  socket.once('close', () => gone.abort(new Error('the connection has closed')));
  return gone.signal;
}

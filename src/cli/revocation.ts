/**
 * The flags for revocation and fetching.
 *
 * `connect` fetches by default, since it is there to find out: no one’s connection is kept waiting, and everything it fetched
 * is shown.
 */

import type { Maybe } from '../crypto/provider.ts';
import { Fetching, type VerdictFetch } from '../node/fetching/fetching.ts';
import { stapleIn } from '../node/staple.ts';
import type { Credential } from '../options/engine.ts';
import type { ClientOptions } from '../options/options.ts';
import type { TraceRecorder } from '../trace/recorder.ts';
import { type Fetched, parseCertificate } from '../x509/index.ts';
import { inWords, readBytes, readWanted } from './files.ts';
import { choiceOf } from './flags.ts';
import { UsageError } from './io.ts';

export interface RevocationFlags {
  readonly revocation?: string;
  readonly crl?: readonly string[];
}

export interface FetchFlags extends RevocationFlags {
  /** True unless `--no-aia`. */
  readonly aia: boolean;
  /** Loopback, link-local and private addresses may be asked too. */
  readonly fetchPrivate?: boolean;
}

type Revocation = NonNullable<ClientOptions['revocation']>;

/** Throws UsageError for an unknown mode, for files that are not CRLs, and for CRLs that would not be used. */
export function revocationOf({ revocation = 'soft', crl = [] }: RevocationFlags): Revocation {
  const mode = choiceOf('--revocation', revocation, ['off', 'soft', 'hard']);
  if (mode === 'off' && crl.length > 0) throw new UsageError('--crl has no effect with --revocation off');
  return { mode, crls: crl.flatMap((file) => readWanted('--crl', file, 'crl')) };
}

/**
 * The same, with what fetches while we talk to a server.
 *
 * @param from keeps what it fetched, for later requests for the same
 */
export function fetching(
  revocation: Revocation,
  { aia, fetchPrivate = false }: Pick<FetchFlags, 'aia' | 'fetchPrivate'>,
  from: Pick<Fetching, 'for'> = new Fetching(),
): {
  readonly revocation: Revocation;
  readonly fetchIssuer?: NonNullable<ClientOptions['fetchIssuer']>;
} {
  if (fetchPrivate && !aia && revocation.mode === 'off')
    throw new UsageError(
      '--fetch-private has no effect with --no-aia and --revocation off: nothing is fetched',
    );
  const fetch = from.for(() => ({ privateAddresses: fetchPrivate }));
  return {
    revocation: revocation.mode === 'off' ? revocation : { ...revocation, fetch },
    ...(aia && { fetchIssuer: fetch.issuer }),
  };
}

/** Each fetch is a step of the trace. */
export const noting = (from: Fetching, trace: TraceRecorder): Pick<Fetching, 'for'> => ({
  for: (asked) => noted(from.for(asked), trace),
});

function noted({ ocsp, crl, issuer }: VerdictFetch, trace: TraceRecorder): VerdictFetch {
  const note = async <T>(what: Fetched['what'], url: string, fetch: () => Maybe<T>): Promise<T> => {
    const began = performance.now();
    const done = (failed: string | null): void =>
      trace.note({ kind: 'fetch', what, url, began, at: performance.now(), failed });
    try {
      const got = await fetch();
      done(null);
      return got;
    } catch (error) {
      done((error as Error).message);
      throw error;
    }
  };
  return {
    ocsp: (url, request) => note('ocsp', url, () => ocsp(url, request)),
    crl: (url) => note('crl', url, () => crl(url)),
    issuer: (url) => note('issuer', url, () => issuer(url)),
  };
}

/** Staples each response to the certificate of ours that it is about. */
export function stapling(
  credentials: readonly Credential[],
  files: readonly string[] = [],
): readonly Credential[] {
  const leaves = credentials.map(({ chain }) => parseCertificate(chain[0]!));
  const staples = files.map((file) => {
    const bytes = readBytes('--staple', file);
    return inWords('--staple', file, () => stapleIn(bytes, leaves));
  });
  return credentials.map((credential, at) => {
    const staple = staples.find(({ of }) => of.includes(leaves[at]!));
    return staple ? { ...credential, ocspResponse: staple.der } : credential;
  });
}

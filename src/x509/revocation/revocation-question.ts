/** What may be asked about revocation, and what is needed to answer. */
import type { Maybe, Provider } from '../../crypto/provider.ts';
import type { Turn } from '../../crypto/steps.ts';
import type { Spending } from '../budget.ts';
import type { Signatures } from '../signatures.ts';
import type { Fetched } from '../verdict.ts';
import type { Crl } from './crl.ts';

export interface RevocationQuestion {
  /** `soft` refuses what is known to be revoked; `hard` also refuses when nothing is known. */
  readonly mode: 'off' | 'soft' | 'hard';
  /** DER, PEM or parsed, of any issuers, in any order. An unreadable one counts as absent. */
  readonly crls?: readonly (Uint8Array | Crl)[];
  /** OCSP responses at hand, DER, such as staples; about any certificates. */
  readonly ocspResponses?: readonly Uint8Array[];
  /**
   * We asked the peer to staple, and `ocspResponses` are what came: a certificate with the TLS feature status_request must
   * have come with a good one (RFC 7633), and none may be useless (RFC 6066 section 8).
   */
  readonly stapleAsked?: boolean;
  /** Fetches what is not at hand; without it nothing is fetched. */
  readonly fetch?: RevocationFetch;
  /**
   * Fetches for a path that fails another check too, for whoever wants to know everything before deciding. Its certificates are
   * signed up to an anchor all the same: nobody else can name what is fetched.
   */
  readonly thorough?: boolean;
  /**
   * Whether a fetched OCSP response must be fresh by a nonce (RFC 9654). `none` unless given, so that answers can be cached;
   * `sent` refuses only an answer with another nonce, since many responders do not support them; `required` also one without.
   */
  readonly nonce?: 'none' | 'sent' | 'required';
}

/** Each answers for one URL (http) and rejects with an Error whose message tells a person why not. */
export interface RevocationFetch {
  /** POSTs a DER OCSPRequest; resolves with the DER OCSPResponse. */
  ocsp(url: string, request: Uint8Array): Maybe<Uint8Array>;
  /** Resolves with the CRL at this distribution point: DER, PEM or parsed. */
  crl(url: string): Maybe<Uint8Array | Crl>;
}

/** The setting in which the question is asked. */
export interface RevocationSetting {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly provider: Pick<Provider, 'hashes' | 'random'>;
  readonly signatures: Signatures;
  readonly spending: Spending;
  readonly turn: Turn | undefined;
  /** Receives a note of each fetch. */
  readonly fetched: Fetched[];
}

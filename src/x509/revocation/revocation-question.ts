/** What may be asked about revocation, and what it is answered with. */
import type { Maybe, Provider } from '../../crypto/provider.ts';
import type { Spending } from '../budget.ts';
import type { Signatures } from '../signatures.ts';
import type { Turn } from '../steps.ts';
import type { Fetched } from '../verdict.ts';
import type { Crl } from './crl.ts';

export interface RevocationQuestion {
  /** `soft` refuses what is known to be revoked; `hard` also that of which nothing is known. */
  readonly mode: 'off' | 'soft' | 'hard';
  /** DER, PEM or parsed, of any issuers, in any order. One that cannot be read is as good as none. */
  readonly crls?: readonly (Uint8Array | Crl)[];
  /** OCSP responses that are at hand, DER, such as those that came stapled; of any certificates. */
  readonly ocspResponses?: readonly Uint8Array[];
  /**
   * We asked the peer to staple, and `ocspResponses` are what came: a certificate with the TLS feature status_request must
   * have come with a good one (RFC 7633), and none may be of no use (RFC 6066 section 8).
   */
  readonly stapleAsked?: boolean;
  /** Gets what is not at hand; without it nothing is fetched. */
  readonly fetch?: RevocationFetch;
  /**
   * Whether a fetched OCSP response must be fresh by a nonce (RFC 9654). `none` unless given, so that answers can be kept;
   * `sent` refuses only an answer to somebody else's, since many responders have none; `required` refuses those too.
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

/** What the question is asked with. */
export interface RevocationSetting {
  /** Milliseconds since 1970. */
  readonly time: number;
  readonly provider: Pick<Provider, 'hashes' | 'random'>;
  readonly signatures: Signatures;
  readonly spending: Spending;
  readonly turn: Turn | undefined;
  /** Where what was fetched is written down. */
  readonly fetched: Fetched[];
}

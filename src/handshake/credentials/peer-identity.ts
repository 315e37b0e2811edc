import type { Verdict } from '../../x509/index.ts';

/** What is known of the peer by its certificates. */
export interface PeerIdentity {
  /** The certificates as the peer sent them, DER, its own first; none when it was not asked. */
  readonly chain: readonly Uint8Array[];
  /** The DER OCSPResponse that came with the peer's own certificate. */
  readonly ocspResponse: Uint8Array | undefined;
  /** Undefined when no certificate was requested, and in a resumption. */
  readonly verdict: Verdict | undefined;
  /** Rejected, but accepted because the application said so. */
  readonly overruled: boolean;
  /** Milliseconds since 1970: what was checked holds until then. */
  readonly validUntil: number;
}

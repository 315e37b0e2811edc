/** Why a certificate of ours was asked for and not sent. */
import type { Words } from '../../wire/words.ts';
import type { Mismatch } from './mismatch.ts';

/** What a server asked of our certificate, by names, in its own order. */
export interface CertificateAsked {
  /** Empty: of any issuer. */
  readonly authorities: readonly string[];
  readonly signatureSchemes: readonly string[];
  /** For signatures in certificates; absent where those above hold. */
  readonly signatureSchemesCert?: readonly string[];
  /** TLS 1.2: the kinds of key. */
  readonly certificateTypes?: readonly string[];
  /** TLS 1.3: such as `extKeyUsage clientAuth`. */
  readonly oidFilters?: readonly string[];
}

/** A credential of ours that does not fit, and why. */
export interface Unfit {
  /** `CN=alice, issued by CN=Lab CA` */
  readonly credential: Words;
  readonly mismatchs: readonly Mismatch[];
}

/** The server asked for a certificate, there are some, and none was sent. */
export interface WithheldEvent {
  readonly type: 'withheld';
  readonly asked: CertificateAsked;
  readonly unfit: readonly Unfit[];
}

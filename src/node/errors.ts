/**
 * The `code` strings that programs written for node:tls look at. They exist only here.
 *
 * Where the OpenSSL in Node has a name for the same thing, that name is used (`ERR_SSL_NO_SHARED_CIPHER`,
 * `CERT_HAS_EXPIRED`); otherwise the code is made from our own reason (`ERR_TLS_BAD_FINISHED`). Inventing near misses of
 * OpenSSL's names was rejected: a code that looks familiar but never comes from Node helps nobody.
 */

import { contentsWords, WrongContents } from '../files/index.ts';
import type { Reason, TlsError } from '../protocol/errors.ts';
import type { AlertName } from '../protocol/numbers/alerts.ts';
import { unknownIn } from '../wire/known-options.ts';
import { isShared } from '../wire/shared-memory.ts';
import { thrownWords } from '../wire/thrown-text.ts';
import { say, type Words } from '../wire/words.ts';
import type { CertificateReason, Rejected, Verdict } from '../x509/index.ts';

export type CodedError = Error & { code: string };

/** The same error with Node's `code` on it. */
export function withCode(error: TlsError): TlsError & CodedError {
  return Object.assign(error, { code: codeOf(error) });
}

/** Why a peer is not authorized, as an error with the code that Node's `authorizationError` has. */
export function authorizationErrorOf(verdict: Rejected): CodedError {
  return coded(new Error(verdict.message, { cause: verdict }), certificateCode(verdict));
}

/** On a server that asks: the client is not authorized, but did nothing wrong. */
export const noCertificate = (): CodedError =>
  coded(new Error('the client sent no certificate'), certificateCodes['no-certificate']);

/** An option that cannot be accepted as it is. */
export class InvalidOption extends TypeError {
  readonly code = 'ERR_INVALID_ARG_VALUE';
  readonly said: Words;
  // Private, so that a program that prints the error does not see it.
  readonly #saidOf: (it: Words) => Words;

  /** @param saidOf the sentence about it, given its name */
  constructor(
    readonly option: string,
    saidOf: (it: Words) => Words,
    cause?: unknown,
  ) {
    const said = saidOf(say`the option ${option}`);
    super(String(said), cause === undefined ? undefined : { cause });
    this.said = said;
    this.#saidOf = saidOf;
  }

  /** The same about an option that has another name where it was given. */
  saidOf(it: Words): Words {
    return this.#saidOf(it);
  }
}

/** For an option with the wrong content, from what was thrown when it was read. */
export function unusableOption(name: string, error: unknown): InvalidOption {
  return invalidOption(
    name,
    error instanceof WrongContents
      ? (it) => say`${it} ${contentsWords(error)}`
      : (it) => say`${it} cannot be used: ${thrownWords(error)}`,
    error,
  );
}

export const invalidOption = (...of: ConstructorParameters<typeof InvalidOption>): InvalidOption =>
  new InvalidOption(...of);

/** For an option of the wrong type. */
export const wrongType = (said: Words): TypeError & CodedError =>
  coded(Object.assign(new TypeError(String(said)), { said }), 'ERR_INVALID_ARG_TYPE');

/** Throws unless these are bytes that no other thread can change. */
export function bytesOption(name: string, bytes: unknown): Uint8Array {
  if (!(bytes instanceof Uint8Array)) throw wrongType(say`the option ${name} must be a Uint8Array`);
  if (isShared(bytes))
    throw wrongType(say`the option ${name} must be in memory that no other thread can change`);
  return bytes;
}

/** Undefined, or a function; anything else is refused when it is set, not when it would be called. */
export function functionOption<F>(name: string, value: F | undefined): F | undefined {
  if (value !== undefined && typeof value !== 'function')
    throw wrongType(say`the option ${name} must be a function`);
  return value;
}

/** `true` or `false`; nothing is coerced. */
export function booleanOption(name: string, value: unknown): boolean {
  if (typeof value !== 'boolean') throw wrongType(say`the option ${name} must be true or false`);
  return value;
}

/** Throws for options that have a value but are not applied: none is ignored. */
export function refuseUnknown(options: object, known: ReadonlySet<string>): void {
  const unknown = unknownIn(options, known);
  if (unknown) throw invalidOption(unknown.name, unknown.saidOf);
}

export function coded<E extends Error>(error: E, code: string): E & CodedError {
  return Object.assign(error, { code });
}

function codeOf(error: TlsError): string {
  if (error.kind === 'alert') return error.alert ? alertCodes[error.alert] : 'ERR_TLS_ALERT_RECEIVED';
  if (error.reason === 'certificate-rejected') {
    const verdict = error.cause as Verdict | undefined;
    if (verdict?.verdict === 'rejected') return certificateCode(verdict);
  }
  // What the program's callback failed with.
  if (error.reason === 'internal') {
    const { code } = (error.cause ?? {}) as { code?: unknown };
    if (typeof code === 'string') return code;
  }
  if (error.reason === 'connection-cut') {
    return (error.cause as { code?: string } | undefined)?.code ?? 'ECONNRESET';
  }
  return reasonCodes[error.reason] ?? `ERR_TLS_${error.reason.toUpperCase().replaceAll('-', '_')}`;
}

const reasonCodes: Partial<Record<Reason, string>> = {
  'not-tls': 'ERR_SSL_WRONG_VERSION_NUMBER',
  'handshake-timeout': 'ERR_TLS_HANDSHAKE_TIMEOUT',
  'no-common-version': 'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'old-version': 'ERR_SSL_UNSUPPORTED_PROTOCOL',
  'inappropriate-fallback': 'ERR_SSL_INAPPROPRIATE_FALLBACK',
  'no-common-suite': 'ERR_SSL_NO_SHARED_CIPHER',
  'no-common-group': 'ERR_SSL_NO_SUITABLE_KEY_SHARE',
  'no-common-finite-field': 'ERR_SSL_NO_SHARED_CIPHER',
  'no-common-scheme': 'ERR_SSL_NO_SHARED_SIGNATURE_ALGORITHMS',
  'no-common-protocol': 'ERR_SSL_NO_APPLICATION_PROTOCOL',
  'client-certificate-required': 'ERR_SSL_PEER_DID_NOT_RETURN_A_CERTIFICATE',
  'bad-record-mac': 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
  'unexpected-message': 'ERR_SSL_UNEXPECTED_MESSAGE',
  'unexpected-record': 'ERR_SSL_UNEXPECTED_RECORD',
  'bad-signature': 'ERR_SSL_BAD_SIGNATURE',
  'bad-finished': 'ERR_SSL_DIGEST_CHECK_FAILED',
  'renegotiation-refused': 'ERR_SSL_NO_RENEGOTIATION',
};

function certificateCode({ reason, path }: Rejected): string {
  // OpenSSL distinguishes a lone certificate without an issuer from a chain that breaks off.
  if (reason === 'chain-incomplete' && path.length <= 1) return 'UNABLE_TO_VERIFY_LEAF_SIGNATURE';
  return certificateCodes[reason];
}

const certificateCodes: Record<CertificateReason, string> = {
  'no-certificate': 'UNABLE_TO_GET_ISSUER_CERT',
  malformed: 'CERT_REJECTED',
  'budget-exhausted': 'CERT_CHAIN_TOO_LONG',
  revoked: 'CERT_REVOKED',
  'not-yet-valid': 'CERT_NOT_YET_VALID',
  expired: 'CERT_HAS_EXPIRED',
  'name-mismatch': 'ERR_TLS_CERT_ALTNAME_INVALID',
  'weak-key': 'CERT_REJECTED',
  'weak-signature': 'CERT_REJECTED',
  'unsupported-algorithm': 'CERT_REJECTED',
  purpose: 'INVALID_PURPOSE',
  'key-usage': 'INVALID_PURPOSE',
  'unknown-critical-extension': 'CERT_REJECTED',
  'name-constraints': 'CERT_REJECTED',
  policy: 'CERT_REJECTED',
  'path-length-exceeded': 'PATH_LENGTH_EXCEEDED',
  'not-a-ca': 'INVALID_CA',
  profile: 'CERT_REJECTED',
  'staple-missing': 'ERR_TLS_STAPLE_MISSING',
  'staple-invalid': 'ERR_TLS_STAPLE_INVALID',
  'revocation-unknown': 'UNABLE_TO_GET_CRL',
  'self-signed': 'DEPTH_ZERO_SELF_SIGNED_CERT',
  'root-not-trusted': 'SELF_SIGNED_CERT_IN_CHAIN',
  'bad-signature': 'CERT_SIGNATURE_FAILURE',
  'chain-incomplete': 'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'pin-mismatch': 'ERR_TLS_PIN_MISMATCH',
  refused: 'CERT_REJECTED',
};

/** Node's code for a received alert: OpenSSL names it after the version that brought it. */
const alertCodes: Record<NonNullable<AlertName>, string> = {
  close_notify: 'ERR_TLS_ALERT_CLOSE_NOTIFY',
  unexpected_message: 'ERR_SSL_SSLV3_ALERT_UNEXPECTED_MESSAGE',
  bad_record_mac: 'ERR_SSL_SSLV3_ALERT_BAD_RECORD_MAC',
  decryption_failed: 'ERR_SSL_TLSV1_ALERT_DECRYPTION_FAILED',
  record_overflow: 'ERR_SSL_TLSV1_ALERT_RECORD_OVERFLOW',
  decompression_failure: 'ERR_SSL_SSLV3_ALERT_DECOMPRESSION_FAILURE',
  handshake_failure: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  no_certificate: 'ERR_SSL_SSLV3_ALERT_NO_CERTIFICATE',
  bad_certificate: 'ERR_SSL_SSLV3_ALERT_BAD_CERTIFICATE',
  unsupported_certificate: 'ERR_SSL_SSLV3_ALERT_UNSUPPORTED_CERTIFICATE',
  certificate_revoked: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_REVOKED',
  certificate_expired: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_EXPIRED',
  certificate_unknown: 'ERR_SSL_SSLV3_ALERT_CERTIFICATE_UNKNOWN',
  illegal_parameter: 'ERR_SSL_SSLV3_ALERT_ILLEGAL_PARAMETER',
  unknown_ca: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA',
  access_denied: 'ERR_SSL_TLSV1_ALERT_ACCESS_DENIED',
  decode_error: 'ERR_SSL_TLSV1_ALERT_DECODE_ERROR',
  decrypt_error: 'ERR_SSL_TLSV1_ALERT_DECRYPT_ERROR',
  too_many_cids_requested: 'ERR_TLS_ALERT_TOO_MANY_CIDS_REQUESTED',
  export_restriction: 'ERR_SSL_TLSV1_ALERT_EXPORT_RESTRICTION',
  protocol_version: 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
  insufficient_security: 'ERR_SSL_TLSV1_ALERT_INSUFFICIENT_SECURITY',
  internal_error: 'ERR_SSL_TLSV1_ALERT_INTERNAL_ERROR',
  inappropriate_fallback: 'ERR_SSL_TLSV1_ALERT_INAPPROPRIATE_FALLBACK',
  user_canceled: 'ERR_SSL_TLSV1_ALERT_USER_CANCELLED',
  no_renegotiation: 'ERR_SSL_TLSV1_ALERT_NO_RENEGOTIATION',
  missing_extension: 'ERR_SSL_TLSV13_ALERT_MISSING_EXTENSION',
  unsupported_extension: 'ERR_SSL_TLSV1_UNSUPPORTED_EXTENSION',
  certificate_unobtainable: 'ERR_SSL_TLSV1_CERTIFICATE_UNOBTAINABLE',
  unrecognized_name: 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME',
  bad_certificate_status_response: 'ERR_SSL_TLSV1_BAD_CERTIFICATE_STATUS_RESPONSE',
  bad_certificate_hash_value: 'ERR_SSL_TLSV1_BAD_CERTIFICATE_HASH_VALUE',
  unknown_psk_identity: 'ERR_SSL_TLSV1_ALERT_UNKNOWN_PSK_IDENTITY',
  certificate_required: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
  general_error: 'ERR_TLS_ALERT_GENERAL_ERROR',
  no_application_protocol: 'ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL',
  ech_required: 'ERR_TLS_ALERT_ECH_REQUIRED',
};

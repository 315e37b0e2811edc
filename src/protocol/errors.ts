/**
 * What can go wrong, and the alert that each deserves.
 *
 * Inside, code throws `new TlsError('group-not-offered', 'the server chose a group that we did not offer',
 * 'RFC 9846 section 4.3.8')`; the connection sends the alert in one place. A pair of "send this alert, return that
 * error" at each site was rejected: the value loses its alert, and the two drift apart. The table below is total:
 * a reason without an alert does not compile.
 */

import { shortened, visible } from '../wire/peer-text.ts';
import type { Words } from '../wire/words.ts';
import type { AlertName } from './numbers/alerts.ts';

/**
 * - malformed: bytes that do not follow their definition
 * - misbehaved: well-formed, but the protocol forbids it here
 * - incompatible: both sides behave, and a configuration could fix it
 * - certificate: the peer's certificate is not acceptable
 * - alert: the peer said so
 * - transport: the bytes stopped, or are not TLS
 * - misuse: the caller of this library
 * - internal: a fault of ours, or of what was handed in
 */
export type Kind = keyof typeof faults;

/** Whose fault each kind is; undefined where the two sides merely do not fit together. */
const faults = {
  malformed: 'peer',
  misbehaved: 'peer',
  incompatible: undefined,
  certificate: 'peer',
  alert: undefined,
  transport: undefined,
  misuse: 'local',
  internal: 'local',
} as const satisfies Record<string, Side | undefined>;

const reasons = {
  'malformed-message': ['malformed', 'decode_error'],
  'malformed-alert': ['malformed', 'decode_error'],
  'record-overflow': ['malformed', 'record_overflow'],
  'message-too-large': ['malformed', 'illegal_parameter'],
  'duplicate-extension': ['malformed', 'illegal_parameter'],

  'unexpected-message': ['misbehaved', 'unexpected_message'],
  'unexpected-record': ['misbehaved', 'unexpected_message'],
  'misaligned-key-change': ['misbehaved', 'unexpected_message'],
  'empty-record': ['misbehaved', 'unexpected_message'],
  'too-many-empty-records': ['misbehaved', 'decode_error'],
  'too-many-warnings': ['misbehaved', 'decode_error'],
  'too-many-messages': ['misbehaved', 'unexpected_message'],
  'too-much-early-data': ['misbehaved', 'unexpected_message'],
  'wrong-record-version': ['misbehaved', 'protocol_version'],
  'bad-record-mac': ['misbehaved', 'bad_record_mac'],
  'bad-content-type': ['misbehaved', 'unexpected_message'],
  'record-limit': ['misbehaved', 'internal_error'],

  'forbidden-extension': ['misbehaved', 'illegal_parameter'],
  'unsolicited-extension': ['misbehaved', 'unsupported_extension'],
  'missing-extension': ['misbehaved', 'missing_extension'],
  'misplaced-extension': ['misbehaved', 'illegal_parameter'],
  'illegal-value': ['misbehaved', 'illegal_parameter'],
  'suite-not-offered': ['misbehaved', 'illegal_parameter'],
  'suite-wrong-version': ['misbehaved', 'illegal_parameter'],
  'suite-changed': ['misbehaved', 'illegal_parameter'],
  'version-changed': ['misbehaved', 'illegal_parameter'],
  'hello-changed': ['misbehaved', 'illegal_parameter'],
  'group-not-offered': ['misbehaved', 'illegal_parameter'],
  'bad-share': ['misbehaved', 'illegal_parameter'],
  'missing-share': ['misbehaved', 'missing_extension'],
  'protocol-not-offered': ['misbehaved', 'illegal_parameter'],
  'scheme-not-offered': ['misbehaved', 'illegal_parameter'],
  'psk-not-offered': ['misbehaved', 'illegal_parameter'],
  'session-mismatch': ['misbehaved', 'illegal_parameter'],
  'second-retry': ['misbehaved', 'unexpected_message'],
  'pointless-retry': ['misbehaved', 'illegal_parameter'],
  downgrade: ['misbehaved', 'illegal_parameter'],
  'bad-compression': ['misbehaved', 'illegal_parameter'],
  'renegotiation-mismatch': ['misbehaved', 'handshake_failure'],
  'extended-main-secret-mismatch': ['misbehaved', 'handshake_failure'],
  'bad-signature': ['misbehaved', 'decrypt_error'],
  'bad-finished': ['misbehaved', 'decrypt_error'],
  'bad-binder': ['misbehaved', 'decrypt_error'],
  'missing-certificate': ['misbehaved', 'decode_error'],

  'no-common-version': ['incompatible', 'protocol_version'],
  'old-version': ['incompatible', 'protocol_version'],
  'inappropriate-fallback': ['incompatible', 'inappropriate_fallback'],
  'no-common-suite': ['incompatible', 'handshake_failure'],
  'no-common-group': ['incompatible', 'handshake_failure'],
  'no-common-finite-field': ['incompatible', 'insufficient_security'],
  'no-common-scheme': ['incompatible', 'handshake_failure'],
  'weak-modulus': ['incompatible', 'insufficient_security'],
  'large-modulus': ['incompatible', 'handshake_failure'],
  'no-common-protocol': ['incompatible', 'no_application_protocol'],
  'no-credential': ['incompatible', 'handshake_failure'],
  'client-certificate-required': ['incompatible', 'certificate_required'],
  'renegotiation-refused': ['incompatible', 'no_renegotiation'],

  'certificate-malformed': ['certificate', 'bad_certificate'],
  'certificate-wrong-key': ['certificate', 'unsupported_certificate'],
  'certificate-rejected': ['certificate', 'bad_certificate'],

  'alert-received': ['alert', undefined],

  'not-tls': ['transport', 'unexpected_message'],
  'connection-cut': ['transport', undefined],
  'handshake-timeout': ['transport', undefined],

  misuse: ['misuse', 'internal_error'],
  'answer-timeout': ['internal', 'internal_error'],
  internal: ['internal', 'internal_error'],
} as const satisfies Record<string, readonly [Kind, AlertName | undefined]>;

export type Reason = keyof typeof reasons;
export const allReasons = Object.keys(reasons) as readonly Reason[];

/** Which end of the connection, seen from this one. */
export type Side = 'local' | 'peer';

/** Characters: a few lines of a log. Peer text is quoted where it is inserted; this catches whatever was missed. */
const LONGEST_MESSAGE = 500;

export class TlsError extends Error {
  override readonly name = 'TlsError';
  readonly kind: Kind;
  /** The alert that was sent for it, or received; undefined if there is none. */
  readonly alert: AlertName | undefined;
  /** Who sent {@link alert}. */
  readonly sentBy: Side;
  /** Whose fault it is; undefined where the two sides merely do not fit together. */
  readonly fault: Side | undefined;
  /** Of what is not TLS: which protocol it is, by its name; undefined if that is not known. */
  readonly speaks: string | undefined;
  /** Of what was cut, or came too late: whether nothing at all had come, or a part of a record or message. */
  readonly arrived: 'nothing' | 'part' | undefined;
  /** What was being waited for or done, in the RFC's names: "waiting for ServerHello". Set by the connection. */
  doing: Words | undefined;

  /**
   * @param reason which of the closed set
   * @param said the plain sentence, with "the peer", "the server" or "the client" as its subject;
   *   `message` is this, escaped and cut to a readable length
   * @param rfc the document and section that decides it
   * @param given a more telling alert than the reason's own, what came instead or how far, and the underlying cause
   */
  constructor(
    readonly reason: Reason,
    readonly said: Words,
    readonly rfc?: string,
    given: {
      readonly alert?: AlertName | undefined;
      readonly speaks?: string | undefined;
      readonly arrived?: 'nothing' | 'part' | undefined;
      readonly cause?: unknown;
    } = {},
  ) {
    super(
      shortened(visible(String(said)), LONGEST_MESSAGE),
      given.cause === undefined ? undefined : { cause: given.cause },
    );
    const [kind, alert] = reasons[reason];
    this.kind = kind;
    this.alert = given.alert ?? alert;
    this.sentBy = kind === 'alert' ? 'peer' : 'local';
    this.fault = faults[kind];
    this.speaks = given.speaks;
    this.arrived = given.arrived;
  }

  /** {@link doing} in English. */
  get step(): string | undefined {
    return this.doing?.toString();
  }
}

/** The errors that one section of an RFC asks for. */
export const errorsOf =
  (rfc: string) =>
  (reason: Reason, said: Words): TlsError =>
    new TlsError(reason, said, rfc);

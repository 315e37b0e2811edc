/**
 * handglass, without any I/O: bytes in, bytes and events out. Sockets are in `handglass/node`, the cryptography of
 * Node in `handglass/node-crypto`.
 */
export { Connection } from '../connection/connection.ts';
export type { ConnectionOptions, RecordCut } from '../connection/connection-options.ts';
export type {
  Aead,
  AeadAlgorithm,
  CbcAlgorithm,
  Group,
  Hash,
  HashAlgorithm,
  HashName,
  KeyKind,
  KeyOffer,
  KeyType,
  Maybe,
  PrivateKey,
  Provider,
  PublicKey,
  PublicKeyInfo,
  SignatureAlgorithm,
  Suite,
  Suite12,
  Suite13,
  Verifier,
} from '../crypto/provider.ts';
export type {
  CertificateCheck,
  CertificateWish,
  Credential,
  OverruleRejection,
  SessionStore,
  Tickets,
} from '../handshake/config.ts';
export type { Agreement, Established, Exporter, KeyExchangeName } from '../handshake/established.ts';
export type {
  AlertEvent,
  CertificateAsked,
  CertificateEvent,
  ConnectionEvent,
  DecisionEvent,
  Event,
  KeyEvent,
  MessageEvent,
  ObservedEvent,
  RecordEvent,
  ScheduleEvent,
  SecretEvent,
  Unfit,
  WithheldEvent,
} from '../handshake/events.ts';
export { type MemorySessions, memorySessions } from '../handshake/sessions/memory-sessions.ts';
export { freshTicketKey, sealedTickets, type TicketKey } from '../handshake/sessions/sealed-tickets.ts';
export { readSession, type Session, writeSession } from '../handshake/sessions/session.ts';
export type { JudgeOptions, RevocationOptions } from '../options/certificate-check.ts';
export {
  acceptClient,
  type ClientOptions,
  connectClient,
  type ServerOptions,
} from '../options/options.ts';
export { type Supported, type SupportedOptions, supportedBy } from '../options/supported.ts';
export { allReasons, type Kind, type Reason, type Side, TlsError } from '../protocol/errors.ts';
export { AlertDescription, type AlertName } from '../protocol/numbers/alerts.ts';
export { NamedGroup } from '../protocol/numbers/groups.ts';
export { SignatureScheme } from '../protocol/numbers/schemes.ts';
export { CipherSuite } from '../protocol/numbers/suites.ts';
export { ProtocolVersion } from '../protocol/numbers/versions.ts';
export { keyLogLine } from '../schedule/keylog.ts';

/**
 * TLS as data: every handshake message, alert and number, without a connection around it.
 *
 * A message is one definition. From it follow the type of its body, decoding ({@link decodeMessage}), encoding
 * ({@link writeMessage}) and the tree of its annotated bytes ({@link annotateMessage}). The single structures ({@link Alert},
 * {@link RecordHeader}, the bodies in {@link Extensions}) are codecs, which `decode`, `encode` and `annotate` of
 * `handglass/wire` take. Numbers that have no name here are kept, and shown in hexadecimal.
 */
export { Alert } from '../protocol/alert.ts';
export {
  type AnyMessage,
  annotateMessage,
  decodeMessage,
  definitionOf,
  messages,
} from '../protocol/any-message.ts';
export { CertificateStatusType } from '../protocol/certificate-status.ts';
export { allReasons, type Kind, type Reason, TlsError } from '../protocol/errors.ts';
export type { Column, ExtensionsIn } from '../protocol/extension-block.ts';
export { Extensions } from '../protocol/extensions.ts';
export { type Message, titleOf, writeMessage } from '../protocol/message.ts';
export {
  Certificate,
  Certificate12,
  CertificateRequest,
  CertificateRequest12,
  CertificateStatus,
  CertificateVerify,
  ClientCertificateType,
  ClientHello,
  ClientKeyExchangeECDHE,
  ClientKeyExchangeRSA,
  ECCurveType,
  EncryptedExtensions,
  EndOfEarlyData,
  Finished,
  HelloRequest,
  HelloRetryRequest,
  KeyUpdate,
  KeyUpdateRequest,
  NewSessionTicket,
  NewSessionTicket12,
  retryRandom,
  ServerHello,
  ServerHello12,
  ServerHelloDone,
  ServerKeyExchange,
  signedContent,
} from '../protocol/messages/index.ts';
export { AlertDescription, AlertLevel, type AlertName } from '../protocol/numbers/alerts.ts';
export { ContentType, HandshakeType } from '../protocol/numbers/content.ts';
export { ExtensionType } from '../protocol/numbers/extension-types.ts';
export { greaseNumber, isGrease } from '../protocol/numbers/grease.ts';
export { NamedGroup } from '../protocol/numbers/groups.ts';
export { SignatureScheme } from '../protocol/numbers/schemes.ts';
export { CipherSuite } from '../protocol/numbers/suites.ts';
export { downgradeSentinel, ProtocolVersion, type SpokenVersion } from '../protocol/numbers/versions.ts';
export { RecordHeader } from '../record/record.ts';
export type { Codec } from '../wire/codec.ts';
export { Malformed } from '../wire/reader.ts';
export type { Span } from '../wire/tracing-reader.ts';

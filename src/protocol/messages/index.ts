/** Every handshake message, one definition each. */
export { Certificate, Certificate12 } from './certificate.ts';
export { CertificateRequest, CertificateRequest12, ClientCertificateType } from './certificate-request.ts';
export { CertificateStatus } from './certificate-status.ts';
export { CertificateVerify, signedContent } from './certificate-verify.ts';
export { ClientHello } from './client-hello.ts';
export { EncryptedExtensions } from './encrypted-extensions.ts';
export { Finished } from './finished.ts';
export {
  ClientKeyExchangeDHE,
  ClientKeyExchangeECDHE,
  ClientKeyExchangeRSA,
  dhParams,
  ECCurveType,
  ecdhParams,
  type ServerDHParams,
  type ServerECDHParams,
  ServerKeyExchange,
  ServerKeyExchangeDHE,
} from './key-exchange.ts';
export { NewSessionTicket, NewSessionTicket12 } from './new-session-ticket.ts';
export { HelloRetryRequest, retryRandom, ServerHello, ServerHello12 } from './server-hello.ts';
export { EndOfEarlyData, HelloRequest, KeyUpdate, KeyUpdateRequest, ServerHelloDone } from './signals.ts';

/** handglass on Node's sockets, with the interface of node:tls. */
export type { ApplicationProtocols } from '../node/application-protocols.ts';
export {
  checkServerIdentity,
  DEFAULT_MAX_VERSION,
  DEFAULT_MIN_VERSION,
  rootCertificates,
} from '../node/as-in-node-tls.ts';
export { type ConnectOptions, connect, type TlsOptions } from '../node/connect.ts';
export { createSecureContext, type SecureContext } from '../node/context.ts';
export type { SecureContextOptions } from '../node/context-options.ts';
export type { KeyOption } from '../node/credentials.ts';
export type { CodedError } from '../node/errors.ts';
export type { Handlers } from '../node/event-delivery.ts';
export { type Asked, Fetching, type FetchLimits, type VerdictFetch } from '../node/fetching/fetching.ts';
export type { LegacyCertificate } from '../node/peer-certificate.ts';
export { createServer, Server, type ServerOptions } from '../node/server.ts';
export type { ServerEvents } from '../node/server-events.ts';
export { TLSSocket } from '../node/socket.ts';
export type { SocketEvents } from '../node/socket-events.ts';
export { type Hooks, Transport } from '../node/transport.ts';
export { nodeTrust } from '../node/trust.ts';
export type { StoreName } from '../node/trust-stores.ts';

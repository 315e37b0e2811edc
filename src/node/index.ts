/** handglass on Node's sockets: it looks like node:tls. */
import tls from 'node:tls';

export type { ApplicationProtocols } from './application-protocols.ts';
export { type ConnectOptions, connect, type TlsOptions } from './connect.ts';
export { createSecureContext, type SecureContext } from './context.ts';
export type { SecureContextOptions } from './context-options.ts';
export type { KeyOption } from './credentials.ts';
export type { CodedError } from './errors.ts';
export type { Handlers } from './event-delivery.ts';
export { type Asked, Fetching, type FetchLimits, type VerdictFetch } from './fetching/fetching.ts';
export type { LegacyCertificate } from './peer-certificate.ts';
export { createServer, Server, type ServerOptions } from './server.ts';
export type { ServerEvents } from './server-events.ts';
export { TLSSocket } from './socket.ts';
export type { SocketEvents } from './socket-events.ts';
export { type Hooks, Transport } from './transport.ts';
export { nodeTrust } from './trust.ts';
export type { StoreName } from './trust-stores.ts';

/** Mozilla's list, as Node carries it. */
export const rootCertificates: readonly string[] = tls.rootCertificates;
export const DEFAULT_MIN_VERSION = 'TLSv1.2';
export const DEFAULT_MAX_VERSION = 'TLSv1.3';
/** node:tls's own, for programs that call it; connections are checked by RFC 9525 whatever it says. */
export const { checkServerIdentity } = tls;

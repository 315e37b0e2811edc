/**
 * `connect`, as in node:tls: a TCP connection (or a stream that is there already) and a client's handshake on it.
 *
 * The configuration is put together and checked within the call, so what is wrong with it throws here. The name is
 * always checked by ourselves; `checkServerIdentity` may only be stricter. With `rejectUnauthorized: false` everything
 * is judged all the same, and `authorized` tells.
 */
import { connect as connectTcp, isIP, type TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import { Connection } from '../connection/connection.ts';
import { clientConfig } from '../connection/options.ts';
import type { Maybe } from '../crypto/provider.ts';
import { clientHandshake } from '../handshake/client.ts';
import type { ClientConfig } from '../handshake/config.ts';
import type { Event } from '../handshake/events.ts';
import { readSession, type Session } from '../handshake/session.ts';
import type { Rejected } from '../x509/index.ts';
import { type ApplicationProtocols, protocolsFrom } from './application-protocols.ts';
import { contextFrom, contextOptions, type SecureContext, type SecureContextOptions } from './context.ts';
import { type CodedError, coded, invalidOption, refuseUnknown } from './errors.ts';
import type { LegacyCertificate } from './legacy-certificate.ts';
import { fetchesFor, revocationOptions } from './revocation.ts';
import { TLSSocket } from './socket.ts';

/** What is handed to net.connect as it is. */
const netOptions = [
  'host',
  'port',
  'path',
  'localAddress',
  'localPort',
  'family',
  'hints',
  'lookup',
  'noDelay',
  'keepAlive',
  'keepAliveInitialDelay',
  'autoSelectFamily',
  'autoSelectFamilyAttemptTimeout',
  'signal',
  'timeout',
] as const;
type NetOptions = Partial<
  Pick<TcpNetConnectOpts & { path: string; signal: AbortSignal }, (typeof netOptions)[number]>
>;

export interface TlsOptions {
  /** In place of the options of a context. */
  readonly secureContext?: SecureContext | undefined;
  readonly ALPNProtocols?: ApplicationProtocols | undefined;
  /** Milliseconds that the peer may keep the handshake waiting: 10,000 when absent, Infinity for ever. */
  readonly handshakeTimeout?: number | undefined;
  readonly allowHalfOpen?: boolean | undefined;
  /** Sees every event of the engine, with the socket that it belongs to; secrets only with `secrets`. */
  readonly onEvent?: ((event: Event, socket: TLSSocket) => void) | undefined;
  readonly secrets?: boolean | undefined;
  /** Asked about a certificate that was rejected, before anything else is sent; true takes it nevertheless. */
  readonly onRejected?: ((verdict: Rejected, chain: readonly Uint8Array[]) => Maybe<boolean>) | undefined;
  /** False takes every certificate; it is judged all the same. */
  readonly rejectUnauthorized?: boolean | undefined;
}

export interface ConnectOptions extends SecureContextOptions, TlsOptions, NetOptions {
  /** A stream to speak on, in place of a new TCP connection. */
  readonly socket?: Duplex | undefined;
  /** For whom the certificate must be, and what stands in server_name: `host` when absent; '' sends no server_name. */
  readonly servername?: string | undefined;
  /**
   * `when-no-names` compares a certificate without any alternative name for a host by its only common name; `never` when
   * absent. Only under a `ca` of one's own (RFC 9525 section 2).
   */
  readonly commonName?: 'never' | 'when-no-names' | undefined;
  /**
   * `ignore` sends our certificate also to a server that names other issuers, as node:tls does; `honour`, when absent,
   * withholds it, which the event 'certificateWithheld' tells.
   */
  readonly askedAuthorities?: 'honour' | 'ignore' | undefined;
  /** What 'session' or getSession() gave, or a session of the engine. */
  readonly session?: Uint8Array | Session | undefined;
  /** Judges besides, as in node:tls; it cannot make a certificate acceptable. */
  readonly checkServerIdentity?:
    | ((hostname: string, certificate: LegacyCertificate) => Error | undefined)
    | undefined;
  /** Ask for a staple, and hand it out in 'OCSPResponse': a Buffer, or null where none came, before 'secureConnect'. */
  readonly requestOCSP?: boolean | undefined;
  /**
   * Fetch an issuer that the server did not send, from where its certificate says; false when absent. Whoever answers as the
   * server decides what is asked for then, though only at public addresses without `fetchPrivate` (docs/attacks.md).
   */
  readonly fetchIssuers?: boolean | undefined;
}

/** The names of {@link TlsOptions}. */
export const tlsOptions: readonly (keyof TlsOptions)[] = [
  'secureContext',
  'ALPNProtocols',
  'handshakeTimeout',
  'allowHalfOpen',
  'onEvent',
  'secrets',
  'onRejected',
  'rejectUnauthorized',
];
const known: ReadonlySet<string> = new Set([
  ...contextOptions,
  ...tlsOptions,
  ...netOptions,
  ...([
    'socket',
    'servername',
    'commonName',
    'askedAuthorities',
    'session',
    'checkServerIdentity',
    'requestOCSP',
    'fetchIssuers',
  ] satisfies (keyof ConnectOptions)[]),
]);

/** docs/defaults.md: a peer that says nothing for so long will say nothing. */
export const HANDSHAKE_TIMEOUT = 10_000;

export function connect(options: ConnectOptions, onSecure?: () => void): TLSSocket;
export function connect(
  port: number,
  host?: string,
  options?: ConnectOptions,
  onSecure?: () => void,
): TLSSocket;
export function connect(port: number, options?: ConnectOptions, onSecure?: () => void): TLSSocket;
/** @param path of a socket of the file system, or a port in digits */
export function connect(path: string, options?: ConnectOptions, onSecure?: () => void): TLSSocket;
export function connect(...given: readonly unknown[]): TLSSocket {
  const { options, onSecure } = sorted(given);
  refuseUnknown(options, known);
  const context = contextOf(options);
  const host = options.servername || options.host || 'localhost';
  const rejectUnauthorized = options.rejectUnauthorized ?? true;
  const { requestOCSP = false, fetchIssuers = false } = options;
  const fetches = fetchesFor(() => tls, context.revocation);
  const config = clientConfig({
    ...context.engineOptions,
    applicationProtocols: protocolsFrom(options.ALPNProtocols),
    name: host,
    serverName: serverNameFrom(options),
    commonName: oneOf(options, 'commonName', 'never', 'when-no-names'),
    askedAuthorities: oneOf(options, 'askedAuthorities', 'honour', 'ignore'),
    trust: context.trust,
    revocation: revocationOptions(context.revocation, fetches),
    fetchIssuer: fetchIssuers ? fetches.issuer : undefined,
    credentials: context.credentials,
    session: sessionFrom(options.session),
    onRejected: rejectUnauthorized ? options.onRejected : () => true,
  });
  const { socket = connectTcp({ ...netPart(options), allowHalfOpen: true } as TcpNetConnectOpts), onEvent } =
    options;
  const tls: TLSSocket = new TLSSocket(socket, {
    role: 'client',
    create: (hooks, keylog) =>
      new Connection('client', (peer) => clientHandshake(peer, asking(config, requestOCSP)), {
        ...hooks,
        observe: onEvent !== undefined,
        secrets: keylog || options.secrets,
        handshakeTimeout: options.handshakeTimeout ?? HANDSHAKE_TIMEOUT,
      }),
    onEvent: onEvent && ((event) => onEvent(event, tls)),
    onEstablished: (opened) => {
      if (requestOCSP) tellResponse(opened);
      return checkIdentity(opened, options, host, rejectUnauthorized);
    },
    allowHalfOpen: options.allowHalfOpen,
  });
  if (onSecure) tls.once('secureConnect', onSecure);
  return tls;
}

/** One context, from one of its two sources. */
export function contextOf(options: SecureContextOptions & TlsOptions): SecureContext {
  const { secureContext } = options;
  if (!secureContext) return contextFrom(options);
  for (const name in options) {
    if (contextOptions.has(name) && options[name as keyof SecureContextOptions] !== undefined)
      throw invalidOption(name, 'says nothing beside secureContext');
  }
  return secureContext;
}

function sorted(given: readonly unknown[]): { options: ConnectOptions; onSecure: (() => void) | undefined } {
  const onSecure = given.find((one) => typeof one === 'function') as (() => void) | undefined;
  const options = (given.find((one) => typeof one === 'object' && one !== null) ?? {}) as ConnectOptions;
  const [first, second] = given;
  if (typeof first === 'string' && !/^\d+$/.test(first))
    return { options: { ...options, path: first }, onSecure };
  if (typeof first !== 'number' && typeof first !== 'string') return { options, onSecure };
  return {
    options: { ...options, port: Number(first), ...(typeof second === 'string' && { host: second }) },
    onSecure,
  };
}

function netPart(options: NetOptions): object {
  const part: Record<string, unknown> = {};
  for (const name of netOptions) if (options[name] !== undefined) part[name] = options[name];
  if (part['port'] === undefined && part['path'] === undefined) throw invalidOption('port', 'is missing');
  return part;
}

/** An address may not stand in server_name (RFC 6066 section 3). */
function serverNameFrom({ servername }: ConnectOptions): string | false | undefined {
  if (servername === undefined) return undefined;
  return servername === '' || isIP(servername) !== 0 ? false : servername;
}

function oneOf<N extends 'commonName' | 'askedAuthorities'>(
  options: ConnectOptions,
  name: N,
  ...values: readonly NonNullable<ConnectOptions[N]>[]
): ConnectOptions[N] {
  const value = options[name];
  if (value !== undefined && !values.includes(value))
    throw invalidOption(name, `is ${JSON.stringify(value)}, and not ${values.join(' or ')}`);
  return value;
}

function sessionFrom(session: ConnectOptions['session']): Session | undefined {
  if (!(session instanceof Uint8Array)) return session;
  const read = readSession(session);
  if (!read) throw invalidOption('session', 'is not a session that this version wrote');
  return read;
}

/** A staple that the program asks for is asked for, also where we do not judge it. */
const asking = (config: ClientConfig, statusRequest: boolean): ClientConfig =>
  statusRequest ? { ...config, statusRequest } : config;

function tellResponse(socket: TLSSocket): void {
  const response = socket.established?.peer.ocspResponse;
  socket.emit('OCSPResponse', response ? Buffer.from(response) : null);
}

function checkIdentity(
  socket: TLSSocket,
  { checkServerIdentity }: ConnectOptions,
  host: string,
  rejectUnauthorized: boolean,
): Error | undefined {
  const error = checkServerIdentity?.(host, socket.getPeerCertificate(true));
  if (!error) return undefined;
  socket.authorized = false;
  socket.authorizationError = withAnyCode(error);
  return rejectUnauthorized ? socket.authorizationError : undefined;
}

const withAnyCode = (error: Error & { code?: string }): CodedError =>
  coded(error, error.code ?? 'ERR_TLS_CERT_ALTNAME_INVALID');

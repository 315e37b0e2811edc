/**
 * `connect`, as in node:tls: a TCP connection (or an existing stream) and a client's handshake on it.
 *
 * The configuration is put together and checked within the call, so a mistake in it throws here. We always check the name
 * ourselves; `checkServerIdentity` can only be stricter. With `rejectUnauthorized: false` everything is judged all the
 * same, and `authorized` says how.
 */
import { connect as connectTcp, isIP, type TcpNetConnectOpts } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Maybe } from '../crypto/provider.ts';
import { type Event, readSession, type Session } from '../options/engine.ts';
import { ClientRules } from '../options/options.ts';
import { bare } from '../wire/bare.ts';
import { namesOf } from '../wire/known-options.ts';
import { ownOptions } from '../wire/own-options.ts';
import { oneOf, say } from '../wire/words.ts';
import type { Rejected } from '../x509/index.ts';
import { type ApplicationProtocols, protocolsFrom } from './application-protocols.ts';
import { contextFrom, SecureContext } from './context.ts';
import { contextOptions, type SecureContextOptions } from './context-options.ts';
import {
  booleanOption,
  bytesOption,
  type CodedError,
  coded,
  functionOption,
  invalidOption,
  refuseUnknown,
  wrongType,
} from './errors.ts';
import type { LegacyCertificate } from './peer-certificate.ts';
import { fetchesFor, revocationOptions } from './revocation.ts';
import { TLSSocket } from './socket.ts';
import { type TimeoutOptions, timeoutsFrom } from './timeouts.ts';

/** Passed to net.connect as they are. */
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

export interface TlsOptions extends TimeoutOptions {
  /** In place of the options of a context. */
  readonly secureContext?: SecureContext | undefined;
  readonly ALPNProtocols?: ApplicationProtocols | undefined;
  readonly allowHalfOpen?: boolean | undefined;
  /** Sees every event of the engine, with the socket that it belongs to; secrets only with `secrets`. */
  readonly onEvent?: ((event: Event, socket: TLSSocket) => void) | undefined;
  readonly secrets?: boolean | undefined;
  /** Asked about a rejected certificate before anything else is sent; only `true` accepts it. */
  readonly onRejected?: ((verdict: Rejected, chain: readonly Uint8Array[]) => Maybe<boolean>) | undefined;
  /** Only `false` accepts every certificate; the certificate is judged all the same. */
  readonly rejectUnauthorized?: boolean | undefined;
}

export interface ConnectOptions extends SecureContextOptions, TlsOptions, NetOptions {
  /** A stream to speak on, in place of a new TCP connection. */
  readonly socket?: Duplex | undefined;
  /** The name that the certificate must be for, and that server_name carries: `host` when absent; '' sends no server_name. */
  readonly servername?: string | undefined;
  /**
   * `when-no-names` compares a certificate without any alternative name for a host by its only common name; `never` when
   * absent. Only under a `ca` of your own (RFC 9525 section 2).
   */
  readonly commonName?: 'never' | 'when-no-names' | undefined;
  /**
   * `ignore` sends our certificate even to a server that names other issuers, as node:tls does; `honour`, when absent,
   * withholds it, which the event 'certificateWithheld' reports.
   */
  readonly askedAuthorities?: 'honour' | 'ignore' | undefined;
  /** What 'session' or getSession() gave, or a session of the engine. */
  readonly session?: Uint8Array | Session | undefined;
  /**
   * An additional check, as in node:tls; it cannot make a certificate acceptable. `undefined` or null is no objection;
   * any other result is one, a promise included, and so is an exception.
   */
  readonly checkServerIdentity?:
    | ((hostname: string, certificate: LegacyCertificate) => Error | undefined)
    | undefined;
  /** Ask for a staple, and hand it out in 'OCSPResponse': a Buffer, or null where none came, before 'secureConnect'. */
  readonly requestOCSP?: boolean | undefined;
  /**
   * Fetch an issuer that the server did not send, from where its certificate says; false when absent. Whoever answers as the
   * server then decides what we request, though only at public addresses without `fetchPrivate` (docs/attacks.md).
   */
  readonly fetchIssuers?: boolean | undefined;
}

/** The names of {@link TlsOptions}. */
export const tlsOptions = namesOf<TlsOptions>({
  secureContext: true,
  ALPNProtocols: true,
  handshakeTimeout: true,
  answerTimeout: true,
  allowHalfOpen: true,
  onEvent: true,
  secrets: true,
  onRejected: true,
  rejectUnauthorized: true,
});
const known: ReadonlySet<string> = new Set([
  ...contextOptions,
  ...tlsOptions,
  ...netOptions,
  ...namesOf<Omit<ConnectOptions, keyof SecureContextOptions | keyof TlsOptions | keyof NetOptions>>({
    socket: true,
    servername: true,
    commonName: true,
    askedAuthorities: true,
    session: true,
    checkServerIdentity: true,
    requestOCSP: true,
    fetchIssuers: true,
  }),
]);

export function connect(options: ConnectOptions, onSecure?: () => void): TLSSocket;
export function connect(
  port: number,
  host?: string,
  options?: ConnectOptions,
  onSecure?: () => void,
): TLSSocket;
export function connect(port: number, options?: ConnectOptions, onSecure?: () => void): TLSSocket;
/** @param path of a Unix domain socket, or a port in digits */
export function connect(path: string, options?: ConnectOptions, onSecure?: () => void): TLSSocket;
export function connect(...given: readonly unknown[]): TLSSocket {
  const { options, onSecure } = sorted(given);
  refuseUnknown(options, known);
  const timeouts = timeoutsFrom(options);
  const context = contextOf(options);
  const host = nameFrom(options);
  const fetchIssuers = booleanOption('fetchIssuers', options.fetchIssuers ?? false);
  functionOption('checkServerIdentity', options.checkServerIdentity);
  const fetches = fetchesFor(() => tls, context.revocation);
  const rules = new ClientRules({
    applicationProtocols: protocolsFrom(options.ALPNProtocols),
    name: host,
    serverName: serverNameFrom(options),
    commonName: choiceFrom(options, 'commonName', 'never', 'when-no-names'),
    askedAuthorities: choiceFrom(options, 'askedAuthorities', 'honour', 'ignore'),
    trust: context.trust,
    revocation: revocationOptions(context.revocation, fetches),
    fetchIssuer: fetchIssuers ? fetches.issuer : undefined,
    credentials: context.credentials,
    session: sessionFrom(options.session),
    // Even where we do not judge it.
    requestStaple: options.requestOCSP ? true : undefined,
    onRejected: overruleOf(options),
    ...context.engineOptions,
  });
  const { socket = connectTcp({ ...netPart(options), allowHalfOpen: true } as TcpNetConnectOpts), onEvent } =
    options;
  functionOption('onEvent', onEvent);
  const tls: TLSSocket = new TLSSocket(socket, {
    role: 'client',
    create: (hooks, keylog) =>
      rules.connect({
        observe: onEvent !== undefined,
        secrets: keylog || options.secrets === true,
        ...hooks,
        ...timeouts,
      }),
    onEvent: onEvent && ((event) => onEvent(event, tls)),
    objection: () => {
      if (options.requestOCSP) tellResponse(tls);
      return tls.destroyed ? undefined : objectionOf(tls, options, host);
    },
    rejectUnauthorized: options.rejectUnauthorized !== false,
    allowHalfOpen: options.allowHalfOpen,
  });
  if (onSecure) tls.once('secureConnect', onSecure);
  return tls;
}

/** The context, from one of its two sources. */
export function contextOf(options: SecureContextOptions & TlsOptions): SecureContext {
  const { secureContext } = options;
  if (secureContext === undefined) return contextFrom(options);
  if (!(secureContext instanceof SecureContext))
    throw wrongType('the option secureContext must come from createSecureContext');
  for (const name of Object.keys(options)) {
    if (contextOptions.has(name) && options[name as keyof SecureContextOptions] !== undefined)
      throw invalidOption(name, (it) => say`${it} has no effect beside secureContext`);
  }
  return secureContext;
}

/** Who decides about a rejected certificate: only the value `false` accepts every one. */
export function overruleOf({ rejectUnauthorized, onRejected }: TlsOptions): TlsOptions['onRejected'] {
  functionOption('onRejected', onRejected);
  if (rejectUnauthorized !== false) return onRejected;
  if (onRejected)
    throw invalidOption('onRejected', (it) => say`${it} is never called when rejectUnauthorized is false`);
  return () => true;
}

function sorted(given: readonly unknown[]): { options: ConnectOptions; onSecure: (() => void) | undefined } {
  const onSecure = given.find((one) => typeof one === 'function') as (() => void) | undefined;
  const said = given.find((one) => typeof one === 'object' && one !== null) ?? {};
  const options = ownOptions(said) as ConnectOptions;
  return { options: Object.assign(options, whereto(given)), onSecure };
}

function whereto([first, second]: readonly unknown[]): Pick<ConnectOptions, 'path' | 'port' | 'host'> {
  if (typeof first === 'string' && !/^\d+$/.test(first)) return { path: first };
  if (typeof first !== 'number' && typeof first !== 'string') return {};
  return { port: Number(first), ...(typeof second === 'string' && { host: second }) };
}

/** The name that the certificate must be for. */
function nameFrom({ servername, host }: ConnectOptions): string {
  if (servername !== undefined && typeof servername !== 'string')
    throw wrongType('the option servername must be text');
  const name = servername || host || 'localhost';
  if (typeof name !== 'string') throw wrongType('the option host must be text');
  return name;
}

function netPart(options: NetOptions): object {
  const part = bare();
  for (const name of netOptions) if (options[name] !== undefined) part[name] = options[name];
  if (part['port'] === undefined && part['path'] === undefined)
    throw invalidOption('port', (it) => say`${it} is missing`);
  return part;
}

/** An address is not allowed in server_name (RFC 6066 section 3). */
function serverNameFrom({ servername }: ConnectOptions): string | false | undefined {
  if (servername === undefined) return undefined;
  return servername === '' || isIP(servername) !== 0 ? false : servername;
}

function choiceFrom<N extends 'commonName' | 'askedAuthorities'>(
  options: ConnectOptions,
  name: N,
  ...values: readonly NonNullable<ConnectOptions[N]>[]
): ConnectOptions[N] {
  const value = options[name];
  if (value !== undefined && !values.includes(value))
    throw invalidOption(name, (it) => say`${it} is ${JSON.stringify(value)}, and not ${oneOf(values)}`);
  return value;
}

function sessionFrom(session: ConnectOptions['session']): Session | undefined {
  if (!(session instanceof Uint8Array)) return session ?? undefined;
  const read = readSession(bytesOption('session', session));
  if (!read) throw invalidOption('session', (it) => say`${it} is not a session that this version wrote`);
  return read;
}

function tellResponse(socket: TLSSocket): void {
  const response = socket.established?.peer.ocspResponse;
  socket.emit('OCSPResponse', response ? Buffer.from(response) : null);
}

/** The program's objection to the server, if any. */
function objectionOf(
  socket: TLSSocket,
  { checkServerIdentity }: ConnectOptions,
  host: string,
): CodedError | undefined {
  if (!checkServerIdentity) return undefined;
  try {
    const said: unknown = checkServerIdentity(host, socket.getPeerCertificate(true));
    return said === undefined || said === null ? undefined : asObjection(said);
  } catch (thrown) {
    return asObjection(thrown);
  }
}

function asObjection(said: unknown): CodedError {
  if (said instanceof Promise) said.catch(() => {});
  const error =
    said instanceof Error && Object.isExtensible(said)
      ? said
      : new Error('checkServerIdentity returned neither undefined nor an error', { cause: said });
  const { code } = error as { code?: unknown };
  return coded(error, typeof code === 'string' ? code : 'ERR_TLS_CERT_ALTNAME_INVALID');
}

/**
 * A TLS server, as in node:tls: a net.Server whose connections are handed out when their handshake is finished.
 *
 * Sessions are kept by the clients, in tickets; there is no 'newSession' to store them. What a client is asked for is
 * said as in node:tls: `requestCert` asks, and `rejectUnauthorized` (true when absent) then requires one that is
 * accepted.
 */
import { Server as NetServer, type ServerOpts, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { Connection } from '../connection/connection.ts';
import { serverConfig } from '../connection/options.ts';
import type { Maybe } from '../crypto/provider.ts';
import type { ServerConfig } from '../handshake/config.ts';
import { chooseForClient } from '../handshake/credential-choice.ts';
import { serverNameOf } from '../handshake/negotiate.ts';
import { serverHandshake } from '../handshake/server.ts';
import { toALabels } from '../x509/index.ts';
import { protocolsFrom } from './application-protocols.ts';
import { contextOf, HANDSHAKE_TIMEOUT, type TlsOptions, tlsOptions } from './connect.ts';
import { contextFrom, contextOptions, SecureContext, type SecureContextOptions } from './context.ts';
import { coded, invalidOption, refuseUnknown } from './errors.ts';
import type { VerdictFetch } from './fetching/fetching.ts';
import { fetchesFor, revocationOptions } from './revocation.ts';
import { TLSSocket } from './socket.ts';
import { askedFor } from './staple.ts';
import { TICKET_SECRET, TicketRing } from './ticket-ring.ts';

const netOptions = ['noDelay', 'keepAlive', 'keepAliveInitialDelay', 'highWaterMark'] as const;

export interface ServerOptions
  extends SecureContextOptions,
    TlsOptions,
    Pick<ServerOpts, (typeof netOptions)[number]> {
  /** Ask clients for a certificate; false when absent. */
  readonly requestCert?: boolean | undefined;
  /** Chooses the certificate by the name that the client asks for; undefined or null takes the server's own. */
  readonly SNICallback?:
    | ((servername: string, done: (error: Error | null, context?: SecureContext | null) => void) => void)
    | undefined;
  /** Tickets that a TLS 1.3 handshake gives; 2 when absent. */
  readonly ticketCount?: number | undefined;
}

const known: ReadonlySet<string> = new Set([
  ...contextOptions,
  ...tlsOptions,
  ...netOptions,
  ...(['requestCert', 'SNICallback', 'ticketCount'] satisfies (keyof ServerOptions)[]),
]);

export function createServer(options: ServerOptions, onSecure?: (socket: TLSSocket) => void): Server;
export function createServer(onSecure?: (socket: TLSSocket) => void): Server;
export function createServer(
  first?: ServerOptions | ((socket: TLSSocket) => void),
  second?: (socket: TLSSocket) => void,
): Server {
  return typeof first === 'function' ? new Server({}, first) : new Server(first ?? {}, second);
}

export class Server extends NetServer {
  readonly #options: ServerOptions;
  #named: readonly { readonly matches: (name: string) => boolean; readonly context: SecureContext }[] = [];
  #context: SecureContext;
  #ring: TicketRing;
  #config: ServerConfig;

  constructor(options: ServerOptions = {}, onSecure?: (socket: TLSSocket) => void) {
    refuseUnknown(options, known);
    super({ ...Object.fromEntries(netOptions.map((name) => [name, options[name]])), allowHalfOpen: true });
    this.#options = options;
    this.#context = contextOf(options);
    this.#ring = this.#newRing();
    this.#config = this.#newConfig();
    this.on('connection', (socket: Socket) => this.#accept(socket));
    if (onSecure) this.on('secureConnection', onSecure);
  }

  /** Takes new certificates, keys and settings for the connections to come. Tickets stay good. */
  setSecureContext(options: SecureContextOptions): void {
    const before = this.#context;
    this.#context = contextFrom(options);
    try {
      this.#config = this.#newConfig();
    } catch (error) {
      this.#context = before;
      throw error;
    }
    if (options.ticketKeys) this.setTicketKeys(options.ticketKeys);
  }

  /**
   * Another certificate for clients that ask for this name, the last added first.
   *
   * @param hostname a DNS name, in A-labels or as people write it, or `*.` and one, for exactly one label more
   */
  addContext(hostname: string, context: SecureContextOptions | SecureContext): void {
    if (!hostname) throw invalidOption('hostname', 'is empty');
    const isWildcard = hostname.startsWith('*.');
    const wanted = toALabels(isWildcard ? hostname.slice(2) : hostname);
    if (wanted === undefined) throw invalidOption('hostname', 'is not a name that a host can have');
    const matches = isWildcard
      ? (name: string) => name.includes('.') && name.slice(name.indexOf('.') + 1) === wanted
      : (name: string) => name === wanted;
    const made = context instanceof SecureContext ? context : contextFrom(context);
    this.#named = [{ matches, context: made }, ...this.#named];
  }

  /** The 48 secret bytes that tickets are sealed with now. */
  getTicketKeys(): Buffer {
    return Buffer.from(this.#ring.secret);
  }

  /** Seals with these 48 bytes until they are set anew; tickets that were given before still open. */
  setTicketKeys(keys: Uint8Array): void {
    if (keys.length !== TICKET_SECRET) throw invalidOption('ticketKeys', `must have ${TICKET_SECRET} bytes`);
    this.#ring.use(keys);
  }

  #newRing(): TicketRing {
    const { provider, sessionTimeout, ticketKeys } = this.#context;
    return new TicketRing(provider, sessionTimeout, ticketKeys);
  }

  /** @param fetches what the verdict on one client may fetch */
  #newConfig(fetches?: VerdictFetch): ServerConfig {
    const {
      requestCert = false,
      rejectUnauthorized = true,
      onRejected,
      ALPNProtocols,
      ticketCount,
    } = this.#options;
    const context = this.#context;
    return serverConfig({
      ...context.engineOptions,
      credentials: [],
      clientAuthentication: !requestCert ? 'none' : rejectUnauthorized ? 'require' : 'request',
      trust: requestCert ? context.trust : undefined,
      // As node:tls: a list of all public roots would only keep clients from sending what is accepted otherwise.
      authorities: context.namesTrust ? 'trust' : 'none',
      revocation: revocationOptions(context.revocation, fetches),
      onRejected: rejectUnauthorized ? onRejected : () => true,
      applicationProtocols: protocolsFrom(ALPNProtocols),
      tickets: this.#ring.tickets,
      ticketCount,
    });
  }

  /** For one connection: its own certificate by name, and what is stapled to it. */
  #configFor(tls: () => TLSSocket): ServerConfig {
    const fetches = this.#options.requestCert === true && this.#context.revocation.fetch;
    const config = fetches ? this.#newConfig(fetchesFor(tls, this.#context.revocation)) : this.#config;
    return {
      ...config,
      credential: (hello, wish) =>
        then(this.#contextNamed(serverNameOf(hello)?.toLowerCase()), (context) => {
          const credential = chooseForClient(context.credentials, config.signatureSchemes, wish);
          if (!credential || this.listenerCount('OCSPRequest') === 0) return credential;
          return askedFor(this, credential, context.issuerOf(credential), (error) => tls().destroy(error));
        }),
    };
  }

  #contextNamed(name: string | undefined): Maybe<SecureContext> {
    const { SNICallback } = this.#options;
    if (name === undefined) return this.#context;
    if (!SNICallback) return this.#named.find(({ matches }) => matches(name))?.context ?? this.#context;
    return new Promise((resolve, reject) => {
      SNICallback(name, (error, context) => {
        if (error) reject(error);
        else if (context && !(context instanceof SecureContext))
          reject(invalidOption('SNICallback', 'gave no secure context'));
        else resolve(context ?? this.#context);
      });
    });
  }

  #accept(socket: Duplex): void {
    const { onEvent, secrets, handshakeTimeout, allowHalfOpen } = this.#options;
    const config = this.#configFor(() => tls);
    const tls: TLSSocket = new TLSSocket(socket, {
      role: 'server',
      create: (hooks, keylog) =>
        new Connection('server', (peer) => serverHandshake(peer, config), {
          ...hooks,
          observe: onEvent !== undefined,
          secrets: keylog || secrets,
          handshakeTimeout: handshakeTimeout ?? HANDSHAKE_TIMEOUT,
        }),
      onEvent: onEvent && ((event) => onEvent(event, tls)),
      allowHalfOpen,
      asksClient: this.#options.requestCert,
    });
    if (this.listenerCount('keylog') > 0) tls.on('keylog', (line) => this.emit('keylog', line, tls));
    let told = false;
    const failed = (error: Error) => {
      told = true;
      this.emit('tlsClientError', error, tls);
    };
    const closed = () => {
      if (!told)
        this.emit(
          'tlsClientError',
          coded(new Error('the client went away during the handshake'), 'ECONNRESET'),
          tls,
        );
    };
    tls.on('error', failed);
    tls.on('close', closed);
    tls.once('secure', () => {
      // From here on the connection is its receiver's.
      tls.off('error', failed);
      tls.off('close', closed);
      this.emit('secureConnection', tls);
    });
  }
}

/** Goes on now or later. */
function then<T, U>(value: Maybe<T>, go: (value: T) => U): Maybe<U> {
  return typeof (value as PromiseLike<T>).then === 'function'
    ? (value as PromiseLike<T>).then(go)
    : go(value as T);
}

/**
 * A TLS server, as in node:tls: a net.Server that hands out connections once their handshake is finished.
 *
 * Clients keep the sessions, in tickets; listeners for 'newSession' and 'resumeSession' keep those of clients that want none. As in
 * node:tls, `requestCert` asks clients
 * for a certificate, and `rejectUnauthorized` (true when absent) then requires one that is accepted.
 */

import { Server as NetServer, type ServerOpts, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Maybe } from '../crypto/provider.ts';
import { isPromise } from '../crypto/steps.ts';
import { ServerRules } from '../options/options.ts';
import { namesOf } from '../wire/known-options.ts';
import { ownOptions } from '../wire/own-options.ts';
import { say } from '../wire/words.ts';
import { protocolsFrom } from './application-protocols.ts';
import { contextOf, overruleOf, type TlsOptions, tlsOptions } from './connect.ts';
import { createSecureContext, SecureContext } from './context.ts';
import { contextOptions, type SecureContextOptions, ticketKeysFrom } from './context-options.ts';
import { Contexts } from './contexts.ts';
import { coded, functionOption, invalidOption, refuseUnknown } from './errors.ts';
import { fetchesFor, revocationOptions } from './revocation.ts';
import type { ServerEvents } from './server-events.ts';
import { SessionEvents } from './session-events.ts';
import { TLSSocket } from './socket.ts';
import type { AnyListener, Listener, Unlisted } from './socket-events.ts';
import { askedFor } from './staple.ts';
import { TicketRing } from './ticket-ring.ts';
import { timeoutsFrom } from './timeouts.ts';

const netOptions = ['noDelay', 'keepAlive', 'keepAliveInitialDelay', 'highWaterMark'] as const;

export interface ServerOptions
  extends SecureContextOptions,
    TlsOptions,
    Pick<ServerOpts, (typeof netOptions)[number]> {
  /** Ask clients for a certificate; only `false` or absence means no. */
  readonly requestCert?: boolean | undefined;
  /** Picks the context by the name that the client asks for; undefined or null picks the server's own. */
  readonly SNICallback?:
    | ((servername: string, done: (error: Error | null, context?: SecureContext | null) => void) => void)
    | undefined;
  /** Names the application: sessions of another are not resumed, whichever tickets and listeners they share. */
  readonly sessionIdContext?: string | undefined;
  /** Tickets that a TLS 1.3 handshake gives; 2 when absent. */
  readonly ticketCount?: number | undefined;
}

type Rules = ConstructorParameters<typeof ServerRules>[0];
type Own = Omit<ServerOptions, keyof SecureContextOptions | keyof TlsOptions | (typeof netOptions)[number]>;
const known: ReadonlySet<string> = new Set([
  ...contextOptions,
  ...tlsOptions,
  ...netOptions,
  ...namesOf<Own>({ requestCert: true, SNICallback: true, sessionIdContext: true, ticketCount: true }),
]);

export function createServer(options: ServerOptions, onSecure?: (socket: TLSSocket) => void): Server;
export function createServer(onSecure?: (socket: TLSSocket) => void): Server;
export function createServer(
  first?: ServerOptions | ((socket: TLSSocket) => void),
  second?: (socket: TLSSocket) => void,
): Server {
  return typeof first === 'function' ? new Server({}, first) : new Server(first ?? {}, second);
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface only narrows what the class inherits
export class Server extends NetServer {
  readonly #options: ServerOptions;
  readonly #timeouts: ReturnType<typeof timeoutsFrom>;
  /** Whether clients are asked for a certificate. */
  readonly #asks: boolean;
  readonly #ring: TicketRing;
  /** For contexts with ticket keys of their own. */
  readonly #rings = new WeakMap<SecureContext, TicketRing>();
  readonly #sessions = new SessionEvents(this);
  #contexts: Contexts;

  constructor(given: ServerOptions = {}, onSecure?: (socket: TLSSocket) => void) {
    const options = ownOptions(given);
    refuseUnknown(options, known);
    functionOption('SNICallback', options.SNICallback);
    functionOption('onEvent', options.onEvent);
    super({ ...Object.fromEntries(netOptions.map((name) => [name, options[name]])), allowHalfOpen: true });
    this.#options = options;
    this.#timeouts = timeoutsFrom(options);
    this.#asks = options.requestCert !== undefined && options.requestCert !== false;
    const context = contextOf(options);
    this.#ring = new TicketRing(context.provider, context.ticketKeys);
    this.#contexts = new Contexts(context, (merged, own) => this.#rulesOf(merged, own));
    this.on('connection', (socket: Socket) => this.#accept(socket));
    if (onSecure) this.on('secureConnection', onSecure);
  }

  /**
   * Sets new certificates, keys and settings for later connections; contexts for names inherit them too. Tickets stay valid
   * if they were issued under the same rules.
   */
  setSecureContext(options: SecureContextOptions): void {
    const context = createSecureContext(options);
    this.#contexts = this.#contexts.on(context);
    if (context.ticketKeys) this.setTicketKeys(context.ticketKeys);
  }

  /**
   * Another context for clients that ask for this name; the last one added wins. What it does not set, it inherits from the
   * server's.
   *
   * @param hostname a DNS name, in A-labels or as people write it, or `*.` and one, for exactly one label more
   */
  addContext(hostname: string, context: SecureContextOptions | SecureContext): void {
    const own = context instanceof SecureContext ? context : createSecureContext(context);
    this.#contexts = this.#contexts.with(hostname, own);
  }

  /** The 48 secret bytes that currently seal tickets, except in contexts with ticket keys of their own. */
  getTicketKeys(): Buffer {
    return Buffer.from(this.#ring.secret);
  }

  /** Seals with these 48 bytes until they are set anew; tickets that were given before still open. */
  setTicketKeys(keys: Uint8Array): void {
    this.#ring.use(ticketKeysFrom(keys));
  }

  /**
   * @param own what the context for a name sets itself
   * @param forOne what differs for a single connection
   */
  #rulesOf(context: SecureContext, own: SecureContext, forOne: Partial<Rules> = {}): ServerRules {
    const { rejectUnauthorized, onRejected, ALPNProtocols, ticketCount, sessionIdContext } = this.#options;
    const asks = this.#asks;
    if (!asks && context.revocation.crls.length > 0)
      throw invalidOption(
        'crl',
        (it) => say`${it} has no effect when clients are not asked for a certificate`,
      );
    if (!asks && onRejected !== undefined)
      throw invalidOption(
        'onRejected',
        (it) => say`${it} is never called when clients are not asked for a certificate`,
      );
    return new ServerRules({
      ...context.engineOptions,
      credentials: context.credentials,
      // Only `false` accepts every client, nothing merely falsy.
      clientAuthentication: !asks ? 'none' : rejectUnauthorized === false ? 'request' : 'require',
      trust: asks ? context.trust : undefined,
      // As in node:tls: a list of all public roots would only keep clients from sending what would be accepted.
      authorities: context.namesTrust ? 'trust' : 'none',
      revocation: revocationOptions(context.revocation),
      onRejected: overruleOf(this.#options),
      applicationProtocols: protocolsFrom(ALPNProtocols),
      tickets: (context === own ? this.#ring : this.#ringOf(own)).tickets(context.sessionTimeout),
      ticketCount,
      sessionIdContext,
      ...forOne,
    });
  }

  #ringOf(own: SecureContext): TicketRing {
    const { provider, ticketKeys } = own;
    if (!ticketKeys) return this.#ring;
    const ring = this.#rings.get(own) ?? new TicketRing(provider, ticketKeys);
    this.#rings.set(own, ring);
    return ring;
  }

  /** For one connection: the rules for the name that its client asks for. */
  #rulesFor(tls: () => TLSSocket): (serverName: string | undefined) => Maybe<ServerRules> {
    const contexts = this.#contexts;
    const rulesOf = (own: SecureContext): ServerRules => {
      const { context, rules } = contexts.ready(own);
      const fetches = this.#asks && context.revocation.fetch;
      const isAsked = this.listenerCount('OCSPRequest') > 0;
      const sessions = this.#sessions.store(context.sessionTimeout);
      if (!fetches && !isAsked && !sessions) return rules;
      const fail = (error: Error) => tls().destroy(error);
      return this.#rulesOf(context, own, {
        sessions,
        ...(fetches && {
          revocation: revocationOptions(context.revocation, fetchesFor(tls, context.revocation)),
        }),
        ...(isAsked && {
          credentials: context.credentials.map((each) =>
            askedFor(this, each, () => context.issuerOf(each), fail),
          ),
        }),
      });
    };
    return (serverName) => {
      const own = this.#contextNamed(contexts, serverName);
      return isPromise(own) ? own.then(rulesOf) : rulesOf(own);
    };
  }

  #contextNamed(contexts: Contexts, asked: string | undefined): Maybe<SecureContext> {
    const { SNICallback } = this.#options;
    // RFC 6066 section 3: without a trailing dot; with one it is the same host.
    const name = asked?.toLowerCase().replace(/\.$/, '');
    if (name === undefined || !SNICallback) return contexts.of(name);
    return new Promise((resolve, reject) => {
      const answered: unknown = SNICallback(name, (error, context) => {
        if (error) reject(error);
        else if (context !== undefined && context !== null && !(context instanceof SecureContext))
          reject(invalidOption('SNICallback', (it) => say`${it} gave no secure context`));
        else resolve(context ?? contexts.of(undefined));
      });
      // A promise from an async function matters only if it rejects.
      if (answered instanceof Promise) answered.catch(reject);
    });
  }

  #accept(socket: Duplex): void {
    const { onEvent, secrets, allowHalfOpen } = this.#options;
    const rules = this.#rulesFor(() => tls);
    const tls: TLSSocket = new TLSSocket(socket, {
      role: 'server',
      create: (hooks, keylog) =>
        ServerRules.accept(rules, {
          observe: onEvent !== undefined,
          secrets: keylog || secrets === true,
          ...hooks,
          ...this.#timeouts,
        }),
      onEvent: onEvent && ((event) => onEvent(event, tls)),
      allowHalfOpen,
      asksClient: this.#asks,
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
      // From here on the connection belongs to its receiver.
      tls.off('error', failed);
      tls.off('close', closed);
      this.emit('secureConnection', tls);
    });
  }
}

/** The events of {@link ServerEvents}, with their arguments. */
export interface Server {
  on<E extends keyof ServerEvents>(event: E, listener: Listener<ServerEvents[E]>): this;
  on<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  once<E extends keyof ServerEvents>(event: E, listener: Listener<ServerEvents[E]>): this;
  once<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  addListener<E extends keyof ServerEvents>(event: E, listener: Listener<ServerEvents[E]>): this;
  addListener<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  prependListener<E extends keyof ServerEvents>(event: E, listener: Listener<ServerEvents[E]>): this;
  prependListener<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  prependOnceListener<E extends keyof ServerEvents>(event: E, listener: Listener<ServerEvents[E]>): this;
  prependOnceListener<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  off<E extends keyof ServerEvents>(event: E, listener: Listener<ServerEvents[E]>): this;
  off<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  removeListener<E extends keyof ServerEvents>(event: E, listener: Listener<ServerEvents[E]>): this;
  removeListener<E extends string | symbol>(event: Unlisted<E>, listener: AnyListener): this;
  /** Any stream may be passed in as a connection, as in node:tls. */
  emit(event: 'connection', stream: Duplex): boolean;
  emit<E extends keyof ServerEvents>(event: E, ...args: ServerEvents[E]): boolean;
  emit<E extends string | symbol>(event: Unlisted<E>, ...args: Parameters<AnyListener>): boolean;
}

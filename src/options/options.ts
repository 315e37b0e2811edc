/**
 * The options that a caller can set, and their defaults (docs/defaults.md gives the reasons).
 *
 * Every option is applied or refused: an unknown name, or a set that leaves nothing to speak, throws TlsError 'misuse'
 * before a byte is sent.
 */

import { Connection } from '../connection/connection.ts';
import type { ConnectionOptions } from '../connection/connection-options.ts';
import type { Group, Maybe } from '../crypto/provider.ts';
import { isPromise } from '../crypto/steps.ts';
import { clientHandshake } from '../handshake/client.ts';
import type {
  CertificateWish,
  ClientConfig,
  Credential,
  OverruleRejection,
  ServerConfig,
  SessionStore,
  Tickets,
} from '../handshake/config.ts';
import { chooseForClient } from '../handshake/credentials/credential-choice.ts';
import { serverNameOf } from '../handshake/hello/negotiate.ts';
import type { Peer } from '../handshake/peer.ts';
import { serverHandshake } from '../handshake/server.ts';
import type { Session } from '../handshake/sessions/session.ts';
import type { ClientHello } from '../protocol/messages/index.ts';
import { isCurve, isPostQuantum } from '../protocol/numbers/groups.ts';
import { namesOf } from '../wire/known-options.ts';
import { ownOptions } from '../wire/own-options.ts';
import { say } from '../wire/words.ts';
import {
  checkOf,
  type JudgeOptions,
  judgePolicy,
  refuseUnasked,
  statusRequestOf,
} from './certificate-check.ts';
import {
  askedOfClient,
  askedOfServer,
  type IdentityOptions,
  identityPolicy,
  type ServerIdentityOptions,
} from './identity-options.ts';
import { resumptionScope } from './resumption-scope.ts';
import { serverNameFor } from './server-name.ts';
import { checkedContext, checkedStore } from './session-store.ts';
import { misuse, refuseUnknown, type Supported, type SupportedOptions, supportedBy } from './supported.ts';
import { watchedClient, watchedServer } from './watched.ts';

interface CommonOptions extends ConnectionOptions, SupportedOptions, JudgeOptions, IdentityOptions {
  /** Computed from {@link SupportedOptions} and shared by many connections; those options are then not read again. */
  readonly supported?: Supported | undefined;
  readonly applicationProtocols?: readonly string[] | undefined;
  /** Asked about a rejected certificate before anything else is sent; nobody is asked when absent. */
  readonly onRejected?: OverruleRejection | undefined;
}

export interface ClientOptions extends CommonOptions, ServerIdentityOptions {
  /** The DNS name or IP address that we mean to reach: the certificate must be for it. */
  readonly name: string;
  /** The name to send in server_name; when absent `name`, if that is a DNS name; false for none. */
  readonly serverName?: string | false | undefined;
  readonly credentials?:
    | readonly Credential[]
    | ((wish: CertificateWish) => Maybe<Credential | undefined>)
    | undefined;
  /**
   * Whether to heed the authorities that a server names when it asks for a certificate: `honour`, the default, withholds
   * what none of them issued; `ignore` sends it all the same. A function for `credentials` decides for itself.
   */
  readonly askedAuthorities?: 'honour' | 'ignore' | undefined;
  readonly session?: Session | undefined;
  /** TLS 1.2: whether to ask for tickets; true when absent. Without them, servers that keep sessions resume them by their IDs. */
  readonly sessionTickets?: boolean | undefined;
  /** `true` asks for a staple even if `revocation` is off. */
  readonly requestStaple?: boolean | undefined;
  /**
   * How many groups get a key share in the first hello. When absent, the first group does, and if that is a hybrid, the first
   * curve as well, so that a server without ML-KEM costs no extra round trip.
   */
  readonly keyShares?: number | undefined;
  /** On when absent (RFC 8701). */
  readonly grease?: boolean | undefined;
  readonly fallbackScsv?: boolean | undefined;
  /**
   * Bits of the largest Diffie-Hellman modulus that a server may choose, from 2048 to 8192; 4096 when absent. One handshake with
   * 8192 bits keeps the event loop for a quarter of a second or more.
   */
  readonly largestModulus?: number | undefined;
}

export interface ServerOptions extends CommonOptions {
  readonly credentials:
    | readonly Credential[]
    | ((hello: ClientHello, wish: CertificateWish) => Maybe<Credential | undefined>);
  /** `none` when absent. The others need `trust` or `checkCertificate`. */
  readonly clientAuthentication?: 'none' | 'request' | 'require' | undefined;
  /** The authorities that a CertificateRequest names: those of `trust` when absent, or none, which means any. */
  readonly authorities?: 'trust' | 'none' | undefined;
  readonly tickets?: Tickets | undefined;
  /** Keeps the sessions of TLS 1.2 clients that get no ticket, by their IDs: {@link memorySessions}, or a store of your own. */
  readonly sessions?: SessionStore | undefined;
  /** Names the application: a session is resumed only under the same name. */
  readonly sessionIdContext?: string | undefined;
  /** Tickets that a TLS 1.3 handshake gives out; 2 when absent, as in other servers. */
  readonly ticketCount?: number | undefined;
}

// biome-ignore format: lists of names
const common = { answerTimeout: true, applicationProtocols: true, checkCertificate: true, cipherSuites: true,
  fetchIssuer: true, groups: true, handshakeTimeout: true, keyExchanges: true, longestMessage: true, now: true,
  observe: true, onProgress: true, onRejected: true, pins: true, profile: true, provider: true, records: true, revocation: true,
  secrets: true, signatureSchemes: true, supported: true, trust: true, turn: true, versions: true, wallClock: true,
} as const;
// biome-ignore format: lists of names
const ofClients = namesOf<ClientOptions>({ ...common, askedAuthorities: true, commonName: true, credentials: true,
  fallbackScsv: true, grease: true, keyShares: true, largestModulus: true, name: true, requestStaple: true, serverName: true, session: true,
  sessionTickets: true });
// biome-ignore format: lists of names
const ofServers = namesOf<ServerOptions>({ ...common, authorities: true, clientAuthentication: true,
  credentials: true, sessionIdContext: true, sessions: true, ticketCount: true, tickets: true });

export function connectClient(given: ClientOptions): Connection {
  const options = ownOptions(given);
  return new ClientRules(options).connect(options);
}

export function acceptClient(given: ServerOptions): Connection {
  const options = ownOptions(given);
  return ServerRules.accept(new ServerRules(options), options);
}

/** A client's options, read and checked once for any number of connections. */
export class ClientRules {
  readonly #config: ClientConfig;

  constructor(options: Omit<ClientOptions, keyof ConnectionOptions>) {
    refuseUnknown(options, ofClients);
    this.#config = clientConfig(options);
  }

  connect(surroundings: ConnectionOptions): Connection {
    return new Connection(
      'client',
      (peer) => clientHandshake(peer, watchedClient(this.#config, peer, surroundings)),
      surroundings,
    );
  }
}

/** A server's options, read and checked once for any number of connections. */
export class ServerRules {
  readonly #config: ServerConfig;

  constructor(options: Omit<ServerOptions, keyof ConnectionOptions>) {
    refuseUnknown(options, ofServers);
    this.#config = serverConfig(options);
  }

  /** @param rules for every client, or a function that picks them by the client's server_name */
  static accept(
    rules: ServerRules | ((serverName: string | undefined) => Maybe<ServerRules>),
    surroundings: ConnectionOptions,
  ): Connection {
    const config = (hello: ClientHello, peer: Peer): Maybe<ServerConfig> => {
      const picked = typeof rules === 'function' ? rules(serverNameOf(hello)) : rules;
      const configOf = (found: ServerRules) => watchedServer(found.#config, peer, surroundings);
      return isPromise(picked) ? picked.then(configOf) : configOf(picked);
    };
    return new Connection(
      'server',
      (peer) => serverHandshake(peer, (hello) => config(hello, peer)),
      surroundings,
    );
  }
}

export function clientConfig(given: Omit<ClientOptions, keyof ConnectionOptions>): ClientConfig {
  const options = ownOptions(given);
  const { name, credentials = [], askedAuthorities = 'honour' } = options;
  const common = commonConfig(options);
  const asked = askedOfServer(options);
  return {
    serverName: serverNameFor(options),
    checkCertificate: checkOf(options, 'server', { ...asked, name }),
    credentials,
    askedAuthorities,
    session: options.session,
    asksForTickets: options.sessionTickets ?? true,
    largestModulus: modulusOf(options.largestModulus),
    earlyData: false,
    sessionPolicy: resumptionScope(options.provider, [
      'client',
      name,
      options.applicationProtocols ?? [],
      ...judgePolicy(options),
      identityPolicy(asked),
      credentials,
      askedAuthorities,
    ]),
    keyShares: sharedAtOnce(common.groups, options.keyShares),
    grease: options.grease ?? true,
    fallbackScsv: options.fallbackScsv ?? false,
    ...common,
    statusRequest: common.statusRequest || options.requestStaple === true,
  };
}

export function serverConfig(given: Omit<ServerOptions, keyof ConnectionOptions>): ServerConfig {
  const options = ownOptions(given);
  const { credentials, trust, clientAuthentication = 'none' } = options;
  if (!['none', 'request', 'require'].includes(clientAuthentication))
    throw misuse(
      say`clientAuthentication is ${JSON.stringify(clientAuthentication)}; it must be none, request or require`,
    );
  const common = commonConfig(options);
  const asked = askedOfClient(options, clientAuthentication !== 'none');
  return {
    credential:
      typeof credentials === 'function'
        ? (hello, wish) => credentials(structuredClone(hello), structuredClone(wish))
        : (_hello, wish) => chooseForClient(credentials, common.signatureSchemes, wish),
    clientAuthentication,
    checkCertificate: clientAuthentication === 'none' ? refuseUnasked : checkOf(options, 'client', asked),
    authorities:
      clientAuthentication === 'none' || options.authorities === 'none'
        ? []
        : [...new Map((trust?.anchors ?? []).map(({ subject }) => [subject.key, subject.der])).values()],
    sessionPolicy: resumptionScope(options.provider, [
      'server',
      clientAuthentication,
      ...judgePolicy(options),
      identityPolicy(asked),
      ...(options.sessionIdContext === undefined ? [] : [checkedContext(options.sessionIdContext)]),
    ]),
    tickets: options.tickets,
    sessions: options.sessions && checkedStore(options.sessions),
    ticketCount: options.ticketCount ?? 2,
    earlyData: undefined,
    halfRttData: false,
    ...common,
  };
}

function sharedAtOnce(groups: readonly Group[], count: number | undefined): readonly Group[] {
  if (count !== undefined) return groups.slice(0, count);
  const [first] = groups;
  const curve = groups.find(({ id }) => isCurve(id));
  return groups.filter((group) => group === first || (isPostQuantum(first!.id) && group === curve));
}

function commonConfig(options: Omit<CommonOptions, keyof ConnectionOptions>) {
  const { provider, versions, suites, groups, signatureSchemes } = options.supported ?? supportedBy(options);
  return {
    provider,
    versions,
    suites,
    groups,
    signatureSchemes,
    applicationProtocols: options.applicationProtocols?.map(checkedProtocol) ?? [],
    overruleRejection: callable(options.onRejected) ?? refuse,
    statusRequest: statusRequestOf(options),
    postHandshakeAuthentication: false,
    renegotiation: false,
    wallClock: options.wallClock,
  };
}

const refuse = (): boolean => false;

function modulusOf(bits = 4096): number {
  if (Number.isInteger(bits) && bits >= 2048 && bits <= 8192) return bits;
  throw misuse(say`largestModulus is ${String(bits)}; it must be a whole number from 2048 to 8192`);
}

function callable(onRejected: OverruleRejection | undefined): OverruleRejection | undefined {
  if (onRejected !== undefined && typeof onRejected !== 'function')
    throw misuse('onRejected is not a function');
  return onRejected;
}

function checkedProtocol(name: string): string {
  if (name.length === 0 || name.length > 255)
    throw misuse('an application protocol’s name has 1 to 255 bytes (RFC 7301)');
  return name;
}

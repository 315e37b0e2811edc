/**
 * What a caller may say, and what holds when nothing is said (docs/defaults.md gives the reasons).
 *
 * An option that is read is applied or refused: a name that is not known, or a set that leaves nothing to speak, throws
 * TlsError 'misuse' before a byte is sent.
 */
import type { Maybe } from '../crypto/provider.ts';
import { authenticationOf, chooseScheme } from '../handshake/authenticate.ts';
import { clientHandshake } from '../handshake/client.ts';
import type {
  CertificateCheck,
  CertificateWish,
  ClientConfig,
  Credential,
  OverruleRejection,
  ServerConfig,
  Tickets,
} from '../handshake/config.ts';
import { serverHandshake } from '../handshake/server.ts';
import type { Session } from '../handshake/session.ts';
import { TlsError } from '../protocol/errors.ts';
import type { ClientHello } from '../protocol/messages/index.ts';
import { type Profile, type RevocationQuestion, type TrustStore, verifyPeer } from '../x509/index.ts';
import { Connection } from './connection.ts';
import type { ConnectionOptions } from './connection-options.ts';
import {
  askedOfClient,
  askedOfServer,
  type IdentityOptions,
  identityPolicy,
  type ServerIdentityOptions,
} from './identity-options.ts';
import { policyOf } from './policy.ts';
import { misuse, type Spoken, type SpokenOptions, spokenBy } from './spoken.ts';

/** What is known of revocation before the peer says anything. */
export type RevocationOptions = Pick<RevocationQuestion, 'mode'> &
  Partial<Omit<RevocationQuestion, 'mode' | 'ocspResponses' | 'stapleAsked'>>;

interface CommonOptions extends ConnectionOptions, SpokenOptions, IdentityOptions {
  /** The options of {@link SpokenOptions}, worked out before and shared by many connections; they are not read again. */
  readonly spoken?: Spoken | undefined;
  readonly applicationProtocols?: readonly string[] | undefined;
  /**
   * What certificates must keep beyond what makes a path valid. For servers the rules of the Web PKI when absent, for
   * clients none.
   */
  readonly profile?: Profile | undefined;
  /**
   * Whether the peer's certificates may have been revoked; `{ mode: 'soft' }` when absent. Unless the mode is `off` a server
   * is asked to staple an OCSP response, and in TLS 1.3 a client whose certificate is asked for.
   */
  readonly revocation?: RevocationOptions | undefined;
  /**
   * Takes the place of the check against `trust`. Of `revocation` only the mode may stand beside it, which then decides
   * whether the peer is asked for OCSP responses.
   */
  readonly checkCertificate?: CertificateCheck | undefined;
  /** Asked about a certificate that was rejected, before anything else is sent; no one is asked when absent. */
  readonly onRejected?: OverruleRejection | undefined;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

export interface ClientOptions extends CommonOptions, ServerIdentityOptions {
  /** The DNS name or IP address that we mean to reach: the certificate must be for it. */
  readonly name: string;
  /** What stands in server_name; `name` when absent and a DNS name; false for none. */
  readonly serverName?: string | false | undefined;
  readonly trust?: TrustStore | undefined;
  readonly credentials?:
    | readonly Credential[]
    | ((wish: CertificateWish) => Maybe<Credential | undefined>)
    | undefined;
  readonly session?: Session | undefined;
  /** How many groups get a key share at once; 1 when absent. */
  readonly keyShares?: number | undefined;
  /** On when absent (RFC 8701). */
  readonly grease?: boolean | undefined;
  readonly fallbackScsv?: boolean | undefined;
}

export interface ServerOptions extends CommonOptions {
  readonly credentials:
    | readonly Credential[]
    | ((hello: ClientHello, wish: CertificateWish) => Maybe<Credential | undefined>);
  /** `none` when absent. The others need `trust`, or a check of their own. */
  readonly clientAuthentication?: 'none' | 'request' | 'require' | undefined;
  readonly trust?: TrustStore | undefined;
  readonly tickets?: Tickets | undefined;
  /** Tickets that a TLS 1.3 handshake gives; 2 when absent, as in other servers. */
  readonly ticketCount?: number | undefined;
}

export function connectClient(options: ClientOptions): Connection {
  const config = clientConfig(options);
  return new Connection('client', (peer) => clientHandshake(peer, config), options);
}

export function acceptClient(options: ServerOptions): Connection {
  const config = serverConfig(options);
  return new Connection('server', (peer) => serverHandshake(peer, config), options);
}

export function clientConfig(options: ClientOptions): ClientConfig {
  const { name, trust, credentials = [], serverName, checkCertificate } = options;
  const common = commonConfig(options);
  const asked = askedOfServer(options);
  const spoken =
    serverName === undefined ? (isAddress(name) ? undefined : hostName(name)) : serverName || undefined;
  return {
    ...common,
    serverName: spoken,
    checkCertificate: checkCertificate ?? checkAgainst(options, 'server', trust, asked, name),
    credential:
      typeof credentials === 'function'
        ? credentials
        : (wish) => firstThatFits(credentials, common.signatureSchemes, wish),
    session: options.session,
    sessionPolicy: policyOf(options.provider, [
      'client',
      name,
      options.applicationProtocols ?? [],
      trust,
      options.profile?.name,
      ...revocationPolicy(options),
      identityPolicy(asked),
      checkCertificate,
      credentials,
    ]),
    keyShares: options.keyShares ?? 1,
    grease: options.grease ?? true,
    fallbackScsv: options.fallbackScsv ?? false,
  };
}

export function serverConfig(options: ServerOptions): ServerConfig {
  const { credentials, trust, checkCertificate } = options;
  const common = commonConfig(options);
  const clientAuthentication = options.clientAuthentication ?? 'none';
  const asked = askedOfClient({ ...options, asks: clientAuthentication !== 'none' });
  return {
    ...common,
    credential:
      typeof credentials === 'function'
        ? credentials
        : (_hello, wish) => firstThatFits(credentials, common.signatureSchemes, wish),
    clientAuthentication,
    checkCertificate:
      checkCertificate ??
      (clientAuthentication === 'none' ? refuseUnasked : checkAgainst(options, 'client', trust, asked)),
    authorities:
      clientAuthentication === 'none' ? [] : (trust?.anchors ?? []).map(({ subject }) => subject.der),
    sessionPolicy: policyOf(options.provider, [
      'server',
      clientAuthentication,
      trust,
      options.profile?.name,
      ...revocationPolicy(options),
      identityPolicy(asked),
      checkCertificate,
    ]),
    tickets: options.tickets,
    ticketCount: options.ticketCount ?? 2,
  };
}

function commonConfig(options: CommonOptions) {
  return {
    ...(options.spoken ?? spokenBy(options)),
    applicationProtocols: options.applicationProtocols?.map(checkedProtocol) ?? [],
    overruleRejection: options.onRejected ?? refuse,
    statusRequest: revocationOf(options).mode !== 'off',
    wallClock: options.wallClock,
  };
}

const refuse = (): boolean => false;

/** Throws where there is more than a mode beside a check that does not read it. */
function revocationOf({ revocation = { mode: 'soft' }, checkCertificate }: CommonOptions): RevocationOptions {
  if (checkCertificate && revocation.crls) {
    throw misuse('CRLs are given, and a check of certificates that takes the place of ours');
  }
  return revocation;
}

/** The parts of the policy that say by what a peer may be found to be revoked. */
function revocationPolicy(options: CommonOptions): readonly (string | readonly unknown[])[] {
  const { mode, crls = [] } = revocationOf(options);
  return mode === 'off' ? [mode] : [mode, crls];
}

function checkedProtocol(name: string): string {
  if (name.length === 0 || name.length > 255)
    throw misuse('an application protocol’s name has 1 to 255 bytes (RFC 7301)');
  return name;
}

function checkAgainst(
  options: CommonOptions,
  purpose: 'server' | 'client',
  trust: TrustStore | undefined,
  asked: ReturnType<typeof askedOfServer>,
  name?: string,
): CertificateCheck {
  if (!trust) throw misuse(`without a trust store no ${purpose} can be checked`);
  const { provider, wallClock, profile } = options;
  const known = { crls: [], ...revocationOf(options), stapleAsked: purpose === 'server' };
  return (chain, keyUsage, ocspResponses) => {
    const revocation = { ...known, ocspResponses };
    return verifyPeer({
      ...asked,
      chain,
      trust,
      provider,
      purpose,
      time: wallClock(),
      keyUsage,
      ...(name !== undefined && { name }),
      ...(profile && { profile }),
      revocation,
    });
  };
}

const refuseUnasked: CertificateCheck = () => {
  throw new TlsError('internal', 'a certificate came that nobody asked for');
};

/** The first credential that can do what is wished; the first of all when none can, so that the error can say why. */
export function firstThatFits(
  credentials: readonly Credential[],
  schemes: readonly number[],
  wish: CertificateWish,
): Credential | undefined {
  const fits = (credential: Credential): boolean =>
    chooseScheme(credential, schemes, wish) !== undefined ||
    (wish.rsaKeyExchange === true &&
      authenticationOf(credential.key) === 'RSA' &&
      credential.key.decrypt !== undefined);
  return credentials.find(fits) ?? credentials[0];
}

const isAddress = (name: string): boolean => /^[\d.]+$/.test(name) || name.includes(':');

/** server_name has no trailing dot (RFC 6066 section 3). */
const hostName = (name: string): string => name.replace(/\.$/, '');

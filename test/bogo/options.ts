/** From the shim's flags to the options of a connection. */
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import type {
  CertificateCheck,
  CertificateWish,
  ClientOptions,
  Credential,
  ServerOptions,
  Session,
  Tickets,
} from '../../src/exports/handglass.ts';
import { NamedGroup, SignatureScheme } from '../../src/exports/handglass.ts';
import { algorithmOf } from '../../src/protocol/numbers/schemes.ts';
import { cipherSuites } from './ciphers.ts';
import { applicationRefuses, authoritiesOf, late, loadCredentials } from './credentials.ts';
import { type Config, Unimplemented } from './flags.ts';
import { resumptionScope } from './policies.ts';

/** What stays the same from one connection of a test to the next, so that sessions may be resumed. */
export interface Lasting {
  readonly check: CertificateCheck;
  readonly tickets: Tickets;
  readonly clientCredential: (wish: CertificateWish) => ReturnType<AskClient>;
  /** Milliseconds since 1970, moved on by `-resumption-delay`. */
  readonly wallClock: () => number;
}
type AskClient = Extract<NonNullable<ClientOptions['credentials']>, (...given: never) => unknown>;
type AskServer = Extract<ServerOptions['credentials'], (...given: never) => unknown>;

/** What is noted on the way, for the expectations. */
export interface Noted {
  selectedCredential: number;
  wish: CertificateWish | undefined;
  ticketsSealed: number;
  ticketsOpened: number;
}

export interface Prepared {
  readonly config: Config;
  readonly credentials: readonly Credential[];
  readonly noted: Noted;
  readonly common: Omit<ClientOptions, 'name' | 'session'> & Omit<ServerOptions, 'credentials'>;
}

/** Throws {@link Unimplemented}. */
export function prepare(config: Config, lasting: Lasting): Prepared {
  const { flags } = config;
  const noted: Noted = { selectedCredential: -1, wish: undefined, ticketsSealed: 0, ticketsOpened: 0 };
  const credentials = loadCredentials(config, (index) => (noted.selectedCredential = index));
  const policy = resumptionScope(config);
  const versions = versionsOf(config);
  if (flags['no-ticket'] && !flags.server) throw new Unimplemented('a client that wants no tickets');
  const watch =
    flags['expect-msg-callback'] !== undefined ||
    flags['expect-advertised-alpn'] !== undefined ||
    flags['expect-no-offer-early-data'] ||
    flags['expect-no-session-id'] ||
    flags['expect-hrr'] ||
    flags['expect-no-hrr'];
  return {
    config,
    credentials,
    noted,
    common: {
      provider: nodeProvider,
      versions,
      cipherSuites: policy?.cipherSuites ?? cipherSuites(flags.cipher, versions),
      groups: policy?.groups ?? flags.curves?.map(groupName),
      signatureSchemes: (policy?.schemes ?? flags['verify-prefs'])?.map(schemeName),
      checkCertificate: lasting.check,
      revocation: { mode: flags['enable-ocsp-stapling'] && !flags.server ? 'soft' : 'off' },
      wallClock: lasting.wallClock,
      now: () => performance.now(),
      observe: watch,
      secrets: flags['export-traffic-secrets'],
      longestMessage: flags['max-cert-list'],
    },
  };
}

export function clientOptions(
  { config, credentials, common }: Prepared,
  lasting: Lasting,
  session: Session | undefined,
): ClientOptions {
  const { flags } = config;
  return {
    ...common,
    name: 'peer.invalid',
    serverName: flags['host-name'] ?? false,
    credentials: asks(config, credentials) ? lasting.clientCredential : credentials,
    askedAuthorities: mustMatchIssuer(config) ? 'honour' : 'ignore',
    applicationProtocols: protocolList(flags['advertise-alpn']),
    session,
    keyShares: keyShares(config),
    grease: flags['enable-grease'] ?? false,
    fallbackScsv: flags['fallback-scsv'],
    // SSL_VERIFY_NONE: the application's no is kept in the verdict, and does not end the handshake.
    ...(!flags['verify-peer'] &&
      !flags['use-custom-verify-callback'] && {
        onRejected: ({ message }) => message === applicationRefuses,
      }),
  };
}

export function serverOptions(prepared: Prepared, lasting: Lasting): ServerOptions {
  const { config, credentials, common } = prepared;
  const { flags } = config;
  const authorities = flags['use-client-ca-list'];
  // A server of ours prefers what the client names, and shows something else when there is no such.
  mustMatchIssuer(config);
  const ask: AskServer = (_hello, wish) => chosenCredential(prepared, wish);
  return {
    ...common,
    credentials: asks(config, credentials) ? ask : credentials,
    clientAuthentication: flags['verify-peer']
      ? 'request'
      : flags['require-any-client-certificate']
        ? 'require'
        : 'none',
    tickets: flags['no-ticket'] ? undefined : lasting.tickets,
    applicationProtocols: protocolsOf(prepared.config),
    ...(authorities !== undefined && { trust: authoritiesOf(authorities) }),
  };
}

/** BoringSSL's servers choose in a callback, ours from a list; to decline is to have none. */
function protocolsOf({ flags }: Config): string[] {
  if (flags['reject-alpn']) return ['none that a client speaks'];
  return flags['select-alpn'] && !flags['decline-alpn'] ? [flags['select-alpn']] : [];
}

/** The credential callback, which sees what is wished and may answer late. */
export function chosenCredential(
  { config, credentials, noted }: Prepared,
  wish: CertificateWish,
): ReturnType<AskClient> {
  noted.wish = wish;
  const { flags } = config;
  return late(config, () => {
    if (flags['fail-cert-callback']) throw new Error('-fail-cert-callback');
    return flags['fail-early-callback'] ? undefined : credentials[0];
  });
}

/** Whether a callback chooses the credential; several are left to the library's own choice. */
function asks({ flags }: Config, credentials: readonly Credential[]): boolean {
  const needed =
    flags['fail-cert-callback'] ||
    flags['fail-early-callback'] ||
    flags['expect-peer-verify-pref'] !== undefined ||
    flags['expect-client-ca-list'] !== undefined;
  if (needed && credentials.length > 1)
    throw new Unimplemented('expectations of a callback, with several credentials');
  return (
    needed ||
    (credentials.length <= 1 &&
      (flags.async || flags['use-early-callback'] || flags['use-old-client-cert-callback'] || false))
  );
}

/** BoringSSL says it of each credential, we of all. */
function mustMatchIssuer({ credentials, ownCredential }: Config): boolean {
  const all = [...credentials, ...(ownCredential.certFile ? [ownCredential] : [])];
  const bound = all.filter((credential) => credential.mustMatchIssuer);
  if (bound.length > 0 && bound.length < all.length)
    throw new Unimplemented('an issuer that only some credentials must match');
  return bound.length > 0;
}

function versionsOf({ flags }: Config): ('TLS 1.2' | 'TLS 1.3')[] {
  const { 'min-version': min = 0, 'max-version': max = 0xffff } = flags;
  const wanted = (
    [
      ['TLS 1.3', 0x0304, flags['no-tls13']],
      ['TLS 1.2', 0x0303, flags['no-tls12']],
      ['TLS 1.1', 0x0302, flags['no-tls11']],
      ['TLS 1.0', 0x0301, flags['no-tls1']],
    ] as const
  ).filter(([, number, off]) => !off && number >= min && number <= (max || 0xffff));
  // Nobody can be asked for no version; what is left of a range is enough.
  if (wanted.length === 0) throw new Unimplemented('no version at all');
  const spoken = wanted.map(([name]) => name).filter((name) => name === 'TLS 1.3' || name === 'TLS 1.2');
  if (spoken.length === 0) throw new Unimplemented('versions before TLS 1.2');
  return spoken;
}

function groupName(id: number): string {
  const group = nodeProvider.groups.find((candidate) => candidate.id === id);
  if (!group) throw new Unimplemented(`the group ${NamedGroup.nameOf(id)}`);
  return group.name;
}

function schemeName(id: number): string {
  if (!algorithmOf(id)) throw new Unimplemented(`the signature scheme ${SignatureScheme.nameOf(id)}`);
  return SignatureScheme.nameOf(id);
}

/** BoringSSL names the groups that get a share; ours are the first so many. */
function keyShares({ flags }: Config): number | undefined {
  if (flags['no-key-shares']) return 0;
  const wanted = flags['key-shares'];
  if (!wanted) return undefined;
  const groups = flags.curves ?? nodeProvider.groups.map(({ id }) => id);
  if (wanted.some((id, i) => id !== groups[i]))
    throw new Unimplemented('key shares of other groups than the first');
  return wanted.length;
}

/** `ProtocolNameList` of RFC 7301 without its own length, one character a byte. */
function protocolList(wire: string | undefined): string[] {
  const names: string[] = [];
  for (let at = 0; wire !== undefined && at < wire.length; ) {
    const length = wire.charCodeAt(at);
    names.push(wire.slice(at + 1, at + 1 + length));
    at += 1 + length;
  }
  return names;
}

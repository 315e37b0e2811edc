/** What a handshake must be told, complete: options/options.ts fills in the defaults. */
import type { Group, Maybe, PrivateKey, Provider, Suite } from '../crypto/provider.ts';
import type { ClientHello } from '../protocol/messages/index.ts';
import type { SpokenVersion } from '../protocol/numbers/versions.ts';
import type { Rejected, Verdict, WantedValues } from '../x509/index.ts';
import type { Session } from './sessions/session.ts';

/** A certificate and the key that belongs to it. */
export interface Credential {
  readonly kind: 'certificate';
  /** DER, the end entity's first, each the issuer of the one before. */
  readonly chain: readonly Uint8Array[];
  readonly key: PrivateKey;
  /** Signature schemes that it may be used with, most preferred first; every scheme that fits the key when absent. */
  readonly schemes?: readonly number[];
  /**
   * The DER OCSPResponse that goes with the first certificate to a peer that asks for one, or a function that gives it, at
   * once or later. If that gives undefined or fails, the handshake goes on without a response. It waits without a limit.
   */
  readonly ocspResponse?: Uint8Array | (() => Maybe<Uint8Array | undefined>);
}

/** What a peer asks of our certificate. */
export interface CertificateWish {
  readonly version: SpokenVersion;
  readonly signatureSchemes: readonly number[];
  /** Accepted in certificates, where the peer says so separately. */
  readonly signatureSchemesCert?: readonly number[] | undefined;
  /** DER names of the authorities that the peer accepts; empty when it does not say. */
  readonly authorities: readonly Uint8Array[];
  /** TLS 1.3: what a client's certificate must have in its extensions. */
  readonly oidFilters?: readonly WantedValues[];
  /** TLS 1.2: the kinds of key that a suite of both sides, or the CertificateRequest, can use. */
  readonly authentications?: readonly ('RSA' | 'ECDSA')[];
  /** TLS 1.2: the groups that the client supports, if it says so; an EC key must be on one of them. */
  readonly groups?: readonly number[] | undefined;
  /** TLS 1.2: RSA key exchange is possible, which needs no signature. */
  readonly rsaKeyExchange?: boolean;
}

/**
 * Judges a peer's certificates: DER, its own first.
 *
 * @param ocspResponses DER, as stapled to any of the certificates; empty unless we asked for them
 */
export type CertificateCheck = (
  chain: readonly Uint8Array[],
  keyUsage: 'digitalSignature' | 'keyEncipherment',
  ocspResponses: readonly Uint8Array[],
) => Maybe<Verdict>;

/** Called when a certificate is rejected; true accepts it anyway. */
export type OverruleRejection = (verdict: Rejected, chain: readonly Uint8Array[]) => Maybe<boolean>;

interface CommonConfig {
  readonly provider: Provider;
  /** Most preferred first. */
  readonly versions: readonly SpokenVersion[];
  readonly suites: readonly Suite[];
  readonly groups: readonly Group[];
  readonly signatureSchemes: readonly number[];
  readonly applicationProtocols: readonly string[];
  readonly checkCertificate: CertificateCheck;
  readonly overruleRejection: OverruleRejection;
  /** Ask the peer for OCSP responses with its certificates; a server can in TLS 1.3 only. */
  readonly statusRequest: boolean;
  /** Names the rules that a session was made under; see {@link Session.policy}. */
  readonly sessionPolicy: string;
  /** A server may ask for a certificate after the handshake (RFC 9846 section 4.7.2). */
  readonly postHandshakeAuthentication: boolean;
  /** TLS 1.2: either side may begin another handshake in this connection, bound to the one before (RFC 5746). */
  readonly renegotiation: boolean;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

export interface ClientConfig extends CommonConfig {
  /** For server_name; undefined sends none, as for an IP address. */
  readonly serverName: string | undefined;
  /** Chosen from by what the server asks for, most preferred first; or a function that chooses. */
  readonly credentials: readonly Credential[] | ((wish: CertificateWish) => Maybe<Credential | undefined>);
  /** Whether a credential is withheld from a server that names other authorities; not where a function chooses. */
  readonly askedAuthorities: 'honour' | 'ignore';
  /** A session to offer. */
  readonly session: Session | undefined;
  /** TLS 1.2: ask for tickets; without them a session is resumed by its ID. */
  readonly asksForTickets: boolean;
  /** Bits of the largest modulus that we do DHE with; a server chooses it, and the cost is the cube of its length. */
  readonly largestModulus: number;
  /** Send early data with a session that allows it. */
  readonly earlyData: boolean;
  /** The groups that get a key share in the first ClientHello, in the order of `groups`. */
  readonly keyShares: readonly Group[];
  /** Offer GREASE (RFC 8701). */
  readonly grease: boolean;
  /** Says that this is a retry with an older version (RFC 7507). */
  readonly fallbackScsv: boolean;
}

export interface ServerConfig extends CommonConfig {
  /** Undefined: there is no certificate for this client. */
  readonly credential: (hello: ClientHello, wish: CertificateWish) => Maybe<Credential | undefined>;
  readonly clientAuthentication: 'none' | 'request' | 'require';
  /** The DER names of the authorities that a CertificateRequest lists. */
  readonly authorities: readonly Uint8Array[];
  readonly tickets: Tickets | undefined;
  /** TLS 1.2, for clients that get no ticket. */
  readonly sessions: SessionStore | undefined;
  /** How many tickets a TLS 1.3 handshake gives. */
  readonly ticketCount: number;
  /** Early data is taken under these rules. */
  readonly earlyData: EarlyDataRules | undefined;
  /** Application data may go out before the client's Finished, unless a certificate is asked for (RFC 9846 section 4.5.3). */
  readonly halfRttData: boolean;
}

/** A server that takes early data (RFC 9846 section 8). */
export interface EarlyDataRules {
  /** Bytes of it in one connection, at most; tickets announce this. */
  readonly most: number;
  /** The replay guard: true only the first time that it sees this binder. It remembers each for at least a minute. */
  firstUse(binder: Uint8Array): Maybe<boolean>;
}

/** Seals sessions into tickets and opens them again, perhaps on another machine. */
export interface Tickets {
  /** Seconds; at most a week (RFC 9846 section 4.7.1). */
  readonly lifetime: number;
  seal(state: Uint8Array): Maybe<Uint8Array>;
  /** Undefined for a ticket that it cannot open. */
  open(ticket: Uint8Array): Maybe<Uint8Array | undefined>;
}

/**
 * Keeps the sessions of TLS 1.2 by their IDs (RFC 5246 appendix F.1.4), perhaps for several machines. What it keeps holds the
 * secrets of connections. If it throws, answers with something else or not within two seconds, there is a full handshake.
 */
export interface SessionStore {
  /** Seconds that a session may be resumed; at most a day (RFC 5246 appendix F.1.4). */
  readonly lifetime: number;
  /** @param id 32 random bytes */
  put(id: Uint8Array, state: Uint8Array): Maybe<unknown>;
  /** What was put under this ID; undefined if there is nothing. */
  get(id: Uint8Array): Maybe<Uint8Array | undefined>;
  /** Its connection failed with a fatal alert, and it must not be resumed (RFC 5246 section 7.2.2). */
  remove(id: Uint8Array): Maybe<unknown>;
}

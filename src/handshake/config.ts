/** What a handshake must be told: complete, with nothing left to default (options/options.ts does that). */
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
   * The DER OCSPResponse that goes with the first certificate to a peer that asks for one, or who gives it: now or later,
   * undefined for none at hand. One that fails, or throws, is none; the handshake goes on. It waits for one that is late,
   * with nothing of ours to limit it.
   */
  readonly ocspResponse?: Uint8Array | (() => Maybe<Uint8Array | undefined>);
}

/** What a client is asked for, or a server may choose its certificate by. */
export interface CertificateWish {
  readonly version: SpokenVersion;
  readonly signatureSchemes: readonly number[];
  /** Those that the peer accepts in certificates, where it says so separately. */
  readonly signatureSchemesCert?: readonly number[] | undefined;
  /** The DER names of the authorities that the peer accepts; empty when it does not say. */
  readonly authorities: readonly Uint8Array[];
  /** TLS 1.3: what a client's certificate must have in its extensions. */
  readonly oidFilters?: readonly WantedValues[];
  /** TLS 1.2: the kinds of key that a suite of both sides, or the CertificateRequest, can use. */
  readonly authentications?: readonly ('RSA' | 'ECDSA')[];
  /** TLS 1.2: the groups that the client supports, when it says so; an EC key must be on one of them. */
  readonly groups?: readonly number[] | undefined;
  /** TLS 1.2: RSA key exchange is possible, for which no signature is needed. */
  readonly rsaKeyExchange?: boolean;
}

/**
 * Judges a peer's certificates: DER, its own first.
 *
 * @param ocspResponses DER, as they came stapled to one or the other of the certificates; none unless they were asked for
 */
export type CertificateCheck = (
  chain: readonly Uint8Array[],
  keyUsage: 'digitalSignature' | 'keyEncipherment',
  ocspResponses: readonly Uint8Array[],
) => Maybe<Verdict>;

/** Asked when a certificate was rejected; true takes it nevertheless. May answer late. */
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
  /** Ask the peer for OCSP responses beside its certificates; a server can in TLS 1.3 only. */
  readonly statusRequest: boolean;
  /** Names the rules that a session was made under; see {@link Session.policy}. */
  readonly sessionPolicy: string;
  /** TLS 1.2: either side may begin another handshake in this connection, bound to the one before (RFC 5746). */
  readonly renegotiation: boolean;
  /** Milliseconds since 1970. */
  readonly wallClock: () => number;
}

export interface ClientConfig extends CommonConfig {
  /** What stands in server_name; undefined for none (an IP address may not stand there). */
  readonly serverName: string | undefined;
  /** Those to choose from by what the server asks for, most preferred first; or who chooses. */
  readonly credentials: readonly Credential[] | ((wish: CertificateWish) => Maybe<Credential | undefined>);
  /** Whether a credential is withheld from a server that names other authorities; a function chooses for itself. */
  readonly askedAuthorities: 'honour' | 'ignore';
  /** A session to offer. */
  readonly session: Session | undefined;
  /** A server may ask for a certificate behind the handshake (RFC 9846 section 4.7.2). */
  readonly postHandshakeAuthentication: boolean;
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
  /** Sees the whole ClientHello. Undefined: there is no certificate for this client. */
  readonly credential: (hello: ClientHello, wish: CertificateWish) => Maybe<Credential | undefined>;
  readonly clientAuthentication: 'none' | 'request' | 'require';
  /** The DER names of the authorities that a CertificateRequest lists. */
  readonly authorities: readonly Uint8Array[];
  readonly tickets: Tickets | undefined;
  /** How many tickets a TLS 1.3 handshake gives. */
  readonly ticketCount: number;
  /** Early data is taken under these rules. */
  readonly earlyData: EarlyDataRules | undefined;
  /** We may write before the client's Finished, to a client that is asked for no certificate (RFC 9846 section 4.5.3). */
  readonly halfRttData: boolean;
}

/** A server that takes early data (RFC 9846 section 8). */
export interface EarlyDataRules {
  /** Most bytes of it in one connection, which a ticket announces. */
  readonly most: number;
  /** The replay guard: true the first time that it sees this binder, and at no other time. It forgets none for a minute. */
  firstUse(binder: Uint8Array): Maybe<boolean>;
}

/** Seals sessions into tickets and opens them again; may live elsewhere. */
export interface Tickets {
  /** Seconds; at most a week (RFC 9846 section 4.7.1). */
  readonly lifetime: number;
  seal(state: Uint8Array): Maybe<Uint8Array>;
  /** Undefined for a ticket that is not one of ours, or no longer. */
  open(ticket: Uint8Array): Maybe<Uint8Array | undefined>;
}

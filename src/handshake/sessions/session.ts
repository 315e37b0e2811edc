/**
 * What is kept of a connection so that a later one may resume it: by the client beside the ticket, by the server
 * inside it. One definition serves both, so a ticket carries what a resumption must be checked against.
 */

import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { ProtocolVersion, TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import type { Of } from '../../wire/codec.ts';
import { decode, encode } from '../../wire/codec.ts';
import { opaque, struct, text, u8, u16, u32, vec } from '../../wire/notation.ts';
import { Malformed } from '../../wire/reader.ts';

/** Milliseconds since 1970 in two parts, since numbers on the wire end at 32 bits. */
const time = struct('', { seconds: u32, milliseconds: u16 });

const body = struct('', {
  /** The version of this layout. */
  layout: u8,
  version: ProtocolVersion,
  cipherSuite: CipherSuite,
  /** TLS 1.2: the main secret. TLS 1.3: the PSK of the ticket. */
  secret: opaque(1, 255),
  extendedMainSecret: u8,
  clientAuthenticated: u8,
  /** Empty when there was none. */
  serverName: text(0, 255),
  applicationProtocol: text(0, 255),
  /** What the resumption may be used for: see SessionPolicy. */
  policy: text(0, 65535),
  issuedAt: time,
  /** No later than the ticket's lifetime, nor than the end of the peer's certificate path. */
  expiresAt: time,
  ticketAgeAdd: u32,
  /** The peer's certificates as it sent them, its own first; none when it was not authenticated. */
  peerChain: vec(opaque(1, 2 ** 24 - 1), 0, 2 ** 24 - 1),
  /** Empty inside a ticket. */
  ticket: opaque(0, 65535),
});
type Stored = Of<typeof body>;

/** What a {@link Session} is made of. */
export interface SessionParts {
  readonly version: typeof TLS12 | typeof TLS13;
  readonly cipherSuite: number;
  /** TLS 1.2: the main secret. TLS 1.3: the PSK of the ticket. */
  readonly secret: Uint8Array;
  readonly extendedMainSecret: boolean;
  /** The client proved who it is when the session was made. */
  readonly clientAuthenticated: boolean;
  readonly serverName: string | undefined;
  readonly applicationProtocol: string | undefined;
  /**
   * Under which rules the peer was accepted (trust, purpose, name, whether a client certificate was required). A session is
   * resumed only under the same.
   */
  readonly policy: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly ticketAgeAdd: number;
  readonly peerChain: readonly Uint8Array[];
  readonly ticket: Uint8Array;
  /** Most bytes of early data that the server takes; it is not stored, so a session that was read again sends none. */
  readonly maxEarlyData?: number | undefined;
}

/** The secret is private, so that logging a session does not reveal it; {@link writeSession} includes it. */
export class Session implements SessionParts {
  readonly version: SessionParts['version'];
  readonly cipherSuite: number;
  readonly extendedMainSecret: boolean;
  readonly clientAuthenticated: boolean;
  readonly serverName: string | undefined;
  readonly applicationProtocol: string | undefined;
  readonly policy: string;
  readonly issuedAt: number;
  readonly expiresAt: number;
  readonly ticketAgeAdd: number;
  readonly peerChain: readonly Uint8Array[];
  readonly ticket: Uint8Array;
  readonly maxEarlyData: number | undefined;
  readonly #secret: Uint8Array;

  constructor(parts: SessionParts) {
    this.version = parts.version;
    this.cipherSuite = parts.cipherSuite;
    this.extendedMainSecret = parts.extendedMainSecret;
    this.clientAuthenticated = parts.clientAuthenticated;
    this.serverName = parts.serverName;
    this.applicationProtocol = parts.applicationProtocol;
    this.policy = parts.policy;
    this.issuedAt = parts.issuedAt;
    this.expiresAt = parts.expiresAt;
    this.ticketAgeAdd = parts.ticketAgeAdd;
    this.peerChain = parts.peerChain;
    this.ticket = parts.ticket;
    this.maxEarlyData = parts.maxEarlyData;
    this.#secret = parts.secret;
  }

  get secret(): Uint8Array {
    return this.#secret;
  }
}

const LAYOUT = 1;

/** A session as bytes. They hold its secret. */
export function writeSession(session: Session): Uint8Array {
  const stored: Stored = {
    layout: LAYOUT,
    version: session.version,
    cipherSuite: session.cipherSuite,
    secret: session.secret,
    extendedMainSecret: session.extendedMainSecret ? 1 : 0,
    clientAuthenticated: session.clientAuthenticated ? 1 : 0,
    serverName: session.serverName ?? '',
    applicationProtocol: session.applicationProtocol ?? '',
    policy: session.policy,
    issuedAt: split(session.issuedAt),
    expiresAt: split(session.expiresAt),
    ticketAgeAdd: session.ticketAgeAdd,
    peerChain: [...session.peerChain],
    ticket: session.ticket,
  };
  return encode(body, stored);
}

/** Undefined for bytes that are not a session of this layout. */
export function readSession(bytes: Uint8Array): Session | undefined {
  let stored: Stored;
  try {
    stored = decode(body, bytes);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
  const {
    layout,
    version,
    extendedMainSecret,
    clientAuthenticated,
    serverName,
    applicationProtocol,
    issuedAt,
    expiresAt,
  } = stored;
  if (layout !== LAYOUT || (version !== TLS12 && version !== TLS13)) return undefined;
  return new Session({
    ...stored,
    version,
    extendedMainSecret: extendedMainSecret === 1,
    clientAuthenticated: clientAuthenticated === 1,
    serverName: serverName || undefined,
    applicationProtocol: applicationProtocol || undefined,
    issuedAt: join(issuedAt),
    expiresAt: join(expiresAt),
  });
}

const split = (at: number): Of<typeof time> => ({
  seconds: Math.floor(at / 1000),
  milliseconds: Math.floor(at) % 1000,
});
const join = ({ seconds, milliseconds }: Of<typeof time>): number => seconds * 1000 + milliseconds;

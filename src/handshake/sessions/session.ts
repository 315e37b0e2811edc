/**
 * What is kept of a connection so that a later one may resume it: by the client beside the ticket or the session ID, by the
 * server inside the ticket or under the ID. One definition serves all, so each carries what a resumption must be checked
 * against.
 */
import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { ProtocolVersion, TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import { type Codec, decode, encode, type Of } from '../../wire/codec.ts';
import { opaque, struct, text, u8, u16, u32, vec } from '../../wire/notation.ts';
import { Malformed } from '../../wire/reader.ts';

/** What a {@link Session} is made of. */
export type SessionParts = Pick<Session, keyof Session>;

/** The secret is private, so that logging a session does not reveal it; {@link writeSession} includes it. */
export class Session {
  declare readonly version: typeof TLS12 | typeof TLS13;
  declare readonly cipherSuite: number;
  declare readonly extendedMainSecret: boolean;
  /** The client proved who it is when the session was made. */
  declare readonly clientAuthenticated: boolean;
  declare readonly serverName: string | undefined;
  declare readonly applicationProtocol: string | undefined;
  /**
   * The rules under which the peer was accepted (trust, purpose, name, whether a client certificate was required). A session
   * is resumed only under the same.
   */
  declare readonly policy: string;
  /** Milliseconds since 1970. */
  declare readonly issuedAt: number;
  /** No later than the session's lifetime, nor than the end of the peer's certificate path. */
  declare readonly expiresAt: number;
  declare readonly ticketAgeAdd: number;
  /** The peer's certificates as it sent them, its own first; none when it was not authenticated. */
  declare readonly peerChain: readonly Uint8Array[];
  /** Empty inside a ticket, and in a session that has an ID. */
  declare readonly ticket: Uint8Array;
  /** TLS 1.2: what the server named it by, if it gave no ticket; otherwise empty. */
  declare readonly sessionId: Uint8Array;
  /** Most bytes of early data that the server takes; it is not stored, so a session that was read again sends none. */
  // Its own property, whatever is on Object.prototype.
  readonly maxEarlyData?: number | undefined = undefined;
  readonly #secret: Uint8Array;

  constructor({ secret, ...others }: SessionParts) {
    Object.assign(this, others);
    this.#secret = secret;
  }

  /** TLS 1.2: the main secret. TLS 1.3: the PSK of the ticket. */
  get secret(): Uint8Array {
    return this.#secret;
  }
}

const flag: Codec<boolean> = {
  read: (r) => u8.read(r) === 1,
  write: (w, value) => u8.write(w, value ? 1 : 0),
};

const upTo255 = text(0, 255);
/** Empty when there is none. */
const name: Codec<string | undefined> = {
  read: (r) => upTo255.read(r) || undefined,
  write: (w, value = '') => upTo255.write(w, value),
};

/** Milliseconds since 1970 in two parts, since numbers on the wire end at 32 bits. */
const time: Codec<number> = {
  read: (r) => u32.read(r) * 1000 + u16.read(r),
  write(w, at) {
    u32.write(w, Math.floor(at / 1000));
    u16.write(w, Math.floor(at) % 1000);
  },
};

const body = struct('', {
  version: ProtocolVersion,
  cipherSuite: CipherSuite,
  secret: opaque(1, 255),
  extendedMainSecret: flag,
  clientAuthenticated: flag,
  serverName: name,
  applicationProtocol: name,
  policy: text(0, 65535),
  issuedAt: time,
  expiresAt: time,
  ticketAgeAdd: u32,
  peerChain: vec(opaque(1, 2 ** 24 - 1), 0, 2 ** 24 - 1),
  ticket: opaque(0, 65535),
  sessionId: opaque(0, 32),
});
const LAYOUT = 2;
const laidOut = struct('', { layout: u8, body });

/** A session as bytes. They hold its secret. */
export function writeSession(session: Session): Uint8Array {
  const { secret, peerChain } = session;
  return encode(laidOut, { layout: LAYOUT, body: { ...session, secret, peerChain: [...peerChain] } });
}

/** Undefined for bytes that are not a session of this layout. */
export function readSession(bytes: Uint8Array): Session | undefined {
  let stored: Of<typeof laidOut>;
  try {
    stored = decode(laidOut, bytes);
  } catch (error) {
    if (error instanceof Malformed) return undefined;
    throw error;
  }
  const { layout, body: parts } = stored;
  const { version } = parts;
  if (layout !== LAYOUT || (version !== TLS12 && version !== TLS13)) return undefined;
  return new Session({ ...parts, version });
}

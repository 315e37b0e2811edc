/** What a server seals into a ticket, how long a session may be resumed, and whether one that is offered may be. */
import type { ClientConfig, ServerConfig } from '../config.ts';
import type { PeerIdentity } from '../credentials/peer-identity.ts';
import type { Agreement } from '../established.ts';
import { type Flow, settle, settleBytes } from '../flow.ts';
import { because, type Rule } from '../observed-events.ts';
import type { Server } from '../sides.ts';
import { readSession, Session, type SessionParts, writeSession } from './session.ts';

const none = new Uint8Array();

/** Bytes. A ticket travels in every hello that offers it, so a longer session gets none. */
export const LONGEST_STATE = 2 ** 14;

/** Whom a ticket is for: a handshake that resumes takes the peer to be the same. */
export type TicketHolder = Pick<PeerIdentity, 'chain' | 'overruled' | 'validUntil'>;

/** What a session has that was not agreed on. */
type Given = Pick<SessionParts, 'secret' | 'maxEarlyData'> &
  Partial<Pick<SessionParts, 'ticket' | 'ticketAgeAdd' | 'sessionId'>>;

/**
 * The session that a handshake leaves. It ends with its lifetime, or when the first certificate on the peer's path
 * does, so that resuming never outlives what was checked.
 *
 * @param lifetime seconds
 */
export function sessionOf(
  config: ClientConfig | ServerConfig,
  { chain: peerChain, validUntil }: TicketHolder,
  agreement: Agreement,
  lifetime: number,
  given: Given,
): Session {
  const { version, suite, extendedMainSecret, clientAuthenticated, serverName, applicationProtocol } =
    agreement;
  const issuedAt = config.wallClock();
  return new Session({
    version,
    cipherSuite: suite.id,
    extendedMainSecret,
    clientAuthenticated,
    serverName,
    applicationProtocol,
    policy: config.sessionPolicy,
    issuedAt,
    expiresAt: Math.min(issuedAt + lifetime * 1000, validUntil),
    peerChain,
    ticketAgeAdd: 0,
    ticket: none,
    sessionId: none,
    ...given,
  });
}

/**
 * Undefined where no ticket may be given: none are configured, the client's certificate was accepted against its verdict
 * (a resumption would skip the question), or its chain is too long to carry.
 */
export function* makeTicket(
  config: ServerConfig,
  holder: TicketHolder,
  agreement: Agreement,
  secret: Uint8Array,
  ticketAgeAdd: number,
): Flow<{ readonly ticket: Uint8Array; readonly lifetime: number } | undefined> {
  const { tickets } = config;
  if (!tickets || holder.overruled) return undefined;
  const { lifetime } = tickets;
  const state = writeSession(sessionOf(config, holder, agreement, lifetime, { secret, ticketAgeAdd }));
  if (state.length > LONGEST_STATE) return undefined;
  return { ticket: yield* settleBytes(tickets.seal(state), 'tickets'), lifetime };
}

/** A session that a client offers, and what it must be good for here. */
export interface Offered extends Pick<SessionParts, 'version' | 'serverName'> {
  readonly what: 'ticket' | 'session ID';
  readonly rfc: string;
  /** Why this version may not resume the session, or undefined. */
  refusal(session: Session): Rule | undefined;
}

/** The session in a ticket, when it is one of ours and everything that it was given for still holds. */
export function* openTicket(server: Server, ticket: Uint8Array, offered: Offered): Flow<Session | undefined> {
  const { tickets } = server.config;
  const opened = tickets && (yield* settle(tickets.open(ticket.slice()), 'tickets'));
  const state = opened && (yield* settleBytes(opened, 'tickets'));
  const session = state && readSession(state);
  return judged(
    server,
    session ?? because('unknown-ticket', 'the ticket is not one that we can open'),
    offered,
  );
}

/**
 * The session, if everything that it was made under still holds.
 *
 * @param found or why there is none
 */
export function judged(
  { peer, config }: Server,
  found: Session | Rule,
  offered: Offered,
): Session | undefined {
  const session = found instanceof Session ? found : undefined;
  const refused =
    found instanceof Session ? (refusal(found, config, offered) ?? offered.refusal(found)) : found;
  peer.tell(() => ({
    type: 'decision',
    about: 'resumption',
    by: 'server',
    offered: [offered.what],
    chosen: refused ? 'full handshake' : 'resumed',
    ...(refused ??
      because('honoured', 'the session is one of ours, and everything that it was made under still holds')),
    rfc: offered.rfc,
  }));
  return refused ? undefined : session;
}

function refusal(session: Session, config: ServerConfig, offered: Offered): Rule | undefined {
  if (session.version !== offered.version) return because('other-version', 'the session has another version');
  if (session.expiresAt <= config.wallClock()) return because('expired', 'the session has expired');
  if (session.serverName !== offered.serverName)
    return because('other-server-name', 'the session was made for another server name');
  if (session.policy !== config.sessionPolicy)
    return because('other-policy', 'the session was made under different rules');
  return undefined;
}

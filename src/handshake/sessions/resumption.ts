/** Tickets: what a server seals into one, how long a session may be resumed, and whether one that is offered may be. */
import type { ClientConfig, ServerConfig } from '../config.ts';
import type { PeerIdentity } from '../credentials/peer-identity.ts';
import type { Agreement } from '../established.ts';
import { type Flow, settle, settleBytes } from '../flow.ts';
import { because, type Rule } from '../observed-events.ts';
import type { Server } from '../sides.ts';
import { readSession, Session, type SessionParts, writeSession } from './session.ts';

/** Bytes. A ticket travels in every hello that offers it, so a longer session gets none. */
const LONGEST_STATE = 2 ** 14;

/** Whom a ticket is for: a handshake that resumes takes the peer to be the same. */
export type TicketHolder = Pick<PeerIdentity, 'chain' | 'overruled' | 'validUntil'>;

/** What a session has that was not agreed on. */
type Given = Pick<SessionParts, 'secret' | 'ticketAgeAdd' | 'ticket' | 'maxEarlyData'>;

/**
 * The session that a handshake leaves. It ends when the ticket does, or when the first certificate on the peer's path
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
  const ticket = new Uint8Array();
  const state = writeSession(
    sessionOf(config, holder, agreement, lifetime, { secret, ticketAgeAdd, ticket }),
  );
  if (state.length > LONGEST_STATE) return undefined;
  return { ticket: yield* settleBytes(tickets.seal(state), 'tickets'), lifetime };
}

/** A ticket that a client offers, and what it must be good for here. */
interface OfferedTicket extends Pick<SessionParts, 'ticket' | 'version' | 'serverName'> {
  readonly rfc: string;
  /** Why this version may not resume the session, or undefined. */
  refusal(session: Session): Rule | undefined;
}

/** The session in a ticket, when it is one of ours and everything that it was given for still holds. */
export function* openTicket({ peer, config }: Server, offered: OfferedTicket): Flow<Session | undefined> {
  const opened = config.tickets && (yield* settle(config.tickets.open(offered.ticket.slice()), 'tickets'));
  const state = opened && (yield* settleBytes(opened, 'tickets'));
  const session = state && readSession(state);
  const refused = session
    ? (refusal(session, config, offered) ?? offered.refusal(session))
    : because('unknown-ticket', 'the ticket is not one that we can open');
  peer.tell(() => ({
    type: 'decision',
    about: 'resumption',
    by: 'server',
    chosen: refused ? 'full handshake' : 'resumed',
    ...(refused ??
      because('honoured', 'the ticket is one of ours, and everything that it was given for still holds')),
    rfc: offered.rfc,
  }));
  return refused ? undefined : session;
}

function refusal(session: Session, config: ServerConfig, offered: OfferedTicket): Rule | undefined {
  if (session.version !== offered.version) return because('other-version', 'the ticket has another version');
  if (session.expiresAt <= config.wallClock()) return because('expired', 'the ticket has expired');
  if (session.serverName !== offered.serverName)
    return because('other-server-name', 'the ticket was given for another server name');
  if (session.policy !== config.sessionPolicy)
    return because('other-policy', 'the ticket was given under different rules');
  return undefined;
}

/**
 * Sessions of TLS 1.2 by their IDs, in a store that was handed in (RFC 5246 section 7.3 and appendix F.1.4).
 *
 * Nothing depends on the store: where it throws, answers with what is no session of that ID, or is late, there is a full
 * handshake. IDs are ours alone, and random, so nobody gets a session under an ID that a client chose.
 */
import { isPromise } from '../../crypto/steps.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { isShared } from '../../wire/shared-memory.ts';
import type { ServerConfig } from '../config.ts';
import type { Agreement } from '../established.ts';
import { type Flow, settleWithin } from '../flow.ts';
import { because, type Rule } from '../observed-events.ts';
import type { Server } from '../sides.ts';
import { judged, LONGEST_STATE, type Offered, sessionOf, type TicketHolder } from './resumption.ts';
import { readSession, type Session, writeSession } from './session.ts';

const ID_LENGTH = 32;
/** Milliseconds for the store to answer. */
const PATIENCE = 2000;

export const freshSessionId = ({ provider }: ServerConfig): Uint8Array => provider.random(ID_LENGTH);

/**
 * The session that the client names, if everything that it was made under still holds.
 *
 * @param isMadeUp the client sends an ID even if it has no session
 */
export function* findById(
  server: Server,
  id: Uint8Array,
  { isMadeUp, ...offered }: Offered & { readonly isMadeUp: boolean },
): Flow<Session | undefined> {
  if (!server.config.sessions || id.length === 0) return undefined;
  const found = id.length === ID_LENGTH ? yield* keptUnder(server, id) : undefined;
  return judged(
    server,
    found ??
      because(
        'unknown-session-id',
        isMadeUp
          ? 'the session ID is not one that we keep; a client that speaks TLS 1.3 makes one up'
          : 'the session ID is not one that we keep',
      ),
    offered,
  );
}

function* keptUnder({ config }: Server, id: Uint8Array): Flow<Session | Rule | undefined> {
  try {
    const state: unknown = yield* settleWithin(PATIENCE, config.sessions!.get(id.slice()), 'sessions');
    if (state === undefined || state === null) return undefined;
    const session = state instanceof Uint8Array && !isShared(state) ? readSession(state.slice()) : undefined;
    if (session && sameBytes(session.sessionId, id)) return session;
    return because('store-failed', 'the store of sessions answered with something that is not this session');
  } catch {
    return because('store-failed', 'the store of sessions failed, or did not answer in time');
  }
}

/**
 * Puts a session under the ID that the ServerHello gave, unless the client's certificate was accepted against its verdict or is
 * too long to keep.
 */
export function* keepById(
  server: Server,
  id: Uint8Array,
  holder: TicketHolder,
  agreement: Agreement,
  secret: Uint8Array,
): Flow<void> {
  const { config } = server;
  const { sessions } = config;
  if (!sessions || id.length === 0 || holder.overruled) return;
  const session = sessionOf(config, holder, agreement, sessions.lifetime, { secret, sessionId: id });
  const state = writeSession(session);
  if (state.length > LONGEST_STATE) return;
  forgetIfFatal(server, session);
  try {
    yield* settleWithin(PATIENCE, sessions.put(id.slice(), state), 'sessions');
  } catch {
    // Its next handshake is a full one.
  }
}

/** RFC 5246 section 7.2.2: a session whose connection fails with a fatal alert must not be resumed again. */
export function forgetIfFatal({ peer, config }: Server, { sessionId: id }: Session): void {
  const { sessions } = config;
  if (!sessions || id.length === 0) return;
  peer.ifFatal(() => {
    try {
      const removed: unknown = sessions.remove(id.slice());
      if (isPromise(removed)) Promise.resolve(removed).catch(() => {});
    } catch {
      // It has an age, after which it is not resumed either.
    }
  });
}

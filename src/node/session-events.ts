/**
 * Sessions of TLS 1.2 by their IDs, kept by listeners for a server's 'newSession' and 'resumeSession', as in node:tls.
 *
 * Decision: whatever goes wrong there (no answer within two seconds, an error, something else than the bytes that were given)
 * means a full handshake, where node:tls ends the connection. node:tls has no event to forget a session, so those of connections
 * that ended with a fatal alert are remembered here, and not asked for again.
 */
import type { EventEmitter } from 'node:events';
import type { SessionStore } from '../options/engine.ts';
import { hex } from '../wire/bytes.ts';
import { heard } from './uncaught-exception.ts';

/** IDs that are remembered as forgotten. */
const MOST_FORGOTTEN = 1000;
/** Seconds (RFC 5246 appendix F.1.4). */
const LONGEST = 24 * 60 * 60;

type Answer = (error?: Error | null, state?: Uint8Array | null) => void;

export class SessionEvents {
  readonly #forgotten = new Set<string>();

  constructor(private readonly server: EventEmitter) {}

  /**
   * Undefined while nobody listens.
   *
   * @param lifetime of a session, in seconds
   */
  store(lifetime: number): SessionStore | undefined {
    const { server } = this;
    const isHeard = server.listenerCount('newSession') > 0 || server.listenerCount('resumeSession') > 0;
    if (!isHeard) return undefined;
    return {
      lifetime: Math.min(lifetime, LONGEST),
      put: (id, state) =>
        answered((done) => server.emit('newSession', Buffer.from(id), Buffer.from(state), done)),
      get: (id) =>
        this.#forgotten.has(hex(id))
          ? undefined
          : answered((done) => server.emit('resumeSession', Buffer.from(id), done)),
      remove: (id) => this.#forget(hex(id)),
    };
  }

  #forget(id: string): void {
    const [oldest] = this.#forgotten;
    if (oldest !== undefined && this.#forgotten.size >= MOST_FORGOTTEN) this.#forgotten.delete(oldest);
    this.#forgotten.add(id);
  }
}

/**
 * @param ask gives whether anybody listens; if a listener throws, that is heard of, and nobody did
 */
function answered(ask: (done: Answer) => boolean): Promise<Uint8Array | undefined> {
  return new Promise((resolve, reject) => {
    let isAsked = false;
    heard(() => {
      isAsked = ask((error, state) => {
        if (error) reject(error);
        else resolve(state ?? undefined);
      });
    });
    if (!isAsked) resolve(undefined);
  });
}

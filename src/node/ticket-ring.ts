/**
 * A server's ticket keys: generated here, rotated twice a day, and forgotten when no valid ticket needs them any more
 * (RFC 5077 section 5.5, RFC 9325 section 3.4). Such a key decrypts the TLS 1.2 connections that were resumed with its
 * tickets, so none may live long.
 *
 * Each key is 48 secret bytes, as in node:tls, so that several processes can share them; name and cipher key are
 * derived by HKDF. OpenSSL's layout of the 48 bytes was rejected: it needs AES-CBC with HMAC, and its name is not
 * derived, so that a name could be paired with another key.
 */
import { expand } from '../crypto/hkdf.ts';
import type { Provider } from '../crypto/provider.ts';
import { sealedTickets, type TicketKey, type Tickets } from '../options/engine.ts';
import { say } from '../wire/words.ts';

/** Milliseconds. */
const ROTATION = 12 * 60 * 60 * 1000;
const TICKET_SECRET = 48;

interface Dated {
  readonly secret: Uint8Array;
  readonly key: TicketKey;
  /** Milliseconds since 1970 after which it no longer seals. */
  readonly sealsUntil: number;
}

export class TicketRing {
  readonly #provider: Provider;
  /** Lifetime of the longest-lived ticket, in seconds. */
  #lifetime = 0;
  readonly #wallClock: () => number;
  #ring: readonly Dated[] = [];

  /**
   * @param given 48 bytes that somebody else rotates; undefined to make and rotate keys here
   */
  constructor(provider: Provider, given?: Uint8Array, wallClock: () => number = Date.now) {
    this.#provider = provider;
    this.#wallClock = wallClock;
    if (given) this.use(given);
  }

  /** @param lifetime of each ticket, in seconds */
  tickets(lifetime: number): Tickets {
    this.#lifetime = Math.max(this.#lifetime, lifetime);
    return sealedTickets(this.#provider, () => this.#current().map(({ key }) => key), lifetime);
  }

  /** The 48 bytes that currently seal tickets. */
  get secret(): Uint8Array {
    return this.#current()[0]!.secret.slice();
  }

  /** Seals with this from now on, until the next {@link use}; earlier keys still open tickets. */
  use(secret: Uint8Array): void {
    if (secret.length !== TICKET_SECRET)
      throw new RangeError(say`ticket keys have ${TICKET_SECRET} bytes`.text);
    const now = this.#wallClock();
    const before = this.#ring.map((dated) => ({ ...dated, sealsUntil: Math.min(dated.sealsUntil, now) }));
    this.#ring = [this.#dated(secret.slice(), Number.POSITIVE_INFINITY), ...before];
  }

  #current(): readonly Dated[] {
    const now = this.#wallClock();
    const opens = this.#ring.filter(({ sealsUntil }) => now < sealsUntil + this.#lifetime * 1000);
    const seals = opens[0] !== undefined && now < opens[0].sealsUntil;
    this.#ring = seals
      ? opens
      : [this.#dated(this.#provider.random(TICKET_SECRET), now + ROTATION), ...opens];
    return this.#ring;
  }

  #dated(secret: Uint8Array, sealsUntil: number): Dated {
    const { hashes, ticketCipher } = this.#provider;
    const derive = (label: string, length: number) =>
      expand(
        hashes['SHA-256'],
        secret,
        Uint8Array.from(label, (c) => c.charCodeAt(0)),
        length,
      );
    return {
      secret,
      sealsUntil,
      key: { name: derive('ticket key name', 16), key: derive('ticket key', ticketCipher.keyLength) },
    };
  }
}

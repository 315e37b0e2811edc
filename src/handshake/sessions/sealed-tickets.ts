/** Tickets sealed with keys that rotate (RFC 5077 section 4): `key_name[16] nonce[12] ciphertext tag[16]`. */
import { equal } from '../../crypto/equal.ts';
import type { Provider } from '../../crypto/provider.ts';
import type { Tickets } from '../config.ts';

export interface TicketKey {
  /** 16 bytes, not secret. */
  readonly name: Uint8Array;
  /** As long as the provider's ticket cipher asks for. */
  readonly key: Uint8Array;
}

const NAME = 16;
const NONCE = 12;

export function freshTicketKey({ random, ticketCipher }: Provider): TicketKey {
  return new FreshTicketKey(random(NAME), random(ticketCipher.keyLength));
}

/** Logging one does not reveal its key. */
class FreshTicketKey implements TicketKey {
  readonly #key: Uint8Array;

  constructor(
    readonly name: Uint8Array,
    key: Uint8Array,
  ) {
    this.#key = key;
  }

  get key(): Uint8Array {
    return this.#key;
  }
}

/**
 * @param keys called at each use, so that they may rotate: the first seals, any opens
 * @param lifetime seconds
 */
export function sealedTickets(
  provider: Provider,
  keys: () => readonly TicketKey[],
  lifetime: number,
): Tickets {
  const { ticketCipher } = provider;
  return {
    lifetime,
    seal(state) {
      const [current] = keys();
      if (!current) throw new Error('there is no ticket key');
      const start = NAME + NONCE;
      const ticket = new Uint8Array(start + state.length + ticketCipher.tagLength);
      ticket.set(current.name);
      ticket.set(provider.random(NONCE), NAME);
      ticket.set(state, start);
      ticketCipher
        .create(current.key)
        .seal(ticket, start, start + state.length, ticket.slice(NAME, start), current.name);
      return ticket;
    },
    open(ticket) {
      if (ticket.length < NAME + NONCE + ticketCipher.tagLength) return undefined;
      const name = ticket.subarray(0, NAME);
      const key = keys().find((candidate) => equal(candidate.name, name));
      if (!key) return undefined;
      return ticketCipher
        .create(key.key)
        .open(ticket.subarray(NAME + NONCE), ticket.subarray(NAME, NAME + NONCE), name);
    },
  };
}

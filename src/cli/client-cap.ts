/**
 * How many clients `handglass serve` has at a time. When it is full, a new one takes the place of one that is being drained,
 * or else of the oldest that has not finished its handshake. Open connections stay.
 */

export interface Guest {
  readonly stage: 'handshake' | 'open' | 'drained';
}

export interface Place {
  destroy(): unknown;
  once(event: 'close', left: () => void): unknown;
}

export class Room<P extends Place> {
  readonly #most: number;
  /** In order of arrival. */
  readonly #guests = new Map<P, Guest>();

  /** @param most places, at least 1 */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Takes a place for a new client.
   *
   * @param welcome called when there is a place; may give no guest
   * @returns the client that had to leave, `false` when there is no place, undefined when there was room
   */
  enter(place: P, welcome: () => Guest | undefined): P | false | undefined {
    const left = this.#guests.size < this.#most ? undefined : this.#leaveOne();
    if (left === false) return false;
    const guest = welcome();
    if (guest) this.#guests.set(place, guest);
    place.once('close', () => this.#guests.delete(place));
    return left;
  }

  #leaveOne(): P | false {
    const place = this.#first('drained') ?? this.#first('handshake');
    if (!place) return false;
    this.#guests.delete(place);
    place.destroy();
    return place;
  }

  #first(stage: Guest['stage']): P | undefined {
    for (const [place, guest] of this.#guests) if (guest.stage === stage) return place;
    return undefined;
  }

  /** Closes every connection. */
  close(): void {
    for (const place of this.#guests.keys()) place.destroy();
  }
}

/**
 * Who is in `handglass serve` at once. When it is full, whoever comes gets the place of somebody who only takes one: of who
 * is being drained, or else of who came first and has not finished the handshake. With whom a connection is open stays.
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
  /** In the order of their coming. */
  readonly #guests = new Map<P, Guest>();

  /** @param most places, at least 1 */
  constructor(most: number) {
    this.#most = most;
  }

  /**
   * Takes a place for who comes.
   *
   * @param welcome is called when there is one; nobody may come of it
   * @returns who had to leave for it, `false` when there is none, undefined when there was room
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

  /** Everybody goes. */
  close(): void {
    for (const place of this.#guests.keys()) place.destroy();
  }
}

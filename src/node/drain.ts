/**
 * A socket no longer in use: what still arrives is read and discarded, up to a limit in time and bytes, and the socket is
 * closed once everything written has been sent.
 */
import type { Duplex } from 'node:stream';
import { Alarm } from './alarm.ts';

/** Milliseconds and bytes. */
const TIME = 2000;
const AMOUNT = 2 ** 22;

export class Drain {
  readonly #socket: Duplex;
  readonly #alarm = new Alarm();
  #amount = 0;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  /** Counts bytes that arrived. */
  took(bytes: number): void {
    this.#amount += bytes;
    if (this.#amount > AMOUNT) this.#socket.destroy();
  }

  /** Starts the time limit. */
  limit(): void {
    if (this.#alarm.isSet || this.#socket.destroyed) return;
    this.#alarm.set(performance.now() + TIME, () => this.#socket.destroy());
  }

  destroyWhenWritten(): void {
    this.whenWritten(() => this.#socket.destroy());
  }

  whenWritten(then: () => void): void {
    if (this.#socket.writableFinished) then();
    else this.#socket.once('finish', then);
  }

  stop(): void {
    this.#alarm.clear();
  }
}

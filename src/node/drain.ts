/**
 * A socket that nobody speaks on any more: what still comes is read and thrown away, for a bounded time and amount, and it
 * is closed when what was written has gone.
 */
import type { Duplex } from 'node:stream';
import { Alarm } from './alarm.ts';

/** Milliseconds, and bytes. */
const TIME = 2000;
const AMOUNT = 2 ** 22;

export class Drain {
  readonly #socket: Duplex;
  readonly #alarm = new Alarm();
  #amount = 0;

  constructor(socket: Duplex) {
    this.#socket = socket;
  }

  /** So many bytes have come. */
  took(bytes: number): void {
    this.#amount += bytes;
    if (this.#amount > AMOUNT) this.#socket.destroy();
  }

  /** From now on there is so much time and no more. */
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

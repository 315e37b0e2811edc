/** The secrets of a connection, if they were asked for; otherwise how many there were. */
import type { ScheduleEvent, SecretEvent } from '../handshake/events.ts';
import { hex } from '../wire/bytes.ts';
import type { Role } from './document.ts';

/** Each key change adds one. */
const MOST = 256;

export class SecretLog {
  readonly #all: { readonly label: string; readonly secret: string }[] = [];
  readonly #isAsked: boolean;
  /** What the nonces of each side's latest keys are made of. */
  readonly #ivs: Partial<Record<Role, Uint8Array>> = {};

  constructor(isAsked: boolean) {
    this.#isAsked = isAsked;
  }

  get all(): readonly { readonly label: string; readonly secret: string }[] {
    return this.#all;
  }

  add({ label, secret }: SecretEvent): void {
    if (this.#isAsked && this.#all.length < MOST) this.#all.push({ label, secret: hex(secret) });
  }

  step({ output: { name, bytes } }: ScheduleEvent): void {
    const side = /^(client|server)_write_iv$/i.exec(name)?.[1] as Role | undefined;
    if (this.#isAsked && side && bytes) this.#ivs[side] = bytes;
  }

  /** As it is when the keys change. */
  iv(of: Role): Uint8Array | undefined {
    return this.#ivs[of];
  }
}

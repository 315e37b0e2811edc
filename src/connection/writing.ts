/**
 * Writes application data. Whatever is due before it goes out first, and keys are changed before they reach their limit
 (RFC 9846 section 5.5).
 */
import { TlsError } from '../protocol/errors.ts';
import { isShared } from '../wire/shared-memory.ts';
import type { Outgoing } from './outgoing.ts';

/** Bytes that are sealed between two checks of the key's limit. */
const PIECE = 2 ** 18;

export class Writing {
  #due: (() => void) | undefined;

  /** @param updateKeys gives the function that changes our keys, if the version has one */
  constructor(
    private readonly outgoing: Outgoing,
    private readonly updateKeys: () => ((requestPeer: boolean) => void) | undefined,
  ) {}

  /** Runs just before the next data, in place of any action given earlier. */
  before(action: () => void): void {
    this.#due = action;
  }

  write(data: Uint8Array): void {
    for (let at = 0; at < data.length; at += PIECE) {
      this.#renewKeys();
      const due = this.#due;
      this.#due = undefined;
      due?.();
      this.outgoing.data(data.subarray(at, at + PIECE));
    }
  }

  /** TLS 1.3 changes its keys; in TLS 1.2 the connection must end. */
  #renewKeys(): void {
    if (this.outgoing.sealer.hasRoomFor(PIECE)) return;
    const update = this.updateKeys();
    if (!update) {
      throw new TlsError(
        'record-limit',
        'this connection has protected as much with one key as is safe',
        'RFC 9325 section 4.4',
      );
    }
    update(false);
  }
}

/** Another thread could change shared bytes while they are sealed or read. */
export function refuseShared(bytes: Uint8Array): Uint8Array {
  if (isShared(bytes)) throw new TlsError('misuse', 'bytes in a SharedArrayBuffer are refused');
  return bytes;
}

import type { TlsError } from '../protocol/errors.ts';

/** What is due once a connection ends with a fatal alert, whoever sent it (RFC 5246 section 7.2). */
export class OnFatal {
  #action: (() => void) | undefined;

  /** Takes the place of any earlier action. */
  set(action: () => void): void {
    this.#action = action;
  }

  /** The connection has failed; close_notify in a handshake is no fatal alert. */
  failed({ alert, kind }: TlsError): void {
    const isAlert = alert !== undefined || kind === 'alert';
    if (isAlert && alert !== 'close_notify') this.#action?.();
  }
}

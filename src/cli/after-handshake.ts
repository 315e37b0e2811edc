/**
 * What the server says once the client is done. In TLS 1.3, and with servers that judge our certificate after the
 * handshake in any version, a refusal only comes then: as an alert, or just as the end of the connection.
 */

import type { Event } from '../options/engine.ts';
import { CertificateRequest, CertificateRequest12, NewSessionTicket } from '../protocol/messages/index.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import type { Note } from '../trace/note.ts';
import { later } from './traced-connection.ts';

/** Milliseconds to wait for the server to speak after the handshake. */
const PATIENCE = 500;
/** And after its tickets, when it has our certificate to judge: some servers send them first and then close. */
const PATIENCE_BEHIND_TICKETS = 100;

export class Aftermath {
  /** Resolves when enough is known to say how it went. */
  readonly word: Promise<void>;
  /** How it ended, when it has. */
  ended: 'closed' | 'cut' | 'failed' | undefined;
  /** For what comes later, set by a caller that stays connected. */
  onData: () => void = () => {};
  onEnd: () => void = () => {};
  #asked = false;
  #open = false;
  #heardData = false;
  #timer: NodeJS.Timeout | undefined;
  readonly #enough: () => void;

  constructor() {
    const { promise, resolve } = later<void>();
    this.word = promise;
    this.#enough = resolve;
  }

  see(event: Event): void {
    switch (event.type) {
      case 'message':
        this.#asked ||= event.is === CertificateRequest || event.is === CertificateRequest12;
        if (this.#open && event.is === NewSessionTicket)
          this.#wait(this.#asked ? PATIENCE_BEHIND_TICKETS : 0);
        break;
      case 'established':
        this.#open = true;
        this.#wait(event.established.agreement.version === TLS13 || this.#asked ? PATIENCE : 0);
        break;
      case 'data':
        this.#heardData = true;
        this.onData();
        this.#wait(0);
        break;
      case 'end':
      case 'failed':
        this.ended =
          event.type === 'end' ? 'closed' : event.error.reason === 'connection-cut' ? 'cut' : 'failed';
        this.#wait(0);
        this.onEnd();
    }
  }

  /** A server that asks for our certificate and then closes without a word has refused it. */
  get silentRefusal(): Note | undefined {
    if (!this.#asked || this.#heardData || this.ended !== 'cut') return undefined;
    return {
      kind: 'failed',
      reason: 'connection-cut',
      message: 'the server closed the connection after the handshake without an alert',
      step: 'after the handshake',
    };
  }

  /** Zero means once everything that came together has been seen. */
  #wait(milliseconds: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(this.#enough, milliseconds);
  }
}

/** Messages after the handshake without application data between them: nobody needs many. */
import { TlsError } from '../protocol/errors.ts';
import { say } from '../wire/words.ts';

const MOST = 32;

export class FloodLimit {
  #count = 0;

  /** Throws TlsError 'too-many-messages'. */
  another(): void {
    if (++this.#count <= MOST) return;
    throw new TlsError(
      'too-many-messages',
      say`the peer sent more than ${MOST} messages in a row after the handshake`,
      'RFC 9846 section 4.7.3',
    );
  }

  interrupted(): void {
    this.#count = 0;
  }
}

/** The other side, as the handshake sees it: somebody to send to, with keys to write and read with. */
import type { Protection } from '../protocol/epoch.ts';
import type { Message } from '../protocol/message.ts';
import type { SpokenVersion } from '../protocol/numbers/versions.ts';
import type { KeyLogLabel } from '../schedule/keylog.ts';
import type { Transcript } from '../schedule/transcript.ts';
import { empty } from '../wire/notation.ts';
import type { Words } from '../wire/words.ts';
import type { PeerIdentity } from './credentials/peer-identity.ts';
import type { WithheldEvent } from './credentials/withheld.ts';
import type { VerifiedFinished } from './finished.ts';
import type { ObservedEvent } from './observed-events.ts';
import type { Session } from './sessions/session.ts';

export interface Peer {
  /** Of the first handshake, and fed from the start. */
  readonly transcript: Transcript;
  /**
   * From here on what is sent and received is added to this transcript, as raw bytes, or to none; forgetting to is
   * impossible. The one that was fed before lets its messages go.
   */
  feed(transcript: Transcript | undefined): void;
  /** Sends a message and returns its raw bytes. Messages of one flight share records. */
  send<T>(message: Message<T>, body: T): Uint8Array;
  /** Sends a message that is already written (a ClientHello whose binders were filled in). */
  sendRaw(message: Message<unknown>, raw: Uint8Array): void;
  /** TLS 1.2's key change, under the keys that it ends. */
  sendChangeCipherSpec(): void;
  /** TLS 1.3's ChangeCipherSpec for middleboxes, never protected (RFC 9846 section 5 and appendix E.4). */
  sendFiller(): void;
  /** From here on the version is settled: record versions and what is tolerated between follow from it. */
  speak(version: SpokenVersion): void;
  /**
   * The next record is read with these keys. Throws misaligned-key-change when part of a message is pending
   * (RFC 9846 section 5.1).
   */
  readWith(protection: Protection): void;
  writeWith(protection: Protection): void;
  /**
   * Application data may come. New keys for reading close the gate again, unless they are a KeyUpdate's.
   *
   * @param most bytes of early data; data that is no early data has no limit
   */
  openReading(most?: number): void;
  /** Application data may go out. New keys for writing close the gate again, unless they are a KeyUpdate's. */
  openWriting(most?: number): void;
  /** Behind the handshake: none may come until it is opened again. */
  closeReading(): void;
  /** A client has proved who it is, or that it has no certificate, behind the handshake. */
  authenticated(client: PeerIdentity, finished: VerifiedFinished): void;
  /** The server has taken our early data, or not. */
  earlyDataAnswered(accepted: boolean): void;
  /** Is done just before the next application data goes out; what was asked for before is replaced. */
  beforeData(action: () => void): void;
  /** A session that a later connection may resume. */
  keep(session: Session): void;
  /**
   * We answered a CertificateRequest without a certificate, which the server may hold against us.
   *
   * @param why a clause: `the server asked for a certificate, and …`
   * @param event undefined when there was none to withhold
   */
  stayedAnonymous(why: Words, event: WithheldEvent | undefined): void;
  /** A secret, for the key log. */
  secret(label: KeyLogLabel, clientRandom: Uint8Array, secret: Uint8Array): void;
  /** Tells whoever watches; nothing happens when nobody does. */
  tell(event: () => ObservedEvent): void;
}

/**
 * ChangeCipherSpec is no handshake message (RFC 5246 section 7.1), but TLS 1.2 waits for it in the same way. Its
 * number lies outside of what a HandshakeType can be.
 */
export const ChangeCipherSpec: Message<true, 'ChangeCipherSpec'> = {
  type: 256,
  name: 'ChangeCipherSpec',
  rfc: 'RFC 5246 section 7.1',
  body: empty,
};

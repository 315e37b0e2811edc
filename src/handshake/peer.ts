/** The peer as the handshake sees it: what sends to it, and which keys protect what goes and comes. */
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
  /** The first handshake's, which is fed from the start. */
  readonly transcript: Transcript;
  /** Every message that is sent or received goes into this transcript from here on, or into none. */
  feed(transcript: Transcript | undefined): void;
  /** Sends a message and returns its raw bytes. Messages of one flight share records. */
  send<T>(message: Message<T>, body: T): Uint8Array;
  /** Sends a message that is already written, such as a ClientHello with its binders. */
  sendRaw(message: Message<unknown>, raw: Uint8Array): void;
  /** TLS 1.2's key change, still under the old keys. */
  sendChangeCipherSpec(): void;
  /** TLS 1.3's ChangeCipherSpec for middleboxes, never protected (RFC 9846 section 5 and appendix E.4). */
  sendFiller(): void;
  /** Another handshake begins: the peer has as long for it as for the first. */
  begins(): void;
  /** The version is settled; record versions and what is tolerated follow from it. */
  speak(version: SpokenVersion): void;
  /** From the next record on. Throws misaligned-key-change inside a message (RFC 9846 section 5.1). */
  readWith(protection: Protection): void;
  writeWith(protection: Protection): void;
  /**
   * Application data may come. New keys for reading close the gate again, unless they are a KeyUpdate's.
   *
   * @param most bytes of early data; other data has no limit
   */
  openReading(most?: number): void;
  /** Application data may go out. New keys for writing close the gate again, unless they are a KeyUpdate's. */
  openWriting(most?: number): void;
  /** No application data may come until the gate is opened again. */
  closeReading(): void;
  /** After the handshake: a client has proved who it is, or that it has no certificate. */
  clientAnswered(client: PeerIdentity, finished: VerifiedFinished): void;
  /** Whether the server took our early data. */
  earlyDataAnswered(accepted: boolean): void;
  /** Runs just before the next application data goes out, in place of any earlier action. */
  beforeData(action: () => void): void;
  /** Runs once if the connection ends with a fatal alert of either side, in place of any earlier action. */
  ifFatal(action: () => void): void;
  /** A session that a later connection may resume. */
  keep(session: Session): void;
  /**
   * We answered a CertificateRequest without a certificate, and the server may refuse us for it.
   *
   * @param why a clause: `the server asked for a certificate, and …`
   * @param event undefined when there was none to withhold
   */
  stayedAnonymous(why: Words, event: WithheldEvent | undefined): void;
  /** A secret, for the key log. */
  secret(label: KeyLogLabel, clientRandom: Uint8Array, secret: Uint8Array): void;
  /** Calls `event` only when somebody observes. */
  tell(event: () => ObservedEvent): void;
}

/** No handshake message, but TLS 1.2 waits for it in the same way. No HandshakeType has its number. */
export const ChangeCipherSpec: Message<true, 'ChangeCipherSpec'> = {
  type: 256,
  name: 'ChangeCipherSpec',
  rfc: 'RFC 5246 section 7.1',
  body: empty,
};

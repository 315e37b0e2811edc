/** The connection as the handshake sees it: handshake/peer.ts, made of what goes out and what comes in. */
import type { ConnectionEvent, ObservedEvent } from '../handshake/events.ts';
import type { Peer } from '../handshake/peer.ts';
import { TlsError } from '../protocol/errors.ts';
import { writeMessage } from '../protocol/message.ts';
import type { SpokenVersion } from '../protocol/numbers/versions.ts';
import type { Transcript } from '../schedule/transcript.ts';
import type { Words } from '../wire/words.ts';
import type { Incoming } from './incoming.ts';
import type { Outgoing } from './outgoing.ts';

export interface PeerParts {
  readonly transcript: Transcript;
  /** The transcript that is fed. */
  fed(): Transcript | undefined;
  feed(transcript: Transcript | undefined): void;
  readonly incoming: Incoming;
  readonly outgoing: Outgoing;
  settled(version: SpokenVersion): void;
  beforeData(action: () => void): void;
  tell(event: () => ObservedEvent): void;
  report(event: ConnectionEvent | ObservedEvent): void;
  stayedAnonymous(why: Words): void;
  /** The key log is wanted, whether or not anybody watches besides. */
  readonly secrets: boolean;
}

export function peerOfConnection({ transcript, incoming, outgoing, ...parts }: PeerParts): Peer {
  return {
    transcript,
    feed: parts.feed,
    send(message, body) {
      const raw = writeMessage(message, body);
      this.sendRaw(message, raw);
      return raw;
    },
    sendRaw(is, raw) {
      const fed = parts.fed();
      if (fed) {
        refuseOvertime(incoming);
        fed.add(raw);
      }
      parts.tell(() => ({ type: 'message', direction: 'sent', is, raw, epoch: outgoing.sealer.epoch }));
      outgoing.message(raw);
    },
    sendChangeCipherSpec: () => outgoing.changeCipherSpec(),
    sendFiller: () => outgoing.filler(),
    speak(version) {
      parts.settled(version);
      outgoing.recordVersion = 0x0303;
    },
    readWith: (protection) => incoming.readWith(protection),
    writeWith: (protection) => outgoing.writeWith(protection),
    openReading: (most) => incoming.gate.open(most),
    openWriting: (most) => outgoing.gate.open(most),
    closeReading: () => incoming.gate.close(),
    authenticated: (client) => parts.report({ type: 'authenticated', client }),
    earlyDataAnswered: (accepted) => parts.report({ type: 'early-data-answer', accepted }),
    keep: (session) => parts.report({ type: 'session', session }),
    stayedAnonymous(why, event) {
      parts.stayedAnonymous(why);
      if (event) parts.report(event);
    },
    secret(label, clientRandom, secret) {
      if (!parts.secrets) return;
      parts.report({ type: 'secret', label, clientRandom: clientRandom.slice(), secret: secret.slice() });
    },
    beforeData: parts.beforeData,
    tell: parts.tell,
  };
}

/** The flights of a handshake take turns: when we speak, the peer has nothing more to say (RFC 9846 figure 1). */
function refuseOvertime(incoming: Incoming): void {
  if (!incoming.pending) return;
  throw new TlsError(
    'unexpected-message',
    'the peer’s flight goes on where ours begins',
    'RFC 9846 section 4, RFC 5246 section 7.3',
  );
}

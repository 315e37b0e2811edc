/** The connection as the handshake sees it (handshake/peer.ts). */
import type { Peer } from '../handshake/peer.ts';
import { TlsError } from '../protocol/errors.ts';
import { writeMessage } from '../protocol/message.ts';
import type { SpokenVersion } from '../protocol/numbers/versions.ts';
import type { Transcript } from '../schedule/transcript.ts';
import type { EventQueue } from './event-queue.ts';
import type { Incoming } from './incoming.ts';
import type { Outgoing } from './outgoing.ts';
import type { AlertReader } from './received-alerts.ts';
import type { Waiting } from './waiting.ts';
import type { Writing } from './writing.ts';

export interface PeerParts {
  /** The transcript that is fed, while a flow wants one. */
  readonly fed: { transcript: Transcript | undefined };
  readonly incoming: Incoming;
  readonly outgoing: Outgoing;
  readonly writing: Writing;
  readonly alerts: AlertReader;
  readonly events: EventQueue;
  readonly waiting: Waiting;
  settled(version: SpokenVersion): void;
}

export function peerOfConnection(transcript: Transcript, parts: PeerParts): Peer {
  const { fed, incoming, outgoing, writing, alerts, events, waiting, settled } = parts;
  return {
    transcript,
    feed(next) {
      events.observer?.transcripts.tellAll();
      fed.transcript?.drop();
      fed.transcript = next;
    },
    send(message, body) {
      const raw = writeMessage(message, body);
      this.sendRaw(message, raw);
      return raw;
    },
    sendRaw(is, raw) {
      if (outgoing.isOver) return;
      if (fed.transcript) {
        refuseOvertime(incoming);
        fed.transcript.add(raw);
      }
      events.tell(() => ({ type: 'message', direction: 'sent', is, raw, epoch: outgoing.sealer.epoch }));
      events.observer?.transcripts.message(fed.transcript);
      outgoing.message(raw);
    },
    sendChangeCipherSpec: () => outgoing.changeCipherSpec(),
    sendFiller: () => outgoing.filler(),
    speak(version) {
      settled(version);
      outgoing.recordVersion = 0x0303;
    },
    readWith: (protection) => incoming.readWith(protection),
    writeWith: (protection) => outgoing.writeWith(protection),
    openReading: (most) => incoming.gate.open(most),
    openWriting: (most) => outgoing.gate.open(most),
    closeReading: () => incoming.gate.close(),
    clientAnswered: (client) => events.report({ type: 'client-answered', client }),
    begins: () => waiting.forPeer(),
    earlyDataAnswered: (accepted) => events.report({ type: 'early-data-answer', accepted }),
    ifFatal: (action) => alerts.onFatal.set(action),
    keep: (session) => events.report({ type: 'session', session }),
    stayedAnonymous(why, event) {
      alerts.anonymous = why;
      if (event) events.report(event);
    },
    secret(label, clientRandom, secret) {
      if (!events.hasSecrets) return;
      events.report({ type: 'secret', label, clientRandom: clientRandom.slice(), secret: secret.slice() });
    },
    beforeData: (action) => writing.before(action),
    tell: (event) => events.tell(event),
  };
}

/** The flights of a handshake take turns: when we speak, the peer has nothing more to say (RFC 9846 figure 1). */
function refuseOvertime(incoming: Incoming): void {
  if (!incoming.pending) return;
  throw new TlsError(
    'unexpected-message',
    'the peer sent more handshake data where our flight begins',
    'RFC 9846 section 4, RFC 5246 section 7.3',
  );
}

/** [ChangeCipherSpec] Finished: how a TLS 1.2 handshake ends (RFC 5246 sections 7.1 and 7.4.9). */
import { Finished } from '../../protocol/messages/index.ts';
import { VerifiedFinished } from '../finished.ts';
import { type Flow, receive } from '../flow.ts';
import { ChangeCipherSpec, type Peer } from '../peer.ts';
import type { Keys12 } from './keys.ts';

export function sendFinished(keys: Keys12, own: 'client' | 'server'): void {
  keys.changeCipherSpec(own);
  keys.peer.send(Finished, { verifyData: keys.finished(own) });
}

export function* readFinished(keys: Keys12, of: 'client' | 'server'): Flow<VerifiedFinished> {
  yield* receive(ChangeCipherSpec);
  keys.readWith(of);
  return yield* VerifiedFinished.receive(keys.finished(of));
}

/** After both Finished: application data may flow. */
export function openBothWays(peer: Peer): void {
  peer.feed(undefined);
  peer.openReading();
  peer.openWriting();
}

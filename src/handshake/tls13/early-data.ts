/**
 * Early data (RFC 9846 sections 2.3 and 4.3.10): what a client sends right after its first hello, under a session's secret.
 * Off unless enabled, since it can be replayed (section 8).
 */
import { earlyData13, type Protection13 } from '../../protocol/epoch.ts';
import { TlsError } from '../../protocol/errors.ts';
import { type ClientHello, EndOfEarlyData } from '../../protocol/messages/index.ts';
import { EarlySecret } from '../../schedule/schedule13.ts';
import { type Flow, receive, settle } from '../flow.ts';
import type { Offer } from '../hello/offer.ts';
import type { Peer } from '../peer.ts';
import type { BoundPsk, Psk } from '../sessions/psk.ts';
import type { Server13 } from '../sides.ts';
import type { Keys13 } from './keys.ts';

/** After the first ClientHello: data may go out, up to the limit in the session. */
export function startEarlyData(peer: Peer, offer: Offer): void {
  const psk = offer.earlyData;
  if (!psk) return;
  peer.sendFiller();
  peer.writeWith(earlyProtection(peer, psk, offer.random));
  peer.openWriting(psk.session.maxEarlyData);
}

/** EncryptedExtensions say whether the server takes our early data. Throws where it cannot have taken it. */
export function acceptEarlyData(
  keys: Keys13,
  offer: Offer,
  psk: Psk | undefined,
  applicationProtocol: string | undefined,
  accepted: boolean,
): void {
  if (!offer.earlyData) return;
  if (!accepted) {
    keys.writeHandshake();
  } else if (psk?.suite !== keys.suite || psk.session.applicationProtocol !== applicationProtocol) {
    const said =
      'the server takes early data under another session, cipher suite or application protocol than it was sent under';
    throw new TlsError('illegal-value', said, 'RFC 9846 section 4.3.10');
  }
  keys.peer.earlyDataAnswered(accepted);
}

/** (EndOfEarlyData), after the server's Finished. */
export function endEarlyData(keys: Keys13): void {
  keys.peer.send(EndOfEarlyData, {});
  keys.writeHandshake();
}

/** Milliseconds that a client's clock and the network may differ from ours (RFC 9846 section 8.3). */
const FRESH = 10_000;

/** Before the ServerHello. Undefined where no early data is offered, or it is passed over (RFC 9846 section 4.3.10). */
export function* takeEarlyData(
  { peer, config, suite }: Server13,
  psk: BoundPsk,
  hello: ClientHello,
  applicationProtocol: string | undefined,
): Flow<Protection13 | undefined> {
  const { earlyData, preSharedKey } = hello.extensions;
  const { earlyData: rules } = config;
  if (!earlyData || !rules) return undefined;
  const { session } = psk;
  if (psk.suite !== suite || session.applicationProtocol !== applicationProtocol) return undefined;
  const age = (preSharedKey!.identities[0]!.obfuscatedTicketAge - session.ticketAgeAdd) >>> 0;
  if (Math.abs(config.wallClock() - session.issuedAt - age) > FRESH) return undefined;
  const first = yield* settle(rules.firstUse(preSharedKey!.binders[0]!.slice()), 'the replay guard');
  if (first !== true) return undefined;
  return earlyProtection(peer, psk, hello.random);
}

/** Data until EndOfEarlyData, then {} for reading. */
export function* readEarlyData(keys: Keys13, protection: Protection13, most: number): Flow<void> {
  keys.peer.readWith(protection);
  keys.peer.openReading(most);
  yield* receive(EndOfEarlyData);
  keys.readHandshake();
}

/** The transcript must be the first ClientHello. */
function earlyProtection(peer: Peer, { session, suite }: Psk, clientRandom: Uint8Array): Protection13 {
  const early = EarlySecret.from(suite.hash, session.secret);
  const secret = early.clientEarlyTraffic(peer.transcript.digestWith(suite.hash, new Uint8Array()));
  early.erase();
  peer.secret('CLIENT_EARLY_TRAFFIC_SECRET', clientRandom, secret);
  return { epoch: earlyData13, suite, secret };
}

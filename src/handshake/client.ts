/**
 * The client's handshake up to the ServerHello, which decides the version; then tls13/client.ts or tls12/client.ts
 * (RFC 9846 sections 4.2 and 4.3.1).
 */
import { errorsOf, TlsError } from '../protocol/errors.ts';
import { HelloRetryRequest, ServerHello, ServerHello12 } from '../protocol/messages/index.ts';
import { downgradeSentinel, ProtocolVersion, TLS12, TLS13 } from '../protocol/numbers/versions.ts';
import { say } from '../wire/words.ts';
import type { ClientConfig } from './config.ts';
import type { Handshaken } from './established.ts';
import { type Flow, receive } from './flow.ts';
import { Offer } from './hello/offer.ts';
import type { Peer } from './peer.ts';
import { clientHandshake12 } from './tls12/client.ts';
import { clientHandshake13 } from './tls13/client.ts';
import { startEarlyData } from './tls13/early-data.ts';

export function* clientHandshake(peer: Peer, config: ClientConfig): Flow<Handshaken> {
  const offer = yield* Offer.make(config);
  offer.send(peer);
  startEarlyData(peer, offer);
  const answer = yield* receive(ServerHello, HelloRetryRequest, ServerHello12);
  if (answer.name === 'ServerHello12') {
    if (offer.earlyData) {
      const said = 'the server that gave our session for early data chose TLS 1.2';
      throw new TlsError('version-changed', said, 'RFC 9846 appendix E.3');
    }
    acceptTls12(offer, answer.body);
    return yield* clientHandshake12(peer, offer, answer.body);
  }
  const version = answer.body.extensions.supportedVersions;
  if (version !== TLS13 || !config.versions.includes(TLS13)) {
    const name = ProtocolVersion.nameOf(version ?? 0);
    const said = say`the server chose ${name} in supported_versions, which was not offered`;
    throw new TlsError('illegal-value', said, 'RFC 9846 section 4.3.1');
  }
  return yield* clientHandshake13(peer, offer, answer);
}

const badAnswer = errorsOf('RFC 9846 section 4.2.3');

/** Throws unless a server that knows what we offered may answer with TLS 1.2. */
function acceptTls12({ config }: Offer, hello: ServerHello12): void {
  if (hello.legacyVersion !== TLS12 || !config.versions.includes(TLS12)) {
    const offered = config.versions.map(ProtocolVersion.nameOf).join(', ');
    const said = say`the server answered with ${ProtocolVersion.nameOf(hello.legacyVersion)}; we offered ${offered}`;
    throw badAnswer(hello.legacyVersion < TLS12 ? 'old-version' : 'no-common-version', said);
  }
  // RFC 9846 section 4.2.3: a server that speaks a newer version says so in the last eight bytes of its random.
  const tail = hello.random.subarray(24);
  const matches = (sentinel: Uint8Array) => sentinel.every((byte, i) => tail[i] === byte);
  const offered13 = config.versions.includes(TLS13);
  if (matches(downgradeSentinel.toTls11) || (offered13 && matches(downgradeSentinel.toTls12))) {
    const said =
      'the server speaks a newer version than it chose: somebody in between changed our ClientHello';
    throw badAnswer('downgrade', said);
  }
}

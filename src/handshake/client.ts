/**
 * The client's handshake up to the ServerHello, which decides the version; then tls13/client.ts or tls12/client.ts
 * (RFC 9846 sections 4.2 and 4.3.1).
 */
import { TlsError } from '../protocol/errors.ts';
import { HelloRetryRequest, ServerHello, ServerHello12 } from '../protocol/messages/index.ts';
import { ProtocolVersion, TLS13 } from '../protocol/numbers/versions.ts';
import { say } from '../wire/words.ts';
import type { ClientConfig } from './config.ts';
import type { Handshaken } from './established.ts';
import { type Flow, receive } from './flow.ts';
import { Offer } from './hello/offer.ts';
import { acceptTls12 } from './hello/server-choice.ts';
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
    acceptTls12(config, answer.body);
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

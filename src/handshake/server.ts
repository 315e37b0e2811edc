/** The server's handshake up to the choice of a version; then tls13/server.ts or tls12/server.ts. */
import type { Maybe } from '../crypto/provider.ts';
import { ClientHello } from '../protocol/messages/index.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import type { ServerConfig } from './config.ts';
import type { Handshaken } from './established.ts';
import { type Flow, receive, settle } from './flow.ts';
import { chooseVersion } from './hello/negotiate.ts';
import type { Peer } from './peer.ts';
import { serverHandshake12 } from './tls12/server.ts';
import { serverHandshake13 } from './tls13/server.ts';

/** @param rules for every client, or a function that picks them by the first ClientHello */
export function* serverHandshake(
  peer: Peer,
  rules: ServerConfig | ((hello: ClientHello) => Maybe<ServerConfig>),
): Flow<Handshaken> {
  const first = yield* receive(ClientHello);
  const { body: hello } = first;
  const config = typeof rules === 'function' ? yield* settle(rules(hello), 'SNICallback') : rules;
  const server = { peer, config };
  const version = chooseVersion(server, hello);
  peer.speak(version);
  return version === TLS13
    ? yield* serverHandshake13(server, first)
    : yield* serverHandshake12(server, hello);
}

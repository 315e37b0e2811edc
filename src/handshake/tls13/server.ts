/** The server's TLS 1.3 handshake (RFC 9846 figure 1; the figure stands in client.ts). */
import type { Group } from '../../crypto/provider.ts';
import { cleartext } from '../../protocol/epoch.ts';
import { TlsError } from '../../protocol/errors.ts';
import {
  ClientHello,
  EncryptedExtensions,
  Finished,
  HelloRetryRequest,
  retryRandom,
  ServerHello,
} from '../../protocol/messages/index.ts';
import { TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import { EarlySecret } from '../../schedule/schedule13.ts';
import { Transcript } from '../../schedule/transcript.ts';
import { AnonymousClient, ProvedIdentity } from '../credentials/proved.ts';
import { Established, type Handshaken } from '../established.ts';
import { VerifiedFinished } from '../finished.ts';
import { type Flow, receive, settle } from '../flow.ts';
import { chooseGroup13, chooseProtocol, chooseSuite, serverNameOf } from '../hello/negotiate.ts';
import { checkSecondHello, type ReceivedHello } from '../hello/second-hello.ts';
import { badShare } from '../key-share.ts';
import type { Peer } from '../peer.ts';
import type { BoundPsk } from '../sessions/psk.ts';
import type { Server, Server13 } from '../sides.ts';
import { afterServerHandshake13 } from './after-server.ts';
import { readEarlyData, takeEarlyData } from './early-data.ts';
import { findPsk } from './find-psk.ts';
import { updateKeys } from './key-update.ts';
import { Keys13 } from './keys.ts';
import {
  chooseAuthentication,
  clientAuthentication,
  requestCertificate,
  serverAuthentication,
} from './server-authentication.ts';

export function* serverHandshake13(side: Server, first: ReceivedHello): Flow<Handshaken> {
  const { peer, config } = side;
  checkHello(first.body);
  const ours = config.suites.filter((each) => each.version === TLS13);
  const suite = chooseSuite(peer, ours, first.body);
  const group = chooseGroup13(side, first.body);
  const server = { peer, config, suite, group };
  const before = new Transcript();
  const heard = shareOf(first.body, group) ? first : yield* retry(server, first, before);
  peer.transcript.use(suite.hash);
  const { body: hello } = heard;
  const serverName = serverNameOf(hello);
  const applicationProtocol = chooseProtocol(server, hello);
  const psk = yield* findPsk(server, heard, before, serverName);
  const chosen = psk ? undefined : yield* chooseAuthentication(server, hello);

  const earlyData = psk && (yield* takeEarlyData(server, psk, hello, applicationProtocol));
  const serverRandom = config.provider.random(32);
  const keys = yield* sendHello(server, hello, serverRandom, psk);
  if (heard === first) peer.sendFiller();
  keys.atServerHello();
  keys.writeHandshake();
  // RFC 9846 section 4.3.10: early data that is not taken is passed over; after a retry none may come.
  if (!earlyData)
    keys.readHandshake(hello.extensions.earlyData && 'what does not open', config.earlyData?.most);
  sendParameters(peer, psk ? undefined : serverName, applicationProtocol, earlyData !== undefined);
  const asked = chosen !== undefined && config.clientAuthentication !== 'none';
  if (asked) requestCertificate(server);
  if (chosen) yield* serverAuthentication(peer, chosen, hello);
  sendFinished(keys);
  if (config.halfRttData && !asked) peer.openWriting();
  if (earlyData) yield* readEarlyData(keys, earlyData, config.earlyData!.most);
  const client = asked ? yield* clientAuthentication(server) : undefined;
  const finished = yield* readFinished(keys);

  const identity = psk
    ? ProvedIdentity.byBinder(psk, finished)
    : (client?.identity ?? AnonymousClient.allowed(config, TLS13));
  const agreement = keys.agreement({
    group: group.id,
    signatureScheme: client?.scheme,
    applicationProtocol,
    serverName,
    resumed: psk !== undefined,
    clientAuthenticated: identity.chain.length > 0,
    serverRandom,
  });
  return {
    established: Established.byServer(identity, finished, agreement),
    after: afterServerHandshake13(server, keys, identity, agreement, hello),
    exporter: keys.exporter,
    updateKeys: (requestPeer) => updateKeys(keys, requestPeer),
  };
}

function checkHello({ legacyVersion, legacyCompressionMethods }: ClientHello): void {
  if (legacyVersion !== TLS12) {
    const said = 'the client’s legacy_version is not that of TLS 1.2';
    throw new TlsError('illegal-value', said, 'RFC 9846 section 4.2.2', { alert: 'protocol_version' });
  }
  if (legacyCompressionMethods.length !== 1 || legacyCompressionMethods[0] !== 0) {
    throw new TlsError('bad-compression', 'the client offers to compress TLS 1.3', 'RFC 9846 section 4.2.2');
  }
}

const shareOf = ({ extensions }: ClientHello, group: Group): Uint8Array | undefined =>
  extensions.keyShare?.find((share) => share.group === group.id)?.keyExchange;

/** HelloRetryRequest, and the second ClientHello (RFC 9846 section 4.2.4). */
function* retry(server: Server13, first: ReceivedHello, before: Transcript): Flow<ReceivedHello> {
  const { peer, config, suite, group } = server;
  peer.transcript.use(suite.hash);
  peer.transcript.replaceWithMessageHash();
  before.add(first.raw);
  before.use(suite.hash);
  before.replaceWithMessageHash();
  before.add(
    peer.send(HelloRetryRequest, {
      legacyVersion: TLS12,
      random: retryRandom,
      legacySessionIdEcho: first.body.legacySessionId,
      cipherSuite: suite.id,
      legacyCompressionMethod: 0,
      extensions: { supportedVersions: TLS13, keyShare: group.id },
    }),
  );
  peer.sendFiller();
  peer.tell(() => ({
    type: 'decision',
    about: 'retry',
    by: 'server',
    chosen: group.name,
    id: 'no-share',
    rule: 'the client sent no key share of this group',
    rfc: 'RFC 9846 section 4.2.4',
  }));
  if (first.body.extensions.earlyData) {
    peer.readWith({ epoch: cleartext, passedOver: 'what is protected', allowed: config.earlyData?.most });
  }
  const second = yield* receive(ClientHello);
  checkSecondHello(first, second, group);
  return second;
}

/** ServerHello, and the keys that come of both shares and the PSK. */
function* sendHello(
  { peer, suite, group }: Server13,
  hello: ClientHello,
  random: Uint8Array,
  psk: BoundPsk | undefined,
): Flow<Keys13> {
  const answer = yield* settle(group.answer(shareOf(hello, group)!), 'the key exchange');
  if (!answer) throw badShare(group, 'RFC 9846 section 4.3.8.2');
  peer.send(ServerHello, {
    legacyVersion: TLS12,
    random,
    legacySessionIdEcho: hello.legacySessionId,
    cipherSuite: suite.id,
    legacyCompressionMethod: 0,
    extensions: {
      supportedVersions: TLS13,
      keyShare: { group: group.id, keyExchange: answer.share },
      ...(psk && { preSharedKey: 0 }),
    },
  });
  const early = EarlySecret.from(suite.hash, psk?.session.secret);
  return new Keys13(peer, suite, 'server', hello.random, early, answer.secret);
}

/** {EncryptedExtensions} */
function sendParameters(
  peer: Peer,
  serverName: string | undefined,
  applicationProtocol: string | undefined,
  earlyData: boolean,
): void {
  const chosen = applicationProtocol !== undefined && [applicationProtocol];
  peer.send(EncryptedExtensions, {
    extensions: {
      ...(serverName !== undefined && { serverName: true as const }),
      ...(chosen && { applicationLayerProtocolNegotiation: chosen }),
      ...(earlyData && { earlyData: true as const }),
    },
  });
}

/** {Finished}; what follows goes out under the keys of [Application Data]. */
function sendFinished(keys: Keys13): void {
  keys.peer.send(Finished, { verifyData: keys.finished('server') });
  keys.atServerFinished();
  keys.writeApplication();
}

/** {Finished} of the client, and [Application Data] may go out; it may come when our tickets are on their way. */
function* readFinished(keys: Keys13): Flow<VerifiedFinished> {
  const finished = yield* VerifiedFinished.receive(keys.finished('client'));
  keys.atClientFinished();
  keys.readApplication();
  keys.peer.openWriting();
  return finished;
}

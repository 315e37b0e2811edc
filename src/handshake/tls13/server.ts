/** The server's TLS 1.3 handshake (RFC 9846 figure 1; the figure stands in client.ts). */
import type { Group, Suite13 } from '../../crypto/provider.ts';
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
import { PlainOpener } from '../../record/protection.ts';
import { SkipUntilCleartext } from '../../record/skip.ts';
import { EarlySecret, type HandshakeSecret, verifyData } from '../../schedule/schedule13.ts';
import { Transcript } from '../../schedule/transcript.ts';
import type { ServerConfig } from '../config.ts';
import { AnonymousClient, ProvedIdentity } from '../credentials/proved.ts';
import { type Agreement, Established } from '../established.ts';
import { VerifiedFinished } from '../finished.ts';
import { type Flow, receive, settle } from '../flow.ts';
import { chooseGroup13, chooseProtocol, chooseSuite13, serverNameOf } from '../hello/negotiate.ts';
import type { ReceivedHello } from '../hello/received-hello.ts';
import { checkSecondHello } from '../hello/second-hello.ts';
import type { Peer } from '../peer.ts';
import { afterServerHandshake13, Traffic } from './after13.ts';
import { type BoundSession, findPsk } from './psk.ts';
import {
  chooseAuthentication,
  clientAuthentication,
  requestCertificate,
  serverAuthentication,
} from './server-authentication.ts';

export function* serverHandshake13(
  peer: Peer,
  config: ServerConfig,
  first: ReceivedHello,
): Flow<Established> {
  if (first.hello.legacyVersion !== TLS12) {
    throw new TlsError(
      'illegal-value',
      'the client’s legacy_version is not that of TLS 1.2',
      'RFC 9846 section 4.2.2',
      { alert: 'protocol_version' },
    );
  }
  if (first.hello.legacyCompressionMethods.length !== 1) {
    throw new TlsError(
      'bad-compression',
      'the client offers compression in TLS 1.3',
      'RFC 9846 section 4.2.2',
    );
  }
  const suite = chooseSuite13(peer, config, first.hello);
  const group = chooseGroup13(peer, config, first.hello);
  const before = new Transcript();
  const heard = shareOf(first, group) ? first : yield* retry(peer, suite, group, first, before);
  const { hello } = heard;
  peer.transcript.use(suite.hash);
  const serverName = serverNameOf(hello);
  const applicationProtocol = chooseProtocol(peer, config, hello);
  const psk = yield* findPsk(peer, config, suite, heard, before, serverName);
  const chosen = psk ? undefined : yield* chooseAuthentication(peer, config, hello);

  const random = config.provider.random(32);
  const early = EarlySecret.from(suite.hash, psk?.session.secret);
  const secret = yield* keyExchange(peer, suite, group, heard, random, early, psk);
  const traffic = new Traffic(peer, suite, 'server', hello.random);
  if (heard === first) peer.sendChangeCipherSpec();
  const clientTraffic = secret.clientHandshakeTraffic(peer.transcript.digest());
  traffic.writeHandshake(secret.serverHandshakeTraffic(peer.transcript.digest()));
  const serverTraffic = traffic.writeSecret;
  // RFC 9846 section 4.3.10: early data is not taken, so it is passed over; after a retry none may come.
  if (hello.extensions.earlyData) traffic.readHandshakeBehindEarlyData(clientTraffic);
  else traffic.readHandshake(clientTraffic);

  peer.send(EncryptedExtensions, {
    extensions: {
      ...(serverName !== undefined && !psk && { serverName: true as const }),
      ...(applicationProtocol !== undefined && {
        applicationLayerProtocolNegotiation: [applicationProtocol],
      }),
    },
  });
  const asked = chosen !== undefined && config.clientAuthentication !== 'none';
  if (asked) requestCertificate(peer, config);
  if (chosen) yield* serverAuthentication(peer, chosen, hello);
  peer.send(Finished, { verifyData: verifyData(suite.hash, serverTraffic, peer.transcript.digest()) });

  const main = secret.mainSecret();
  const atServerFinished = peer.transcript.digest();
  traffic.writeApplication(main.serverApplicationTraffic(atServerFinished));
  const client = asked ? yield* clientAuthentication(peer, config) : undefined;
  const finished = yield* VerifiedFinished.receive(
    verifyData(suite.hash, clientTraffic, peer.transcript.digest()),
  );
  traffic.readApplication(main.clientApplicationTraffic(atServerFinished));
  const exporter = traffic.exporter(main.exporterMain(atServerFinished));
  const resumption = main.resumptionMain(peer.transcript.digest());
  for (const used of [early, secret, main]) used.erase();

  const identity = psk
    ? ProvedIdentity.byBinder(psk, finished)
    : (client?.identity ?? AnonymousClient.allowed(config, TLS13));
  const agreement: Agreement = {
    version: TLS13,
    suite,
    keyExchange: psk ? 'ECDHE-PSK' : 'ECDHE',
    group: group.id,
    signatureScheme: client?.scheme,
    applicationProtocol,
    serverName,
    resumed: psk !== undefined,
    extendedMainSecret: true,
    clientAuthenticated: identity.chain.length > 0,
    clientRandom: hello.random,
    serverRandom: random,
    exporter,
    updateKeys: (requestPeer) => traffic.update(requestPeer),
  };
  return Established.byServer(
    identity,
    finished,
    agreement,
    afterServerHandshake13(peer, config, traffic, identity, agreement, resumption, hello),
  );
}

const shareOf = ({ hello }: ReceivedHello, group: Group): Uint8Array | undefined =>
  hello.extensions.keyShare?.find((share) => share.group === group.id)?.keyExchange;

/** HelloRetryRequest, and the second ClientHello (RFC 9846 section 4.2.4). */
function* retry(
  peer: Peer,
  suite: Suite13,
  group: Group,
  first: ReceivedHello,
  before: Transcript,
): Flow<ReceivedHello> {
  peer.transcript.use(suite.hash);
  peer.transcript.replaceWithMessageHash();
  before.add(first.raw);
  before.use(suite.hash);
  before.replaceWithMessageHash();
  before.add(
    peer.send(HelloRetryRequest, {
      legacyVersion: TLS12,
      random: retryRandom,
      legacySessionIdEcho: first.hello.legacySessionId,
      cipherSuite: suite.id,
      legacyCompressionMethod: 0,
      extensions: { supportedVersions: TLS13, keyShare: group.id },
    }),
  );
  peer.sendChangeCipherSpec();
  peer.tell(() => ({
    type: 'decision',
    about: 'retry',
    by: 'server',
    chosen: group.name,
    rule: 'the client sent no key share of this group',
    rfc: 'RFC 9846 section 4.2.4',
  }));
  if (first.hello.extensions.earlyData) peer.readWith(new SkipUntilCleartext(new PlainOpener()));
  const { body: hello, raw } = yield* receive(ClientHello);
  const second = { hello, raw };
  checkSecondHello(first, second, group);
  return second;
}

function* keyExchange(
  peer: Peer,
  suite: Suite13,
  group: Group,
  heard: ReceivedHello,
  random: Uint8Array,
  early: EarlySecret,
  psk: BoundSession | undefined,
): Flow<HandshakeSecret> {
  const answer = yield* settle(group.answer(shareOf(heard, group)!), 'the key exchange');
  if (!answer) {
    throw new TlsError(
      'bad-share',
      `the client’s key share is not one of ${group.name}`,
      'RFC 9846 section 4.3.8.2',
    );
  }
  peer.send(ServerHello, {
    legacyVersion: TLS12,
    random,
    legacySessionIdEcho: heard.hello.legacySessionId,
    cipherSuite: suite.id,
    legacyCompressionMethod: 0,
    extensions: {
      supportedVersions: TLS13,
      keyShare: { group: group.id, keyExchange: answer.share },
      ...(psk && { preSharedKey: 0 }),
    },
  });
  peer.tell(() => ({
    type: 'secret',
    label: 'shared',
    clientRandom: heard.hello.random,
    secret: answer.secret.slice(),
  }));
  const secret = early.handshakeSecret(answer.secret);
  answer.secret.fill(0);
  return secret;
}

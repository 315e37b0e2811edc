/**
 * The client's TLS 1.3 handshake (RFC 9846 figure 1).
 *
 *        Client                                           Server
 *
 * Key  ^ ClientHello
 * Exch | + key_share*
 *      | + signature_algorithms*
 *      | + psk_key_exchange_modes*
 *      v + pre_shared_key*       -------->
 *                                                  ServerHello  ^ Key
 *                                                 + key_share*  | Exch
 *                                            + pre_shared_key*  v
 *                                        {EncryptedExtensions}  ^  Server
 *                                        {CertificateRequest*}  v  Params
 *                                               {Certificate*}  ^
 *                                         {CertificateVerify*}  | Auth
 *                                                   {Finished}  v
 *                                <--------  [Application Data*]
 *      ^ {Certificate*}
 * Auth | {CertificateVerify*}
 *      v {Finished}              -------->
 *        [Application Data]      <------->  [Application Data]
 */
import type { Suite13 } from '../../crypto/provider.ts';
import { cleartext } from '../../protocol/epoch.ts';
import { errorsOf, TlsError } from '../../protocol/errors.ts';
import {
  EncryptedExtensions,
  Finished,
  HelloRetryRequest,
  ServerHello,
  ServerHello12,
} from '../../protocol/messages/index.ts';
import { TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import { EarlySecret } from '../../schedule/schedule13.ts';
import { sameBytes } from '../../wire/bytes.ts';
import { ProvedIdentity } from '../credentials/proved.ts';
import { Established, type Handshaken } from '../established.ts';
import { VerifiedFinished } from '../finished.ts';
import { type Flow, type Received, receive, settle } from '../flow.ts';
import type { Offer } from '../hello/offer.ts';
import { chosenProtocol, chosenSuite } from '../hello/server-choice.ts';
import { badShare } from '../key-share.ts';
import type { Peer } from '../peer.ts';
import type { Psk } from '../sessions/psk.ts';
import { afterClientHandshake13 } from './after-client.ts';
import { clientAuthentication, serverAuthentication } from './client-authentication.ts';
import { acceptEarlyData, endEarlyData } from './early-data.ts';
import { updateKeys } from './key-update.ts';
import { Keys13 } from './keys.ts';

type Answer = Received<[typeof ServerHello, typeof HelloRetryRequest]>;

export function* clientHandshake13(peer: Peer, offer: Offer, answer: Answer): Flow<Handshaken> {
  const { config } = offer;
  const client = { peer, config };
  const { name, body } = answer;
  const suite = acceptSuite(peer, offer, body);
  const hello = name === 'HelloRetryRequest' ? yield* retry(peer, offer, suite, body) : body;
  const psk = acceptPsk(offer, suite, hello);
  const keys = yield* agreeOnKeys(peer, offer, suite, hello, psk);
  const { applicationProtocol, earlyData } = yield* readParameters(offer, keys, psk);
  const server = psk ? undefined : yield* serverAuthentication(client);
  const finished = yield* readFinished(keys);
  if (earlyData) endEarlyData(keys);
  const clientProved = server?.request ? yield* clientAuthentication(client, server.request) : false;
  sendFinished(keys);

  const identity = server?.identity ?? ProvedIdentity.bySession(psk!.session, finished);
  const agreement = keys.agreement({
    group: hello.extensions.keyShare!.group,
    signatureScheme: server?.scheme,
    applicationProtocol,
    serverName: config.serverName,
    resumed: psk !== undefined,
    clientAuthenticated: psk?.session.clientAuthenticated ?? clientProved,
    serverRandom: hello.random,
  });
  return {
    established: Established.byClient(identity, finished, agreement),
    after: afterClientHandshake13(client, keys, identity, agreement),
    exporter: keys.exporter,
    updateKeys: (requestPeer) => updateKeys(keys, requestPeer),
  };
}

/** The suite that the server chose, in ServerHello or HelloRetryRequest; from here on it hashes the transcript. */
function acceptSuite(peer: Peer, offer: Offer, body: Answer['body']): Suite13 {
  const suite = chosenSuite(offer.config, TLS13, body.cipherSuite);
  peer.speak(TLS13);
  peer.transcript.use(suite.hash);
  checkHello(offer, body);
  return suite;
}

const badHello = errorsOf('RFC 9846 section 4.2.3');
const badRetry = errorsOf('RFC 9846 section 4.2.4');

/** What ServerHello and HelloRetryRequest have in common (RFC 9846 section 4.2.3). */
function checkHello(offer: Offer, hello: Answer['body']): void {
  if (hello.legacyVersion !== TLS12)
    throw badHello('illegal-value', 'the server’s legacy_version is not that of TLS 1.2');
  if (!sameBytes(hello.legacySessionIdEcho, offer.sessionId))
    throw badHello('session-mismatch', 'the server echoed another session ID');
  if (hello.legacyCompressionMethod !== 0)
    throw badHello('bad-compression', 'the server chose a compression method');
}

/** HelloRetryRequest: the same hello again with what the server asks for, once (RFC 9846 section 4.2.4). */
function* retry(peer: Peer, offer: Offer, suite: Suite13, request: HelloRetryRequest): Flow<ServerHello> {
  offer.refuseUnsolicited(request.extensions, 'HelloRetryRequest');
  const { earlyData } = offer;
  // RFC 9846 section 4.3.10: a retry takes no early data; the second hello goes out as the first did.
  if (earlyData) peer.writeWith({ epoch: cleartext });
  yield* offer.retry(request, suite);
  peer.transcript.replaceWithMessageHash();
  if (earlyData) peer.earlyDataAnswered(false);
  else peer.sendFiller();
  offer.send(peer);
  const { name, body: hello } = yield* receive(ServerHello, HelloRetryRequest, ServerHello12);
  if (name === 'HelloRetryRequest') throw badRetry('second-retry', 'the server asked for a second retry');
  if (name === 'ServerHello12' || hello.extensions.supportedVersions !== TLS13)
    throw badRetry('version-changed', 'the server chose another version than in its HelloRetryRequest');
  checkHello(offer, hello);
  if (hello.cipherSuite !== suite.id)
    throw badRetry('suite-changed', 'the server chose another cipher suite than in its HelloRetryRequest');
  return hello;
}

/** The session that the server resumes, if it took ours (RFC 9846 section 4.3.11). */
function acceptPsk(offer: Offer, suite: Suite13, hello: ServerHello): Psk | undefined {
  offer.refuseUnsolicited(hello.extensions, 'ServerHello');
  const selected = hello.extensions.preSharedKey;
  const { psk } = offer;
  if (selected === undefined) return undefined;
  if (!psk || selected !== 0 || psk.suite.hash !== suite.hash) {
    const said = 'the server chose a pre-shared key that was not offered, or not with this hash';
    throw new TlsError('psk-not-offered', said, 'RFC 9846 section 4.3.11');
  }
  return psk;
}

/** Key Exch: what both shares and the PSK make; {} opens both ways. */
function* agreeOnKeys(peer: Peer, offer: Offer, suite: Suite13, hello: ServerHello, psk?: Psk): Flow<Keys13> {
  const share = hello.extensions.keyShare;
  if (!share) throw badHello('missing-share', 'the server sent no key share');
  const { group, key } = offer.take(share.group);
  const shared = yield* settle(key.complete(share.keyExchange), 'the key exchange');
  if (!shared) throw badShare(group, 'RFC 9846 section 4.3.8.2');
  const early = EarlySecret.from(suite.hash, psk?.session.secret);
  const keys = new Keys13(peer, suite, 'client', offer.random, early, shared);
  keys.atServerHello();
  // RFC 9846 appendix A.1 lets a client keep its old keys until its second flight, but an alert about what the server
  // sends from here on should go out under the new ones: the server reads with them already.
  if (!offer.retried && !offer.earlyData) peer.sendFiller();
  // Early data goes on until the server has answered it.
  if (!offer.earlyData) keys.writeHandshake();
  keys.readHandshake();
  return keys;
}

/** {EncryptedExtensions}: the application protocol that the server chose, if any, and whether it takes our early data. */
function* readParameters(
  offer: Offer,
  keys: Keys13,
  psk: Psk | undefined,
): Flow<{ applicationProtocol: string | undefined; earlyData: boolean }> {
  const { extensions } = (yield* receive(EncryptedExtensions)).body;
  offer.refuseUnsolicited(extensions, 'EncryptedExtensions');
  const applicationProtocol = chosenProtocol(offer.config, extensions.applicationLayerProtocolNegotiation);
  const earlyData = extensions.earlyData === true;
  acceptEarlyData(keys, offer, psk, applicationProtocol, earlyData);
  return { applicationProtocol, earlyData };
}

/** {Finished} of the server. It has sent its last handshake message under these keys, and may be sending data already. */
function* readFinished(keys: Keys13): Flow<VerifiedFinished> {
  const finished = yield* VerifiedFinished.receive(keys.finished('server'));
  keys.atServerFinished();
  keys.readApplication();
  keys.peer.openReading();
  return finished;
}

/** {Finished}, and [Application Data] may go out. */
function sendFinished(keys: Keys13): void {
  const { peer } = keys;
  peer.send(Finished, { verifyData: keys.finished('client') });
  keys.atClientFinished();
  keys.writeApplication();
  peer.openWriting();
}

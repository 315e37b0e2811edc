/**
 * The client's TLS 1.2 handshake (RFC 5246 figure 1, with RFC 6066 section 8 and RFC 5077 section 3.3; figure 2 is the
 * abbreviated one).
 *
 *      Client                                               Server
 *
 *      ClientHello                  -------->
 *                                                      ServerHello
 *                                                      Certificate
 *                                               CertificateStatus*
 *                                               ServerKeyExchange*
 *                                              CertificateRequest*
 *                                   <--------      ServerHelloDone
 *      Certificate*
 *      ClientKeyExchange
 *      CertificateVerify*
 *      [ChangeCipherSpec]
 *      Finished                     -------->
 *                                                NewSessionTicket*
 *                                               [ChangeCipherSpec]
 *                                   <--------             Finished
 *      Application Data             <------->     Application Data
 */

import type { Suite12 } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import {
  Certificate12,
  type CertificateRequest12,
  CertificateVerify,
  ClientCertificateType,
  HelloRequest,
  NewSessionTicket12,
  ServerHello12,
} from '../../protocol/messages/index.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import { Transcript } from '../../schedule/transcript.ts';
import { only } from '../../wire/bare.ts';
import type { ClientConfig } from '../config.ts';
import { type ClientCredential, chooseClientCredential } from '../credentials/client-credential.ts';
import { ProvedIdentity } from '../credentials/proved.ts';
import { Established, type Handshaken } from '../established.ts';
import type { VerifiedFinished } from '../finished.ts';
import { type Flow, receive, receiveOr, settleBytes } from '../flow.ts';
import { Offer } from '../hello/offer.ts';
import { chosenProtocol, chosenSuite } from '../hello/server-choice.ts';
import type { Peer } from '../peer.ts';
import type { Session } from '../sessions/session.ts';
import { agreement12, type Exchanged, type Hellos } from './agreement.ts';
import { keepTicket, resumedSession } from './client-session.ts';
import { readFinished, sendFinished } from './finished.ts';
import { Keys12, openBothWays, type Randoms } from './keys.ts';
import { type Before, checkBinding, refuseOther } from './renegotiation.ts';
import { serverFlight } from './server-flight.ts';

export function* clientHandshake12(
  peer: Peer,
  config: ClientConfig,
  offer: Offer,
  hello: ServerHello12,
  before?: Before,
): Flow<Handshaken> {
  const suite = acceptHello(peer, config, offer, hello, before);
  const hellos: Hellos = {
    applicationProtocol: chosenProtocol(peer, config, hello.extensions.applicationLayerProtocolNegotiation),
    serverName: config.serverName,
    extendedMainSecret: hello.extensions.extendedMainSecret === true,
  };
  const randoms = { client: offer.random, server: hello.random };
  const session = resumedSession(peer, offer, hello, suite);
  const done = session
    ? yield* resume(peer, config, suite, randoms, session, hello)
    : yield* handshake(peer, config, suite, randoms, hello);

  const { keys, identity, finished, ticket } = done;
  const agreement = agreement12(keys, hellos, done.exchanged, done.clientAuthenticated);
  refuseOther(before, agreement, identity);
  const keep = () => keepTicket(peer, config, keys, identity, agreement, ticket);
  const bound = hello.extensions.renegotiationInfo && { keys, agreement, identity };
  return {
    established: Established.byClient(identity, finished, agreement),
    after: afterHandshake12(peer, config, keep, bound),
    exporter: keys.exporter,
  };
}

/** ServerHello: the suite that the server chose; from here on it hashes the transcript. */
function acceptHello(
  peer: Peer,
  config: ClientConfig,
  offer: Offer,
  hello: ServerHello12,
  before: Before | undefined,
): Suite12 {
  const suite = chosenSuite(peer, config, TLS12, hello.cipherSuite);
  peer.speak(TLS12);
  peer.transcript.use(suite.hash);
  checkHello(offer, hello);
  checkBinding('server', hello.extensions.renegotiationInfo, before);
  return suite;
}

interface Done {
  readonly keys: Keys12;
  readonly identity: ProvedIdentity;
  readonly finished: VerifiedFinished;
  readonly ticket: NewSessionTicket12 | undefined;
  /** Undefined when resumed. */
  readonly exchanged: Exchanged | undefined;
  readonly clientAuthenticated: boolean;
}

/** Figure 1, from the server's Certificate on. */
function* handshake(
  peer: Peer,
  config: ClientConfig,
  suite: Suite12,
  randoms: Randoms,
  hello: ServerHello12,
): Flow<Done> {
  const promised = hello.extensions.statusRequest === true;
  const { exchange, request } = yield* serverFlight(peer, config, suite, randoms, promised);
  const client = yield* sendCertificate(peer, config, request);
  const premaster = yield* exchange.answer();
  const extended = hello.extensions.extendedMainSecret === true;
  const keys = Keys12.fromPremaster(peer, suite, premaster.secret, randoms, extended, config.provider.random);
  if (client) yield* sendCertificateVerify(peer, client);
  sendFinished(keys, 'client');
  const ticket = yield* receiveTicket(hello);
  const finished = yield* readFinished(keys, 'server');
  return {
    keys,
    identity: premaster.prove(finished),
    finished,
    ticket,
    exchanged: { group: exchange.group, signatureScheme: exchange.scheme },
    clientAuthenticated: client !== undefined,
  };
}

/** Figure 2: the server finishes first. */
function* resume(
  peer: Peer,
  config: ClientConfig,
  suite: Suite12,
  randoms: Randoms,
  session: Session,
  hello: ServerHello12,
): Flow<Done> {
  const keys = new Keys12(peer, suite, session.secret, randoms, config.provider.random);
  const ticket = yield* receiveTicket(hello);
  const finished = yield* readFinished(keys, 'server');
  sendFinished(keys, 'client');
  return {
    keys,
    identity: ProvedIdentity.byTicket(session, finished),
    finished,
    ticket,
    exchanged: undefined,
    clientAuthenticated: session.clientAuthenticated,
  };
}

function checkHello(offer: Offer, { legacyCompressionMethod, extensions }: ServerHello12): void {
  offer.refuseUnsolicited(extensions, 'ServerHello');
  if (legacyCompressionMethod !== 0) {
    throw new TlsError(
      'bad-compression',
      'the server chose a compression method that was not offered',
      'RFC 5246 section 7.4.1.3',
    );
  }
  if (extensions.ecPointFormats && !extensions.ecPointFormats.includes(0)) {
    throw new TlsError('illegal-value', 'the server takes no uncompressed points', 'RFC 8422 section 5.2');
  }
}

/** Certificate*: sent when it was asked for, and empty when there is none (RFC 5246 section 7.4.6). */
function* sendCertificate(
  peer: Peer,
  config: ClientConfig,
  request: CertificateRequest12 | undefined,
): Flow<ClientCredential | undefined> {
  if (!request) return undefined;
  const { supportedSignatureAlgorithms, certificateAuthorities, certificateTypes } = request;
  const wish = only({
    version: TLS12,
    signatureSchemes: supportedSignatureAlgorithms,
    authorities: certificateAuthorities,
    authentications: [
      ...(certificateTypes.includes(ClientCertificateType.rsa_sign) ? (['RSA'] as const) : []),
      ...(certificateTypes.includes(ClientCertificateType.ecdsa_sign) ? (['ECDSA'] as const) : []),
    ],
  } as const);
  const choice = yield* chooseClientCredential(peer, config, wish);
  peer.send(Certificate12, { certificateList: [...(choice?.credential.chain ?? [])] });
  return choice;
}

/** CertificateVerify: a signature over every message so far (RFC 5246 section 7.4.8). */
function* sendCertificateVerify(peer: Peer, { credential, scheme, algorithm }: ClientCredential): Flow<void> {
  const signature = yield* settleBytes(
    credential.key.sign(algorithm, peer.transcript.raw!),
    'the private key',
  );
  peer.send(CertificateVerify, { algorithm: scheme, signature });
}

/** NewSessionTicket comes exactly when the ServerHello announced it (RFC 5077 section 3.3). */
function* receiveTicket({ extensions }: ServerHello12): Flow<NewSessionTicket12 | undefined> {
  return extensions.sessionTicket ? (yield* receive(NewSessionTicket12)).body : undefined;
}

/** @param bound what a renegotiation is bound to, when the server knows of such bonds */
function* afterHandshake12(
  peer: Peer,
  config: ClientConfig,
  keep: () => void,
  bound: Before | undefined,
): Flow<Handshaken> {
  openBothWays(peer);
  keep();
  const allowed = config.renegotiation && bound;
  yield* receiveOr(allowed ? ['renegotiation'] : [], HelloRequest);
  if (!allowed) {
    throw new TlsError(
      'renegotiation-refused',
      'the server asked for a renegotiation',
      'RFC 5246 section 7.4.1.1',
    );
  }
  return yield* renegotiate(peer, config, bound);
}

/** The handshake once more, under the keys of the one before, which data goes on with until they change. */
function* renegotiate(peer: Peer, config: ClientConfig, before: Before): Flow<Handshaken> {
  const again = { ...config, versions: [TLS12], session: undefined, fallbackScsv: false } as const;
  const offer = yield* Offer.make(again, before.keys.verifyData.client);
  const next = { ...peer, transcript: new Transcript() };
  next.transcript.add(offer.send(next));
  let answer = yield* receive(ServerHello12, HelloRequest);
  // RFC 5246 section 7.4.1.1: it is ignored while we negotiate, and in no transcript.
  while (answer.name === 'HelloRequest') answer = yield* receive(ServerHello12, HelloRequest);
  next.transcript.add(answer.raw);
  peer.feed(next.transcript);
  return yield* clientHandshake12(next, again, offer, answer.body, before);
}

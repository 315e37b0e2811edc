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
import { say } from '../../wire/words.ts';
import type { ClientConfig } from '../config.ts';
import { chooseClientCredential } from '../credentials/client-credential.ts';
import { ProvedIdentity } from '../credentials/proved.ts';
import { type Signer, signatureOf } from '../credentials/signature-choice.ts';
import { type Agreement, Established, type Handshaken } from '../established.ts';
import type { VerifiedFinished } from '../finished.ts';
import { type Flow, receive, receiveOr } from '../flow.ts';
import { Offer } from '../hello/offer.ts';
import { acceptTls12, chosenProtocol, chosenSuite } from '../hello/server-choice.ts';
import type { Peer } from '../peer.ts';
import type { Session } from '../sessions/session.ts';
import { keepSession, resumedSession } from './client-session.ts';
import { openBothWays, readFinished, sendFinished } from './finished.ts';
import type { Before, Client12, Hellos } from './hellos.ts';
import { Keys12 } from './keys.ts';
import { checkBinding, refuseMacInside, refuseOther, renegotiationRefused } from './renegotiation.ts';
import { serverFlight } from './server-flight.ts';

export function* clientHandshake12(
  peer: Peer,
  offer: Offer,
  hello: ServerHello12,
  before?: Before,
): Flow<Handshaken> {
  const { config } = offer;
  const suite = acceptHello(peer, offer, hello, before);
  const hellos: Hellos = {
    applicationProtocol: chosenProtocol(config, hello.extensions.applicationLayerProtocolNegotiation),
    serverName: config.serverName,
    extendedMainSecret: hello.extensions.extendedMainSecret === true,
    encryptThenMac: hello.extensions.encryptThenMac === true,
    clientRandom: offer.random,
    serverRandom: hello.random,
  };
  refuseOther(before, hellos);
  refuseMacInside(before, suite, hellos);
  const client = { peer, config, hello, hellos, suite, before };
  const session = resumedSession(client, offer);
  const done = session ? yield* resume(client, session) : yield* handshake(client);

  const { keys, identity, finished, agreement } = done;
  const keep = () => keepSession(client, keys, identity, agreement, done.ticket, session);
  // Without the whole handshake in the main secret, a peer may have relayed it (RFC 7627 section 1).
  const isBound = hello.extensions.renegotiationInfo && hellos.extendedMainSecret;
  const encryptThenMac = before?.encryptThenMac || agreement.encryptThenMac;
  const bound = isBound ? { verifyData: keys.verifyData, agreement, encryptThenMac, identity } : undefined;
  return {
    established: Established.byClient(identity, finished, agreement),
    after: afterHandshake12(client, keep, bound),
    exporter: keys.exporter,
  };
}

/** ServerHello: the suite that the server chose; from here on it hashes the transcript. */
function acceptHello(peer: Peer, offer: Offer, hello: ServerHello12, before: Before | undefined): Suite12 {
  const suite = chosenSuite(offer.config, TLS12, hello.cipherSuite);
  peer.speak(TLS12);
  peer.transcript.use(suite.hash);
  checkHello(offer, suite, hello);
  checkBinding('server', hello.extensions.renegotiationInfo, before);
  return suite;
}

interface Done {
  readonly keys: Keys12;
  readonly identity: ProvedIdentity;
  readonly finished: VerifiedFinished;
  readonly agreement: Agreement;
  readonly ticket: NewSessionTicket12 | undefined;
}

/** Figure 1, from the server's Certificate on. */
function* handshake(client: Client12): Flow<Done> {
  const { peer, config, suite, hello, hellos } = client;
  const { exchange, request } = yield* serverFlight(client);
  const credential = yield* sendCertificate(client, request);
  const premaster = yield* exchange.answer();
  const keys = Keys12.fromPremaster(peer, suite, premaster.secret, hellos, config.provider);
  if (credential) yield* sendCertificateVerify(peer, credential);
  sendFinished(keys, 'client');
  const ticket = yield* receiveTicket(hello);
  const finished = yield* readFinished(keys, 'server');
  const exchanged = { group: exchange.group, signatureScheme: exchange.scheme };
  const agreement = keys.agreement(credential !== undefined, exchanged);
  return { keys, identity: premaster.prove(finished), finished, agreement, ticket };
}

/** Figure 2: the server finishes first. */
function* resume({ peer, config, suite, hello, hellos }: Client12, session: Session): Flow<Done> {
  const keys = new Keys12(peer, suite, session.secret, hellos, config.provider);
  const ticket = yield* receiveTicket(hello);
  const finished = yield* readFinished(keys, 'server');
  sendFinished(keys, 'client');
  const identity = ProvedIdentity.bySession(session, finished);
  return { keys, identity, finished, agreement: keys.agreement(session.clientAuthenticated), ticket };
}

function checkHello(
  offer: Offer,
  suite: Suite12,
  { legacyCompressionMethod, extensions }: ServerHello12,
): void {
  offer.refuseUnsolicited(extensions, 'ServerHello');
  if (legacyCompressionMethod !== 0) {
    const said = 'the server chose a compression method that was not offered';
    throw new TlsError('bad-compression', said, 'RFC 5246 section 7.4.1.3');
  }
  if (extensions.ecPointFormats && !extensions.ecPointFormats.includes(0)) {
    throw new TlsError('illegal-value', 'the server refuses uncompressed points', 'RFC 8422 section 5.2');
  }
  if (extensions.encryptThenMac && suite.protection.kind !== 'CBC') {
    const said = say`the server answers encrypt_then_mac with ${suite.name}, which has no MAC of its own`;
    throw new TlsError('illegal-value', said, 'RFC 7366 section 3');
  }
}

/** Certificate*: sent when it was asked for, and empty when there is none (RFC 5246 section 7.4.6). */
function* sendCertificate(
  client: Client12,
  request: CertificateRequest12 | undefined,
): Flow<Signer | undefined> {
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
  const choice = yield* chooseClientCredential(client, wish);
  client.peer.send(Certificate12, { certificateList: [...(choice?.credential.chain ?? [])] });
  return choice;
}

/** CertificateVerify: a signature over every message so far (RFC 5246 section 7.4.8). */
function* sendCertificateVerify(peer: Peer, signer: Signer): Flow<void> {
  peer.send(CertificateVerify, yield* signatureOf(signer, peer.transcript.raw!));
}

/** NewSessionTicket comes exactly when the ServerHello announced it (RFC 5077 section 3.3). */
function* receiveTicket({ extensions }: ServerHello12): Flow<NewSessionTicket12 | undefined> {
  return extensions.sessionTicket ? (yield* receive(NewSessionTicket12)).body : undefined;
}

/** @param bound the handshake that a renegotiation is bound to, when the server supports RFC 5746 */
function* afterHandshake12(
  { peer, config }: Client12,
  keep: () => void,
  bound: Before | undefined,
): Flow<Handshaken> {
  openBothWays(peer);
  keep();
  const allowed = config.renegotiation && bound;
  yield* receiveOr(allowed ? ['renegotiation'] : [], HelloRequest);
  if (!allowed) throw renegotiationRefused();
  return yield* renegotiate(peer, config, bound);
}

/** The handshake once more, under the keys of the one before; data goes on under them until they change. */
function* renegotiate(peer: Peer, config: ClientConfig, before: Before): Flow<Handshaken> {
  const again = { ...config, versions: [TLS12], session: undefined, fallbackScsv: false } as const;
  const offer = yield* Offer.make(again, before.verifyData.client);
  const next = { ...peer, transcript: new Transcript() };
  next.transcript.add(offer.send(next));
  peer.begins();
  let answer = yield* receive(ServerHello12, HelloRequest);
  // RFC 5246 section 7.4.1.1: it is ignored while we negotiate, and in no transcript.
  while (answer.name === 'HelloRequest') answer = yield* receive(ServerHello12, HelloRequest);
  acceptTls12(again, answer.body);
  next.transcript.add(answer.raw);
  peer.feed(next.transcript);
  return yield* clientHandshake12(next, offer, answer.body, before);
}

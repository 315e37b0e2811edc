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

import { TlsError } from '../../protocol/errors.ts';
import {
  Certificate12,
  type CertificateRequest12,
  CertificateVerify,
  ClientCertificateType,
  ClientKeyExchangeECDHE,
  ClientKeyExchangeRSA,
  Finished,
  HelloRequest,
  NewSessionTicket12,
  type ServerHello12,
} from '../../protocol/messages/index.ts';
import { TLS12 } from '../../protocol/numbers/versions.ts';
import { only } from '../../wire/bare.ts';
import type { ClientConfig } from '../config.ts';
import { type ClientCredential, chooseClientCredential } from '../credentials/client-credential.ts';
import { EncryptedPremaster, ProvedIdentity } from '../credentials/proved.ts';
import { type Agreement, Established } from '../established.ts';
import { VerifiedFinished } from '../finished.ts';
import { type Flow, receive, settle, settleBytes } from '../flow.ts';
import type { Offer } from '../hello/offer.ts';
import { chosenProtocol, chosenSuite } from '../hello/server-choice.ts';
import { ChangeCipherSpec, type Peer } from '../peer.ts';
import { keepTicket, resumedSession } from './client-session.ts';
import { Keys12, openBothWays } from './keys.ts';
import { type ServerFlight, serverFlight } from './server-flight.ts';

export function* clientHandshake12(
  peer: Peer,
  config: ClientConfig,
  offer: Offer,
  hello: ServerHello12,
): Flow<Established> {
  const suite = chosenSuite(peer, config, TLS12, hello.cipherSuite);
  peer.speak(TLS12);
  peer.transcript.use(suite.hash);
  checkHello(offer, hello);
  const randoms = { client: offer.random, server: hello.random };
  const applicationProtocol = chosenProtocol(
    peer,
    config,
    hello.extensions.applicationLayerProtocolNegotiation,
  );
  const session = resumedSession(peer, offer, hello, suite);

  const shared = {
    version: TLS12,
    suite,
    applicationProtocol,
    serverName: config.serverName,
    extendedMainSecret: hello.extensions.extendedMainSecret === true,
    clientRandom: randoms.client,
    serverRandom: randoms.server,
  } as const;

  if (session) {
    const keys = new Keys12(peer, suite, session.secret, randoms, config.provider.random);
    const ticket = yield* receiveTicket(hello);
    const finished = yield* serverFinished(keys);
    keys.changeCipherSpec('client');
    peer.send(Finished, { verifyData: keys.finished('client') });
    const identity = ProvedIdentity.byTicket(session, finished);
    const agreement: Agreement = {
      ...shared,
      keyExchange: suite.keyExchange,
      group: undefined,
      signatureScheme: undefined,
      resumed: true,
      clientAuthenticated: session.clientAuthenticated,
      exporter: keys.exporter,
    };
    const keep = () => keepTicket(peer, config, keys, identity, agreement, ticket);
    return Established.byClient(identity, finished, agreement, afterHandshake12(peer, keep));
  }

  const promised = hello.extensions.statusRequest === true;
  const server = yield* serverFlight(peer, config, suite, randoms, promised);
  const client = yield* clientCertificate(peer, config, server.request);
  const { premaster, prove } = yield* keyExchange(peer, config, server);
  const keys = Keys12.fromPremaster(
    peer,
    suite,
    premaster,
    randoms,
    shared.extendedMainSecret,
    config.provider.random,
  );
  if (client) yield* certificateVerify(peer, client);
  keys.changeCipherSpec('client');
  peer.send(Finished, { verifyData: keys.finished('client') });
  const ticket = yield* receiveTicket(hello);
  const finished = yield* serverFinished(keys);
  const identity = prove(finished);
  const agreement: Agreement = {
    ...shared,
    keyExchange: suite.keyExchange,
    group: server.exchange?.params.namedCurve,
    signatureScheme: server.exchange?.scheme,
    resumed: false,
    clientAuthenticated: client !== undefined,
    exporter: keys.exporter,
  };
  const keep = () => keepTicket(peer, config, keys, identity, agreement, ticket);
  return Established.byClient(identity, finished, agreement, afterHandshake12(peer, keep));
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
  // RFC 5746 section 3.4: in a first handshake it must be empty.
  if (extensions.renegotiationInfo && extensions.renegotiationInfo.length > 0) {
    throw new TlsError(
      'renegotiation-mismatch',
      'the server’s renegotiation_info speaks of a handshake before this one',
      'RFC 5746 section 3.4',
    );
  }
  if (extensions.ecPointFormats && !extensions.ecPointFormats.includes(0)) {
    throw new TlsError(
      'illegal-value',
      'the server does not take uncompressed points',
      'RFC 8422 section 5.2',
    );
  }
}

/** Certificate*: sent when it was asked for, and empty when there is none (RFC 5246 section 7.4.6). */
function* clientCertificate(
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

/** ClientKeyExchange, the premaster secret that follows from it, and what proves that the server has its key. */
function* keyExchange(
  peer: Peer,
  config: ClientConfig,
  { judged, exchange }: ServerFlight,
): Flow<{ premaster: Uint8Array; prove(finished: VerifiedFinished): ProvedIdentity }> {
  if (!exchange) {
    const premaster = yield* EncryptedPremaster.for(judged, config);
    peer.send(ClientKeyExchangeRSA, { encryptedPreMasterSecret: premaster.encrypted });
    return {
      premaster: premaster.secret,
      prove: (finished) => ProvedIdentity.byDecryption(premaster, finished),
    };
  }
  const { params, identity } = exchange;
  const group = config.groups.find(({ id }) => id === params.namedCurve)!;
  const answer = yield* settle(group.answer(params.public), 'the key exchange');
  if (!answer) {
    throw new TlsError(
      'bad-share',
      `the server’s key share is not one of ${group.name}`,
      'RFC 8422 section 5.11',
    );
  }
  peer.send(ClientKeyExchangeECDHE, { public: answer.share });
  return { premaster: answer.secret, prove: () => identity };
}

/** CertificateVerify: a signature over every message so far (RFC 5246 section 7.4.8). */
function* certificateVerify(peer: Peer, { credential, scheme, algorithm }: ClientCredential): Flow<void> {
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

function* serverFinished(keys: Keys12): Flow<VerifiedFinished> {
  yield* receive(ChangeCipherSpec);
  keys.readWith('server');
  return yield* VerifiedFinished.receive(keys.finished('server'));
}

function* afterHandshake12(peer: Peer, keep: () => void): Flow<never> {
  openBothWays(peer);
  keep();
  yield* receive(HelloRequest);
  throw new TlsError(
    'renegotiation-refused',
    'the server asked for a renegotiation',
    'RFC 5246 section 7.4.1.1',
  );
}

/**
 * The client's TLS 1.2 handshake (RFC 5246 figure 1; figure 2 is the abbreviated one).
 *
 *      Client                                               Server
 *
 *      ClientHello                  -------->
 *                                                      ServerHello
 *                                                     Certificate*
 *                                               ServerKeyExchange*
 *                                              CertificateRequest*
 *                                   <--------      ServerHelloDone
 *      Certificate*
 *      ClientKeyExchange
 *      CertificateVerify*
 *      [ChangeCipherSpec]
 *      Finished                     -------->
 *                                                [NewSessionTicket]
 *                                               [ChangeCipherSpec]
 *                                   <--------             Finished
 *      Application Data             <------->     Application Data
 */
import type { PublicKey, Suite12 } from '../crypto/provider.ts';
import { TlsError } from '../protocol/errors.ts';
import {
  Certificate12,
  CertificateRequest12,
  CertificateVerify,
  ClientCertificateType,
  ClientKeyExchangeECDHE,
  ClientKeyExchangeRSA,
  ECCurveType,
  Finished,
  HelloRequest,
  NewSessionTicket12,
  type ServerHello12,
  ServerHelloDone,
  ServerKeyExchange,
} from '../protocol/messages/index.ts';
import { NamedGroup } from '../protocol/numbers/groups.ts';
import { CipherSuite } from '../protocol/numbers/suites.ts';
import { TLS12 } from '../protocol/numbers/versions.ts';
import { chosenProtocol, chosenSuite } from './answer.ts';
import { checkSignature, chooseClientCredential, keyOfLeaf, VerifiedIdentity } from './authenticate.ts';
import type { ClientConfig } from './config.ts';
import { type Agreement, Established } from './established.ts';
import { VerifiedFinished } from './finished.ts';
import { type Flow, receive, settle } from './flow.ts';
import { Keys12, type Randoms, signedParams } from './keys12.ts';
import type { Offer } from './offer.ts';
import { ChangeCipherSpec, type Peer } from './peer.ts';
import { sessionExpiry } from './resume.ts';
import type { Session } from './session.ts';

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
    const identity = VerifiedIdentity.ofSession(session);
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
    return new Established(identity, finished, agreement, afterHandshake12(keep));
  }

  const server = yield* serverAuthentication(peer, config, suite, randoms);
  const client = yield* clientCertificate(peer, config, server.request);
  const premaster = yield* keyExchange(peer, config, server);
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
  const agreement: Agreement = {
    ...shared,
    keyExchange: suite.keyExchange,
    group: server.exchange?.params.namedCurve,
    signatureScheme: server.exchange?.algorithm,
    resumed: false,
    clientAuthenticated: client !== undefined,
    exporter: keys.exporter,
  };
  const keep = () => keepTicket(peer, config, keys, server.identity, agreement, ticket);
  return new Established(server.identity, finished, agreement, afterHandshake12(keep));
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

/** The server echoes the session ID that went with the ticket when it takes it (RFC 5077 section 3.4). */
function resumedSession(peer: Peer, offer: Offer, hello: ServerHello12, suite: Suite12): Session | undefined {
  const { session, sessionId } = offer;
  const echo = hello.legacySessionIdEcho;
  const echoed =
    sessionId.length > 0 &&
    echo.length === sessionId.length &&
    echo.every((byte, i) => byte === sessionId[i]);
  const offered = session?.version === TLS12 ? session : undefined;
  if (offered) {
    peer.tell(() => ({
      type: 'decision',
      about: 'resumption',
      by: 'server',
      chosen: echoed ? 'resumed' : 'full handshake',
      rule: echoed
        ? 'the server echoed the session ID that came with the ticket'
        : 'the server did not take the ticket',
      rfc: 'RFC 5077 section 3.4',
    }));
  }
  if (!echoed) return undefined;
  if (!offered) {
    throw new TlsError(
      'session-mismatch',
      'the server resumed a session that was not offered',
      'RFC 5246 section 7.4.1.3',
    );
  }
  if (offered.cipherSuite !== suite.id) {
    throw new TlsError(
      'session-mismatch',
      `the server resumed with ${suite.name} a session of ${CipherSuite.nameOf(offered.cipherSuite)}`,
      'RFC 5246 section 7.4.1.3',
    );
  }
  // RFC 7627 section 5.3.
  if (offered.extendedMainSecret !== (hello.extensions.extendedMainSecret === true)) {
    throw new TlsError(
      'extended-main-secret-mismatch',
      'the server resumed a session with another kind of main secret',
      'RFC 7627 section 5.3',
    );
  }
  return offered;
}

interface ServerFlight {
  readonly identity: VerifiedIdentity;
  readonly key: PublicKey;
  /** Undefined with RSA key exchange. */
  readonly exchange: ServerKeyExchange | undefined;
  readonly request: CertificateRequest12 | undefined;
}

/** Certificate, ServerKeyExchange*, CertificateRequest*, ServerHelloDone */
function* serverAuthentication(
  peer: Peer,
  config: ClientConfig,
  suite: Suite12,
  randoms: Randoms,
): Flow<ServerFlight> {
  const { body: certificate } = yield* receive(Certificate12);
  if (certificate.certificateList.length === 0) {
    throw new TlsError('missing-certificate', 'the server sent no certificate', 'RFC 5246 section 7.4.2');
  }
  const chain = certificate.certificateList;
  const keyUsage = suite.keyExchange === 'RSA' ? 'keyEncipherment' : 'digitalSignature';
  const identity = yield* VerifiedIdentity.judge(peer, config, 'server', chain, keyUsage);
  const key = keyOfLeaf(config, identity);
  checkKeyType(config, key, suite);
  const exchange = suite.keyExchange === 'ECDHE' ? yield* serverKeyExchange(config, key, randoms) : undefined;
  const next = yield* receive(CertificateRequest12, ServerHelloDone);
  if (next.name === 'CertificateRequest12') yield* receive(ServerHelloDone);
  return { identity, key, exchange, request: next.name === 'CertificateRequest12' ? next.body : undefined };
}

function checkKeyType({ groups }: ClientConfig, key: PublicKey, suite: Suite12): void {
  const fits =
    suite.authentication === 'RSA'
      ? key.type === 'RSA' || (key.type === 'RSA-PSS' && suite.keyExchange !== 'RSA')
      : key.type === 'EC' || key.type === 'Ed25519';
  if (!fits) {
    throw new TlsError(
      'certificate-wrong-key',
      `the server’s certificate has a key of type ${key.type}, which ${suite.name} cannot use`,
      'RFC 5246 section 7.4.2',
      {
        alert: 'illegal_parameter',
      },
    );
  }
  // RFC 8422 section 5.1.1: what we listed in supported_groups binds the certificate's curve too.
  if (key.curve && !groups.some(({ id }) => id === NamedGroup[key.curve!])) {
    throw new TlsError(
      'certificate-wrong-key',
      `the key of the server’s certificate is on ${key.curve}, which we did not offer`,
      'RFC 8422 section 5.3',
      { alert: 'illegal_parameter' },
    );
  }
}

function* serverKeyExchange(config: ClientConfig, key: PublicKey, randoms: Randoms): Flow<ServerKeyExchange> {
  const { body, raw } = yield* receive(ServerKeyExchange);
  const { params } = body;
  if (params.curveType !== ECCurveType.named_curve) {
    throw new TlsError('illegal-value', 'the server describes a curve of its own', 'RFC 8422 section 5.4');
  }
  if (!config.groups.some(({ id }) => id === params.namedCurve)) {
    throw new TlsError(
      'group-not-offered',
      `the server chose the group ${NamedGroup.nameOf(params.namedCurve)}, which was not offered`,
      'RFC 8422 section 5.4',
    );
  }
  const signed = signedParams(randoms, raw.subarray(4, 4 + 4 + params.public.length));
  yield* checkSignature(key, body, signed, config.signatureSchemes, TLS12);
  return body;
}

type ClientChoice = Exclude<
  ReturnType<typeof chooseClientCredential> extends Flow<infer T> ? T : never,
  undefined
>;

/** Certificate*: sent when it was asked for, and empty when there is none (RFC 5246 section 7.4.6). */
function* clientCertificate(
  peer: Peer,
  config: ClientConfig,
  request: CertificateRequest12 | undefined,
): Flow<ClientChoice | undefined> {
  if (!request) return undefined;
  const { supportedSignatureAlgorithms, certificateAuthorities, certificateTypes } = request;
  const wish = {
    version: TLS12,
    signatureSchemes: supportedSignatureAlgorithms,
    authorities: certificateAuthorities,
    authentications: [
      ...(certificateTypes.includes(ClientCertificateType.rsa_sign) ? (['RSA'] as const) : []),
      ...(certificateTypes.includes(ClientCertificateType.ecdsa_sign) ? (['ECDSA'] as const) : []),
    ],
  } as const;
  const choice = yield* chooseClientCredential(peer, config, wish);
  peer.send(Certificate12, { certificateList: [...(choice?.credential.chain ?? [])] });
  return choice;
}

/** ClientKeyExchange, and the premaster secret that follows from it. */
function* keyExchange(peer: Peer, config: ClientConfig, { key, exchange }: ServerFlight): Flow<Uint8Array> {
  if (!exchange) {
    // RFC 5246 section 7.4.7.1: the version that was offered, then 46 random bytes.
    const premaster = config.provider.random(48);
    premaster[0] = TLS12 >> 8;
    premaster[1] = TLS12 & 0xff;
    const encryptedPreMasterSecret = yield* settle(key.encrypt!(premaster));
    peer.send(ClientKeyExchangeRSA, { encryptedPreMasterSecret });
    return premaster;
  }
  const group = config.groups.find(({ id }) => id === exchange.params.namedCurve)!;
  const answer = yield* settle(group.answer(exchange.params.public));
  if (!answer) {
    throw new TlsError(
      'bad-share',
      `the server’s key share is not one of ${group.name}`,
      'RFC 8422 section 5.11',
    );
  }
  peer.send(ClientKeyExchangeECDHE, { public: answer.share });
  return answer.secret;
}

/** CertificateVerify: a signature over every message so far (RFC 5246 section 7.4.8). */
function* certificateVerify(peer: Peer, { credential, scheme, algorithm }: ClientChoice): Flow<void> {
  const signature = yield* settle(credential.key.sign(algorithm, peer.transcript.raw!));
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

/** Seconds that a ticket is kept when the server gives no hint (RFC 5077 section 5.6). */
const UNHINTED_LIFETIME = 2 * 60 * 60;

function keepTicket(
  peer: Peer,
  config: ClientConfig,
  keys: Keys12,
  identity: VerifiedIdentity,
  agreement: Agreement,
  given: NewSessionTicket12 | undefined,
): void {
  if (!given || given.ticket.length === 0 || identity.overruled) return;
  const issuedAt = config.wallClock();
  peer.keep({
    version: TLS12,
    cipherSuite: keys.suite.id,
    secret: keys.main,
    extendedMainSecret: agreement.extendedMainSecret,
    clientAuthenticated: agreement.clientAuthenticated,
    serverName: agreement.serverName,
    applicationProtocol: agreement.applicationProtocol,
    policy: config.sessionPolicy,
    issuedAt,
    expiresAt: sessionExpiry(identity, issuedAt, given.ticketLifetimeHint || UNHINTED_LIFETIME),
    ticketAgeAdd: 0,
    peerChain: identity.chain,
    ticket: given.ticket.slice(),
  });
}

function* afterHandshake12(keep: () => void): Flow<never> {
  keep();
  yield* receive(HelloRequest);
  throw new TlsError(
    'renegotiation-refused',
    'the server asked for a renegotiation',
    'RFC 5246 section 7.4.1.1',
  );
}

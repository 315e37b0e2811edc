/** The server's TLS 1.2 handshake (RFC 5246 figures 1 and 2; the figure stands in client.ts). */
import type { Suite12 } from '../../crypto/provider.ts';
import { CertificateStatusType, ocspStatus } from '../../protocol/certificate-status.ts';
import { TlsError } from '../../protocol/errors.ts';
import {
  Certificate12,
  CertificateRequest12,
  CertificateStatus,
  CertificateVerify,
  ClientCertificateType,
  ClientHello,
  HelloRequest,
  ServerHello12,
  ServerHelloDone,
} from '../../protocol/messages/index.ts';
import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { downgradeSentinel, TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import { Transcript } from '../../schedule/transcript.ts';
import type { ServerConfig } from '../config.ts';
import { JudgedIdentity, presented } from '../credentials/judged.ts';
import { AnonymousClient, ProvedIdentity } from '../credentials/proved.ts';
import { responseToStaple } from '../credentials/staple.ts';
import { type Agreement, Established, type Handshaken } from '../established.ts';
import type { VerifiedFinished } from '../finished.ts';
import { type Flow, type Received, receive, receiveOr } from '../flow.ts';
import { chooseProtocol, chooseVersion, serverNameOf } from '../hello/negotiate.ts';
import type { Session } from '../sessions/session.ts';
import { forgetIfFatal, freshSessionId, keepById } from '../sessions/session-ids.ts';
import type { Server } from '../sides.ts';
import { openBothWays, readFinished, sendFinished } from './finished.ts';
import type { Before, Hellos, Server12 } from './hellos.ts';
import { keyExchanges } from './key-exchange/key-exchanges.ts';
import { Keys12 } from './keys.ts';
import { macComesLast, macOrder } from './mac-order.ts';
import {
  bindingOf,
  checkBinding,
  refuseMacInside,
  refuseOther,
  renegotiationRefused,
} from './renegotiation.ts';
import { findSession, holderOf, sendTicket } from './server-session.ts';
import { chooseSuiteAndCredential } from './suite-and-credential.ts';

export function* serverHandshake12(side: Server, hello: ClientHello, before?: Before): Flow<Handshaken> {
  const { peer, config } = side;
  checkHello(hello);
  checkBinding('client', hello.extensions.renegotiationInfo, before);
  const hellos: Hellos = {
    serverName: serverNameOf(hello),
    applicationProtocol: chooseProtocol(side, hello),
    extendedMainSecret: hello.extensions.extendedMainSecret === true,
    encryptThenMac: hello.extensions.encryptThenMac === true,
    clientRandom: hello.random,
    serverRandom: serverRandom(config),
  };
  refuseOther(before, hellos);
  const server = { peer, config, hello, hellos, before };
  const session = yield* findSession(server);
  const done = session ? yield* resume(server, session) : yield* handshake(server);

  const { keys, identity, finished, agreement } = done;
  const bound =
    saysRenegotiation(hello) && hellos.extendedMainSecret
      ? {
          verifyData: keys.verifyData,
          agreement,
          encryptThenMac: before?.encryptThenMac || agreement.encryptThenMac,
        }
      : undefined;
  return {
    established: Established.byServer(identity, finished, agreement),
    after: afterHandshake12(server, bound),
    exporter: keys.exporter,
  };
}

interface Done {
  readonly keys: Keys12;
  readonly identity: ProvedIdentity | AnonymousClient;
  readonly finished: VerifiedFinished;
  readonly agreement: Agreement;
}

/** Figure 1. */
function* handshake(server: Server12): Flow<Done> {
  const { peer, config, hello, hellos } = server;
  const { suite, credential, wish } = yield* chooseSuiteAndCredential(server);
  refuseMacInside(server.before, suite, hellos);
  const exchange = keyExchanges[suite.keyExchange];
  const id = newSessionId(server);
  const group = exchange.groupFor?.(config, hello);
  const statusAsked = hello.extensions.statusRequest?.kind === CertificateStatusType.ocsp;
  const staple = yield* responseToStaple(peer, credential, 'server', statusAsked);
  sendHello(server, suite, id, {
    ...(hellos.serverName !== undefined && { serverName: true as const }),
    ...(staple && { statusRequest: true as const }),
  });
  peer.send(Certificate12, { certificateList: [...credential.chain] });
  if (staple) peer.send(CertificateStatus, ocspStatus(staple));
  const complete = yield* exchange.offer({ credential, wish, group, ...server });
  const asked = config.clientAuthentication !== 'none';
  if (asked) requestCertificate(server);
  peer.send(ServerHelloDone, {});

  const client = asked ? yield* readCertificate(server) : undefined;
  const premaster = yield* complete();
  const keys = Keys12.fromPremaster(peer, suite, premaster, hellos, config.provider);
  const proof = client && (yield* readCertificateVerify(server, client));
  const finished = yield* readFinished(keys, 'client');
  const identity = proof?.identity ?? AnonymousClient.allowed(config, TLS12);
  const exchanged = { group: group?.id, signatureScheme: proof?.scheme };
  const agreement = keys.agreement(identity.chain.length > 0, exchanged);
  if (givesTicket(server)) yield* sendTicket(server, keys, identity, agreement);
  else yield* keepById(server, id, identity, agreement, keys.main);
  sendFinished(keys, 'server');
  return { keys, identity, finished, agreement };
}

/** Figure 2: the server finishes first. */
function* resume(server: Server12, session: Session): Flow<Done> {
  const { peer, config, hello, hellos } = server;
  const suite = config.suites.find(({ id }) => id === session.cipherSuite) as Suite12;
  forgetIfFatal(server, session);
  sendHello(server, suite, hello.legacySessionId);
  const keys = new Keys12(peer, suite, session.secret, hellos, config.provider);
  const agreement = keys.agreement(session.peerChain.length > 0);
  if (givesTicket(server)) yield* sendTicket(server, keys, holderOf(session), agreement);
  sendFinished(keys, 'server');
  const finished = yield* readFinished(keys, 'client');
  return { keys, identity: ProvedIdentity.bySession(session, finished), finished, agreement };
}

/** ServerHello; from here on its suite hashes the transcript. */
function sendHello(
  server: Server12,
  suite: Suite12,
  legacySessionIdEcho: Uint8Array,
  ofFullHandshake: ServerHello12['extensions'] = {},
): void {
  const { peer, hello, hellos, before } = server;
  const { applicationProtocol } = hellos;
  const inCurve = hello.extensions.ecPointFormats && keyExchanges[suite.keyExchange].onCurve;
  peer.transcript.use(suite.hash);
  const macLast = macComesLast(suite, hellos);
  if (suite.protection.kind === 'CBC') peer.tell(() => ({ type: 'decision', ...macOrder(macLast) }));
  peer.send(ServerHello12, {
    legacyVersion: TLS12,
    random: hellos.serverRandom,
    legacySessionIdEcho,
    cipherSuite: suite.id,
    legacyCompressionMethod: 0,
    extensions: {
      ...ofFullHandshake,
      ...(saysRenegotiation(hello) && { renegotiationInfo: bindingOf('server', before) }),
      ...(macLast && { encryptThenMac: true as const }),
      ...(hellos.extendedMainSecret && { extendedMainSecret: true as const }),
      ...(inCurve && { ecPointFormats: [0] }),
      ...(givesTicket(server) && { sessionTicket: true as const }),
      ...(applicationProtocol !== undefined && {
        applicationLayerProtocolNegotiation: [applicationProtocol],
      }),
    },
  });
}

/** RFC 5077 section 3.4: none beside a ticket. */
const newSessionId = (server: Server12): Uint8Array =>
  server.config.sessions && !givesTicket(server) ? freshSessionId(server.config) : new Uint8Array();

const givesTicket = ({ config, hello }: Server12): boolean =>
  config.tickets !== undefined && hello.extensions.sessionTicket !== undefined;

function checkHello({ extensions, legacyCompressionMethods }: ClientHello): void {
  if (!legacyCompressionMethods.includes(0)) {
    const said = 'the client does not offer null compression';
    throw new TlsError('bad-compression', said, 'RFC 5246 section 7.4.1.2');
  }
  if (extensions.ecPointFormats && !extensions.ecPointFormats.includes(0)) {
    throw new TlsError('illegal-value', 'the client refuses uncompressed points', 'RFC 8422 section 5.1.2');
  }
}

const saysRenegotiation = ({ extensions, cipherSuites }: ClientHello): boolean =>
  extensions.renegotiationInfo !== undefined ||
  cipherSuites.includes(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV);

/** RFC 9846 section 4.2.3: a server that speaks TLS 1.3 says so in the random of an older version. */
function serverRandom({ provider, versions }: ServerConfig): Uint8Array {
  const random = provider.random(32);
  if (versions.includes(TLS13)) random.set(downgradeSentinel.toTls12, 24);
  return random;
}

function requestCertificate({ peer, config }: Server): void {
  const { signatureSchemes, authorities } = config;
  peer.send(CertificateRequest12, {
    certificateTypes: [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
    supportedSignatureAlgorithms: [...signatureSchemes],
    certificateAuthorities: [...authorities],
  });
}

/** Certificate*: undefined when the client has none and needs none. */
function* readCertificate(server: Server): Flow<JudgedIdentity | undefined> {
  const { body } = yield* receive(Certificate12);
  const chain = body.certificateList;
  if (chain.length === 0) {
    AnonymousClient.allowed(server.config, TLS12);
    return undefined;
  }
  return yield* JudgedIdentity.judge(server, 'client', presented(chain), 'digitalSignature');
}

function* readCertificateVerify(
  { peer, config }: Server,
  client: JudgedIdentity,
): Flow<{ identity: ProvedIdentity; scheme: number }> {
  const signed = peer.transcript.raw!;
  const { body: proof } = yield* receive(CertificateVerify);
  const identity = yield* ProvedIdentity.bySignature(client, proof, signed, config, TLS12);
  return { identity, scheme: proof.algorithm };
}

/** @param bound the handshake that a renegotiation is bound to, when the client supports RFC 5746 */
function* afterHandshake12(server: Server, bound: Before | undefined): Flow<Handshaken> {
  const { peer, config } = server;
  openBothWays(peer);
  const allowed = config.renegotiation && bound;
  for (;;) {
    const came = yield* receiveOr(allowed ? ['renegotiation'] : [], ClientHello);
    if (came.name === 'renegotiation') peer.send(HelloRequest, {});
    else if (allowed) return yield* renegotiate(server, came, bound);
    else throw renegotiationRefused();
  }
}

/** The handshake once more, under the keys of the one before; data goes on under them until they change. */
function* renegotiate(
  { peer, config }: Server,
  { body: hello, raw }: Received<[typeof ClientHello]>,
  before: Before,
): Flow<Handshaken> {
  if (hello.cipherSuites.includes(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)) {
    const said = 'the client’s renegotiation says that it is a first handshake';
    throw new TlsError('renegotiation-mismatch', said, 'RFC 5746 section 3.7');
  }
  const again = { ...config, versions: [TLS12], tickets: undefined, sessions: undefined } as const;
  const next = { peer: { ...peer, transcript: new Transcript() }, config: again };
  next.peer.transcript.add(raw);
  peer.feed(next.peer.transcript);
  peer.begins();
  chooseVersion(next, hello);
  return yield* serverHandshake12(next, hello, before);
}

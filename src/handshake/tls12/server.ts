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
import { Established, type Handshaken } from '../established.ts';
import type { VerifiedFinished } from '../finished.ts';
import { type Flow, receive, receiveOr } from '../flow.ts';
import { chooseGroup12, chooseProtocol, chooseVersion, serverNameOf } from '../hello/negotiate.ts';
import type { Peer } from '../peer.ts';
import type { Session } from '../sessions/session.ts';
import { agreement12, type Exchanged, type Hellos } from './agreement.ts';
import { readFinished, sendFinished } from './finished.ts';
import { keyExchanges } from './key-exchange/key-exchanges.ts';
import { Keys12, openBothWays, type Randoms } from './keys.ts';
import { type Before, bindingOf, checkBinding, refuseOther } from './renegotiation.ts';
import { findSession, holderOf, sendTicket } from './server-session.ts';
import { chooseSuiteAndCredential } from './suite-and-credential.ts';

export function* serverHandshake12(
  peer: Peer,
  config: ServerConfig,
  hello: ClientHello,
  before?: Before,
): Flow<Handshaken> {
  checkHello(hello);
  checkBinding('client', hello.extensions.renegotiationInfo, before);
  const hellos: Hellos = {
    serverName: serverNameOf(hello),
    applicationProtocol: chooseProtocol(peer, config, hello),
    extendedMainSecret: hello.extensions.extendedMainSecret === true,
  };
  const session = yield* findSession(peer, config, hello, hellos.serverName);
  const randoms = { client: hello.random, server: serverRandom(config) };
  const done = session
    ? yield* resume(peer, config, hello, hellos, randoms, session)
    : yield* handshake(peer, config, hello, hellos, randoms, bindingOf('server', before));

  const { keys, identity, finished } = done;
  const agreement = agreement12(keys, hellos, done.exchanged, identity.chain.length > 0);
  refuseOther(before, agreement);
  const bound = saysRenegotiation(hello) ? { keys, agreement } : undefined;
  return {
    established: Established.byServer(identity, finished, agreement),
    after: afterHandshake12(peer, config, bound),
    exporter: keys.exporter,
  };
}

interface Done {
  readonly keys: Keys12;
  readonly identity: ProvedIdentity | AnonymousClient;
  readonly finished: VerifiedFinished;
  /** Undefined when resumed. */
  readonly exchanged: Exchanged | undefined;
}

/** Figure 1. */
function* handshake(
  peer: Peer,
  config: ServerConfig,
  hello: ClientHello,
  hellos: Hellos,
  randoms: Randoms,
  binding: Uint8Array,
): Flow<Done> {
  const group = chooseGroup12(config, hello);
  const { suite, credential, wish } = yield* chooseSuiteAndCredential(peer, config, hello, group);
  const exchange = keyExchanges[suite.keyExchange];
  const statusAsked = hello.extensions.statusRequest?.kind === CertificateStatusType.ocsp;
  const staple = yield* responseToStaple(peer, credential, 'server', statusAsked);
  sendHello(peer, config, hello, suite, randoms, hellos, {
    binding,
    legacySessionIdEcho: new Uint8Array(),
    extensions: {
      ...(hellos.serverName !== undefined && { serverName: true as const }),
      ...(staple && { statusRequest: true as const }),
    },
  });
  peer.send(Certificate12, { certificateList: [...credential.chain] });
  if (staple) peer.send(CertificateStatus, ocspStatus(staple));
  const complete = yield* exchange.offer({ peer, config, hello, credential, wish, group, randoms });
  const asked = config.clientAuthentication !== 'none';
  if (asked) requestCertificate(peer, config);
  peer.send(ServerHelloDone, {});

  const client = asked ? yield* readCertificate(peer, config) : undefined;
  const premaster = yield* complete();
  const keys = Keys12.fromPremaster(
    peer,
    suite,
    premaster,
    randoms,
    hellos.extendedMainSecret,
    config.provider.random,
  );
  const proof = client && (yield* readCertificateVerify(peer, config, client));
  const finished = yield* readFinished(keys, 'client');
  const identity = proof?.identity ?? AnonymousClient.allowed(config, TLS12);
  if (givesTicket(config, hello)) yield* sendTicket(peer, config, keys, identity, hellos);
  sendFinished(keys, 'server');
  return {
    keys,
    identity,
    finished,
    exchanged: { group: exchange.inGroup ? group!.id : undefined, signatureScheme: proof?.scheme },
  };
}

/** Figure 2: the server finishes first. */
function* resume(
  peer: Peer,
  config: ServerConfig,
  hello: ClientHello,
  hellos: Hellos,
  randoms: Randoms,
  session: Session,
): Flow<Done> {
  const suite = config.suites.find(({ id }) => id === session.cipherSuite) as Suite12;
  sendHello(peer, config, hello, suite, randoms, hellos, { legacySessionIdEcho: hello.legacySessionId });
  const keys = new Keys12(peer, suite, session.secret, randoms, config.provider.random);
  if (givesTicket(config, hello)) yield* sendTicket(peer, config, keys, holderOf(session), hellos);
  sendFinished(keys, 'server');
  const finished = yield* readFinished(keys, 'client');
  return { keys, identity: ProvedIdentity.byTicket(session, finished), finished, exchanged: undefined };
}

/** ServerHello; from here on its suite hashes the transcript. */
function sendHello(
  peer: Peer,
  config: ServerConfig,
  hello: ClientHello,
  suite: Suite12,
  randoms: Randoms,
  { applicationProtocol, extendedMainSecret }: Hellos,
  own: Pick<ServerHello12, 'legacySessionIdEcho'> &
    Partial<Pick<ServerHello12, 'extensions'>> & { readonly binding?: Uint8Array },
): void {
  const inCurve = hello.extensions.ecPointFormats && keyExchanges[suite.keyExchange].inGroup;
  peer.transcript.use(suite.hash);
  peer.send(ServerHello12, {
    legacyVersion: TLS12,
    random: randoms.server,
    legacySessionIdEcho: own.legacySessionIdEcho,
    cipherSuite: suite.id,
    legacyCompressionMethod: 0,
    extensions: {
      ...own.extensions,
      ...(saysRenegotiation(hello) && { renegotiationInfo: own.binding ?? new Uint8Array() }),
      ...(extendedMainSecret && { extendedMainSecret: true as const }),
      ...(inCurve && { ecPointFormats: [0] }),
      ...(givesTicket(config, hello) && { sessionTicket: true as const }),
      ...(applicationProtocol !== undefined && {
        applicationLayerProtocolNegotiation: [applicationProtocol],
      }),
    },
  });
}

const givesTicket = ({ tickets }: ServerConfig, { extensions }: ClientHello): boolean =>
  tickets !== undefined && extensions.sessionTicket !== undefined;

function checkHello({ extensions, legacyCompressionMethods }: ClientHello): void {
  if (!legacyCompressionMethods.includes(0)) {
    throw new TlsError(
      'bad-compression',
      'the client does not offer null compression',
      'RFC 5246 section 7.4.1.2',
    );
  }
  if (extensions.ecPointFormats && !extensions.ecPointFormats.includes(0)) {
    throw new TlsError('illegal-value', 'the client takes no uncompressed points', 'RFC 8422 section 5.1.2');
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

function requestCertificate(peer: Peer, { signatureSchemes, authorities }: ServerConfig): void {
  peer.send(CertificateRequest12, {
    certificateTypes: [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
    supportedSignatureAlgorithms: [...signatureSchemes],
    certificateAuthorities: [...authorities],
  });
}

/** Certificate*: undefined when the client has none and needs none. */
function* readCertificate(peer: Peer, config: ServerConfig): Flow<JudgedIdentity | undefined> {
  const { body } = yield* receive(Certificate12);
  const chain = body.certificateList;
  if (chain.length === 0) {
    AnonymousClient.allowed(config, TLS12);
    return undefined;
  }
  return yield* JudgedIdentity.judge(peer, config, 'client', presented(chain), 'digitalSignature');
}

function* readCertificateVerify(
  peer: Peer,
  config: ServerConfig,
  client: JudgedIdentity,
): Flow<{ identity: ProvedIdentity; scheme: number }> {
  const signed = peer.transcript.raw!;
  const { body: proof } = yield* receive(CertificateVerify);
  const identity = yield* ProvedIdentity.bySignature(client, proof, signed, config, TLS12);
  return { identity, scheme: proof.algorithm };
}

/** @param bound what a renegotiation is bound to, when the client knows of such bonds */
function* afterHandshake12(peer: Peer, config: ServerConfig, bound: Before | undefined): Flow<Handshaken> {
  openBothWays(peer);
  const allowed = config.renegotiation && bound;
  for (;;) {
    const came = yield* receiveOr(allowed ? ['renegotiation'] : [], ClientHello);
    if (came.name === 'renegotiation') peer.send(HelloRequest, {});
    else if (allowed) return yield* renegotiate(peer, config, came, bound);
    else {
      throw new TlsError(
        'renegotiation-refused',
        'the client asked for a renegotiation',
        'RFC 5246 section 7.4.1.1',
      );
    }
  }
}

/** The handshake once more, under the keys of the one before, which data goes on with until they change. */
function* renegotiate(
  peer: Peer,
  config: ServerConfig,
  { body: hello, raw }: { readonly body: ClientHello; readonly raw: Uint8Array },
  before: Before,
): Flow<Handshaken> {
  if (hello.cipherSuites.includes(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV)) {
    throw new TlsError(
      'renegotiation-mismatch',
      'the client’s renegotiation says that it is a first handshake',
      'RFC 5746 section 3.7',
    );
  }
  const again = { ...config, versions: [TLS12], tickets: undefined } as const;
  const next = { ...peer, transcript: new Transcript() };
  next.transcript.add(raw);
  peer.feed(next.transcript);
  chooseVersion(next, again, hello);
  return yield* serverHandshake12(next, again, hello, before);
}

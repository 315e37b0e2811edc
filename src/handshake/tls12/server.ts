/** The server's TLS 1.2 handshake (RFC 5246 figures 1 and 2; the figure stands in client.ts). */
import type { Group, Suite12 } from '../../crypto/provider.ts';
import { decryptPremaster } from '../../crypto/rsa-premaster.ts';
import { CertificateStatusType, ocspStatus } from '../../protocol/certificate-status.ts';
import { TlsError } from '../../protocol/errors.ts';
import {
  Certificate12,
  CertificateRequest12,
  CertificateStatus,
  CertificateVerify,
  ClientCertificateType,
  ClientHello,
  ClientKeyExchangeECDHE,
  ClientKeyExchangeRSA,
  ECCurveType,
  ecdhParams,
  Finished,
  ServerHello12,
  ServerHelloDone,
  ServerKeyExchange,
} from '../../protocol/messages/index.ts';
import { CipherSuite } from '../../protocol/numbers/suites.ts';
import { downgradeSentinel, TLS12, TLS13 } from '../../protocol/numbers/versions.ts';
import { encode } from '../../wire/codec.ts';
import type { CertificateWish, Credential, ServerConfig } from '../config.ts';
import { JudgedIdentity, presented } from '../credentials/judged.ts';
import { AnonymousClient, ProvedIdentity } from '../credentials/proved.ts';
import { chooseScheme } from '../credentials/signature-choice.ts';
import { responseToStaple } from '../credentials/staple.ts';
import { type Agreement, Established } from '../established.ts';
import { VerifiedFinished } from '../finished.ts';
import { type Flow, receive, settle, settleBytes } from '../flow.ts';
import { chooseGroup12, chooseProtocol, serverNameOf } from '../hello/negotiate.ts';
import { ChangeCipherSpec, type Peer } from '../peer.ts';
import { Keys12, openBothWays, type Randoms, signedParams } from './keys.ts';
import { findSession, holderOf, sendTicket } from './server-session.ts';
import { chooseSuiteAndCredential } from './suite-and-credential.ts';

export function* serverHandshake12(peer: Peer, config: ServerConfig, hello: ClientHello): Flow<Established> {
  checkHello(hello);
  const serverName = serverNameOf(hello);
  const applicationProtocol = chooseProtocol(peer, config, hello);
  const session = yield* findSession(peer, config, hello, serverName);
  const random = serverRandom(config);
  const randoms = { client: hello.random, server: random };
  const giveTicket = config.tickets !== undefined && hello.extensions.sessionTicket !== undefined;
  const extendedMainSecret = hello.extensions.extendedMainSecret === true;

  const answer = (suite: Suite12, sessionId: Uint8Array, staple?: Uint8Array): ServerHello12 => ({
    legacyVersion: TLS12,
    random,
    legacySessionIdEcho: sessionId,
    cipherSuite: suite.id,
    legacyCompressionMethod: 0,
    extensions: {
      ...(saysRenegotiation(hello) && { renegotiationInfo: new Uint8Array() }),
      ...(serverName !== undefined && !session && { serverName: true as const }),
      ...(staple && { statusRequest: true as const }),
      ...(extendedMainSecret && { extendedMainSecret: true as const }),
      ...(hello.extensions.ecPointFormats && suite.keyExchange === 'ECDHE' && { ecPointFormats: [0] }),
      ...(giveTicket && { sessionTicket: true as const }),
      ...(applicationProtocol !== undefined && {
        applicationLayerProtocolNegotiation: [applicationProtocol],
      }),
    },
  });
  const shared = {
    version: TLS12,
    applicationProtocol,
    serverName,
    extendedMainSecret,
    clientRandom: randoms.client,
    serverRandom: randoms.server,
  } as const;

  if (session) {
    const suite = config.suites.find(({ id }) => id === session.cipherSuite) as Suite12;
    peer.transcript.use(suite.hash);
    peer.send(ServerHello12, answer(suite, hello.legacySessionId));
    const keys = new Keys12(peer, suite, session.secret, randoms, config.provider.random);
    if (giveTicket) yield* sendTicket(peer, config, keys, holderOf(session), shared);
    keys.changeCipherSpec('server');
    peer.send(Finished, { verifyData: keys.finished('server') });
    const finished = yield* clientFinished(keys);
    const identity = ProvedIdentity.byTicket(session, finished);
    const agreement: Agreement = {
      ...shared,
      suite,
      keyExchange: suite.keyExchange,
      group: undefined,
      signatureScheme: undefined,
      resumed: true,
      clientAuthenticated: identity.chain.length > 0,
      exporter: keys.exporter,
    };
    return Established.byServer(identity, finished, agreement, afterHandshake12(peer));
  }

  const group = chooseGroup12(config, hello);
  const { suite, credential, wish } = yield* chooseSuiteAndCredential(peer, config, hello, group);
  const statusAsked = hello.extensions.statusRequest?.kind === CertificateStatusType.ocsp;
  const staple = yield* responseToStaple(peer, credential, 'server', statusAsked);
  peer.transcript.use(suite.hash);
  peer.send(ServerHello12, answer(suite, new Uint8Array(), staple));
  peer.send(Certificate12, { certificateList: [...credential.chain] });
  if (staple) peer.send(CertificateStatus, ocspStatus(staple));
  const complete =
    suite.keyExchange === 'ECDHE'
      ? yield* sendKeyExchange(peer, config, credential, wish, group!, randoms)
      : undefined;
  const asked = config.clientAuthentication !== 'none';
  if (asked) requestCertificate(peer, config);
  peer.send(ServerHelloDone, {});

  const client = asked ? yield* clientCertificate(peer, config) : undefined;
  const premaster = complete ? yield* complete() : yield* receiveRsaPremaster(config, credential, hello);
  const keys = Keys12.fromPremaster(
    peer,
    suite,
    premaster,
    randoms,
    extendedMainSecret,
    config.provider.random,
  );
  const proof = client && (yield* certificateVerify(peer, config, client));
  const finished = yield* clientFinished(keys);
  const identity = proof?.identity ?? AnonymousClient.allowed(config, TLS12);
  if (giveTicket) yield* sendTicket(peer, config, keys, identity, shared);
  keys.changeCipherSpec('server');
  peer.send(Finished, { verifyData: keys.finished('server') });
  const agreement: Agreement = {
    ...shared,
    suite,
    keyExchange: suite.keyExchange,
    group: complete && group!.id,
    signatureScheme: proof?.scheme,
    resumed: false,
    clientAuthenticated: client !== undefined,
    exporter: keys.exporter,
  };
  return Established.byServer(identity, finished, agreement, afterHandshake12(peer));
}

function checkHello({ extensions }: ClientHello): void {
  if (extensions.renegotiationInfo && extensions.renegotiationInfo.length > 0) {
    throw new TlsError(
      'renegotiation-mismatch',
      'the client’s renegotiation_info speaks of a handshake before this one',
      'RFC 5746 section 3.6',
    );
  }
  if (extensions.ecPointFormats && !extensions.ecPointFormats.includes(0)) {
    throw new TlsError(
      'illegal-value',
      'the client does not take uncompressed points',
      'RFC 8422 section 5.1.2',
    );
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

/** Sends ServerKeyExchange; what it returns waits for the client's share. */
function* sendKeyExchange(
  peer: Peer,
  config: ServerConfig,
  credential: Credential,
  wish: CertificateWish,
  group: Group,
  randoms: Randoms,
): Flow<() => Flow<Uint8Array>> {
  const { scheme, algorithm } = chooseScheme(credential, config.signatureSchemes, wish)!;
  const offer = yield* settle(group.offer(), 'the key exchange');
  const params = { curveType: ECCurveType.named_curve, namedCurve: group.id, public: offer.share };
  const signature = yield* settleBytes(
    credential.key.sign(algorithm, signedParams(randoms, encode(ecdhParams, params))),
    'the private key',
  );
  peer.send(ServerKeyExchange, { params, algorithm: scheme, signature });
  return function* () {
    const { body } = yield* receive(ClientKeyExchangeECDHE);
    const secret = yield* settle(offer.complete(body.public), 'the key exchange');
    if (!secret)
      throw new TlsError(
        'bad-share',
        `the client’s key share is not one of ${group.name}`,
        'RFC 8422 section 5.11',
      );
    return secret;
  };
}

/** RFC 5246 section 7.4.7.1: whatever is wrong with it, a random premaster takes its place and Finished will fail. */
function* receiveRsaPremaster(
  { provider }: ServerConfig,
  { key }: Credential,
  hello: ClientHello,
): Flow<Uint8Array> {
  const { body } = yield* receive(ClientKeyExchangeRSA);
  return yield* settle(
    decryptPremaster(key, body.encryptedPreMasterSecret, hello.legacyVersion, provider.random),
    'the private key',
  );
}

function requestCertificate(peer: Peer, { signatureSchemes, authorities }: ServerConfig): void {
  peer.send(CertificateRequest12, {
    certificateTypes: [ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign],
    supportedSignatureAlgorithms: [...signatureSchemes],
    certificateAuthorities: [...authorities],
  });
}

/** Certificate*: undefined when the client has none and needs none. */
function* clientCertificate(peer: Peer, config: ServerConfig): Flow<JudgedIdentity | undefined> {
  const { body } = yield* receive(Certificate12);
  const chain = body.certificateList;
  if (chain.length === 0) {
    AnonymousClient.allowed(config, TLS12);
    return undefined;
  }
  return yield* JudgedIdentity.judge(peer, config, 'client', presented(chain), 'digitalSignature');
}

function* certificateVerify(
  peer: Peer,
  config: ServerConfig,
  client: JudgedIdentity,
): Flow<{ identity: ProvedIdentity; scheme: number }> {
  const signed = peer.transcript.raw!;
  const { body: proof } = yield* receive(CertificateVerify);
  const identity = yield* ProvedIdentity.bySignature(client, proof, signed, config, TLS12);
  return { identity, scheme: proof.algorithm };
}

function* clientFinished(keys: Keys12): Flow<VerifiedFinished> {
  yield* receive(ChangeCipherSpec);
  keys.readWith('client');
  return yield* VerifiedFinished.receive(keys.finished('client'));
}

function* afterHandshake12(peer: Peer): Flow<never> {
  openBothWays(peer);
  yield* receive(ClientHello);
  throw new TlsError(
    'renegotiation-refused',
    'the client asked for a renegotiation',
    'RFC 5246 section 7.4.1.1',
  );
}

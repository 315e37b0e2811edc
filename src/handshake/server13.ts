/** The server's TLS 1.3 handshake (RFC 9846 figure 1; the figure stands in client13.ts). */
import type { Group, Suite13 } from '../crypto/provider.ts';
import { CertificateStatusType } from '../protocol/certificate-status.ts';
import { TlsError } from '../protocol/errors.ts';
import {
  Certificate,
  CertificateRequest,
  CertificateVerify,
  ClientHello,
  EncryptedExtensions,
  Finished,
  HelloRetryRequest,
  retryRandom,
  ServerHello,
  signedContent,
} from '../protocol/messages/index.ts';
import { SignatureScheme } from '../protocol/numbers/schemes.ts';
import { TLS12, TLS13 } from '../protocol/numbers/versions.ts';
import { PlainOpener } from '../record/protection.ts';
import { SkipUntilCleartext } from '../record/skip.ts';
import { EarlySecret, type HandshakeSecret, verifyData } from '../schedule/schedule13.ts';
import { Transcript } from '../schedule/transcript.ts';
import { afterServerHandshake13, Traffic } from './after13.ts';
import { checkSignature, chooseScheme, keyOfLeaf, VerifiedIdentity } from './authenticate.ts';
import { certificateMessage, presentedIn } from './certificate13.ts';
import type { CertificateWish, Credential, ServerConfig } from './config.ts';
import { type Agreement, Established } from './established.ts';
import { VerifiedFinished } from './finished.ts';
import { type Flow, receive, settle } from './flow.ts';
import { misfitsOf } from './misfit.ts';
import { chooseGroup13, chooseProtocol, chooseSuite13, serverNameOf } from './negotiate.ts';
import type { Peer } from './peer.ts';
import { findPsk } from './psk.ts';
import { checkSecondHello } from './second-hello.ts';
import type { Session } from './session.ts';
import { responseToStaple } from './staple.ts';

/** A ClientHello with its bytes, and the transcript before it: what a binder is computed over. */
export interface HeardHello {
  readonly hello: ClientHello;
  readonly raw: Uint8Array;
}

export function* serverHandshake13(peer: Peer, config: ServerConfig, first: HeardHello): Flow<Established> {
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

  const random = config.provider.random(32);
  const early = EarlySecret.from(suite.hash, psk?.secret);
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
  const asked = !psk && config.clientAuthentication !== 'none';
  if (!psk) {
    if (asked) requestCertificate(peer, config);
    yield* serverAuthentication(peer, config, hello);
  }
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

  const identity = psk ? VerifiedIdentity.ofSession(psk) : (client?.identity ?? VerifiedIdentity.anonymous);
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
  return new Established(
    identity,
    finished,
    agreement,
    afterServerHandshake13(peer, config, traffic, identity, agreement, resumption, hello),
  );
}

const shareOf = ({ hello }: HeardHello, group: Group): Uint8Array | undefined =>
  hello.extensions.keyShare?.find((share) => share.group === group.id)?.keyExchange;

/** HelloRetryRequest, and the second ClientHello (RFC 9846 section 4.2.4). */
function* retry(
  peer: Peer,
  suite: Suite13,
  group: Group,
  first: HeardHello,
  before: Transcript,
): Flow<HeardHello> {
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
  heard: HeardHello,
  random: Uint8Array,
  early: EarlySecret,
  psk: Session | undefined,
): Flow<HandshakeSecret> {
  const answer = yield* settle(group.answer(shareOf(heard, group)!));
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

function requestCertificate(
  peer: Peer,
  { signatureSchemes, authorities, statusRequest }: ServerConfig,
): void {
  peer.send(CertificateRequest, {
    certificateRequestContext: new Uint8Array(),
    extensions: {
      ...(statusRequest && { statusRequest: true as const }),
      signatureAlgorithms: [...signatureSchemes],
      ...(authorities.length > 0 && { certificateAuthorities: [...authorities] }),
    },
  });
}

/** {Certificate} {CertificateVerify} */
function* serverAuthentication(peer: Peer, config: ServerConfig, hello: ClientHello): Flow<void> {
  const { signatureAlgorithms, signatureAlgorithmsCert, certificateAuthorities, statusRequest } =
    hello.extensions;
  if (!signatureAlgorithms) {
    throw new TlsError(
      'missing-extension',
      'the client sent no signature_algorithms',
      'RFC 9846 section 9.2',
    );
  }
  const wish = {
    version: TLS13,
    signatureSchemes: signatureAlgorithms,
    signatureSchemesCert: signatureAlgorithmsCert,
    authorities: certificateAuthorities ?? [],
  } as const;
  const credential = yield* settle(config.credential(hello, wish));
  if (!credential) {
    throw new TlsError(
      'no-credential',
      'there is no certificate for this client',
      'RFC 9846 section 4.5.1.2',
    );
  }
  const choice = chooseScheme(credential, config.signatureSchemes, wish);
  if (!choice) {
    throw new TlsError(
      'no-common-scheme',
      `the client accepts the signatures ${signatureAlgorithms.map(SignatureScheme.nameOf).join(', ')}; our ${credential.key.type} key can make none of them`,
      'RFC 9846 section 4.5.2',
    );
  }
  refuseSha1(credential, config, wish);
  peer.tell(() => ({
    type: 'decision',
    about: 'signature_scheme',
    by: 'server',
    offered: signatureAlgorithms.map(SignatureScheme.nameOf),
    chosen: SignatureScheme.nameOf(choice.scheme),
    rule: 'the first of ours that fits the key and that the client accepts',
    rfc: 'RFC 9846 section 4.5.2',
  }));
  const statusAsked = statusRequest?.kind === CertificateStatusType.ocsp;
  const staple = yield* responseToStaple(peer, credential, 'server', statusAsked);
  peer.send(Certificate, certificateMessage(credential.chain, staple));
  const content = signedContent('server', peer.transcript.digest());
  peer.send(CertificateVerify, {
    algorithm: choice.scheme,
    signature: yield* settle(credential.key.sign(choice.algorithm, content)),
  });
}

/** A chain that the client may be unable to check is sent when there is no other, but not one with SHA-1 in it. */
function refuseSha1(credential: Credential, { signatureSchemes }: ServerConfig, wish: CertificateWish): void {
  const sha1 = misfitsOf(credential, signatureSchemes, wish).find(
    ({ of, isMust }) => of === 'signature_algorithms_cert' && isMust,
  );
  if (!sha1) return;
  throw new TlsError(
    'no-credential',
    `our certificate may not be sent to this client: ${sha1.why}`,
    'RFC 9846 section 4.5.1.2',
  );
}

/** {Certificate*} {CertificateVerify*} of the client; undefined when it has none and needs none. */
function* clientAuthentication(
  peer: Peer,
  config: ServerConfig,
): Flow<{ identity: VerifiedIdentity; scheme: number } | undefined> {
  const { body: certificate } = yield* receive(Certificate);
  const shown = presentedIn(certificate, 'client', config.statusRequest);
  if (shown.chain.length === 0) {
    if (config.clientAuthentication === 'require') {
      throw new TlsError(
        'client-certificate-required',
        'the client sent no certificate, and one is required',
        'RFC 9846 section 4.5.1.3',
      );
    }
    return undefined;
  }
  const identity = yield* VerifiedIdentity.judge(peer, config, 'client', shown, 'digitalSignature');
  const signed = signedContent('client', peer.transcript.digest());
  const { body: proof } = yield* receive(CertificateVerify);
  yield* checkSignature(keyOfLeaf(config, identity), proof, signed, config.signatureSchemes, TLS13);
  return { identity, scheme: proof.algorithm };
}

/** Authentication in TLS 1.3 by the server: it sends its own, and checks the client's (RFC 9846 sections 4.4.2 and 4.5). */
import { CertificateStatusType } from '../../protocol/certificate-status.ts';
import { TlsError } from '../../protocol/errors.ts';
import {
  Certificate,
  CertificateRequest,
  CertificateVerify,
  type ClientHello,
  signedContent,
} from '../../protocol/messages/index.ts';
import { SignatureScheme } from '../../protocol/numbers/schemes.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import type { Transcript } from '../../schedule/transcript.ts';
import { only } from '../../wire/bare.ts';
import { firstOf } from '../../wire/peer-text.ts';
import { say, type Words } from '../../wire/words.ts';
import type { CertificateWish, Credential, ServerConfig } from '../config.ts';
import { JudgedIdentity } from '../credentials/judged.ts';
import { mismatchsOf } from '../credentials/mismatch.ts';
import { AnonymousClient, ProvedIdentity } from '../credentials/proved.ts';
import { chooseScheme, type Signer, signatureOf } from '../credentials/signature-choice.ts';
import { responseToStaple } from '../credentials/staple.ts';
import { type Flow, receive, settle } from '../flow.ts';
import type { Peer } from '../peer.ts';
import type { Server } from '../sides.ts';
import { certificateMessage, presentedIn, refuseContext } from './certificate.ts';

/** @param context after the handshake: no other request has it, and the answer repeats it */
export function requestCertificate(
  { peer, config }: Server,
  context: Uint8Array = new Uint8Array(),
): Uint8Array {
  const { signatureSchemes, authorities, statusRequest } = config;
  return peer.send(CertificateRequest, {
    certificateRequestContext: context,
    extensions: {
      ...(statusRequest && { statusRequest: true as const }),
      signatureAlgorithms: [...signatureSchemes],
      ...(authorities.length > 0 && { certificateAuthorities: [...authorities] }),
    },
  });
}

const noCredential = (said: Words): TlsError =>
  new TlsError('no-credential', said, 'RFC 9846 section 4.5.1.2');

/** What we show and sign with. It is chosen before anything is sent, so that a client that cannot use it reads why. */
export function* chooseAuthentication({ peer, config }: Server, hello: ClientHello): Flow<Signer> {
  const { signatureAlgorithms, signatureAlgorithmsCert, certificateAuthorities } = hello.extensions;
  if (!signatureAlgorithms) {
    const said = 'the client sent no signature_algorithms';
    throw new TlsError('missing-extension', said, 'RFC 9846 section 9.2');
  }
  const wish = only({
    version: TLS13,
    signatureSchemes: signatureAlgorithms,
    signatureSchemesCert: signatureAlgorithmsCert,
    authorities: certificateAuthorities ?? [],
  } as const);
  const credential = yield* settle(config.credential(hello, wish), 'credentials');
  if (!credential) throw noCredential('there is no certificate for the client');
  const choice = chooseScheme(credential, config.signatureSchemes, wish);
  if (!choice) {
    const accepted = firstOf(signatureAlgorithms, SignatureScheme.nameOf);
    const said = say`the client accepts the signatures ${accepted}; our ${credential.key.type} key can make none of them`;
    throw new TlsError('no-common-scheme', said, 'RFC 9846 section 4.5.2');
  }
  refuseSha1(credential, config, wish);
  peer.tell(() => ({
    type: 'decision',
    about: 'signature_scheme',
    by: 'server',
    offered: signatureAlgorithms.map(SignatureScheme.nameOf),
    chosen: SignatureScheme.nameOf(choice.scheme),
    id: 'first-in-common',
    rule: 'the first of ours that fits the key and that the client accepts',
    rfc: 'RFC 9846 section 4.5.2',
  }));
  return choice;
}

/** {Certificate} {CertificateVerify} */
export function* serverAuthentication(peer: Peer, chosen: Signer, hello: ClientHello): Flow<void> {
  const { credential } = chosen;
  const statusAsked = hello.extensions.statusRequest?.kind === CertificateStatusType.ocsp;
  const staple = yield* responseToStaple(peer, credential, 'server', statusAsked);
  peer.send(Certificate, certificateMessage(credential.chain, staple));
  const content = signedContent('server', peer.transcript.digest());
  peer.send(CertificateVerify, yield* signatureOf(chosen, content));
}

/** {Certificate*} {CertificateVerify*} of the client */
export function* clientAuthentication(server: Server): Flow<ClientProof> {
  const { body: certificate } = yield* receive(Certificate);
  refuseContext(certificate);
  return yield* proofOf(server, certificate, server.peer.transcript);
}

/** @param at what the client signs: up to its Certificate, and that */
export function* proofOf(server: Server, certificate: Certificate, at: Transcript): Flow<ClientProof> {
  const { config } = server;
  const shown = presentedIn(certificate, 'client', config.statusRequest);
  if (shown.chain.length === 0) {
    return { identity: AnonymousClient.allowed(config, TLS13), scheme: undefined, raw: undefined };
  }
  const judged = yield* JudgedIdentity.judge(server, 'client', shown, 'digitalSignature');
  const signed = signedContent('client', at.digest());
  const { body: proof, raw } = yield* receive(CertificateVerify);
  const identity = yield* ProvedIdentity.bySignature(judged, proof, signed, config, TLS13);
  return { identity, scheme: proof.algorithm, raw };
}

interface ClientProof {
  readonly identity: ProvedIdentity | AnonymousClient;
  readonly scheme: number | undefined;
  /** Its CertificateVerify. */
  readonly raw: Uint8Array | undefined;
}

/** A chain that the client may be unable to check is sent when there is no other, but never one with SHA-1 in it. */
function refuseSha1(credential: Credential, { signatureSchemes }: ServerConfig, wish: CertificateWish): void {
  const sha1 = mismatchsOf(credential, signatureSchemes, wish).find(
    ({ of, isMust }) => of === 'signature_algorithms_cert' && isMust,
  );
  if (sha1) throw noCredential(say`our certificate may not be sent to this client: ${sha1.why}`);
}

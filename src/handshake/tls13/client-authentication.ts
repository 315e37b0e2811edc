/** Authentication in TLS 1.3 by the client: it checks the server's, and answers with its own (RFC 9846 sections 4.4.2 and 4.5). */
import { errorsOf, TlsError } from '../../protocol/errors.ts';
import { type Message, writeMessage } from '../../protocol/message.ts';
import {
  Certificate,
  CertificateRequest,
  CertificateVerify,
  signedContent,
} from '../../protocol/messages/index.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import type { Transcript } from '../../schedule/transcript.ts';
import { only } from '../../wire/bare.ts';
import { Malformed } from '../../wire/reader.ts';
import { say } from '../../wire/words.ts';
import { type OidFilter, readOidFilters, type WantedValues } from '../../x509/index.ts';
import { chooseClientCredential } from '../credentials/client-credential.ts';
import { JudgedIdentity } from '../credentials/judged.ts';
import { ProvedIdentity } from '../credentials/proved.ts';
import { signatureOf } from '../credentials/signature-choice.ts';
import { responseToStaple } from '../credentials/staple.ts';
import { type Flow, receive } from '../flow.ts';
import type { Client } from '../sides.ts';
import { certificateMessage, presentedIn, refuseContext } from './certificate.ts';

/** {CertificateRequest*} {Certificate} {CertificateVerify} */
export function* serverAuthentication(
  client: Client,
): Flow<{ identity: ProvedIdentity; scheme: number; request: CertificateRequest | undefined }> {
  const { peer, config } = client;
  const first = yield* receive(CertificateRequest, Certificate);
  const request = first.name === 'CertificateRequest' ? first.body : undefined;
  if (request) checkRequest(request, false);
  const certificate = first.name === 'Certificate' ? first.body : (yield* receive(Certificate)).body;
  refuseContext(certificate);
  const shown = presentedIn(certificate, 'server', config.statusRequest);
  const judged = yield* JudgedIdentity.judge(client, 'server', shown, 'digitalSignature');
  const signed = signedContent('server', peer.transcript.digest());
  const { body: proof } = yield* receive(CertificateVerify);
  const identity = yield* ProvedIdentity.bySignature(judged, proof, signed, config, TLS13);
  return { identity, scheme: proof.algorithm, request };
}

/** {Certificate} {CertificateVerify*}; true when we proved who we are. */
export function* clientAuthentication(client: Client, request: CertificateRequest): Flow<boolean> {
  const { peer } = client;
  const answer = yield* answerTo(client, request, peer.transcript.fork());
  for (const { message, raw } of answer) peer.sendRaw(message, raw);
  return answer.length > 1;
}

/**
 * Certificate and CertificateVerify, to be sent; an empty Certificate alone says that we have none.
 *
 * @param at what is signed so far; the answer is added to it
 */
export function* answerTo(
  client: Client,
  { certificateRequestContext, extensions }: CertificateRequest,
  at: Transcript,
): Flow<readonly Written[]> {
  const wish = only({
    version: TLS13,
    signatureSchemes: extensions.signatureAlgorithms!,
    signatureSchemesCert: extensions.signatureAlgorithmsCert,
    authorities: extensions.certificateAuthorities ?? [],
    oidFilters: wantedValues(extensions.oidFilters ?? []),
  } as const);
  const choice = yield* chooseClientCredential(client, wish);
  if (!choice)
    return [written(Certificate, certificateMessage([], undefined, certificateRequestContext), at)];
  const { credential } = choice;
  const staple = yield* responseToStaple(
    client.peer,
    credential,
    'client',
    extensions.statusRequest === true,
  );
  const shown = certificateMessage(credential.chain, staple, certificateRequestContext);
  const certificate = written(Certificate, shown, at);
  const signed = yield* signatureOf(choice, signedContent('client', at.digest()));
  return [certificate, written(CertificateVerify, signed, at)];
}

interface Written {
  readonly message: Message<unknown>;
  readonly raw: Uint8Array;
}

function written<T>(message: Message<T>, body: T, at: Transcript): Written {
  const raw = writeMessage(message, body);
  at.add(raw);
  return { message: message as Message<unknown>, raw };
}

const badRequest = errorsOf('RFC 9846 section 4.4.2');

/** @param later after the handshake, where each request has a context of its own */
export function checkRequest(
  { certificateRequestContext, extensions }: CertificateRequest,
  later: boolean,
): void {
  if (certificateRequestContext.length > 0 !== later) {
    const said = later
      ? 'the server’s CertificateRequest after the handshake has no context'
      : 'the server’s CertificateRequest has a context, which only a later one may have';
    throw badRequest('illegal-value', said);
  }
  if (!extensions.signatureAlgorithms)
    throw badRequest('missing-extension', 'the server’s CertificateRequest has no signature_algorithms');
}

function wantedValues(filters: readonly OidFilter[]): readonly WantedValues[] {
  try {
    return readOidFilters(filters);
  } catch (error) {
    if (!(error instanceof Malformed)) throw error;
    const said = say`the server’s oid_filters cannot be read: ${error.message}`;
    throw new TlsError('illegal-value', said, 'RFC 9846 section 4.3.5');
  }
}

/**
 * A client proves who it is after the handshake (RFC 9846 section 4.7.2). Off on both sides unless asked for.
 *
 *        Client                                           Server
 *        [Application Data]      <------->  [Application Data]
 *                                <--------  [CertificateRequest]
 *        [Certificate]
 *        [CertificateVerify*]
 *        [Finished]              -------->
 *
 * The server may go on asking: each request has a context of its own, and a transcript that is forked from the handshake's.
 */
import { TlsError } from '../../protocol/errors.ts';
import { type Certificate, type CertificateRequest, Finished } from '../../protocol/messages/index.ts';
import type { Transcript } from '../../schedule/transcript.ts';
import { hex } from '../../wire/bytes.ts';
import { VerifiedFinished } from '../finished.ts';
import type { Flow, Received } from '../flow.ts';
import type { Client, Server } from '../sides.ts';
import { answerTo, checkRequest } from './client-authentication.ts';
import type { Keys13 } from './keys.ts';
import { proofOf, requestCertificate } from './server-authentication.ts';

/** The client's part. Nothing is sent before it is signed: the answer must be in one piece. */
export function* answerRequest(
  client: Client,
  keys: Keys13,
  { body, raw }: Received<[typeof CertificateRequest]>,
): Flow<void> {
  checkRequest(body, true);
  const { peer } = client;
  const at = peer.transcript.fork();
  at.add(raw);
  const answer = yield* answerTo(client, body, at);
  for (const each of answer) peer.sendRaw(each.message, each.raw);
  peer.send(Finished, { verifyData: keys.finishedLater(at) });
}

/** The requests of a server that have not been answered yet. */
export class OpenRequests {
  readonly #transcripts = new Map<string, Transcript>();

  constructor(
    private readonly server: Server,
    private readonly keys: Keys13,
  ) {}

  get any(): boolean {
    return this.#transcripts.size > 0;
  }

  send(): void {
    const { peer, config } = this.server;
    const context = config.provider.random(32);
    const at = peer.transcript.fork();
    at.add(requestCertificate(this.server, context));
    this.#transcripts.set(hex(context), at);
  }

  /** Certificate, CertificateVerify and Finished of the client, with nothing between them. */
  *answered({ body, raw }: Received<[typeof Certificate]>): Flow<void> {
    const { peer } = this.server;
    const context = hex(body.certificateRequestContext);
    const at = this.#transcripts.get(context);
    if (!at) {
      const said = 'the client’s Certificate answers a request that is not open';
      throw new TlsError('illegal-value', said, 'RFC 9846 section 4.7.2');
    }
    this.#transcripts.delete(context);
    peer.closeReading();
    at.add(raw);
    const proof = yield* proofOf(this.server, body, at);
    if (proof.raw) at.add(proof.raw);
    const finished = yield* VerifiedFinished.receive(this.keys.finishedLater(at));
    peer.openReading();
    peer.clientAnswered(proof.identity.handedOut(), finished);
  }
}

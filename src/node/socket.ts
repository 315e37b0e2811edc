/**
 * A TLS connection as a duplex stream, with the interface of node:tls.
 *
 * It is a Duplex around the socket and not itself a net.Socket: node's own TLSSocket inherits from that to take over its
 * handle, which only works inside node. Differences from node:tls are decisions: a cut connection is an 'error' and
 * never an 'end'; renegotiation and `setMaxSendFragment` do not exist; errors are TlsErrors with node's `code`.
 */

import type { X509Certificate } from 'node:crypto';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import {
  type Established,
  type Event,
  type Session,
  type WithheldEvent,
  writeSession,
} from '../options/engine.ts';
import { NamedGroup } from '../protocol/numbers/groups.ts';
import { TLS13 } from '../protocol/numbers/versions.ts';
import { isKeyLogged, keyLogLine } from '../schedule/keylog.ts';
import { ownOptions } from '../wire/own-options.ts';
import { isShared } from '../wire/shared-memory.ts';
import {
  authorizationErrorOf,
  type CodedError,
  coded,
  noCertificate,
  withCode,
  wrongType,
} from './errors.ts';
import { ephemeralKeyInfo, openSslName } from './openssl-names.ts';
import { OverSocket } from './over-socket.ts';
import { type LegacyCertificate, peerCertificate, peerX509Certificate } from './peer-certificate.ts';
import type { SocketOptions } from './socket-options.ts';
import { Transport } from './transport.ts';
import { heard } from './uncaught-exception.ts';

/** Bytes sealed in one go: a long write waits for the socket in between. */
const WRITE_PIECE = 2 ** 17;

type Done = (error?: Error | null) => void;

/** Made by `connect` and by a Server. */
export class TLSSocket extends OverSocket {
  readonly encrypted = true;
  /** The peer has shown a certificate that was accepted. */
  authorized = false;
  /** Why it was not, if one was asked for; null if nothing is wrong. An error, where node:tls has only its code. */
  authorizationError: CodedError | null = null;
  /** On a client that has certificates but sent none: what the server asked for, and why ours do not fit. */
  certificateWithheld: Pick<WithheldEvent, 'asked' | 'unfit'> | undefined;
  /** The application protocol that was agreed on; false for none. */
  alpnProtocol: string | false | null = null;
  /** What the client asked for by server_name; false for none. */
  servername: string | false | undefined;
  readonly #options: SocketOptions;
  #transport: Transport | undefined;
  #established: Established | undefined;
  /** There is no objection to the peer, so data may go to it. */
  #isOpen = false;
  #session: Session | undefined;
  #whenOpen: (() => void)[] = [];
  #peerEnded = false;
  #failed = false;
  /** The callback of `_final`, while our close_notify is on its way. */
  #finishing: Done | undefined;

  constructor(socket: Duplex, options: SocketOptions) {
    super(socket, { allowHalfOpen: options.allowHalfOpen ?? false, emitClose: false });
    this.#options = ownOptions(options);
    const early = (error: Error) => this.destroy(error);
    const closed = () =>
      this.destroy(coded(new Error('the socket closed before the handshake could begin'), 'ECONNRESET'));
    socket.on('error', early);
    socket.on('close', closed);
    const start = () => {
      if (this.destroyed) return;
      socket.off('error', early);
      socket.off('close', closed);
      this.#start();
    };
    // After the current turn, so that listeners can be attached first.
    if ((socket as Socket).connecting) socket.once('connect', start);
    else process.nextTick(start);
  }

  #start(): void {
    const { create } = this.#options;
    const secrets = this.listenerCount('keylog') > 0;
    this.#transport = new Transport(this.underneath, (hooks) => create(hooks, secrets), {
      onEvent: (event) => this.#on(event),
      onClose: (cause) => {
        if (!this.#peerEnded) this.destroy(cause);
        // Both sides are done: it does no harm that the peer did not wait for our close_notify.
        else if (this.#finishing) this.#finished();
        // What came before an orderly end may still wait to be read.
        else if (!this.writableFinished) this.destroy(cause);
      },
    });
  }

  #on(event: Event): void {
    heard(() => this.#options.onEvent?.(event));
    if (this.destroyed) return;
    switch (event.type) {
      case 'established':
        // A listener that inspects the peer here and throws has not accepted it.
        if (!heard(() => this.#open(event.established))) this.destroy();
        break;
      case 'data':
        if (!this.push(bufferOf(event.data))) this.#transport!.pause();
        break;
      case 'session':
        this.#session = event.session;
        this.emit('session', Buffer.from(writeSession(event.session)));
        break;
      case 'secret':
        if (!isKeyLogged(event.label)) break;
        this.emit('keylog', Buffer.from(`${keyLogLine(event.label, event.clientRandom, event.secret)}\n`));
        break;
      case 'withheld': {
        const { asked, unfit } = event;
        this.certificateWithheld = { asked, unfit };
        this.emit('certificateWithheld', this.certificateWithheld);
        break;
      }
      case 'end':
        this.#peerEnded = true;
        this.#transport!.resume();
        this.push(null);
        // As in node:net, even a program that only writes learns of the end.
        this.read(0);
        break;
      case 'failed': {
        this.#failed = true;
        const error = withCode(event.error);
        if (error.reason === 'certificate-rejected') this.authorizationError = error;
        this.destroy(error);
        break;
      }
    }
  }

  #open(established: Established): void {
    const { peer, agreement } = established;
    this.#established = established;
    this.alpnProtocol = agreement.applicationProtocol ?? false;
    this.servername = agreement.serverName ?? false;
    const { chain, overruled } = peer;
    // Hardly anybody reads an accepting verdict, and reading it copies it.
    const verdict = overruled ? peer.verdict : undefined;
    if (verdict?.verdict === 'rejected') this.authorizationError = authorizationErrorOf(verdict);
    else if (this.#options.asksClient && chain.length === 0) this.authorizationError = noCertificate();
    const objection = this.#options.objection?.();
    if (this.destroyed) return;
    this.authorizationError = objection ?? this.authorizationError;
    if (objection && this.#options.rejectUnauthorized !== false) {
      this.destroy(objection);
      return;
    }
    this.authorized = !objection && chain.length > 0 && !overruled;
    this.#isOpen = true;
    this.emit('secure');
    if (this.#options.role === 'client') this.emit('secureConnect');
    for (const go of this.#whenOpen.splice(0)) go();
  }

  #afterOpening(go: () => void): void {
    if (this.#isOpen) go();
    else this.#whenOpen.push(go);
  }

  override _read(): void {
    this.#transport?.resume();
  }

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: Done): void {
    if (isShared(chunk)) done(sharedMemory());
    else this.#afterOpening(() => this.#send(chunk, done));
  }

  override _writev(chunks: { readonly chunk: Buffer }[], done: Done): void {
    if (chunks.some(({ chunk }) => isShared(chunk))) done(sharedMemory());
    else this.#afterOpening(() => this.#send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done));
  }

  #send(bytes: Buffer, done: Done): void {
    const rest = bytes.subarray(WRITE_PIECE);
    try {
      this.#transport!.write(bytes.subarray(0, WRITE_PIECE), () => {
        if (rest.length === 0 || this.destroyed) done();
        else this.#send(rest, done);
      });
    } catch (error) {
      done(coded(new Error('this side of the connection is closed', { cause: error }), 'EPIPE'));
    }
  }

  override _final(done: Done): void {
    this.#finishing = done;
    this.#afterOpening(() => this.#transport!.end(() => this.#finished()));
  }

  #finished(): void {
    const done = this.#finishing;
    this.#finishing = undefined;
    done?.();
  }

  override _destroy(error: Error | null, done: Done): void {
    const transport = this.#transport;
    if (!transport) this.underneath.destroy();
    // After a failure the transport sees the alert through, and closes the socket by itself.
    else if (!this.#failed && this.writableFinished && !error) transport.abandon();
    // Everything written has been sent, so the peer need not take this for a cut.
    else if (!this.#failed && this.#established && this.writableLength === 0 && !error) transport.leave();
    else if (!this.#failed) transport.destroy();
    done(error);
    // After 'error', and with the argument of node:net: whether there was one.
    process.nextTick(() => this.emit('close', error !== null));
  }

  /** Ends our side, and closes when everything has been written. */
  destroySoon(): void {
    if (this.writable) this.end();
    if (this.writableFinished) this.destroy();
    else this.once('finish', () => this.destroy());
  }

  getProtocol(): 'TLSv1.2' | 'TLSv1.3' | null {
    if (!this.#established) return null;
    return this.#established.agreement.version === TLS13 ? 'TLSv1.3' : 'TLSv1.2';
  }

  /** OpenSSL's name, the IANA name, and the first version that had such a suite. */
  getCipher(): { name: string; standardName: string; version: string } | undefined {
    if (!this.#established) return undefined;
    const { suite } = this.#established.agreement;
    const since12 = suite.version === TLS13 || suite.protection.kind === 'AEAD';
    const version = since12 ? (this.getProtocol() ?? '') : suite.keyExchange === 'RSA' ? 'SSLv3' : 'TLSv1';
    return { name: openSslName(suite), standardName: suite.name, version };
  }

  /** On the client: the key exchange's group. An empty object with RSA key exchange, null on a server as in node:tls. */
  getEphemeralKeyInfo(): { type?: string; name?: string; size?: number } | null {
    if (this.#options.role === 'server' || !this.#established) return null;
    const { group } = this.#established.agreement;
    return group === undefined ? {} : ephemeralKeyInfo({ name: NamedGroup.nameOf(group) });
  }

  /** The peer's certificate in the form of node:tls; an empty object when there is none. */
  getPeerCertificate(detailed = false): LegacyCertificate {
    return peerCertificate(this.#established?.peer ?? { chain: [], verdict: undefined }, detailed);
  }

  getPeerX509Certificate(): X509Certificate | undefined {
    return this.#established && peerX509Certificate(this.#established.peer);
  }

  /** The last session that the server gave, for the option `session`; it holds a secret. */
  getSession(): Buffer | undefined {
    return this.#session && Buffer.from(writeSession(this.#session));
  }

  isSessionReused(): boolean {
    return this.#established?.agreement.resumed ?? false;
  }

  /** RFC 9846 section 7.5, RFC 5705. Throws until the handshake is finished. */
  exportKeyingMaterial(length: number, label: string, context?: Uint8Array): Buffer {
    if (!this.#established) {
      throw coded(new Error('the exporter needs a finished handshake'), 'ERR_TLS_INVALID_STATE');
    }
    return bufferOf(this.#transport!.connection.exporter(label, context, length));
  }

  /** What was agreed, and how the peer was judged. */
  get established(): Established | undefined {
    return this.#established;
  }

  /** Throws: a renegotiation mixes two handshakes in one connection (RFC 9325 section 3.5). */
  renegotiate(): never {
    throw coded(new Error('renegotiation is not supported'), 'ERR_TLS_RENEGOTIATION_DISABLED');
  }

  /** There is nothing to turn off. */
  disableRenegotiation(): void {}

  /** Throws: records have the size that the protocol allows. */
  setMaxSendFragment(): never {
    throw coded(new Error('setMaxSendFragment is not supported'), 'ERR_FEATURE_UNAVAILABLE_ON_PLATFORM');
  }
}

const bufferOf = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const sharedMemory = (): CodedError =>
  wrongType('what is written must be in memory that no other thread can change');

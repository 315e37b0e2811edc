/**
 * TLS 1.3's keys (RFC 9846 section 7): which secret protects which direction. Each secret belongs to one point of the
 * transcript, so each step has its own call; what is no longer needed is erased.
 */
import type { Suite13 } from '../../crypto/provider.ts';
import { application13, handshake13, type Protection13 } from '../../protocol/epoch.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import { exporter13 } from '../../schedule/exporter.ts';
import {
  type EarlySecret,
  type HandshakeSecret,
  type MainSecret,
  nextTraffic,
  ticketPsk,
  verifyData,
} from '../../schedule/schedule13.ts';
import type { Transcript } from '../../schedule/transcript.ts';
import type { Agreement, Exporter } from '../established.ts';
import type { Peer } from '../peer.ts';

type Side = 'client' | 'server';
type Secrets = Record<Side, Uint8Array>;

const none: Secrets = { client: new Uint8Array(), server: new Uint8Array() };

/** What is agreed on besides the keys. */
type Negotiated = Omit<
  Agreement,
  'version' | 'suite' | 'keyExchange' | 'extendedMainSecret' | 'encryptThenMac' | 'clientRandom'
>;

export class Keys13 {
  readonly #handshake: HandshakeSecret;
  #main: MainSecret | undefined;
  #handshakeTraffic = none;
  /** The current ones; each direction has its own generation (RFC 9846 section 7.2). */
  #traffic = none;
  readonly #generation = { client: 0, server: 0 };
  #exporter: Uint8Array = none.client;
  #resumption: Uint8Array = none.client;
  readonly #other: Side;

  /** Erases `early` and `shared`, which comes from the key exchange. */
  constructor(
    readonly peer: Peer,
    readonly suite: Suite13,
    private readonly own: Side,
    readonly clientRandom: Uint8Array,
    early: EarlySecret,
    shared: Uint8Array,
  ) {
    this.#other = own === 'client' ? 'server' : 'client';
    peer.tell(() => ({ type: 'secret', label: 'shared', clientRandom, secret: shared.slice() }));
    this.#handshake = early.handshakeSecret(shared);
    shared.fill(0);
    early.erase();
  }

  /** After the ServerHello: the secrets of {}. */
  atServerHello(): void {
    const at = this.peer.transcript.digest();
    this.#handshakeTraffic = {
      client: this.#handshake.clientHandshakeTraffic(at),
      server: this.#handshake.serverHandshakeTraffic(at),
    };
    this.#log('CLIENT_HANDSHAKE_TRAFFIC_SECRET', this.#handshakeTraffic.client);
    this.#log('SERVER_HANDSHAKE_TRAFFIC_SECRET', this.#handshakeTraffic.server);
  }

  writeHandshake(): void {
    this.peer.writeWith({ epoch: handshake13, suite: this.suite, secret: this.#handshakeTraffic[this.own] });
  }

  /**
   * @param passedOver early data that is not taken may come first
   * @param allowed bytes of it by our tickets
   */
  readHandshake(passedOver?: 'what does not open', allowed?: number): void {
    const secret = this.#handshakeTraffic[this.#other];
    this.peer.readWith({ epoch: handshake13, suite: this.suite, secret, passedOver, allowed });
  }

  /** The verify_data of a Finished that comes next (RFC 9846 section 4.5.3). */
  finished(of: Side): Uint8Array {
    return verifyData(this.suite.hash, this.#handshakeTraffic[of], this.peer.transcript.digest());
  }

  /** The same for a client that proves who it is after the handshake. */
  finishedLater(at: Transcript): Uint8Array {
    return verifyData(this.suite.hash, this.#traffic.client, at.digest());
  }

  /** After the server's Finished: the secrets of [Application Data], and the exporter's. */
  atServerFinished(): void {
    const at = this.peer.transcript.digest();
    const main = this.#handshake.mainSecret();
    this.#handshake.erase();
    this.#main = main;
    this.#traffic = { client: main.clientApplicationTraffic(at), server: main.serverApplicationTraffic(at) };
    this.#exporter = main.exporterMain(at);
    this.#log('CLIENT_TRAFFIC_SECRET_0', this.#traffic.client);
    this.#log('SERVER_TRAFFIC_SECRET_0', this.#traffic.server);
    this.#log('EXPORTER_SECRET', this.#exporter);
  }

  /** After the client's Finished: what tickets are made of. */
  atClientFinished(): void {
    this.#resumption = this.#main!.resumptionMain(this.peer.transcript.digest());
    this.#main!.erase();
  }

  readApplication(): void {
    this.peer.readWith(this.#application(this.#other));
  }

  /** The flow says when data may go out. */
  writeApplication(): void {
    this.peer.writeWith(this.#application(this.own));
  }

  /** The peer's next record uses its next key (RFC 9846 section 7.2). */
  readNext(): void {
    this.#next(this.#other);
    this.peer.readWith(this.#application(this.#other));
  }

  /** So does our next record. */
  writeNext(): void {
    this.#next(this.own);
    this.peer.writeWith(this.#application(this.own));
  }

  /** The PSK of a ticket with this nonce (RFC 9846 section 4.7.1). */
  ticketPsk(nonce: Uint8Array): Uint8Array {
    return ticketPsk(this.suite.hash, this.#resumption, nonce);
  }

  agreement(negotiated: Negotiated): Agreement {
    return {
      version: TLS13,
      suite: this.suite,
      keyExchange: negotiated.resumed ? 'ECDHE-PSK' : 'ECDHE',
      // The transcript is in every secret (RFC 9846 appendix D).
      extendedMainSecret: true,
      encryptThenMac: false,
      clientRandom: this.clientRandom,
      ...negotiated,
    };
  }

  readonly exporter: Exporter = (label, context, length) =>
    exporter13(this.suite.hash, this.#exporter, label, context, length);

  #next(side: Side): void {
    this.#traffic = { ...this.#traffic, [side]: nextTraffic(this.suite.hash, this.#traffic[side]) };
    this.#generation[side]++;
  }

  #application(side: Side): Protection13 {
    return { epoch: application13(this.#generation[side]), suite: this.suite, secret: this.#traffic[side] };
  }

  #log(label: Parameters<Peer['secret']>[0], secret: Uint8Array): void {
    this.peer.secret(label, this.clientRandom, secret);
  }
}

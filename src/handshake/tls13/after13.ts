/**
 * TLS 1.3's keys in both directions, and what goes on behind the handshake: tickets and key updates
 * (RFC 9846 sections 4.7 and 7.2).
 */
import type { Suite13 } from '../../crypto/provider.ts';
import { TlsError } from '../../protocol/errors.ts';
import type { ClientHello } from '../../protocol/messages/index.ts';
import { KeyUpdate, KeyUpdateRequest, NewSessionTicket } from '../../protocol/messages/index.ts';
import { TLS13 } from '../../protocol/numbers/versions.ts';
import { Opener13, Sealer13 } from '../../record/protection13.ts';
import { SkipUntilOpened } from '../../record/skip.ts';
import { exporter13 } from '../../schedule/exporter.ts';
import { nextTraffic, ticketPsk, trafficKeys } from '../../schedule/schedule13.ts';
import type { ClientConfig, ServerConfig } from '../config.ts';
import type { AnonymousClient, ProvedIdentity } from '../credentials/proved.ts';
import type { Agreement } from '../established.ts';
import { type Flow, receive } from '../flow.ts';
import type { Peer } from '../peer.ts';
import { makeTicket, sessionExpiry } from '../sessions/resumption.ts';
import { Session } from '../sessions/session.ts';
import { PSK_DHE_KE } from './psk.ts';

/** The traffic secrets of one side, one for reading and one for writing. */
export class Traffic {
  readSecret: Uint8Array = new Uint8Array();
  writeSecret: Uint8Array = new Uint8Array();
  #updates = 0;

  constructor(
    readonly peer: Peer,
    readonly suite: Suite13,
    readonly role: 'client' | 'server',
    readonly clientRandom: Uint8Array,
  ) {}

  readHandshake(secret: Uint8Array): void {
    this.#log(
      this.role === 'client' ? 'SERVER_HANDSHAKE_TRAFFIC_SECRET' : 'CLIENT_HANDSHAKE_TRAFFIC_SECRET',
      secret,
    );
    this.#read(secret, 'handshake');
  }

  /** The same where early data may come first, which is passed over. */
  readHandshakeBehindEarlyData(secret: Uint8Array): void {
    this.readHandshake(secret);
    const keys = this.#keys(secret);
    this.peer.readWith(new SkipUntilOpened(() => new Opener13(this.suite, keys, 'handshake')));
  }

  writeHandshake(secret: Uint8Array): void {
    this.#log(
      this.role === 'client' ? 'CLIENT_HANDSHAKE_TRAFFIC_SECRET' : 'SERVER_HANDSHAKE_TRAFFIC_SECRET',
      secret,
    );
    this.#write(secret, 'handshake');
  }

  readApplication(secret: Uint8Array): void {
    this.#log(this.role === 'client' ? 'SERVER_TRAFFIC_SECRET_0' : 'CLIENT_TRAFFIC_SECRET_0', secret);
    this.#read(secret, 'application');
  }

  writeApplication(secret: Uint8Array): void {
    this.#log(this.role === 'client' ? 'CLIENT_TRAFFIC_SECRET_0' : 'SERVER_TRAFFIC_SECRET_0', secret);
    this.#write(secret, 'application');
  }

  exporter(secret: Uint8Array): Agreement['exporter'] {
    this.#log('EXPORTER_SECRET', secret);
    const { hash } = this.suite;
    return (label, context, length) => exporter13(hash, secret, label, context ?? new Uint8Array(), length);
  }

  /** The peer's next record uses its next key. */
  readNext(): void {
    this.#read(nextTraffic(this.suite.hash, this.readSecret), `application ${++this.#updates}`);
  }

  /** Sends KeyUpdate; our next record uses our next key (RFC 9846 section 4.7.3). */
  update(requestPeer: boolean): void {
    const requestUpdate = requestPeer
      ? KeyUpdateRequest.update_requested
      : KeyUpdateRequest.update_not_requested;
    this.peer.send(KeyUpdate, { requestUpdate });
    this.#write(nextTraffic(this.suite.hash, this.writeSecret), `application ${++this.#updates}`);
  }

  #read(secret: Uint8Array, epoch: string): void {
    this.readSecret = secret;
    this.peer.readWith(new Opener13(this.suite, this.#keys(secret), epoch));
  }

  #write(secret: Uint8Array, epoch: string): void {
    this.writeSecret = secret;
    this.peer.writeWith(new Sealer13(this.suite, this.#keys(secret), epoch));
  }

  #keys(secret: Uint8Array) {
    return trafficKeys(this.suite.cipher, this.suite.hash, secret);
  }

  #log(label: Parameters<Peer['secret']>[0], secret: Uint8Array): void {
    this.peer.secret(label, this.clientRandom, secret);
  }
}

/** RFC 9846 section 4.7.1: a client ignores a longer lifetime. Seconds. */
const LONGEST_LIFETIME = 7 * 24 * 60 * 60;

export function* afterClientHandshake13(
  peer: Peer,
  config: ClientConfig,
  traffic: Traffic,
  identity: ProvedIdentity,
  agreement: Agreement,
  resumption: Uint8Array,
): Flow<never> {
  const { hash, id } = traffic.suite;
  for (;;) {
    const message = yield* receive(NewSessionTicket, KeyUpdate);
    if (message.name === 'KeyUpdate') {
      answerKeyUpdate(traffic, message.body);
      continue;
    }
    const { ticketLifetime, ticketNonce, ticketAgeAdd, ticket } = message.body;
    // An overruled certificate was accepted once, by a person; a resumption would skip the question.
    if (ticketLifetime === 0 || identity.overruled) continue;
    const issuedAt = config.wallClock();
    peer.keep(
      new Session({
        version: TLS13,
        cipherSuite: id,
        secret: ticketPsk(hash, resumption, ticketNonce),
        extendedMainSecret: true,
        clientAuthenticated: agreement.clientAuthenticated,
        serverName: agreement.serverName,
        applicationProtocol: agreement.applicationProtocol,
        policy: config.sessionPolicy,
        issuedAt,
        expiresAt: sessionExpiry(identity, issuedAt, Math.min(ticketLifetime, LONGEST_LIFETIME)),
        ticketAgeAdd,
        peerChain: identity.chain,
        ticket: ticket.slice(),
      }),
    );
  }
}

/** NewSessionTickets, then whatever comes (RFC 9846 section 4.7). */
export function* afterServerHandshake13(
  peer: Peer,
  config: ServerConfig,
  traffic: Traffic,
  identity: ProvedIdentity | AnonymousClient,
  agreement: Agreement,
  resumption: Uint8Array,
  hello: ClientHello,
): Flow<never> {
  const { provider } = config;
  // A resumption uses one ticket up, and gets one for it.
  const ticketCount = Math.min(config.ticketCount, agreement.resumed ? 1 : Number.POSITIVE_INFINITY);
  const resumable = hello.extensions.pskKeyExchangeModes?.includes(PSK_DHE_KE);
  for (let number = 0; resumable && number < ticketCount; number++) {
    const ticketNonce = Uint8Array.of(number);
    const psk = ticketPsk(traffic.suite.hash, resumption, ticketNonce);
    const [a, b, c, d] = provider.random(4);
    const ticketAgeAdd = ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0;
    const made = yield* makeTicket(config, identity, agreement, psk, ticketAgeAdd);
    if (!made) break;
    const { ticket, lifetime: ticketLifetime } = made;
    peer.send(NewSessionTicket, { ticketLifetime, ticketAgeAdd, ticketNonce, ticket, extensions: {} });
  }
  for (;;) answerKeyUpdate(traffic, (yield* receive(KeyUpdate)).body);
}

function answerKeyUpdate(traffic: Traffic, { requestUpdate }: KeyUpdate): void {
  if (!KeyUpdateRequest.known.has(requestUpdate)) {
    throw new TlsError(
      'illegal-value',
      `the peer’s KeyUpdate asks for ${requestUpdate}`,
      'RFC 9846 section 4.7.3',
    );
  }
  traffic.readNext();
  // RFC 9846 section 4.7.3: due before our next application data, so that many requests get one answer.
  if (requestUpdate === KeyUpdateRequest.update_requested)
    traffic.peer.beforeData(() => traffic.update(false));
}

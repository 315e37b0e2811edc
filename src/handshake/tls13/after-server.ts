/** What a server does after its TLS 1.3 handshake: it gives tickets and follows key updates (RFC 9846 section 4.7). */
import { Certificate, type ClientHello, KeyUpdate, NewSessionTicket } from '../../protocol/messages/index.ts';
import type { AnonymousClient, ProvedIdentity } from '../credentials/proved.ts';
import type { Agreement } from '../established.ts';
import { type Flow, receiveOr } from '../flow.ts';
import { PSK_DHE_KE } from '../sessions/psk.ts';
import { makeTicket } from '../sessions/resumption.ts';
import type { Server } from '../sides.ts';
import { answerKeyUpdate } from './key-update.ts';
import type { Keys13 } from './keys.ts';
import { OpenRequests } from './post-handshake-authentication.ts';

/** NewSessionTickets, then whatever comes (RFC 9846 section 4.7). */
export function* afterServerHandshake13(
  server: Server,
  keys: Keys13,
  identity: ProvedIdentity | AnonymousClient,
  agreement: Agreement,
  hello: ClientHello,
): Flow<never> {
  const { peer, config } = server;
  peer.feed(undefined);
  // A resumption uses up one ticket, and gets one for it.
  const ticketCount = Math.min(config.ticketCount, agreement.resumed ? 1 : Number.POSITIVE_INFINITY);
  const resumable = hello.extensions.pskKeyExchangeModes?.includes(PSK_DHE_KE);
  const extensions = config.earlyData ? { earlyData: config.earlyData.most } : {};
  for (let number = 0; resumable && number < ticketCount; number++) {
    const ticketNonce = Uint8Array.of(number);
    const psk = keys.ticketPsk(ticketNonce);
    const [a, b, c, d] = config.provider.random(4);
    const ticketAgeAdd = ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0;
    const made = yield* makeTicket(config, identity, agreement, psk, ticketAgeAdd);
    if (!made) break;
    const { ticket, lifetime: ticketLifetime } = made;
    peer.send(NewSessionTicket, { ticketLifetime, ticketAgeAdd, ticketNonce, ticket, extensions });
  }
  // Not before: whoever answers the client's first data and closes would give no ticket.
  peer.openReading();
  const requests = new OpenRequests(server, keys);
  const mayAsk =
    config.postHandshakeAuthentication && hello.extensions.postHandshakeAuth
      ? (['authentication'] as const)
      : [];
  for (;;) {
    const came = yield* requests.any
      ? receiveOr(mayAsk, KeyUpdate, Certificate)
      : receiveOr(mayAsk, KeyUpdate);
    if (came.name === 'authentication') requests.send();
    else if (came.name === 'Certificate') yield* requests.answered(came);
    else answerKeyUpdate(keys, came.body);
  }
}

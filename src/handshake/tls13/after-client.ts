/** What a client does after its TLS 1.3 handshake: it keeps tickets and follows key updates (RFC 9846 section 4.7). */
import { TlsError } from '../../protocol/errors.ts';
import { CertificateRequest, KeyUpdate, NewSessionTicket } from '../../protocol/messages/index.ts';
import { say } from '../../wire/words.ts';
import type { ProvedIdentity } from '../credentials/proved.ts';
import type { Agreement } from '../established.ts';
import { type Flow, receive } from '../flow.ts';
import { sessionOf } from '../sessions/resumption.ts';
import type { Client } from '../sides.ts';
import { answerKeyUpdate } from './key-update.ts';
import type { Keys13 } from './keys.ts';
import { answerRequest } from './post-handshake-authentication.ts';

/** Each request costs a signature and a chain to send. */
const MOST_REQUESTS = 16;

/** RFC 9846 section 4.7.1: a client ignores a longer lifetime. Seconds. */
const LONGEST_LIFETIME = 7 * 24 * 60 * 60;

export function* afterClientHandshake13(
  client: Client,
  keys: Keys13,
  identity: ProvedIdentity,
  agreement: Agreement,
): Flow<never> {
  const { peer, config } = client;
  peer.feed(undefined);
  let requests = 0;
  for (;;) {
    const message = yield* config.postHandshakeAuthentication
      ? receive(NewSessionTicket, KeyUpdate, CertificateRequest)
      : receive(NewSessionTicket, KeyUpdate);
    if (message.name === 'CertificateRequest') {
      if (++requests > MOST_REQUESTS) {
        const said = say`the server asked for a certificate more than ${MOST_REQUESTS} times`;
        throw new TlsError('too-many-messages', said, 'RFC 9846 section 4.7.2');
      }
      yield* answerRequest(client, keys, message);
    } else if (message.name === 'KeyUpdate') answerKeyUpdate(keys, message.body);
    // An overruled certificate was accepted once, by a person; a resumption would skip the question.
    else if (message.body.ticketLifetime > 0 && !identity.overruled) {
      const { ticketLifetime, ticketNonce, ticketAgeAdd, ticket, extensions } = message.body;
      const session = sessionOf(config, identity, agreement, Math.min(ticketLifetime, LONGEST_LIFETIME), {
        secret: keys.ticketPsk(ticketNonce),
        ticketAgeAdd,
        ticket: ticket.slice(),
        maxEarlyData: extensions.earlyData,
      });
      peer.keep(session);
    }
  }
}

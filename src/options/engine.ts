/** What an adapter needs from the engine besides options.ts, so that it imports nothing from handshake or connection. */
export type { Connection } from '../connection/connection.ts';
export type { ConnectionOptions } from '../connection/connection-options.ts';
export type { Credential, Tickets } from '../handshake/config.ts';
export type { PeerIdentity } from '../handshake/credentials/peer-identity.ts';
export type { Established } from '../handshake/established.ts';
export type { CertificateEvent, Event, SecretEvent, WithheldEvent } from '../handshake/events.ts';
export { freshTicketKey, sealedTickets, type TicketKey } from '../handshake/sessions/sealed-tickets.ts';
export { readSession, type Session, writeSession } from '../handshake/sessions/session.ts';

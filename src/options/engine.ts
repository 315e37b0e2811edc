/** What an adapter needs from the engine besides options.ts, so that it imports nothing from handshake or connection. */
export type { Connection } from '../connection/connection.ts';
export type { ConnectionOptions, RecordCut } from '../connection/connection-options.ts';
export type { Credential, SessionStore, Tickets } from '../handshake/config.ts';
export type { PeerIdentity } from '../handshake/credentials/peer-identity.ts';
export type { Established } from '../handshake/established.ts';
export type { CertificateEvent, Event, SecretEvent, WithheldEvent } from '../handshake/events.ts';
export { memorySessions } from '../handshake/sessions/memory-sessions.ts';
export { freshTicketKey, sealedTickets, type TicketKey } from '../handshake/sessions/sealed-tickets.ts';
export { readSession, type Session, writeSession } from '../handshake/sessions/session.ts';

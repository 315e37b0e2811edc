/** Two connections joined back to back in memory, with fresh certificates of a throw-away CA. */
import type { Connection } from '../src/connection/connection.ts';
import type { Maybe, PrivateKey } from '../src/crypto/provider.ts';
import { generateKey, nodeProvider } from '../src/crypto/providers/node.ts';
import type { Credential } from '../src/handshake/config.ts';
import type { Event } from '../src/handshake/events.ts';
import { freshTicketKey, sealedTickets } from '../src/handshake/sessions/sealed-tickets.ts';
import { Session, type SessionParts } from '../src/handshake/sessions/session.ts';
import {
  type IssueRequest,
  issueCertificate,
  issueCrl,
  issueOcspResponse,
  type OcspStatement,
} from '../src/issue/index.ts';
import {
  acceptClient,
  type ClientOptions,
  connectClient,
  type ServerOptions,
} from '../src/options/options.ts';
import {
  anchorFromCertificate,
  certIdOf,
  parseCertificate,
  type TrustStore,
  trustStore,
} from '../src/x509/index.ts';

const DAY = 24 * 60 * 60 * 1000;
/** The time at which every test happens. */
export const testTime = Date.UTC(2026, 10, 20);
const validity = { notBefore: testTime - DAY, notAfter: testTime + 30 * DAY };

/** A value that is known at once, as with node:crypto it is. */
export function now<T>(value: Maybe<T>): T {
  if (typeof (value as { then?: unknown })?.then === 'function')
    throw new Error('a promise where none was expected');
  return value as T;
}

export interface Authority {
  readonly key: PrivateKey;
  readonly der: Uint8Array;
  readonly trust: TrustStore;
  /** @param kind of a key that is made for it, or the key */
  issue(
    kind: 'EC' | 'RSA' | 'Ed25519' | PrivateKey,
    purpose: 'server' | 'client',
    dnsNames?: string[],
    granted?: Pick<IssueRequest, 'mustStaple' | 'keyUsage'>,
  ): Credential;
  /** The same credential with an OCSP response to staple, of yesterday and for a week. */
  staple(credential: Credential, status?: OcspStatement['status']): Credential;
  /** A list of yesterday and for a week, with these on it. */
  revoke(...credentials: readonly Credential[]): Uint8Array;
}

export function makeAuthority(name = 'handglass test CA'): Authority {
  const key = generateKey('EC');
  const der = now(
    issueCertificate({
      subject: { CN: name },
      publicKey: key.publicKey,
      issuer: { key },
      ...validity,
      serial: Uint8Array.of(1),
      ca: true,
    }),
  );
  const certificate = parseCertificate(der);
  let serial = 1;
  return {
    key,
    der,
    trust: trustStore([anchorFromCertificate(certificate)]),
    issue(kind, purpose, dnsNames = purpose === 'server' ? ['localhost'] : [], granted = {}) {
      const leafKey = typeof kind === 'string' ? generateKey(kind) : kind;
      const leaf = now(
        issueCertificate({
          subject: { CN: dnsNames[0] ?? 'alice' },
          publicKey: leafKey.publicKey,
          issuer: { key, certificate },
          ...validity,
          serial: Uint8Array.of(++serial),
          extKeyUsage: [purpose === 'server' ? 'serverAuth' : 'clientAuth'],
          dnsNames,
          ...granted,
        }),
      );
      return { kind: 'certificate', chain: [leaf], key: leafKey };
    },
    staple(credential, status = 'good') {
      const leaf = parseCertificate(credential.chain[0]!);
      const thisUpdate = testTime - DAY;
      const ocspResponse = now(
        issueOcspResponse({
          responder: { certificate, key },
          producedAt: thisUpdate,
          responses: [
            {
              certID: certIdOf(leaf, certificate, nodeProvider),
              status,
              thisUpdate,
              nextUpdate: thisUpdate + 7 * DAY,
            },
          ],
        }),
      );
      return { ...credential, ocspResponse };
    },
    revoke(...credentials) {
      const date = testTime - DAY;
      const serials = credentials.map(({ chain }) => parseCertificate(chain[0]!).serialNumber);
      return now(
        issueCrl({
          issuer: { certificate, key },
          thisUpdate: date,
          nextUpdate: date + 7 * DAY,
          number: Uint8Array.of(1),
          revoked: serials.map((serial) => ({ serial, date, reason: 'keyCompromise' })),
        }),
      );
    },
  };
}

export interface Side {
  readonly connection: Connection;
  readonly events: Event[];
}

export interface Pair {
  readonly client: Side;
  readonly server: Side;
}

const clocks = { now: () => performance.now(), wallClock: () => testTime };

export function makeClient(options: Partial<ClientOptions>): Side {
  const connection = connectClient({
    provider: nodeProvider,
    name: 'localhost',
    ...clocks,
    ...options,
  } as ClientOptions);
  return { connection, events: [] };
}

export function makeServer(options: Partial<ServerOptions>): Side {
  const connection = acceptClient({
    provider: nodeProvider,
    credentials: [],
    ...clocks,
    ...options,
  } as ServerOptions);
  return { connection, events: [] };
}

/** Carries bytes between the two until neither has any. */
export function carry(
  { client, server }: Pair,
  change: (bytes: Uint8Array, from: 'client' | 'server') => Uint8Array | undefined = (b) => b,
): void {
  for (let idle = 0; idle < 2; ) {
    idle++;
    for (const [from, to, who] of [
      [client, server, 'client'],
      [server, client, 'server'],
    ] as const) {
      const out = from.connection.takeOutput();
      from.events.push(...from.connection.takeEvents());
      const changed = out && change(out, who);
      if (changed) {
        to.connection.feed(changed);
        idle = 0;
      }
      to.events.push(...to.connection.takeEvents());
    }
  }
}

/** The two, after a handshake or as much of it as needs no waiting. */
export function joined(client: Partial<ClientOptions>, server: Partial<ServerOptions>): Pair {
  const pair = { client: makeClient(client), server: makeServer(server) };
  carry(pair);
  return pair;
}

export const failure = (side: Side) => side.events.find((event) => event.type === 'failed')?.error;
export const established = (side: Side) =>
  side.events.find((event) => event.type === 'established')?.established;
export const sessions = (side: Side) =>
  side.events.filter((event) => event.type === 'session').map(({ session }) => session);
/** The same session, but for this. */
export const changedSession = (session: Session, changes: Partial<SessionParts>): Session =>
  new Session({ ...session, secret: session.secret, ...changes });
export const received = (side: Side): Uint8Array =>
  Buffer.concat(side.events.filter((event) => event.type === 'data').map(({ data }) => data));

export function ticketsOf() {
  const key = freshTicketKey(nodeProvider);
  return sealedTickets(nodeProvider, () => [key], 3600);
}

/**
 * Sessions of TLS 1.2 by their IDs, with every peer that has them, in both roles: the peer neither gives nor asks for tickets. Ours
 * does both where it can, so the ID is what the peer wanted.
 */
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { memorySessions } from '../../src/handshake/sessions/memory-sessions.ts';
import { ticketsOf } from '../pair.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { clientOptions, exchange, serverOptions } from './conversation.ts';
import { connectTo, type End, listen } from './end.ts';
import { gnutls } from './gnutls.ts';
import { java } from './java.ts';
import { openssl } from './openssl.ts';
import type { Link, Peer } from './peer.ts';
import { rowOf, title } from './rows.ts';
import { nodeTls } from './scripted.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates('handglass');
});
afterAll(() => certificates?.remove());

/** Go’s crypto/tls has tickets alone. */
const peers: readonly Peer[] = [openssl, nodeTls, java, gnutls];
const rows = [
  rowOf('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
  rowOf('TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384'),
  rowOf('TLS_RSA_WITH_AES_128_CBC_SHA'),
];
const LENGTH = 20_000;
const resumption = ({ events }: End) =>
  events.flatMap((event) =>
    event.type === 'decision' && event.about === 'resumption'
      ? [`${event.chosen} ${event.offered?.[0]}`]
      : [],
  );

describe.each(peers)('$name', (peer) => {
  beforeAll(() => peer.prepare?.());

  describe.each(rows.map((row) => [title(row), row] as const))('%s', (_, row) => {
    it.each([
      ['one-way', false],
      ['mutual', true],
    ] as const)('as a server, resumed by an ID, %s', async (_mode, mutual) => {
      const setup = { certificates, row, mutual, noTickets: true };
      const server = await peer.serve(setup);
      const options = clientOptions(setup);
      const link = server.link();
      const first = connectTo(server.port, options);
      expect((await first.opened()).agreement.resumed).toBe(false);
      await exchange(first, link, LENGTH, peer.echoes);
      await closed(first, link);
      const session = first.sessions.at(-1)!;
      expect([session.ticket.length, session.sessionId.length]).toEqual([0, 32]);
      const again = server.link();
      const end = connectTo(server.port, { ...options, session });
      expect((await end.opened()).agreement).toMatchObject({ resumed: true, clientAuthenticated: mutual });
      expect(resumption(end)).toEqual(['offered session ID']);
      expect((await again.seen()).resumed).toBe(true);
      await exchange(end, again, LENGTH, peer.echoes);
      await closed(end, again);
    });

    it.each([
      ['one-way', false],
      ['mutual', true],
    ] as const)('as a client, resumed by an ID, %s', async (_mode, mutual) => {
      const setup = { certificates, row, mutual, noTickets: true };
      const sessions = memorySessions({ now: () => performance.now() });
      const server = await listen({ ...serverOptions(setup), tickets: ticketsOf(), sessions });
      const file = join(certificates.directory, 'session');
      const firstLink = peer.connect({ ...setup, session: { save: file } }, server.port);
      const first = await server.next();
      expect((await first.opened()).agreement.resumed).toBe(false);
      if (peer.resumesInOneRun) {
        await first.until('close_notify', () => first.peerClosed || undefined);
        first.transport.end();
      } else {
        await exchange(first, firstLink, LENGTH);
        firstLink.close();
        await first.until('close_notify', () => first.peerClosed || undefined);
        first.transport.end();
        await first.gone();
      }
      const link = peer.resumesInOneRun
        ? firstLink
        : peer.connect({ ...setup, session: { use: file } }, server.port);
      const end = await server.next();
      expect((await end.opened()).agreement).toMatchObject({ resumed: true, clientAuthenticated: mutual });
      expect(resumption(end)).toEqual(['resumed session ID']);
      expect((await link.seen()).resumed).toBe(true);
      await exchange(end, link, LENGTH);
    });
  });
});

async function closed(end: End, link: Link): Promise<void> {
  end.transport.end();
  await link.closed();
  await end.gone();
}

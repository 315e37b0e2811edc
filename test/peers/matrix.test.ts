/**
 * Every row of the protocol against every real peer, in both roles: the handshake, one-way and mutual, with certificates
 * made by OpenSSL; its resumption, with certificates made by us; a megabyte each way; orderly closing by either side.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Agreement } from '../../src/handshake/established.ts';
import type { ClientOptions } from '../../src/options/options.ts';
import { ticketsOf } from '../pair.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { clientOptions, exchange, serverOptions } from './conversation.ts';
import { connectTo, type End, listen } from './end.ts';
import { gnutls } from './gnutls.ts';
import { MEGABYTE } from './payload.ts';
import type { Link, Peer, Setup } from './peer.ts';
import { peers } from './peers.ts';
import { type Row, rows, title } from './rows.ts';

let byOpenssl: Certificates;
let byUs: Certificates;
beforeAll(async () => {
  [byOpenssl, byUs] = await Promise.all([makeCertificates('openssl'), makeCertificates('handglass')]);
});
afterAll(() => Promise.all([byOpenssl?.remove(), byUs?.remove()]));

describe.each(peers)('$name', (peer) => {
  beforeAll(() => peer.prepare?.());

  const spoken = rows.filter((row) => peer.speaks?.(row) ?? true);
  it.each(rows.filter((row) => !spoken.includes(row)).map((row) => [title(row), row] as const))(
    'has no %s: its own list shows it',
    (_, row) => {
      const listed = (of: Row) => {
        const [program, ...args] = peer.listing!(of);
        const { stdout } = spawnSync(program!, args, { encoding: 'utf8' });
        return stdout.split(/\s+/).includes(peer.suiteName(of));
      };
      expect(listed(row)).toBe(false);
      expect(listed(spoken[0]!)).toBe(true);
    },
  );
  describe.each(spoken.map((row) => [title(row), row] as const))('%s', (_, row) => {
    describe.each([
      ['one-way', false],
      ['mutual', true],
    ] as const)('%s', (_mode, mutual) => {
      it('as a server', async () => {
        const setup = { certificates: byOpenssl, row, mutual, protocols: ['http/1.1'] };
        const server = await peer.serve(setup);
        const link = server.link();
        const end = connectTo(server.port, clientOptions(setup));
        await expectAgreement(end, link, peer, setup, false);
        await exchange(end, link, MEGABYTE, peer.echoes);
        await weClose(end, link);
      });

      it('as a client', async () => {
        const setup = { certificates: byOpenssl, row, mutual, protocols: ['http/1.1'] };
        const server = await listen(serverOptions(setup));
        const link = peer.connect(setup, server.port);
        const end = await server.next();
        await expectAgreement(end, link, peer, setup, false);
        expect(end.established?.agreement.serverName).toBe('localhost');
        await exchange(end, link, MEGABYTE);
        await theyClose(end, link);
      });

      it('as a server, resumed', async () => {
        const setup = { certificates: byUs, row, mutual };
        const server = await peer.serve(setup);
        const options = clientOptions(setup);
        const first = await connection(server, peer, options);
        expect(first.sessions.length).toBeGreaterThan(0);
        const link = server.link();
        const end = connectTo(server.port, { ...options, session: first.sessions.at(-1) });
        await expectAgreement(end, link, peer, setup, true);
        await exchange(end, link, MEGABYTE, peer.echoes);
        if (peer.serverCloses) await theyClose(end, link);
        else await weClose(end, link);
      });

      it('as a client, resumed', async () => {
        const setup = { certificates: byUs, row, mutual };
        const server = await listen({ ...serverOptions(setup), tickets: ticketsOf() });
        const file = join(byUs.directory, 'session');
        const firstLink = peer.connect({ ...setup, session: { save: file } }, server.port);
        const first = await server.next();
        await first.opened();
        const inOneRun = await resumesInOneRun(peer, first);
        if (!inOneRun) {
          await exchange(first, firstLink, MEGABYTE);
          await theyClose(first, firstLink);
        }
        const link = inOneRun ? firstLink : peer.connect({ ...setup, session: { use: file } }, server.port);
        const end = await server.next();
        await expectAgreement(end, link, peer, setup, true);
        await exchange(end, link, MEGABYTE);
        // gnutls-cli answers our close_notify by closing the socket.
        if (peer === gnutls) await theyClose(end, link);
        else await weClose(end, link);
      });
    });
  });
});

/** What both sides say about the connection is what the row says. */
async function expectAgreement(end: End, link: Link, peer: Peer, setup: Setup, resumed: boolean) {
  const { row, mutual, protocols } = setup;
  const { agreement } = await end.opened();
  expect(spoken(agreement)).toEqual({
    ...{ version: row.version, suite: row.suite, resumed, clientAuthenticated: mutual },
    ...{ keyExchange: keyExchangeOf(row, resumed), protocol: protocols?.[0] },
    // A resumption in TLS 1.2 has no group.
    // Nor has DHE with a server that takes the primes of RFC 3526, as OpenSSL does.
    group:
      (resumed && row.version === 'TLS 1.2') ||
      (end.role === 'client' && row.keyExchange === 'DHE' && peer.ownPrimes)
        ? undefined
        : row.group,
  });
  const seen = await link.seen();
  if (seen.suite !== undefined) expect(seen.suite).toBe(peer.suiteName(row));
  expect(seen).toMatchObject({
    resumed,
    ...(seen.protocol !== undefined && { protocol: protocols?.[0] }),
    // A client has no name for the server but the one it checked; a resumed one need not keep the certificate.
    ...(mutual && end.role === 'client' && seen.client !== undefined && { client: 'alice' }),
  });
}

const keyExchangeOf = (row: Row, resumed: boolean): Agreement['keyExchange'] =>
  resumed && row.version === 'TLS 1.3' ? 'ECDHE-PSK' : row.keyExchange;

const spoken = (agreement: Agreement) => ({
  version: agreement.version === 0x0304 ? 'TLS 1.3' : 'TLS 1.2',
  suite: agreement.suite.name,
  resumed: agreement.resumed,
  clientAuthenticated: agreement.clientAuthenticated,
  keyExchange: agreement.keyExchange,
  protocol: agreement.applicationProtocol,
  group: ({ 29: 'x25519', 23: 'secp256r1', 256: 'ffdhe2048' } as Record<number, string>)[
    agreement.group ?? 0
  ],
});

/** A whole connection of our client that is over when this is. */
async function connection(
  server: { port: number; link(): Link },
  peer: Peer,
  options: Partial<ClientOptions>,
): Promise<End> {
  const link = server.link();
  const end = connectTo(server.port, options);
  await end.opened();
  await exchange(end, link, MEGABYTE, peer.echoes);
  await weClose(end, link);
  return end;
}

async function weClose(end: End, link: Link): Promise<void> {
  end.transport.end();
  await link.closed();
  await end.gone();
  expect(end.alerts).toEqual(['>close_notify', '<close_notify']);
}

async function theyClose(end: End, link: Link): Promise<void> {
  link.close();
  await end.until('close_notify', () => end.peerClosed || undefined);
  end.transport.end();
  await end.gone();
  expect(end.alerts).toEqual(['<close_notify', '>close_notify']);
}

/** A client that resumes within one run closes its first connection by itself. */
async function resumesInOneRun(peer: Peer, first: End): Promise<boolean> {
  if (!peer.resumesInOneRun) return false;
  await first.until('close_notify', () => first.peerClosed || undefined);
  first.transport.end();
  return true;
}

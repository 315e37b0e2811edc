/**
 * The same handshakes and data with other limits: TCP segments of one byte, of uneven sizes; messages in one record
 * together, one in each, and split over many; retries; key updates; padding; names; and connections that are cut.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NamedGroup } from '../../src/protocol/numbers/groups.ts';
import { ticketsOf } from '../pair.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { clientOptions, exchange, serverOptions } from './conversation.ts';
import { connectTo, type End, listen } from './end.ts';
import { openssl } from './openssl.ts';
import { MEGABYTE } from './payload.ts';
import type { Link, Setup } from './peer.ts';
import { peers } from './peers.ts';
import { type Cutter, mergedRecords, recordsOf, relay, single, uneven } from './relay.ts';
import { type GroupName, type Row, rowOf, title } from './rows.ts';

let certificates: Certificates;
beforeAll(async () => {
  certificates = await makeCertificates('openssl');
});
afterAll(() => certificates?.remove());

const some: readonly Row[] = [
  rowOf('TLS_AES_128_GCM_SHA256', 'x25519'),
  rowOf('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
  rowOf('TLS_RSA_WITH_AES_128_CBC_SHA'),
];
const [row13, row12] = some as [Row, Row];
const cutters: readonly (readonly [what: string, Cutter, length: number])[] = [
  ['segments of one byte', single, 20_000],
  ['segments of uneven sizes', uneven, MEGABYTE],
  ['messages merged in one record', mergedRecords, 100_000],
  ['messages split over records of 16 bytes', recordsOf(16), 100_000],
  ['messages split over records of 1 byte', recordsOf(1), 100_000],
];

describe.each(peers)('$name', (peer) => {
  beforeAll(() => peer.prepare?.());

  describe.each(some.map((row) => [title(row), row] as const))('%s', (_, row) => {
    it.each(cutters)('as a server: %s', async (_what, cutter, length) => {
      const setup = { certificates, row, mutual: true };
      const server = await peer.serve(setup);
      const { port } = await relay(server.port, cutter);
      const link = server.link();
      const end = connectTo(port, clientOptions(setup));
      await end.opened();
      await exchange(end, link, length, peer.echoes);
    });

    it.each(cutters)('as a client: %s', async (_what, cutter, length) => {
      const setup = { certificates, row, mutual: true };
      const server = await listen(serverOptions(setup));
      const { port } = await relay(server.port, cutter);
      const link = peer.connect(setup, port);
      const end = await server.next();
      await end.opened();
      await exchange(end, link, length);
    });
  });

  describe.each(some.map((row) => [title(row), row] as const))('%s', (_, row) => {
    it.each(['flight', 'message', 7] as const)(
      'as a server, our messages in records: %s',
      async (records) => {
        const setup = { certificates, row, mutual: true };
        const server = await peer.serve(setup);
        const link = server.link();
        const end = connectTo(server.port, { ...clientOptions(setup), records });
        await end.opened();
        await exchange(end, link, 20_000, peer.echoes);
      },
    );

    it.each(['flight', 'message', 7] as const)(
      'as a client, our messages in records: %s',
      async (records) => {
        const setup = { certificates, row, mutual: true };
        const server = await listen({ ...serverOptions(setup), tickets: ticketsOf(), records });
        const link = peer.connect(setup, server.port);
        const end = await server.next();
        await end.opened();
        await exchange(end, link, 20_000);
      },
    );
  });

  describe('HelloRetryRequest', () => {
    it('from us', async () => {
      // Java 17 shares two groups at once, unless they are of one kind.
      const [shared, wanted] =
        peer.name === 'Java' ? (['secp256r1', 'secp384r1'] as const) : (['x25519', 'secp256r1'] as const);
      const setup: Setup = { certificates, row: row13, mutual: true, groups: [shared, wanted] };
      const server = await listen({ ...serverOptions(setup), groups: [wanted] });
      // GnuTLS shares two groups at once unless told otherwise.
      const extra = peer.name === 'GnuTLS' ? ['--single-key-share'] : [];
      const link = peer.connect({ ...setup, extra }, server.port);
      const end = await server.next();
      await expectGroup(end, wanted);
      expect(end.messages.slice(0, 4)).toEqual([
        '<ClientHello',
        '>HelloRetryRequest',
        '<ClientHello',
        '>ServerHello',
      ]);
      await exchange(end, link, MEGABYTE);
    });

    it.each([
      ['x25519', 'secp256r1'],
      ['secp256r1', 'x25519'],
    ] as const)('to us, who shared %s only', async (shared, wanted) => {
      const setup: Setup = { certificates, row: row13, mutual: true, groups: [wanted] };
      const server = await peer.serve(setup);
      const link = server.link();
      const end = connectTo(server.port, { ...clientOptions(setup), groups: [shared, wanted] });
      await expectGroup(end, wanted);
      expect(end.messages.slice(0, 4)).toEqual([
        '>ClientHello',
        '<HelloRetryRequest',
        '>ClientHello',
        '<ServerHello',
      ]);
      await exchange(end, link, MEGABYTE, peer.echoes);
    });
  });
});

describe('OpenSSL in particular', () => {
  const server = async (row: Row, extra: readonly string[], mutual = false) => {
    const running = await openssl.serve({ certificates, row, mutual, extra });
    return { ...running, setup: { certificates, row, mutual } };
  };

  it.each([
    [row13, ['-max_send_frag', '512', '-split_send_frag', '512']],
    [row12, ['-max_send_frag', '512', '-split_send_frag', '512']],
    [row13, ['-record_padding', '1000']],
    [row13, ['-no_middlebox']],
    [row13, ['-num_tickets', '0']],
    [row13, ['-num_tickets', '9']],
    [row12, ['-no_ticket']],
    [rowOf('TLS_RSA_WITH_AES_128_CBC_SHA'), ['-no_etm']],
  ] as const)('serves %o with %j', async (row, extra) => {
    const { port, link, setup } = await server(row, extra, true);
    const said = link();
    const end = connectTo(port, clientOptions(setup));
    await end.opened();
    await exchange(end, said, MEGABYTE);
  });

  it('is sent the name, and chooses its certificate by it', async () => {
    const { cert, key } = certificates.other;
    const named = certificates.server[row13.key];
    const second = ['-servername', 'localhost', '-cert2', named.cert, '-key2', named.key];
    const { port, link, setup } = await server(row13, ['-cert', cert, '-key', key, ...second]);
    const said = link();
    const first = connectTo(port, clientOptions(setup));
    await first.opened();
    await said.seen();
    expect(said.said).toContain('Hostname in TLS extension: "localhost"');
    first.transport.end();
    await first.gone();
    const unnamed = connectTo(port, { ...clientOptions(setup), serverName: false });
    expect(await unnamed.failed()).toMatchObject({
      reason: 'certificate-rejected',
      alert: 'bad_certificate',
    });
  });

  it('changes keys when we ask for it, as a server', async () => {
    const { port, link, setup } = await server(row13, []);
    const said = link();
    const end = connectTo(port, clientOptions(setup));
    await end.opened();
    await exchange(end, said, 100_000);
    end.transport.updateKeys(true);
    // Either side answers before its next data, and not sooner.
    await onceMore(end, said);
    expect(end.messages.slice(-2)).toEqual(['>KeyUpdate', '<KeyUpdate']);
  });

  it('changes keys and asks for ours, as a client', async () => {
    const setup = { certificates, row: row13, mutual: false };
    const listener = await listen(serverOptions(setup));
    const link = openssl.connect(setup, listener.port);
    const end = await listener.next();
    await end.opened();
    await exchange(end, link, 100_000);
    link.process.write('K\n');
    await end.until('its KeyUpdate', () => end.messages.includes('<KeyUpdate') || undefined);
    await onceMore(end, link);
    expect(end.messages.slice(-2)).toEqual(['<KeyUpdate', '>KeyUpdate']);
  });

  it.each(some.slice(0, 2))('is not taken for closed when it cuts $version', async (row) => {
    const { port, link, setup } = await server(row, []);
    const said = link();
    const end = connectTo(port, clientOptions(setup));
    await end.opened();
    await exchange(end, said, 1000);
    // s_server's command to drop a connection: it closes the socket without close_notify.
    said.send(Buffer.from('q\n'));
    expect(await end.failed()).toMatchObject({ reason: 'connection-cut' });
    expect(end.peerClosed).toBe(false);
  });

  it('closes in order as an HTTP server', async () => {
    for (const row of some) {
      const { port, setup } = await server(row, ['-www']);
      const end = connectTo(port, clientOptions(setup));
      await end.opened();
      await end.send(Buffer.from('GET / HTTP/1.0\r\n\r\n'));
      await end.until('close_notify', () => end.peerClosed || undefined);
      expect(end.pending().toString('latin1')).toContain('HTTP/1.0 200 ok');
      end.transport.end();
      await end.gone();
      expect(end.error).toBeUndefined();
    }
  });
});

async function expectGroup(end: End, group: GroupName): Promise<void> {
  expect((await end.opened()).agreement.group).toBe(NamedGroup[group]);
}

/** Behind a first exchange: what the peer prints is searched from its end so far. */
async function onceMore(end: End, link: Link): Promise<void> {
  const ours = 'ZZ still here ZZ';
  const from = link.process.stdout.length;
  await end.send(Buffer.from(ours));
  await link.process.says(ours, from);
  const theirs = 'ZZ so are we ZZ\n';
  link.send(Buffer.from(theirs));
  expect((await end.receive(theirs.length)).toString()).toBe(theirs);
}

/**
 * tshark reads what went over the wire with our key log: it decrypts all of it, finds nothing wrong, and names the same
 * handshake messages that we say were sent, in both roles, full and resumed.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ticketsOf } from '../pair.ts';
import { type Certificates, makeCertificates } from './certificates.ts';
import { connectTo, type End, listen } from './end.ts';
import { openssl, opensslPort, opensslServer, serverArguments } from './openssl.ts';
import { pcap } from './pcap.ts';
import { run } from './process.ts';
import { type From, type Passed, relay } from './relay.ts';
import { onlyThis, rowOf, title } from './rows.ts';

let certificates: Certificates;
let directory: string;
beforeAll(async () => {
  certificates = await makeCertificates('handglass');
  directory = await mkdtemp(join(tmpdir(), 'handglass-tshark-'));
  // What s_server -HTTP answers: the file with its headers.
  await writeFile(join(directory, 'glass'), RESPONSE);
});
afterAll(async () => {
  await certificates?.remove();
  await rm(directory, { recursive: true, force: true });
});

const rows = [
  rowOf('TLS_AES_128_GCM_SHA256', 'x25519'),
  rowOf('TLS_AES_256_GCM_SHA384', 'secp256r1'),
  rowOf('TLS_CHACHA20_POLY1305_SHA256', 'x25519'),
  rowOf('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256'),
  rowOf('TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'),
  rowOf('TLS_RSA_WITH_AES_128_GCM_SHA256'),
  rowOf('TLS_RSA_WITH_AES_128_CBC_SHA'),
];

const REQUEST = 'GET /glass HTTP/1.0\r\n\r\n';
const BODY = 'seen through the hand glass\n'.repeat(2000);
const RESPONSE = `HTTP/1.0 200 OK\r\ncontent-length: ${BODY.length}\r\n\r\n${BODY}`;

describe.each(rows.map((row) => [title(row), row] as const))('%s', (_, row) => {
  it('our client, full and resumed', async () => {
    const setup = { certificates, row, mutual: true, protocols: ['http/1.1'], extra: ['-HTTP'] };
    const port = await opensslPort(opensslServer(serverArguments(setup), directory));
    const options = {
      ...onlyThis(row),
      trust: certificates.trust,
      credentials: [certificates.client[row.key].credential],
      applicationProtocols: ['http/1.1'],
    };
    let session: End['sessions'][number] | undefined;
    for (const resumed of [false, true]) {
      const between = await relay(port);
      const end = connectTo(between.port, { ...options, session });
      expect((await end.opened()).agreement.resumed).toBe(resumed);
      await end.send(Buffer.from(REQUEST));
      await end.until('close_notify', () => end.peerClosed || undefined);
      end.transport.end();
      await end.gone();
      session = end.sessions.at(-1);
      const tshark = await expectAllSeen(end, between.passed, 'client');
      expect(await tshark.page()).toBe(BODY);
    }
  });

  it('our server, full and resumed', async () => {
    const setup = { certificates, row, mutual: true, protocols: ['http/1.1'] };
    const server = await listen({
      ...onlyThis(row),
      trust: certificates.trust,
      credentials: [certificates.server[row.key].credential],
      clientAuthentication: 'require',
      applicationProtocols: ['http/1.1'],
      tickets: ticketsOf(),
    });
    const file = join(directory, 'session');
    for (const session of [{ save: file }, { use: file }]) {
      const between = await relay(server.port);
      const link = openssl.connect({ ...setup, session }, between.port);
      const end = await server.next();
      expect((await end.opened()).agreement.resumed).toBe('use' in session);
      link.send(Buffer.from(REQUEST));
      await end.receive(REQUEST.length);
      await end.send(Buffer.from(RESPONSE));
      end.transport.end();
      await link.closed();
      await end.gone();
      const tshark = await expectAllSeen(end, between.passed, 'server');
      expect(await tshark.page()).toBe(BODY);
    }
  });
});

describe.each([rows[0]!, rows[3]!].map((one) => [title(one), one] as const))('%s', (_, row) => {
  it.each(['message', 'flight', 7] as const)('sees our records, both ways: %s', async (records) => {
    const only = { ...onlyThis(row), trust: certificates.trust, records };
    const server = await listen({
      ...only,
      credentials: [certificates.server[row.key].credential],
      clientAuthentication: 'require',
      tickets: ticketsOf(),
    });
    const between = await relay(server.port);
    const client = connectTo(between.port, {
      ...only,
      credentials: [certificates.client[row.key].credential],
    });
    const end = await server.next();
    await client.opened();
    await end.opened();
    for (const [from, to] of [
      [client, end],
      [end, client],
    ] as const) {
      await from.send(Buffer.from('both ways'));
      await to.receive(9);
    }
    client.transport.end();
    await end.until('close_notify', () => end.peerClosed || undefined);
    end.transport.end();
    await Promise.all([client.gone(), end.gone()]);
    const tshark = await reader(client.keyLog, between.passed);
    const asked = ['ip.src', 'tls.record.length', 'tls.handshake.type', '_ws.expert.severity'];
    const lines = await tshark(
      '-T',
      'fields',
      '-E',
      'occurrence=a',
      ...asked.flatMap((name) => ['-e', name]),
    );
    for (const [side, address] of [
      [client, '127.0.0.1'],
      [end, undefined],
    ] as const) {
      const frames = lines
        .split('\n')
        .map((line) => line.split('\t'))
        .filter(([source]) => (source === '127.0.0.1') === (address === '127.0.0.1'));
      const column = (at: number) => frames.flatMap((frame) => frame[at]?.split(',').filter(Boolean) ?? []);
      const sent = side.events.filter((event) => event.type === 'record').filter(isSent);
      expect(column(1)).toEqual(sent.map(({ bytes }) => String(bytes.length - 5)));
      const messages = side.events.filter((event) => event.type === 'message').filter(isSent);
      expect(column(2)).toEqual(messages.map(({ raw }) => String(raw[0])));
      expect(column(3).filter((severity) => Number(severity) >= WARNING)).toEqual([]);
      // How many of our messages are in a record, and how many records a message takes.
      const handshake = sent.filter(({ contentType }) => contentType === 22);
      if (records === 'message') expect(handshake).toHaveLength(messages.length);
      if (records === 'flight') expect(handshake.length).toBeLessThan(messages.length);
      if (records === 7) expect(Math.max(...handshake.map(({ content }) => content.length))).toBe(7);
    }
  });
});

it('tshark without our key log sees no data', async () => {
  const row = rows[0]!;
  const { port } = await openssl.serve({ certificates, row, mutual: false, extra: ['-www'] });
  const between = await relay(port);
  const end = connectTo(between.port, { ...onlyThis(row), trust: certificates.trust });
  await end.opened();
  await end.send(Buffer.from(REQUEST));
  await end.until('close_notify', () => end.peerClosed || undefined);
  const tshark = await reader([], between.passed);
  expect(await tshark('-T', 'fields', '-e', 'http.request.uri', '-Y', 'http')).toBe('');
});

const isSent = ({ direction }: { readonly direction: string }) => direction === 'sent';

/** From here on an expert's remark says that something is wrong: PI_WARN, with PI_ERROR above it. */
const WARNING = 0x600000;

async function expectAllSeen(end: End, passed: readonly Passed[], weAre: From) {
  expect(end.error).toBeUndefined();
  const tshark = await reader(end.keyLog, passed);
  const names = ['ip.src', 'tls.handshake.type', 'tls.alert_message.desc', 'http.request.uri'] as const;
  const more = ['http.response.code', '_ws.malformed', '_ws.expert.severity'] as const;
  const asked = [...names, ...more].flatMap((name) => ['-e', name]);
  const frames = (await tshark('-T', 'fields', '-E', 'occurrence=a', ...asked)).split('\n').map((line) => {
    const columns = line.split('\t').map((text) => text.split(',').filter((value) => value !== ''));
    const [source, handshake, alerts, uris, statuses, malformed, severities] = columns;
    return {
      from: source?.[0] === '127.0.0.1' ? 'client' : 'server',
      handshake,
      alerts,
      uris,
      statuses,
      malformed,
      severities,
    };
  });
  const all = (pick: (frame: (typeof frames)[number]) => string[] | undefined, from?: string) =>
    frames.filter((frame) => from === undefined || frame.from === from).flatMap((frame) => pick(frame) ?? []);
  expect(all(({ malformed }) => malformed)).toEqual([]);
  expect(all(({ severities }) => severities).filter((severity) => Number(severity) >= WARNING)).toEqual([]);

  const types = (direction: 'sent' | 'received') =>
    end.events.flatMap((event) =>
      event.type === 'message' && event.direction === direction && event.is?.name !== 'ChangeCipherSpec'
        ? [String(event.raw[0])]
        : [],
    );
  expect(all(({ handshake }) => handshake, weAre)).toEqual(types('sent'));
  expect(all(({ handshake }) => handshake, weAre === 'client' ? 'server' : 'client')).toEqual(
    types('received'),
  );
  expect(all(({ alerts }) => alerts)).toEqual(['0', '0']);
  expect(all(({ uris }) => uris)).toEqual(['/glass']);
  expect(all(({ statuses }) => statuses)).toEqual(['200']);
  return tshark;
}

async function reader(keyLog: readonly string[], passed: readonly Passed[]) {
  const here = await mkdtemp(join(directory, 'capture-'));
  const capture = join(here, 'wire.pcap');
  const keys = join(here, 'keys.txt');
  await writeFile(capture, pcap(passed));
  await writeFile(keys, `${keyLog.join('\n')}\n`);
  const tshark = async (...args: string[]) => {
    const checks = ['-o', 'tcp.check_checksum:TRUE', '-o', 'ip.check_checksum:TRUE'];
    const { stdout } = await run('tshark', [
      ...['-n', '-r', capture, '-o', `tls.keylog_file:${keys}`, ...checks],
      ...args,
    ]);
    return stdout.trim();
  };
  /** The page of that name, as tshark takes it out of the decrypted stream. */
  const page = async () => {
    await tshark('-q', '--export-objects', `http,${here}`);
    return readFile(join(here, 'glass'), 'utf8');
  };
  return Object.assign(tshark, { page });
}

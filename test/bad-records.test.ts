/** Records that no honest peer sends, floods, and the limits on what a peer can make grow. */
import { describe, expect, it } from 'vitest';
import type { Connection } from '../src/connection/connection.ts';
import { ca, type Row, run } from './adversary.ts';
import { carry, failure, joined, makeClient, makeServer, type Side } from './pair.ts';

const server = (): Side => makeServer({ credentials: [ca.issue('EC', 'server')] });
const record = (type: number, content: Uint8Array, version = 0x0303): Uint8Array =>
  Uint8Array.of(type, version >> 8, version & 0xff, content.length >> 8, content.length & 0xff, ...content);
const zeros = (length: number): Uint8Array => new Uint8Array(length);

/** Feeds bytes to a fresh server, and returns how it failed and which alert it sent. */
function fed(side: Side, ...parts: readonly Uint8Array[]) {
  for (const part of parts) side.connection.feed(part);
  side.events.push(...side.connection.takeEvents());
  const error = failure(side);
  return { error, output: side.connection.takeOutput() };
}

/** The fatal alert at the end of cleartext output. */
const alertIn = (output: Uint8Array | undefined): number | undefined =>
  output && output.at(-7) === 21 ? output.at(-1) : undefined;

describe('records that cannot be', () => {
  it.each([
    ['a record longer than any version allows', [Uint8Array.of(22, 3, 1, 0xff, 0xff)], 'record-overflow', 22],
    [
      'a cleartext record of more than 2^14 bytes',
      [Uint8Array.of(22, 3, 1, 0x40, 0x01), zeros(0x4001)],
      'record-overflow',
      22,
    ],
    ['a message over the limit', [record(22, Uint8Array.of(1, 0xff, 0xff, 0xff))], 'message-too-large', 47],
    ['application data before the handshake', [record(23, Uint8Array.of(1))], 'unexpected-record', 10],
    ['a type that does not exist', [record(24, Uint8Array.of(1))], 'bad-content-type', 10],
    ['an alert of three bytes', [record(21, Uint8Array.of(2, 40, 0))], 'malformed-alert', 50],
    ['an alert of no level', [record(21, Uint8Array.of(7, 40))], 'malformed-alert', 47],
    ['ChangeCipherSpec before the hello', [record(20, Uint8Array.of(1))], 'unexpected-record', 10],
    [
      'an alert in the middle of a message',
      [record(22, Uint8Array.of(1, 0, 1)), record(21, Uint8Array.of(1, 0))],
      'unexpected-record',
      10,
    ],
  ] as const)('%s', (_, parts, reason, alert) => {
    const { error, output } = fed(server(), ...parts);
    expect(error).toMatchObject({ reason });
    expect(error!.step).toBe('waiting for ClientHello');
    expect(alertIn(output)).toBe(alert);
  });

  it.each([
    ['GET / HTTP/1.1\r\n\r\n', 'plain HTTP request'],
    ['SSH-2.0-OpenSSH_9.2\r\n', 'SSH'],
    ['\x80\x2e\x01\x00\x02\x00\x15\x00\x00\x00\x10', 'SSL 2.0'],
    ['\x00\x01\x02\x03\x04\x05', '00 01 02 03 04 05'],
  ])('tells what %j is', (text, what) => {
    const { error } = fed(server(), Buffer.from(text, 'latin1'));
    expect(error).toMatchObject({ reason: 'not-tls', kind: 'transport' });
    expect(error!.message).toContain(what);
  });
});

describe('floods', () => {
  it('ends after 33 empty records', () => {
    const side = server();
    const { error } = fed(side, ...Array.from({ length: 32 }, () => record(22, zeros(0))));
    expect(error).toBeUndefined();
    expect(fed(side, record(22, zeros(0))).error).toMatchObject({ reason: 'too-many-empty-records' });
  });

  it('ends after five warnings', () => {
    const warning = record(21, Uint8Array.of(1, 90));
    const side = server();
    expect(fed(side, warning, warning, warning, warning).error).toBeUndefined();
    expect(fed(side, warning).error).toMatchObject({ reason: 'too-many-warnings', alert: 'decode_error' });
  });

  it('ends after 33 key updates without data between them', () => {
    const pair = openPair({});
    for (let i = 0; i < 32; i++) pair.client.connection.updateKeys();
    carry(pair);
    expect(failure(pair.server)).toBeUndefined();
    pair.client.connection.updateKeys();
    carry(pair);
    expect(failure(pair.server)).toMatchObject({ reason: 'too-many-messages', alert: 'unexpected_message' });
  });

  it('forgets the count when data comes', () => {
    const pair = openPair({});
    for (let i = 0; i < 100; i++) {
      pair.client.connection.updateKeys(i % 2 === 0);
      pair.client.connection.write(Uint8Array.of(i));
      pair.server.connection.write(Uint8Array.of(i));
      carry(pair);
    }
    expect(failure(pair.server)).toBeUndefined();
    expect(failure(pair.client)).toBeUndefined();
  });

  it('refuses to be fed without end while it waits for its own application', () => {
    const side = makeServer({ credentials: () => new Promise(() => {}) });
    const client = makeClient({ trust: ca.trust });
    side.connection.feed(client.connection.takeOutput()!);
    expect(side.connection.paused).toBe(true);
    const piece = zeros(2 ** 16);
    let pieces = 0;
    while (!failure(side) && pieces < 100) {
      side.connection.feed(piece);
      side.events.push(...side.connection.takeEvents());
      pieces++;
    }
    expect(failure(side)).toMatchObject({ reason: 'misuse' });
    expect(pieces).toBeLessThan(20);
  });
});

describe('protected records', () => {
  it.each([
    ['TLS 1.3', {}],
    ['TLS 1.2 with AES-GCM', { versions: ['TLS 1.2'] }],
    ['TLS 1.2 with ChaCha20-Poly1305', { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256'] }],
    ['TLS 1.2 with CBC', { cipherSuites: ['TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA'] }],
  ] as const)('%s: any bit that is turned over ends the connection with bad_record_mac', (_, options) => {
    const length = sealedLength(openPair(options).client.connection);
    for (let at = 5; at < length; at++) {
      const pair = openPair(options);
      pair.client.connection.write(Buffer.from('attack at dawn'));
      const bytes = pair.client.connection.takeOutput()!;
      expect(bytes).toHaveLength(length);
      bytes[at]! ^= 1 << (at % 8);
      expect(fed(pair.server, bytes).error, `byte ${at}`).toMatchObject({
        reason: 'bad-record-mac',
        alert: 'bad_record_mac',
      });
    }
  });

  it('refuses a record that is sent again, left out, or out of order', () => {
    for (const order of [[0, 0], [1], [1, 0]]) {
      const pair = openPair({});
      const records = ['one', 'two'].map((text) => {
        pair.client.connection.write(Buffer.from(text));
        return pair.client.connection.takeOutput()!;
      });
      const { error } = fed(pair.server, ...order.map((i) => records[i]!.slice()));
      expect(error).toMatchObject({ reason: 'bad-record-mac' });
    }
  });

  it('refuses a message that goes on behind a change of keys', () => {
    const row: Row = { name: 'TLS 1.3', client: {}, server: { credentials: [ca.issue('EC', 'server')] } };
    const lie = run(row, 'server', ({ is, raw }) =>
      is.name === 'ServerHello' ? [Uint8Array.of(...raw, 8, 0, 0)] : undefined,
    );
    expect(failure(lie.client)).toMatchObject({
      reason: 'misaligned-key-change',
      alert: 'unexpected_message',
    });
  });
});

function openPair(options: object) {
  const pair = joined({ trust: ca.trust, ...options }, { credentials: [credential], ...options });
  expect(failure(pair.client)?.message).toBeUndefined();
  return pair;
}
const credential = ca.issue('EC', 'server');

function sealedLength(connection: Connection): number {
  connection.write(Buffer.from('attack at dawn'));
  return connection.takeOutput()!.length;
}

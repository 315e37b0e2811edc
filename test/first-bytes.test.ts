/** What a server hears first when it is not TLS, or not all of it: named, answered, and never repeated raw. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ca } from './adversary.ts';
import { fromHex } from './from-hex.ts';
import { failure, makeClient, makeServer, type Side } from './pair.ts';

const credentials = [ca.issue('EC', 'server')];
const server = (): Side => makeServer({ credentials });

function heard(side: Side, ...parts: readonly Uint8Array[]) {
  for (const part of parts) side.connection.feed(part);
  side.events.push(...side.connection.takeEvents());
  return { error: failure(side), output: side.connection.takeOutput() };
}

/** Text, or hexadecimal behind `0x`. */
const bytesOf = (text: string): Uint8Array =>
  text.startsWith('0x') ? fromHex(text.slice(2)) : Uint8Array.from(Buffer.from(text, 'latin1'));

// Each as its own client sends it: captured from the program where it is installed, otherwise from the protocol's definition.
const first: readonly (readonly [speaks: string, bytes: string])[] = [
  ['HTTP', 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n'],
  ['HTTP', 'OPTIONS * HTTP/1.1\r\n\r\n'],
  ['HTTP', 'DELETE /x HTTP/1.1\r\n\r\n'],
  ['HTTP/2', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['HTTP proxy', 'CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n'],
  ['NATS', 'CONNECT {"verbose":false,"pedantic":false}\r\nPING\r\n'],
  ['PROXY', 'PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n'],
  ['PROXY', '0x0d0a0d0a000d0a515549540a 21 11 000c c0000201 c0000202 dc04 01bb'],
  ['SSH', 'SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n'],
  ['SMTP', 'EHLO localhost\r\n'],
  ['SMTP', 'HELO localhost\r\n'],
  ['FTP', 'AUTH TLS\r\n'],
  ['FTP, IMAP or POP3', 'a001 CAPABILITY\r\n'],
  ['Redis', '*1\r\n$7\r\nCOMMAND\r\n'],
  ['Redis', '*17\r\n$4\r\nMSET\r\n'],
  ['Redis', 'PING\r\n'],
  ['AMQP', '0x414d515000000901'],
  ['XMPP', "<?xml version='1.0'?><stream:stream"],
  ['IRC', 'NICK somebody\r\n'],
  ['memcached', 'version\r\n'],
  ['RTSP', 'OPTIONS rtsp://localhost/ RTSP/1.0\r\n'],
  ['SIP', 'REGISTER sip:example.com SIP/2.0\r\n'],
  ['MQTT', '0x101000044d5154540402003c000474657374'],
  ['MQTT', '0x10840100044d5154540502003c'],
  ['MQTT', '0x101200064d51497364700302003c000474657374'],
  ['PostgreSQL', '0x0000000804d2162f'],
  ['PostgreSQL', '0x0000000804d21630'],
  ['PostgreSQL', '0x0000001f00030000 7573657200706f737467726573000000'],
  ['Kafka', '0x00000024 0012 0003 00000000 000d 636f6e736f6c652d70726f64'],
  ['Kafka', '0x0000001a 0003 0001 00000001 0004 74657374 ffffffff'],
  ['LDAP', '0x300c020101600702010304008000'],
  ['LDAP', '0x301d02010177188016312e332e362e312e342e312e313436362e3230303337'],
  ['LDAP', '0x30840000001002010160840000000702010304008000'],
  ['RDP', '0x030000130ee000000000000100080003000000'],
  ['STUN', '0x000100002112a442b7e7a701bc34d686fa87dfae'],
  ['SOCKS', '0x050100'],
  ['SOCKS', '0x05020002'],
  ['SOCKS', '0x040101bbc000020100'],
  ['Cassandra', '0x040000000500000000'],
  ['SQL Server', '0x1201002f0000010000001a00060100200001'],
  ['MongoDB', '0x3a0000000100000000000000d40700000000000061646d696e'],
  ['MongoDB', '0x3a0000000100000000000000dd0700000000000000210000'],
  ['SMB', '0x00000054ff534d4272000000'],
  ['ZooKeeper', '0x0000002c000000000000000000000000000075300000'],
  ['OpenVPN', '0x000e38 8a1b2c3d4e5f6071 00 00000000'],
  ['DNS', '0x001d1234010000010000000000000765 78616d706c65'],
  ['SSL 2.0', '0x802e0100020015000000100100800200800300800400800500800600400700c0'],
  ['SSL 2.0', '0x805b010301004200000010'],
];

describe('a client that does not speak TLS', () => {
  it.each(first)('speaks %s: %s', (speaks, bytes) => {
    const { error, output } = heard(server(), bytesOf(bytes));
    expect(error).toMatchObject({ reason: 'not-tls', speaks, step: 'waiting for ClientHello' });
    expect([...output!.subarray(0, 5)]).toEqual([21, 3, 3, 0, 2]);
    expect([...output!.subarray(5)]).toEqual([2, speaks === 'SSL 2.0' ? 70 : 10]);
  });

  it.each(first)('speaks %s in whatever pieces: %s', (speaks, bytes) => {
    const side = server();
    const pieces = [...bytesOf(bytes)].map((byte) => Uint8Array.of(byte));
    const { error } = heard(side, ...pieces);
    // What is known by its fields may be cut off before they have come; then nobody knows it.
    if (error!.speaks !== undefined || /^[A-Z]/.test(bytes)) expect(error).toMatchObject({ speaks });
    expect(error).toMatchObject({ reason: 'not-tls' });
  });

  it.each(['0x0001020304050607', 'BYE BYE', '0x30', 'CONNEC', 'P'])('is not known by %s', (bytes) => {
    const { error } = heard(server(), bytesOf(bytes));
    expect(error?.speaks).toBeUndefined();
    expect(error?.reason).toBe(bytes.length > 6 && bytes !== 'CONNEC' ? 'not-tls' : undefined);
  });

  it('never makes anything throw, and none of it is repeated raw', () => {
    const prefixes = first.map(([, bytes]) => bytesOf(bytes));
    const start = fc.oneof(
      fc.uint8Array({ maxLength: 64 }),
      fc
        .tuple(fc.constantFrom(...prefixes), fc.nat(24), fc.uint8Array({ maxLength: 32 }))
        .map(([known, length, then]) => Uint8Array.of(...known.subarray(0, length), ...then)),
    );
    fc.assert(
      fc.property(start, fc.nat(64), fc.boolean(), (bytes, cut, ends) => {
        const side = server();
        const { error } = heard(side, bytes.slice(0, cut), bytes.slice(cut));
        if (ends) side.connection.end();
        side.events.push(...side.connection.takeEvents());
        const said = (error ?? failure(side))?.message ?? '';
        expect(said).toMatch(/^[ -~’]*$/);
        expect(said.length).toBeLessThan(200);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a client that stops', () => {
  const cutAfter = (bytes: Uint8Array) => {
    const side = server();
    side.connection.feed(bytes);
    side.connection.end();
    side.events.push(...side.connection.takeEvents());
    return failure(side)!;
  };
  const hello = () => makeClient({ trust: ca.trust }).connection.takeOutput()!;

  it('before its first byte has said nothing', () => {
    const error = cutAfter(new Uint8Array());
    expect(error).toMatchObject({ reason: 'connection-cut', arrived: 'nothing' });
    expect(error.message).toBe('the connection was cut while we were waiting for ClientHello');
  });

  it('within its ClientHello has sent so many of so many bytes', () => {
    const bytes = hello();
    const error = cutAfter(bytes.subarray(0, 100));
    expect(error).toMatchObject({ reason: 'connection-cut', arrived: 'part' });
    expect(error.message).toBe(
      `the connection was cut while we were waiting for ClientHello; 100 of the ${bytes.length} bytes of a record had come`,
    );
    expect(cutAfter(bytes.subarray(0, 3)).message).toContain('; no more than the bytes 16 03 01 had come');
    expect(cutAfter(Uint8Array.of(0x16)).message).toContain('; no more than the bytes 16 had come');
  });

  it('between the records of one has sent so many of its bytes', () => {
    const message = hello().subarray(5);
    const half = message.subarray(0, 60);
    expect(cutAfter(Uint8Array.of(22, 3, 1, 0, 60, ...half)).message).toContain(
      `; 60 of the ${message.length} bytes of a message had come`,
    );
  });

  it('and stays is told the same when its time is over', () => {
    let time = 0;
    const side = makeServer({ credentials, handshakeTimeout: 1000, now: () => time });
    const bytes = hello();
    side.connection.feed(bytes.subarray(0, 50));
    time = 1001;
    side.connection.wake();
    side.events.push(...side.connection.takeEvents());
    expect(failure(side)).toMatchObject({ reason: 'handshake-timeout', arrived: 'part' });
    expect(failure(side)!.message).toContain(`; 50 of the ${bytes.length} bytes of a record had come`);
  });

  it('after whole messages has left nothing half said', () => {
    const side = server();
    side.connection.feed(hello());
    side.connection.end();
    side.events.push(...side.connection.takeEvents());
    expect(failure(side)!.reason).toBe('connection-cut');
    expect(failure(side)!.arrived).toBeUndefined();
  });
});

/** What a server hears first when it is not TLS, or not all of it: named, answered, and never repeated raw. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ca } from './adversary.ts';
import { bytesOf, first } from './foreign-clients.ts';
import { failure, makeClient, makeServer, type Side } from './pair.ts';

const credentials = [ca.issue('EC', 'server')];
const server = (): Side => makeServer({ credentials });

function heard(side: Side, ...parts: readonly Uint8Array[]) {
  for (const part of parts) side.connection.feed(part);
  side.events.push(...side.connection.takeEvents());
  return { error: failure(side), output: side.connection.takeOutput() };
}

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

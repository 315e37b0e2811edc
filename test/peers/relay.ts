/**
 * Stands between two ends on loopback, and keeps all that passes. It may cut the stream into other TCP segments, and,
 * as long as nothing is encrypted, into other records: their limits are no part of the transcript (RFC 9846 section 5.1).
 */
import { connect, createServer, type Socket } from 'node:net';
import { Transform, type TransformCallback } from 'node:stream';
import { onTestFinished } from 'vitest';
import { onLoopback } from './end.ts';

export type From = 'client' | 'server';
export interface Passed {
  readonly from: From;
  readonly bytes: Buffer;
}

/** Makes other pieces of what has come; what is left over waits for more. */
export type Cutter = () => (bytes: Buffer) => Buffer[];

export interface Relay {
  readonly port: number;
  /** Everything that passed, in order. */
  readonly passed: Passed[];
}

export async function relay(to: number, cutter: Cutter = whole): Promise<Relay> {
  const passed: Passed[] = [];
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => {
    const target = connect({ port: to, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
    pass('client', client, target);
    pass('server', target, client);
  });
  const pass = (from: From, source: Socket, sink: Socket) => {
    const cut = cutter();
    onTestFinished(() => {
      source.destroy();
    });
    const pieces = new Transform({
      transform(bytes: Buffer, _encoding, done: TransformCallback) {
        for (const piece of cut(bytes)) {
          passed.push({ from, bytes: piece });
          this.push(piece);
        }
        done();
      },
    });
    source.on('error', () => sink.destroy());
    source.pipe(pieces).pipe(sink);
  };
  return { port: await onLoopback(server), passed };
}

const whole: Cutter = () => (bytes) => [bytes];

/** One byte a segment. */
export const single: Cutter = () => (bytes) => Array.from(bytes, (_, i) => bytes.subarray(i, i + 1));

/** Pieces of changing sizes that have nothing to do with records; the sizes repeat, so that a failure does too. */
export const uneven: Cutter = () => {
  let turn = 0;
  return (bytes) => {
    const pieces: Buffer[] = [];
    for (let at = 0; at < bytes.length; ) {
      const size = 1 + ((turn++ * 7919) % 4099);
      pieces.push(bytes.subarray(at, at + size));
      at += size;
    }
    return pieces;
  };
};

/** Handshake records in the clear become records of so many bytes of content. */
export const recordsOf =
  (size: number): Cutter =>
  () =>
    inRecords((contents) =>
      contents.flatMap((content) => {
        const parts: Buffer[] = [];
        for (let at = 0; at < content.length; at += size) parts.push(content.subarray(at, at + size));
        return parts;
      }),
    );

/** Handshake records in the clear that came together become one record. */
export const mergedRecords: Cutter = () => inRecords((contents) => [Buffer.concat(contents)]);

const HANDSHAKE = 22;

function inRecords(change: (contents: Buffer[]) => Buffer[]): (bytes: Buffer) => Buffer[] {
  let rest: Buffer = Buffer.alloc(0);
  let clear = true;
  return (bytes) => {
    const out: Buffer[] = [];
    rest = Buffer.concat([rest, bytes]);
    let contents: Buffer[] = [];
    let version = rest.subarray(1, 3);
    const flush = () => {
      if (contents.length === 0) return;
      for (const content of change(contents)) {
        const header = Buffer.from([HANDSHAKE, ...version, content.length >> 8, content.length & 0xff]);
        out.push(Buffer.concat([header, content]));
      }
      contents = [];
    };
    while (clear && rest.length >= 5 && rest.length >= 5 + rest.readUInt16BE(3)) {
      clear = rest[0] === HANDSHAKE;
      if (!clear) break;
      const end = 5 + rest.readUInt16BE(3);
      version = rest.subarray(1, 3);
      contents.push(rest.subarray(5, end));
      rest = rest.subarray(end);
    }
    flush();
    if (!clear && rest.length > 0) {
      out.push(rest);
      rest = Buffer.alloc(0);
    }
    return out;
  };
}

/** A node:tls client whose records can be held back, damaged, joined, or followed by a reset, on the way to a server. */
import { once } from 'node:events';
import net from 'node:net';
import { Duplex } from 'node:stream';
import tls from 'node:tls';

export interface HostileClient {
  readonly tls: tls.TLSSocket;
  readonly raw: net.Socket;
  /** What is written within goes out in one piece, as `change` makes it of the records. */
  inOneSegment(write: () => void, change?: (records: Buffer[]) => Buffer[]): Promise<void>;
}

/** The socket beneath; errors are expected of it. */
export async function dialled(port: number): Promise<net.Socket> {
  const raw = net.connect({ port, host: '127.0.0.1', allowHalfOpen: true, noDelay: true });
  raw.on('error', () => {});
  await once(raw, 'connect');
  return raw;
}

export async function hostileClient(
  port: number,
  options: tls.ConnectionOptions = {},
): Promise<HostileClient> {
  const raw = await dialled(port);
  let held: Buffer[] | undefined;
  const way = new Duplex({
    read() {},
    write(chunk: Buffer, _encoding, done) {
      if (held) held.push(chunk);
      else raw.write(chunk);
      done();
    },
    final(done) {
      raw.end();
      done();
    },
  });
  raw.on('data', (bytes) => way.push(bytes));
  raw.on('end', () => way.push(null));
  const socket = tls.connect({
    socket: way,
    servername: 'localhost',
    rejectUnauthorized: false,
    allowHalfOpen: true,
    ...options,
  } as tls.ConnectionOptions);
  socket.on('error', () => {});
  await once(socket, 'secureConnect');
  return {
    tls: socket,
    raw,
    async inOneSegment(write, change = (records) => records) {
      held = [];
      write();
      await new Promise((resolve) => setTimeout(resolve, 20));
      const records = recordsIn(Buffer.concat(held));
      held = undefined;
      raw.write(Buffer.concat(change(records)));
    },
  };
}

function recordsIn(bytes: Buffer): Buffer[] {
  const records: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = at + 5 + bytes.readUInt16BE(at + 3);
    records.push(bytes.subarray(at, end));
    at = end;
  }
  return records;
}

/** The last byte turned over: a record that does not open. */
export function damaged(record: Buffer): Buffer {
  const copy = Buffer.from(record);
  copy[copy.length - 1]! ^= 1;
  return copy;
}

/** A ClientHello as node:tls sends it. */
export function helloBytes(): Promise<Buffer> {
  return new Promise((resolve) => {
    const way = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        resolve(chunk);
        done();
      },
    });
    tls.connect({ socket: way, servername: 'localhost' }).on('error', () => {});
  });
}

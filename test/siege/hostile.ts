/** What hostile clients do. Each goes on until the server ends it or its time runs out. */
import { randomBytes } from 'node:crypto';
import net from 'node:net';
import tls from 'node:tls';
import { nodeProvider } from '../../src/crypto/providers/node.ts';
import type { Credential } from '../../src/handshake/config.ts';
import type { Transport as OneTransport } from '../../src/node/transport.ts';
import { Transport } from '../../src/node/transport.ts';
import { type ClientOptions, connectClient } from '../../src/options/options.ts';

type Attack = (port: number) => net.Socket;

const record = (type: number, content: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([type, 3, 1, content.length >> 8, content.length & 0xff]), content]);
const u16 = (value: number): Buffer => Buffer.from([value >> 8, value & 0xff]);
const vector = (content: Buffer): Buffer => Buffer.concat([u16(content.length), content]);
const extension = (type: number, body: Buffer): Buffer => Buffer.concat([u16(type), vector(body)]);

/** A ClientHello for TLS 1.3 with these extensions besides, in records of so many bytes. */
function hello(besides: readonly Buffer[], fragment = 2 ** 14): Buffer {
  const extensions = Buffer.concat([
    extension(43, Buffer.from([2, 3, 4])),
    extension(13, vector(u16(0x0403))),
    ...besides,
  ]);
  const body = Buffer.concat([
    Buffer.from([3, 3]),
    randomBytes(32),
    Buffer.from([32]),
    randomBytes(32),
    vector(Buffer.from([0x13, 0x01, 0xc0, 0x2b])),
    Buffer.from([1, 0]),
    vector(extensions),
  ]);
  const message = Buffer.concat([Buffer.from([1, 0]), u16(body.length), body]);
  const records: Buffer[] = [];
  for (let at = 0; at < message.length; at += fragment)
    records.push(record(22, message.subarray(at, at + fragment)));
  return Buffer.concat(records);
}

const groups = (list: readonly number[]): Buffer => extension(10, vector(Buffer.concat(list.map(u16))));
const shareOf = (group: number, length: number): Buffer =>
  Buffer.concat([u16(group), vector(randomBytes(length))]);
const ordinary = [groups([29]), extension(51, vector(shareOf(29, 32)))];

const raw =
  (talk: (socket: net.Socket) => void): Attack =>
  (port) => {
    const socket = net.connect({ port, host: '127.0.0.1' }, () => talk(socket));
    return socket.resume();
  };

/** A handshake of ours, and then. */
const sealed =
  (
    then: (transport: OneTransport, socket: net.Socket) => void,
    options: Partial<ClientOptions> = {},
  ): Attack =>
  (port) => {
    const socket = net.connect({ port, host: '127.0.0.1' });
    socket.once('connect', () => {
      const transport: Transport = new Transport(
        socket,
        (hooks) =>
          connectClient({
            provider: nodeProvider,
            name: 'localhost',
            checkCertificate: (chain) => ({ verdict: 'accepted', path: [], chain }) as never,
            wallClock: Date.now,
            ...options,
            ...hooks,
          }),
        {
          onEvent({ type }) {
            if (type === 'established' && transport.writable) then(transport, socket);
          },
        },
      );
    });
    return socket;
  };

/** Again and again, while the socket lives. */
function repeatedly(socket: net.Socket, milliseconds: number, act: () => void): void {
  const timer = setInterval(() => {
    try {
      act();
    } catch {
      clearInterval(timer);
    }
  }, milliseconds);
  socket.once('close', () => clearInterval(timer));
}

export function attacks(credential: Credential): Readonly<Record<string, Attack>> {
  const long: Credential = {
    ...credential,
    chain: [credential.chain[0]!, ...Array.from({ length: 110 }, () => credential.chain[0]!)],
  };
  return {
    silent: raw(() => {}),
    'silent behind the handshake': sealed(() => {}),
    'one byte a second': raw((socket) => {
      const bytes = hello(ordinary);
      let at = 0;
      repeatedly(socket, 1000, () => socket.write(bytes.subarray(at, ++at)));
    }),
    'records of one byte': raw((socket) => socket.write(hello(ordinary, 1))),
    'data in records of one byte': sealed((transport, socket) =>
      repeatedly(socket, 500, () => {
        for (let i = 0; i < 200; i++) transport.write(Buffer.from('x'));
      }),
    ),
    junk: raw((socket) => socket.write(randomBytes(2 ** 16))),
    'announced lengths': raw((socket) => socket.write(Buffer.from([22, 3, 1, 0, 4, 11, 2, 0, 0]))),
    'empty records': raw((socket) =>
      socket.write(Buffer.concat(Array(2000).fill(record(22, Buffer.alloc(0))))),
    ),
    warnings: raw((socket) =>
      socket.write(Buffer.concat(Array(2000).fill(record(21, Buffer.from([1, 90]))))),
    ),
    'key updates': sealed((transport, socket) =>
      repeatedly(socket, 500, () => {
        for (let i = 0; i < 30; i++) transport.updateKeys(true);
        transport.write(Buffer.from('x'));
      }),
    ),
    renegotiation: (port) => {
      const socket = net.connect({ port, host: '127.0.0.1' });
      const client = tls.connect({ socket, rejectUnauthorized: false, maxVersion: 'TLSv1.2' }, () =>
        client.renegotiate({}, () => {}),
      );
      client.on('error', () => {});
      return socket;
    },
    'many key shares': raw((socket) => {
      const list = Array.from({ length: 6000 }, (_, i) => 0x4000 + i);
      socket.write(
        hello([groups(list), extension(51, vector(Buffer.concat(list.map((group) => shareOf(group, 1)))))]),
      );
    }),
    'long certificates': sealed(() => {}, { credentials: [long], askedAuthorities: 'ignore' }),
    'a reset in the middle': raw((socket) => {
      socket.write(hello(ordinary));
      socket.once('data', () => socket.resetAndDestroy());
    }),
    'junk tickets': raw((socket) => {
      const identity = Buffer.concat([vector(randomBytes(1000)), randomBytes(4)]);
      const identities = vector(Buffer.concat(Array.from({ length: 8 }, () => identity)));
      const binders = vector(
        Buffer.concat(Array.from({ length: 8 }, () => Buffer.concat([Buffer.from([32]), randomBytes(32)]))),
      );
      const psk = extension(41, Buffer.concat([identities, binders]));
      socket.write(hello([...ordinary, extension(45, Buffer.from([1, 1])), psk]));
    }),
    'a slow reader': sealed((transport, socket) => {
      socket.pause();
      for (let i = 0; i < 64; i++) transport.write(Buffer.alloc(2 ** 14, 'x'));
      transport.pause();
    }),
    http: raw((socket) => socket.write('GET / HTTP/1.1\r\n\r\n')),
  };
}

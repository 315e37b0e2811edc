/**
 * Writes what passed through a relay as a capture file (the classic pcap format, link type RAW): IPv4 and TCP with the
 * handshake, sequence numbers, acknowledgements and checksums of a conversation that nobody lost a packet of.
 */
import type { From, Passed } from './relay.ts';

const LINKTYPE_RAW = 101;
const SEGMENT = 1400;
const FIN = 1;
const SYN = 2;
const PSH = 8;
const ACK = 16;

interface Side {
  readonly address: readonly number[];
  readonly port: number;
  next: number;
}

/** The client is 127.0.0.1, the server 127.0.0.2 on port 443. */
export function pcap(passed: readonly Passed[]): Buffer {
  const sides: Record<From, Side> = {
    client: { address: [127, 0, 0, 1], port: 50_000, next: 1000 },
    server: { address: [127, 0, 0, 2], port: 443, next: 5_000_000 },
  };
  const packets: Buffer[] = [];
  const send = (from: From, flags: number, data: Buffer = Buffer.alloc(0)) => {
    const source = sides[from];
    const target = sides[from === 'client' ? 'server' : 'client'];
    packets.push(packet(source, target, flags, data));
    source.next += data.length + (flags & (SYN | FIN) ? 1 : 0);
  };
  send('client', SYN);
  send('server', SYN | ACK);
  send('client', ACK);
  for (const { from, bytes } of passed) {
    for (let at = 0; at < bytes.length; at += SEGMENT) {
      send(from, PSH | ACK, bytes.subarray(at, at + SEGMENT));
      send(from === 'client' ? 'server' : 'client', ACK);
    }
  }
  send('client', FIN | ACK);
  send('server', FIN | ACK);
  send('client', ACK);
  return Buffer.concat([fileHeader(), ...packets.flatMap((bytes, i) => [packetHeader(bytes, i), bytes])]);
}

function fileHeader(): Buffer {
  const header = Buffer.alloc(24);
  header.writeUInt32BE(0xa1b2c3d4, 0);
  header.writeUInt16BE(2, 4);
  header.writeUInt16BE(4, 6);
  header.writeUInt32BE(65_535, 16);
  header.writeUInt32BE(LINKTYPE_RAW, 20);
  return header;
}

/** A millisecond between any two. */
function packetHeader({ length }: Buffer, number: number): Buffer {
  const header = Buffer.alloc(16);
  header.writeUInt32BE(1_800_000_000 + Math.floor(number / 1000), 0);
  header.writeUInt32BE((number % 1000) * 1000, 4);
  header.writeUInt32BE(length, 8);
  header.writeUInt32BE(length, 12);
  return header;
}

/** RFC 791 section 3.1 and RFC 9293 section 3.1. */
function packet(source: Side, target: Side, flags: number, data: Buffer): Buffer {
  const tcp = Buffer.alloc(20);
  tcp.writeUInt16BE(source.port, 0);
  tcp.writeUInt16BE(target.port, 2);
  tcp.writeUInt32BE(source.next, 4);
  tcp.writeUInt32BE(flags & ACK ? target.next : 0, 8);
  tcp[12] = 5 << 4;
  tcp[13] = flags;
  tcp.writeUInt16BE(65_535, 14);
  const length = tcp.length + data.length;
  const pseudo = Buffer.from([...source.address, ...target.address, 0, 6, length >> 8, length & 0xff]);
  tcp.writeUInt16BE(checksum(Buffer.concat([pseudo, tcp, data])), 16);
  const ip = Buffer.from([0x45, 0, 0, 0, 0, 0, 0x40, 0, 64, 6, 0, 0, ...source.address, ...target.address]);
  ip.writeUInt16BE(ip.length + length, 2);
  ip.writeUInt16BE(checksum(ip), 10);
  return Buffer.concat([ip, tcp, data]);
}

function checksum(bytes: Buffer): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += (bytes[i]! << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

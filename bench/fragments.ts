/**
 * What a handshake message in one-byte records costs: processor time of the engine's whole input path, compared with that of
 * cutting and opening the same records alone.
 */

import { Incoming } from '../src/connection/incoming.ts';
import type { Suite13 } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { handshake13, type Protection13 } from '../src/protocol/epoch.ts';
import { ContentType, HandshakeType } from '../src/protocol/numbers/content.ts';
import { openerOf, sealerOf } from '../src/record/opener-and-sealer.ts';
import { PlainOpener, PlainSealer, type Sealer } from '../src/record/protection.ts';
import { RecordReader } from '../src/record/record.ts';
import type { Figure } from './figure.ts';
import { timesAsLong } from './pairing.ts';

/** A Certificate as long as one may be. */
const LENGTH = 2 ** 17;
/** As much as a socket gives at once. */
const PIECE = 2 ** 16;

export async function fragments(rounds: number): Promise<Figure[]> {
  const suite = nodeProvider.suites.find(({ name }) => name === 'TLS_AES_128_GCM_SHA256') as Suite13;
  const protection = { epoch: handshake13, suite, secret: new Uint8Array(32) };
  return [await row('cleartext', rounds), await row('AES-128-GCM', rounds, protection)];
}

function row(how: string, rounds: number, protection?: Protection13): Promise<Figure> {
  const sealer = protection ? sealerOf(protection) : new PlainSealer(0x0303);
  const opener = () => (protection ? openerOf(protection) : new PlainOpener());
  const pieces = inOneByteRecords(sealer);
  const whole = (): void => {
    const incoming = new Incoming('server', undefined, undefined);
    if (protection) incoming.readWith(protection);
    const arrivals = pieces.flatMap((piece) => {
      incoming.feed(piece);
      return incoming.next() ?? [];
    });
    const [arrival] = arrivals;
    if (arrivals.length !== 1 || arrival?.kind !== 'message' || arrival.message.raw.length !== LENGTH)
      throw new Error('the message did not come');
  };
  const opening = (): void => {
    const reader = new RecordReader();
    const open = opener();
    let contents = 0;
    for (const piece of pieces) {
      reader.feed(piece);
      for (let record = reader.next(); record; record = reader.next()) {
        contents += open.open(record)!.content.length;
      }
    }
    if (contents !== LENGTH) throw new Error('the records did not open');
  };
  return timesAsLong(
    `message of 128 KiB in 1-byte records, ${how}`,
    rounds,
    rateOf(whole),
    'opening the records',
    rateOf(opening),
  );
}

const rateOf = (run: () => void) => async (): Promise<number> => {
  const start = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(start);
  return 1e6 / (user + system);
};

function inOneByteRecords(sealer: Sealer): Uint8Array[] {
  const each = sealer.lengthOf(1);
  const stream = new Uint8Array(each * LENGTH);
  const body = LENGTH - 4;
  const header = [HandshakeType.certificate, body >> 16, (body >> 8) & 0xff, body & 0xff];
  for (let i = 0; i < LENGTH; i++) {
    const content = Uint8Array.of(header[i] ?? i & 0xff);
    sealer.seal(ContentType.handshake, content, stream.subarray(i * each, (i + 1) * each));
  }
  return Array.from({ length: Math.ceil(stream.length / PIECE) }, (_, i) =>
    stream.subarray(i * PIECE, (i + 1) * PIECE),
  );
}

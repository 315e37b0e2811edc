/**
 * What remains to be told from the time of a CBC record: right ones against wrong padding and wrong MACs of the same
 * length, in random order. Reported as microseconds for each kind; docs/limits.md says what follows.
 */

import type { Suite12 } from '../src/crypto/provider.ts';
import { nodeProvider } from '../src/crypto/providers/node.ts';
import { application12 } from '../src/protocol/epoch.ts';
import { CbcOpener } from '../src/record/cbc.ts';
import { RecordReader } from '../src/record/record.ts';
import type { Figure } from './figure.ts';
import { median } from './pairing.ts';

const suite = nodeProvider.suites.find(({ name }) => name === 'TLS_RSA_WITH_AES_128_CBC_SHA') as Suite12;
const protection = suite.protection as Extract<Suite12['protection'], { kind: 'CBC' }>;
const keys = { mac: new Uint8Array(20), key: new Uint8Array(16), iv: new Uint8Array() };
const LENGTH = 512;

export async function cbc(): Promise<Figure[]> {
  const kinds = {
    'right MAC, padding of 1': plaintext(0, true),
    'right MAC, padding of 241': plaintext(240, true),
    'wrong MAC, padding of 1': plaintext(0, false),
    'wrong MAC, padding of 241': plaintext(240, false),
    'wrong padding': plaintext(240, true, true),
  };
  const records = Object.entries(kinds).map(([name, bytes]) => ({
    name,
    record: sealed(bytes),
    times: [] as number[],
  }));
  for (let i = 0; i < 40_000; i++) {
    const { record, times } = records[Math.floor(Math.random() * records.length)]!;
    const opener = new CbcOpener(protection, keys, application12);
    const start = performance.now();
    try {
      opener.open(record);
    } catch {
      // a wrong record; its time is what is asked for
    }
    times.push((performance.now() - start) * 1000);
  }
  return records.map(({ name, times }) => ({
    what: `CBC record, ${name}`,
    unit: 'µs',
    ours: median(times.slice(100)),
  }));
}

function plaintext(padding: number, right: boolean, broken = false): Uint8Array {
  const content = new Uint8Array(LENGTH - 20 - 1 - padding);
  const header = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 23, 3, 3, content.length >> 8, content.length & 0xff);
  const mac = protection.mac.hmac(keys.mac, header, content);
  if (!right) mac[0]! ^= 1;
  const tail = new Uint8Array(padding + 1).fill(padding);
  if (broken) tail[0]! ^= 1;
  return Uint8Array.of(...content, ...mac, ...tail);
}

function sealed(bytes: Uint8Array) {
  const iv = new Uint8Array(16);
  const ciphertext = protection.cipher.encrypt(keys.key, iv, bytes);
  const length = 16 + ciphertext.length;
  const reader = new RecordReader();
  reader.feed(Uint8Array.of(23, 3, 3, length >> 8, length & 0xff, ...iv, ...ciphertext));
  return reader.next()!;
}

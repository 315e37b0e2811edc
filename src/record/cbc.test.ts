import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { HashAlgorithm, Suite12 } from '../crypto/provider.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import { application12 } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { CbcOpener, CbcSealer } from './cbc.ts';
import { RecordReader } from './record.ts';

const suite = nodeProvider.suites.find(({ name }) => name === 'TLS_RSA_WITH_AES_128_CBC_SHA') as Suite12;
const protection = suite.protection as Extract<Suite12['protection'], { kind: 'CBC' }>;
const keys = { mac: new Uint8Array(20).fill(1), key: new Uint8Array(16).fill(2), iv: new Uint8Array() };

function recordOf(bytes: Uint8Array) {
  const reader = new RecordReader();
  reader.feed(bytes);
  return reader.next()!;
}

/** A record around any plaintext, so that padding and MAC can be wrong in every way. */
function sealed(plaintext: Uint8Array) {
  const iv = new Uint8Array(16).fill(9);
  const ciphertext = protection.cipher.encrypt(keys.key, iv, plaintext);
  const length = 16 + ciphertext.length;
  return recordOf(Uint8Array.of(23, 3, 3, length >> 8, length & 0xff, ...iv, ...ciphertext));
}

const rightMac = (content: Uint8Array): Uint8Array =>
  protection.mac.hmac(
    keys.mac,
    Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 23, 3, 3, content.length >> 8, content.length & 0xff),
    content,
  );

describe('CBC records', () => {
  it('opens what it sealed, at every length and number', () => {
    const sealer = new CbcSealer(protection, keys, application12, nodeProvider.random);
    const opener = new CbcOpener(protection, keys, application12);
    for (let length = 0; length < 300; length++) {
      const content = nodeProvider.random(length);
      const record = new Uint8Array(sealer.lengthOf(length));
      sealer.seal(23, content, record);
      const opened = opener.open(recordOf(record));
      expect(opened.type).toBe(23);
      expect(Buffer.from(opened.content)).toEqual(Buffer.from(content));
    }
  });

  it('show no key to whoever logs what opens and seals them', () => {
    const directions = [
      new CbcSealer(protection, keys, application12, nodeProvider.random),
      new CbcOpener(protection, keys, application12),
    ];
    const text = inspect(directions, { depth: Infinity, showHidden: true, maxArrayLength: null }).replace(
      /\s+/g,
      ' ',
    );
    for (const key of [keys.mac, keys.key])
      expect(text).not.toMatch(new RegExp([...key].slice(0, 6).join(',? ')));
    expect(text).toContain('sequence: 0');
  });

  it('takes a fresh IV for each record (RFC 5246 section 6.2.3.2)', () => {
    const sealer = new CbcSealer(protection, keys, application12, nodeProvider.random);
    const ivs = [0, 1, 2].map(() => {
      const record = new Uint8Array(sealer.lengthOf(5));
      sealer.seal(23, new Uint8Array(5), record);
      return Buffer.from(record.subarray(5, 5 + 16)).toString('hex');
    });
    expect(new Set(ivs).size).toBe(3);
  });

  it('takes every padding length that fits, and no padding with a wrong byte anywhere', () => {
    const content = Uint8Array.of(...Buffer.from('attack at dawn, said the general'));
    const head = [...content, ...rightMac(content)];
    for (let padding = 0; padding < 256; padding++) {
      if ((head.length + 1 + padding) % 16 !== 0) continue;
      const tail = new Uint8Array(padding + 1).fill(padding);
      expect(
        new CbcOpener(protection, keys, application12).open(sealed(Uint8Array.of(...head, ...tail))).content,
      ).toHaveLength(content.length);
      for (let at = 0; at < tail.length; at++) {
        const wrong = tail.slice();
        wrong[at]! ^= 0x80;
        expect(() =>
          new CbcOpener(protection, keys, application12).open(sealed(Uint8Array.of(...head, ...wrong))),
        ).toThrow(TlsError);
      }
    }
  });

  it('looks at the first byte of a padding that leaves no content', () => {
    const nothing = new Uint8Array();
    const padded = Uint8Array.of(...rightMac(nothing), ...new Uint8Array(12).fill(11));
    const opened = new CbcOpener(protection, keys, application12).open(sealed(padded));
    expect(opened.content).toHaveLength(0);
    padded[20]! ^= 1;
    expect(() => new CbcOpener(protection, keys, application12).open(sealed(padded))).toThrow(TlsError);
  });

  it('says the same of a wrong MAC, wrong padding and padding that does not fit', () => {
    const content = new Uint8Array(11);
    const mac = rightMac(content);
    const wrongMac = mac.slice();
    wrongMac[0]! ^= 1;
    const plaintexts = [
      Uint8Array.of(...content, ...wrongMac, 0),
      Uint8Array.of(...content, ...mac, 15),
      Uint8Array.of(...content, ...mac, 255),
      new Uint8Array(32).fill(31),
    ];
    const errors = plaintexts.map((plaintext) => {
      try {
        new CbcOpener(protection, keys, application12).open(sealed(plaintext));
        return undefined;
      } catch (error) {
        return error as TlsError;
      }
    });
    expect(errors.map((error) => error?.reason)).toEqual(Array(4).fill('bad-record-mac'));
    expect(new Set(errors.map((error) => error?.message)).size).toBe(1);
  });

  it('computes as many MACs and hashes as many blocks whatever the padding says', () => {
    // All of one length, so that an onlooker could tell them apart by nothing but time.
    const length = 496;
    const padded = (padding: number, last = padding): Uint8Array => {
      const content = new Uint8Array(length - 20 - 1 - padding);
      return Uint8Array.of(...content, ...rightMac(content), ...new Uint8Array(padding).fill(padding), last);
    };
    const wrongMac = padded(255);
    wrongMac[length - 20 - 1 - 255]! ^= 1;
    const plaintexts = [
      ...[0, 15, 63, 127, 191, 255].map((padding) => padded(padding)),
      padded(255, 254),
      padded(3, 255),
      wrongMac,
    ];
    const counts = plaintexts.map((plaintext) => {
      const counted = { macs: 0, blocks: 0 };
      const mac: HashAlgorithm = {
        ...protection.mac,
        hmac(key, ...parts) {
          counted.macs++;
          counted.blocks += Math.ceil((parts.reduce((sum, part) => sum + part.length, 0) + 9) / 64);
          return protection.mac.hmac(key, ...parts);
        },
        create() {
          const hash = protection.mac.create();
          return { ...hash, update: (data: Uint8Array) => void (counted.blocks += data.length / 64) };
        },
      };
      const opener = new CbcOpener({ ...protection, mac }, keys, application12);
      try {
        opener.open(sealed(plaintext));
      } catch {
        // what it says is tested above
      }
      return counted;
    });
    expect(new Set(counts.map((count) => JSON.stringify(count))).size).toBe(1);
    expect(counts[0]).toEqual({ macs: 1, blocks: Math.ceil((13 + 496 - 20 - 1 + 9) / 64) });
  });
});

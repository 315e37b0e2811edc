/** What is refused of a record that came, with each protection that there is. */

import { describe, expect, it } from 'vitest';
import type { Suite12, Suite13 } from '../crypto/provider.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import { application12, cleartext, handshake13 } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { CbcOpener } from './cbc.ts';
import { writeSequence } from './nonce.ts';
import { type Opener, PlainOpener } from './protection.ts';
import { additionalData12, Opener12, Sealer12 } from './protection12.ts';
import { Opener13, Sealer13 } from './protection13.ts';
import { RecordReader, writeHeader } from './record.ts';
import { SkipUntilCleartext, SkipUntilOpened } from './skipped-early-data.ts';

const [ALERT, HANDSHAKE, DATA] = [21, 22, 23];
const MOST = 2 ** 14;

const suite13 = nodeProvider.suites.find(({ name }) => name === 'TLS_AES_128_GCM_SHA256') as Suite13;
const keys13 = { key: new Uint8Array(16).fill(1), iv: new Uint8Array(12).fill(2) };
const protectionOf = (name: string) =>
  (nodeProvider.suites.find((suite) => suite.name === name) as Suite12).protection;
const gcm = protectionOf('TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256') as Extract<
  Suite12['protection'],
  { kind: 'AEAD' }
>;
const cbc = protectionOf('TLS_RSA_WITH_AES_128_CBC_SHA') as Extract<Suite12['protection'], { kind: 'CBC' }>;
const keys12 = {
  mac: new Uint8Array(20).fill(3),
  key: new Uint8Array(16).fill(1),
  iv: new Uint8Array(4).fill(2),
};

function recordOf(bytes: Uint8Array) {
  const reader = new RecordReader();
  reader.feed(bytes);
  return reader.next()!;
}

function plain(type: number, length: number): Uint8Array {
  const bytes = new Uint8Array(5 + length);
  writeHeader(bytes, type, 0x0303, length);
  return bytes;
}

/** Any TLSInnerPlaintext, sealed as a TLS 1.3 record: its type and padding stand in it. */
function sealed13(inner: Uint8Array, type = DATA): Uint8Array {
  const bytes = plain(type, inner.length + 16);
  bytes.set(inner, 5);
  const cipher = suite13.cipher.create(keys13.key);
  cipher.seal(bytes, 5, 5 + inner.length, keys13.iv, bytes.subarray(0, 5));
  return bytes;
}

function sealed12(length: number): Uint8Array {
  const sealer = new Sealer12(gcm, keys12, application12);
  const bytes = new Uint8Array(sealer.lengthOf(length));
  sealer.seal(DATA, new Uint8Array(length), bytes);
  return bytes;
}

function sealedCbc(length: number): Uint8Array {
  const content = new Uint8Array(length);
  const tag = cbc.mac.hmac(keys12.mac, additionalData12(0, DATA, length), content);
  const padding = 16 - ((length + tag.length) % 16);
  const iv = new Uint8Array(16);
  const plaintext = Uint8Array.of(...content, ...tag, ...new Uint8Array(padding).fill(padding - 1));
  const ciphertext = cbc.cipher.encrypt(keys12.key, iv, plaintext);
  const bytes = plain(DATA, 16 + ciphertext.length);
  bytes.set(ciphertext, 5 + 16);
  return bytes;
}

const opener13 = () => new Opener13(suite13, keys13, handshake13);
const opener12 = () => new Opener12(gcm, keys12, application12);
const openerCbc = () => new CbcOpener(cbc, keys12, application12);
const open = (opener: Opener, bytes: Uint8Array) => opener.open(recordOf(bytes));

function refusal(run: () => unknown): string | undefined {
  try {
    run();
    return undefined;
  } catch (error) {
    return error instanceof TlsError ? error.reason : String(error);
  }
}

describe('a record that is refused', () => {
  it.each<[string, () => Opener, Uint8Array, string]>([
    ['cleartext: data', () => new PlainOpener(), plain(DATA, 1), 'unexpected-record'],
    ['cleartext: 2^14 + 1 bytes', () => new PlainOpener(), plain(HANDSHAKE, MOST + 1), 'record-overflow'],
    [
      '1.3: an outer type of its own',
      opener13,
      sealed13(Uint8Array.of(1, HANDSHAKE), HANDSHAKE),
      'unexpected-record',
    ],
    ['1.3: 2^14 + 257 bytes', opener13, plain(DATA, MOST + 257), 'record-overflow'],
    [
      '1.3: 2^14 + 1 bytes inside',
      opener13,
      sealed13(new Uint8Array(MOST + 2).fill(DATA)),
      'record-overflow',
    ],
    [
      '1.3: padding beyond 2^14',
      opener13,
      sealed13(Uint8Array.of(DATA, ...new Uint8Array(MOST + 1))),
      'record-overflow',
    ],
    ['1.3: padding alone', opener13, sealed13(new Uint8Array(3)), 'bad-content-type'],
    ['1.3: no content', opener13, sealed13(new Uint8Array()), 'bad-content-type'],
    ['1.3: an empty handshake record', opener13, sealed13(Uint8Array.of(HANDSHAKE)), 'empty-record'],
    ['1.3: an empty alert', opener13, sealed13(Uint8Array.of(ALERT, 0, 0)), 'empty-record'],
    ['1.3: no room for a tag', opener13, plain(DATA, 15), 'bad-record-mac'],
    ['1.3: a wrong tag', opener13, plain(DATA, 40), 'bad-record-mac'],
    ['1.2: no room for nonce and tag', opener12, plain(DATA, 23), 'bad-record-mac'],
    ['1.2: a wrong tag', opener12, plain(DATA, 40), 'bad-record-mac'],
    ['1.2: 2^14 + 1 bytes inside', opener12, sealed12(MOST + 1), 'record-overflow'],
    ['CBC: no whole blocks', openerCbc, plain(DATA, 65), 'bad-record-mac'],
    ['CBC: no room for MAC and padding', openerCbc, plain(DATA, 32), 'bad-record-mac'],
    ['CBC: an IV and no more', openerCbc, plain(DATA, 16), 'bad-record-mac'],
    ['CBC: 2^14 + 1 bytes inside', openerCbc, sealedCbc(MOST + 1), 'record-overflow'],
  ])('%s', (_, opener, bytes, reason) => {
    expect(refusal(() => open(opener(), bytes))).toBe(reason);
  });

  it('is one byte, or one bit, away from one that is taken', () => {
    expect(open(new PlainOpener(), plain(HANDSHAKE, MOST))!.content).toHaveLength(MOST);
    expect(open(opener13(), sealed13(new Uint8Array(MOST + 1).fill(DATA)))!.content).toHaveLength(MOST);
    expect(open(opener13(), sealed13(Uint8Array.of(DATA)))!.content).toHaveLength(0);
    expect(open(opener12(), sealed12(MOST))!.content).toHaveLength(MOST);
    expect(open(opener12(), sealed12(0))!.content).toHaveLength(0);
    expect(open(openerCbc(), sealedCbc(MOST))!.content).toHaveLength(MOST);
    expect(open(openerCbc(), sealedCbc(0))!.content).toHaveLength(0);
  });
});

describe('a record of TLS 1.2', () => {
  it('is opened by the nonce that it carries, which its sender chooses', () => {
    const bytes = plain(DATA, 8 + 3 + 16);
    const nonce = Uint8Array.of(...keys12.iv, 8, 7, 6, 5, 4, 3, 2, 1);
    bytes.set(nonce.subarray(4), 5);
    gcm.cipher.create(keys12.key).seal(bytes, 13, 16, nonce, additionalData12(0, DATA, 3));
    expect(open(opener12(), bytes)!.content).toEqual(new Uint8Array(3));
  });
});

describe('a header that no record has', () => {
  it.each<[string, readonly number[], string | undefined]>([
    ['SSL 2.0’s version', [22, 2, 0, 0, 1], 'wrong-record-version'],
    ['a version to come', [22, 4, 0, 0, 1], 'wrong-record-version'],
    ['a type that is not assigned', [99, 3, 3, 0, 1], 'bad-content-type'],
    ['TLS 1.0’s version, which is legal', [22, 3, 1, 0, 1], undefined],
    ['2^14 + 2049 bytes', [23, 3, 3, 0x48, 0x01], 'record-overflow'],
    ['2^14 + 2048 bytes, which is legal', [23, 3, 3, 0x48, 0x00], undefined],
  ])('%s', (_, header, reason) => {
    for (const size of [1, 5]) {
      const reader = new RecordReader();
      const read = () => {
        for (let at = 0; at < header.length; at += size) {
          reader.feed(Uint8Array.from(header.slice(at, at + size)));
          expect(reader.next()).toBeUndefined();
        }
      };
      expect(refusal(read), `in pieces of ${size}`).toBe(reason);
    }
  });
});

describe('early data', () => {
  const early = (length: number) => recordOf(plain(DATA, 1 + 16 + length));
  const hello = recordOf(plain(HANDSHAKE, 8));

  it.each([
    ['before a second ClientHello', () => new SkipUntilCleartext(new PlainOpener())],
    ['before the client’s Finished', () => new SkipUntilOpened(opener13)],
  ])('%s is passed over up to 2^14 bytes, and empty records are no way round that', (_, skipping) => {
    for (const length of [1024, 0]) {
      const opener = skipping();
      let passed = 0;
      while (
        passed <= MOST &&
        refusal(() => expect(opener.open(early(length))).toBeUndefined()) === undefined
      )
        passed++;
      expect(passed).toBeGreaterThan(1);
      expect(passed * Math.max(1, length)).toBeLessThanOrEqual(MOST);
      expect(refusal(() => opener.open(early(length)))).toBe('too-much-early-data');
    }
  });

  it('has no place behind the beginning of the second ClientHello', () => {
    const opener = new SkipUntilCleartext(new PlainOpener());
    opener.open(early(10));
    expect(opener.open(hello)!.type).toBe(HANDSHAKE);
    expect(refusal(() => opener.open(early(10)))).toBe('unexpected-record');
  });

  it('has no place behind the first record that opens', () => {
    const opener = new SkipUntilOpened(opener13);
    opener.open(early(10));
    const sealer = new Sealer13(suite13, keys13, handshake13);
    const bytes = new Uint8Array(sealer.lengthOf(3));
    sealer.seal(HANDSHAKE, Uint8Array.of(1, 2, 3), bytes);
    expect(opener.open(recordOf(bytes))!.content).toHaveLength(3);
    expect(refusal(() => opener.open(early(10)))).toBe('bad-record-mac');
  });

  it('may stand behind a ChangeCipherSpec, which opens under no key', () => {
    const opener = new SkipUntilOpened(opener13);
    const changeCipherSpec = recordOf(Uint8Array.of(20, 3, 3, 0, 1, 1));
    expect(opener.open(changeCipherSpec)).toMatchObject({ type: 20, bare: true });
    expect(opener.open(early(10))).toBeUndefined();
    expect([opener.epoch, opener.sequence]).toEqual([handshake13, 0]);
    expect(open(opener, sealed13(Uint8Array.of(1, HANDSHAKE)))!.content).toEqual(Uint8Array.of(1));
    expect(opener.sequence).toBe(1);
  });

  it('leaves the numbers of what is under it alone', () => {
    const opener = new SkipUntilCleartext(new PlainOpener());
    opener.open(early(10));
    expect([opener.epoch, opener.sequence]).toEqual([cleartext, 0]);
    opener.open(hello);
    expect(opener.sequence).toBe(1);
  });

  it('is what does not open, and not what opens and is wrong', () => {
    const opener = new SkipUntilOpened(opener13);
    expect(refusal(() => open(opener, sealed13(new Uint8Array(3))))).toBe('bad-content-type');
  });
});

describe('the number of a record', () => {
  it('is written in 8 bytes, up to the largest that there can be', () => {
    const out = new Uint8Array(10).fill(0xee);
    writeSequence(out, 1, 0x1a2b3c4d5e6f7);
    expect([...out]).toEqual([0xee, 0x00, 0x01, 0xa2, 0xb3, 0xc4, 0xd5, 0xe6, 0xf7, 0xee]);
    const last = new Uint8Array(8);
    writeSequence(last, 0, Number.MAX_SAFE_INTEGER);
    expect([...last]).toEqual([0, 0x1f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
  });

  it('stands in a record of TLS 1.2 with GCM, and not with ChaCha20-Poly1305 (RFC 5288 section 3, RFC 7905 section 2)', () => {
    const sealer = new Sealer12(gcm, keys12, application12);
    const record = new Uint8Array(sealer.lengthOf(3));
    for (let i = 0; i < 3; i++) sealer.seal(DATA, Uint8Array.of(1, 2, 3), record);
    expect(record).toHaveLength(5 + 8 + 3 + 16);
    expect([...record.subarray(5, 13)]).toEqual([0, 0, 0, 0, 0, 0, 0, 2]);
    const chacha = protectionOf('TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256') as typeof gcm;
    const keys = { mac: new Uint8Array(), key: new Uint8Array(32), iv: new Uint8Array(12) };
    expect(new Sealer12(chacha, keys, application12).lengthOf(3)).toBe(5 + 3 + 16);
  });
});

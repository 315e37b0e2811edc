import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { CbcAlgorithm, Suite12 } from '../crypto/provider.ts';
import { nodeProvider } from '../crypto/providers/node.ts';
import { application12 } from '../protocol/epoch.ts';
import { TlsError } from '../protocol/errors.ts';
import { EncryptThenMacOpener, EncryptThenMacSealer } from './encrypt-then-mac.ts';
import { RecordReader } from './record.ts';

function recordOf(bytes: Uint8Array) {
  const reader = new RecordReader();
  reader.feed(bytes);
  return reader.next()!;
}

describe.each([
  'TLS_RSA_WITH_AES_128_CBC_SHA',
  'TLS_RSA_WITH_AES_256_CBC_SHA256',
  'TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA384',
  'TLS_RSA_WITH_3DES_EDE_CBC_SHA',
])('records of %s, encrypt-then-MAC', (name) => {
  const suite = nodeProvider.suites.find((each) => each.name === name) as Suite12;
  const protection = suite.protection as Extract<Suite12['protection'], { kind: 'CBC' }>;
  const { cipher, mac } = protection;
  const block = cipher.blockLength;
  const keys = {
    mac: new Uint8Array(mac.length).fill(1),
    key: new Uint8Array(cipher.keyLength).fill(2),
    iv: new Uint8Array(),
  };
  const opener = (other: Partial<CbcAlgorithm> = {}) =>
    new EncryptThenMacOpener({ ...protection, cipher: { ...cipher, ...other } }, keys, application12);

  /** A record with a right MAC around any ciphertext. */
  function authentic(encrypted: Uint8Array) {
    const length = encrypted.length;
    const header = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 23, 3, 3, length >> 8, length & 0xff);
    const whole = length + mac.length;
    return recordOf(
      Uint8Array.of(
        23,
        3,
        3,
        whole >> 8,
        whole & 0xff,
        ...encrypted,
        ...mac.hmac(keys.mac, header, encrypted),
      ),
    );
  }

  /** The same around any plaintext, so that its padding can be wrong. */
  function sealed(plaintext: Uint8Array) {
    const iv = new Uint8Array(block).fill(9);
    return authentic(Uint8Array.of(...iv, ...cipher.encrypt(keys.key, iv, plaintext)));
  }

  const refusal = (act: () => unknown): string | undefined => {
    try {
      act();
      return undefined;
    } catch (error) {
      return (error as TlsError).reason;
    }
  };

  it('opens what it sealed, at every length and number', () => {
    const sealer = new EncryptThenMacSealer(protection, keys, application12, nodeProvider.random);
    const reader = opener();
    for (let length = 0; length < 300; length++) {
      const content = nodeProvider.random(length);
      const record = new Uint8Array(sealer.lengthOf(length));
      sealer.seal(23, content, record);
      const opened = reader.open(recordOf(record));
      expect(opened.type).toBe(23);
      expect(Buffer.from(opened.content)).toEqual(Buffer.from(content));
    }
    expect(inspect([sealer, reader], { depth: Infinity, showHidden: true })).not.toContain('key:');
  });

  it('has the MAC over number, type, version, length, IV and ciphertext (RFC 7366 section 3)', () => {
    const padding = new Uint8Array(block).fill(block - 1);
    expect(opener().open(sealed(padding))).toMatchObject({ content: new Uint8Array(), padding: block - 1 });
  });

  it('decrypts nothing that somebody changed', () => {
    const sealer = new EncryptThenMacSealer(protection, keys, application12, nodeProvider.random);
    const record = new Uint8Array(sealer.lengthOf(20));
    sealer.seal(23, new Uint8Array(20), record);
    let decrypted = 0;
    const decrypt: CbcAlgorithm['decrypt'] = (...given) => {
      decrypted++;
      return cipher.decrypt(...given);
    };
    for (let at = 5; at < record.length; at++) {
      const wrong = record.slice();
      wrong[at]! ^= 1 << (at % 8);
      expect(
        refusal(() => opener({ decrypt }).open(recordOf(wrong))),
        `byte ${at}`,
      ).toBe('bad-record-mac');
    }
    expect(decrypted).toBe(0);
    opener({ decrypt }).open(recordOf(record));
    expect(decrypted).toBe(1);
  });

  it.each([0, 1, 2, 3])('takes no padding that its sender made wrong (%d)', (which) => {
    const right = new Uint8Array(4 * block).fill(block - 1);
    const wrong = [
      right.with(4 * block - 2, block),
      right.with(3 * block, 0),
      new Uint8Array(4 * block).fill(4 * block),
      new Uint8Array(4 * block).fill(255),
    ][which]!;
    expect(refusal(() => opener().open(sealed(right)))).toBeUndefined();
    expect(refusal(() => opener().open(sealed(wrong)))).toBe('bad-record-mac');
  });

  it.each([0, 1, block, 2 * block - 1, 2 * block + 1, 3 * block - 1])(
    'takes no record with %d bytes of IV and ciphertext',
    (length) => {
      expect(refusal(() => opener().open(authentic(new Uint8Array(length))))).toBe('bad-record-mac');
    },
  );

  it('takes no record without a whole MAC', () => {
    expect(refusal(() => opener().open(recordOf(Uint8Array.of(23, 3, 3, 0, 4, 1, 2, 3, 4))))).toBe(
      'bad-record-mac',
    );
  });

  it('takes no more than 2^14 bytes of content', () => {
    const full = (length: number) => {
      const plaintext = new Uint8Array(Math.ceil((length + 1) / block) * block);
      return plaintext.fill(plaintext.length - length - 1, length);
    };
    expect(opener().open(sealed(full(2 ** 14))).content).toHaveLength(2 ** 14);
    expect(refusal(() => opener().open(sealed(full(2 ** 14 + 1))))).toBe('record-overflow');
  });

  it('opens no record twice', () => {
    const reader = opener();
    const record = sealed(new Uint8Array(block).fill(block - 1));
    reader.open(record);
    expect(() => reader.open(record)).toThrow(TlsError);
  });
});

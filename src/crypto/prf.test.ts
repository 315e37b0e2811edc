import { describe, expect, it } from 'vitest';
import { fromHex } from '../../test/from-hex.ts';
import { prf } from './prf.ts';
import { nodeProvider } from './providers/node.ts';

describe('the PRF of TLS 1.2', () => {
  // The vector that was posted to the working group's list for RFC 5246, which has none itself. With SHA-384 the PRF is
  // held against OpenSSL's handshakes in schedule/prf12.test.ts.
  it('agrees with the known vector for SHA-256', () => {
    const secret = fromHex('9bbe436ba940f017b17652849a71db35');
    const seed = fromHex('a0ba9f936cda311827a6f796ffd5198c');
    const expected = fromHex(
      `e3f229ba727be17b8d122620557cd453c2aab21d07c3d495329b52d4e61edb5a
       6b301791e90d35c9c9a46b4e14baf9af0fa022f7077def17abfd3797c0564bab
       4fbc91666e9def9b97fce34f796789baa48082d122ee42c5a72e5a5110fff701
       87347b66`,
    );
    const hash = nodeProvider.hashes['SHA-256'];
    expect(prf(hash, secret, 'test label', 100, seed)).toEqual(expected);
    expect(prf(hash, secret, 'test label', 48, seed.subarray(0, 5), seed.subarray(5))).toEqual(
      expected.subarray(0, 48),
    );
  });

  it('gives nothing for length 0 and refuses a label that is not ASCII', () => {
    const hash = nodeProvider.hashes['SHA-256'];
    expect(prf(hash, fromHex('00'), 'x', 0)).toHaveLength(0);
    expect(() => prf(hash, fromHex('00'), 'größe', 12)).toThrow(RangeError);
    expect(() => prf(hash, fromHex('00'), '\x80', 12)).toThrow(RangeError);
    expect(prf(hash, fromHex('00'), '\x7f', 12)).toHaveLength(12);
  });
});
